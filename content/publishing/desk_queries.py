"""What the desk reads: every item in every state, its history, and its waiting text."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from content.database import db, utc_now
from content.publishing.models import STATES, Item, PreviewLink, Revision, Topic
from content.publishing.queries import Listing, paged
from content.publishing.snapshot import ItemFields, fields_of
from content.vietnamese import nfc, slugify, sort_key


def by_id(item_id: int) -> Item | None:
    """The item of a row number, in whatever state."""
    return db.session.get(Item, item_id)


def any_at(kind: str, slug: str) -> Item | None:
    """The item of an address, in whatever state."""
    return db.session.scalar(sa.select(Item).where(Item.kind == kind, Item.slug == slug))


def every_topic() -> list[Topic]:
    """All topics, used or not: those put in order first, then by the Vietnamese alphabet."""
    return sorted(db.session.scalars(sa.select(Topic)), key=_in_order)


def topic_at(slug: str) -> Topic | None:
    """The topic of a slug, used or not."""
    return db.session.scalar(sa.select(Topic).where(Topic.slug == slug))


def topic_by_id(topic_id: int) -> Topic | None:
    """The topic of a row number."""
    return db.session.get(Topic, topic_id)


def _in_order(topic: Topic) -> tuple[bool, int, object]:
    return not topic.position, topic.position, sort_key(topic.name)


def state_of(item: Item) -> str:
    """How far the working text has come (a key of STATES): of the waiting edit, where one waits."""
    return item.pending_state or item.state


def desk_listing(
    *,
    q: str = "",
    kind: str | None = None,
    state: str | None = None,
    page: int = 1,
    per_page: int = 30,
    author_id: int | None = None,
    scope: Sequence[sa.ColumnElement[bool]] = (),
) -> Listing:
    """Items of the desk, last saved first. `q` is looked for in titles and, unmarked, in slugs.

    scope: what a limited account sees at most (`content.publishing.scope.conditions`).
    """
    conditions: list[sa.ColumnElement[bool]] = list(scope)
    if q.strip():
        conditions.append(_matches(q.strip()))
    if kind is not None:
        conditions.append(Item.kind == kind)
    if state is not None:
        conditions.append(sa.or_(Item.state == state, Item.pending_state == state))
    if author_id is not None:
        conditions.append(Item.created_by_id == author_id)
    newest = sa.select(sa.func.max(Revision.id)).where(Revision.item_id == Item.id)
    order = (newest.scalar_subquery().desc(), Item.id.desc())
    return paged(conditions, page=page, per_page=per_page, order=order)


def accounts_without_text(
    limit: int = 200, scope: Sequence[sa.ColumnElement[bool]] = ()
) -> list[Item]:
    """Published documents that are only told of: they name their sources and hold no file."""
    query = (
        sa.select(Item)
        .where(Item.kind == "document", Item.state == "published", ~Item.attachments.any(), *scope)
        .order_by(Item.slug)
    )
    return [item for item in db.session.scalars(query) if item.sources][:limit]


def counts_by_state(scope: Sequence[sa.ColumnElement[bool]] = ()) -> dict[str, int]:
    """How many items are in each state; a waiting edit counts in its own state too."""
    counts = dict.fromkeys(STATES, 0)
    for column in (Item.state, Item.pending_state):
        query = sa.select(column, sa.func.count(Item.id)).where(column != "", *scope)
        query = query.group_by(column)
        for state, count in db.session.execute(query):
            counts[state] = counts.get(state, 0) + count
    return counts


def revisions(item: Item) -> list[Revision]:
    """The history of an item, newest first; ordered by sequence, not by the clock."""
    query = sa.select(Revision).where(Revision.item_id == item.id).order_by(Revision.id.desc())
    return list(db.session.scalars(query))


def revision(revision_id: int) -> Revision | None:
    """One revision."""
    return db.session.get(Revision, revision_id)


def newest_revision(item: Item) -> Revision | None:
    """The last revision of an item."""
    query = sa.select(Revision).where(Revision.item_id == item.id).order_by(Revision.id.desc())
    return db.session.scalar(query.limit(1))


def pending(item: Item) -> Revision | None:
    """The revision of a published item that waits, or None."""
    return revision(item.pending_revision_id) if item.pending_revision_id is not None else None


def working(item: Item) -> ItemFields:
    """The fields that the desk edits: those of the waiting revision, else those of the row."""
    waiting = pending(item)
    return fields_of(item) if waiting is None else ItemFields.from_json(waiting.fields)


def preview(nonce: str) -> tuple[Item, Revision] | None:
    """What a preview link shows; None when it is unknown, revoked or over."""
    link = db.session.scalar(sa.select(PreviewLink).where(PreviewLink.nonce == nonce))
    if link is None or link.expires_at <= utc_now():
        return None
    return db.session.get_one(Item, link.item_id), db.session.get_one(Revision, link.revision_id)


def previews(item: Item) -> list[PreviewLink]:
    """The preview links of an item that still open, the longest-lived first."""
    query = (
        sa.select(PreviewLink)
        .where(PreviewLink.item_id == item.id, PreviewLink.expires_at > utc_now())
        .order_by(PreviewLink.expires_at.desc())
    )
    return list(db.session.scalars(query))


def _matches(q: str) -> sa.ColumnElement[bool]:
    titled = Item.title.ilike(f"%{_literal(nfc(q))}%", escape="\\")
    slug = slugify(q)
    return sa.or_(titled, Item.slug.contains(slug, autoescape=True)) if slug else titled


def _literal(text: str) -> str:
    for character in ("\\", "%", "_"):
        text = text.replace(character, f"\\{character}")
    return text
