"""Old addresses as the desk lists them: by hand, of items, of topics; each with where it leads."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.publishing.models import Item, Redirect
from content.publishing.old_addresses import FormerTopic, OldAddress
from content.publishing.visibility import is_visible
from content.vietnamese import fold

# Where an old address comes from, in words.
ORIGINS = {"hand": "ghi tay", "item": "của bài", "topic": "của chủ đề"}


class Old(NamedTuple):
    """One old address. item: of one that belongs to a text; open: known to lead somewhere or not,
    None where only the readers' rooms know."""

    kind: str
    row_id: int
    old: str
    target: str
    title: str
    open: bool | None
    item: Item | None = None


def every(text: str = "") -> list[Old]:
    """All of them whose address, target or title holds a text, by address."""
    found = [*_of_items(), *_by_hand(), *_of_topics()]
    words = fold(text).strip()
    if words:
        found = [one for one in found if words in fold(f"{one.old} {one.target} {one.title}")]
    return sorted(found, key=lambda one: one.old)


def _of_items() -> list[Old]:
    light = [orm.defer(column) for column in (Item.body, Item.html, Item.plain, Item.headings)]
    query = sa.select(Redirect).options(orm.joinedload(Redirect.item).options(*light))
    return [
        Old("item", r.id, r.old_path, r.item.path, r.item.title, is_visible(r.item), r.item)
        for r in db.session.scalars(query)
    ]


def _by_hand() -> list[Old]:
    rows = db.session.scalars(sa.select(OldAddress))
    return [Old("hand", row.id, row.old_path, row.target, "", None) for row in rows]


def _of_topics() -> list[Old]:
    query = sa.select(FormerTopic).options(orm.joinedload(FormerTopic.topic))
    return [
        Old(
            "topic",
            row.id,
            f"…/chu-de/{row.slug}/",
            f"…/chu-de/{row.topic.slug}/",
            row.topic.name,
            True,
        )
        for row in db.session.scalars(query)
    ]
