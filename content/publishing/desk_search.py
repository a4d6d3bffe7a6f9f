"""Searching at the desk: items in every state, their files, topics, places; best ones first."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import orm

from content import places
from content.database import db
from content.files import StoredFile
from content.places import Place
from content.publishing.models import Attachment, Item, Topic
from content.publishing.title_queries import among, folded, matching, score, words_of

Scope = Sequence[sa.ColumnElement[bool]]


def items(text: str, limit: int, scope: Scope = ()) -> tuple[list[Item], int]:
    """Items of any state by title, address or number."""
    numbers = matching(text, scope)
    return _in_order(numbers[:limit]), len(numbers)


def files(text: str, limit: int, scope: Scope = ()) -> tuple[list[Attachment], int]:
    """Files in force of the items within the limits, by title and by name."""
    words = words_of(text)
    if not words:
        return [], 0
    query = (
        sa.select(Attachment.id, Attachment.title, Attachment.file_name)
        .join(Item, Item.id == Attachment.item_id)
        .where(Attachment.until.is_(None), *scope)
    )
    found = []
    for number, title, name in db.session.execute(query):
        if points := score(words, folded(title) + folded(name)):
            found.append((-points, -number))
    best = [-number for _points, number in sorted(found)[:limit]]
    rows = sa.select(Attachment).where(Attachment.id.in_(best))
    options = (orm.joinedload(Attachment.item), orm.joinedload(Attachment.file).defer(_TEXT))
    known = {row.id: row for row in db.session.scalars(rows.options(*options))}
    return [known[number] for number in best if number in known], len(found)


def topics(text: str, limit: int) -> tuple[list[Topic], int]:
    """Topics by name."""
    words = words_of(text)
    scored = [
        (-score(words, folded(topic.name) + folded(topic.slug)), topic.slug, topic)
        for topic in db.session.scalars(sa.select(Topic))
    ]
    found = sorted((entry for entry in scored if words and entry[0]), key=lambda e: e[:2])
    return [topic for _points, _slug, topic in found[:limit]], len(found)


def places_named(text: str, limit: int, ids: frozenset[int] | None = None) -> list[Place]:
    """Places by their name, with or without the word of their level; `ids`: only these."""
    words = words_of(text)
    title, _level = places.split_level(text)
    stem = words_of(title) or words
    if not stem:
        return []
    query = sa.select(Place).where(*(Place.folded.contains(w, autoescape=True) for w in stem))
    if ids is not None:
        query = query.where(Place.id.in_(ids))
    found = db.session.scalars(query.order_by(Place.valid_to.is_not(None), Place.slug).limit(200))
    ranked = sorted(found, key=lambda p: -score(stem, folded(p.title)))
    return ranked[:limit]


def _in_order(numbers: list[int]) -> list[Item]:
    rows = sa.select(Item).where(among(numbers)).options(orm.joinedload(Item.place), *_LIGHT)
    known = {item.id: item for item in db.session.scalars(rows)}
    return [known[number] for number in numbers if number in known]


_TEXT = StoredFile.text
_LIGHT = tuple(orm.defer(column) for column in (Item.body, Item.html, Item.plain, Item.headings))
