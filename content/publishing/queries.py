"""What readers may read: only items that are visible now; drafts leave no trace in any answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db, utc_now
from content.files import StoredFile
from content.places import Place, PlaceSuccession
from content.publishing.graph_queries import (
    Graph,
    Neighbour,
    cited_documents,
    document_at,
    graph,
    replacement,
)
from content.publishing.models import Attachment, Item, Redirect, Revision, Topic, item_topic
from content.publishing.visibility import is_visible, visible
from content.vietnamese import sort_key

__all__ = [
    "Facets",
    "Graph",
    "Listing",
    "Neighbour",
    "at",
    "attachment",
    "cited_documents",
    "document_at",
    "every_attachment",
    "every_topic",
    "every_visible",
    "facets",
    "graph",
    "is_visible",
    "last_change",
    "listing",
    "newest",
    "paged",
    "places_within",
    "redirect_target",
    "related",
    "replacement",
    "topic_by_slug",
    "versions",
    "visible",
]

_BATCH = 200
_HASH_LENGTH = 16
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
# Lists never show the text; leaving it in the database keeps them fast.
_WITHOUT_TEXT = (
    orm.defer(Item.body),
    orm.defer(Item.html),
    orm.defer(Item.plain),
    orm.defer(Item.headings),
    orm.selectinload(Item.topics),
    orm.joinedload(Item.place),
)


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list. `page` is within 1..pages; `pages` is at least 1."""

    items: list[Item]
    page: int
    pages: int
    total: int
    per_page: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What a list can be narrowed by, each with the number of visible items it would leave."""

    topics: list[tuple[Topic, int]]
    places: list[tuple[Place, int]]
    years: list[tuple[int, int]]


# ---- lists --------------------------------------------------------------------------------------


def listing(
    kind: str | None,
    *,
    page: int = 1,
    per_page: int = 20,
    topic: Topic | None = None,
    place: Place | None = None,
    year: int | None = None,
) -> Listing:
    """Visible items of a kind (None: every kind but pages), newest day first.

    A place stands for itself, the places below it, and those that went into any of them.
    """
    conditions = [visible(), _of_kind(kind)]
    if topic is not None:
        conditions.append(Item.topics.any(Topic.id == topic.id))
    if place is not None:
        conditions.append(Item.place_id.in_(places_within(place)))
    if year is not None:
        conditions.append(_in_year(year))
    return paged(conditions, page=page, per_page=per_page)


def paged(
    conditions: Sequence[sa.ColumnElement[bool]],
    *,
    page: int,
    per_page: int,
    order: Sequence[sa.ColumnElement[Any]] = (),
    also: Sequence[orm.interfaces.ORMOption] = (),
) -> Listing:
    """One page of the items that meet the conditions; a page out of range is the nearest one.

    also: what the rows of the list show beside the usual, so that it is fetched for all at once.
    """
    total = db.session.scalar(sa.select(sa.func.count(Item.id)).where(*conditions)) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    query = (
        sa.select(Item)
        .where(*conditions)
        .order_by(*(order or (Item.date.desc(), Item.id.desc())))
        .limit(per_page)
        .offset((page - 1) * per_page)
        .options(*_WITHOUT_TEXT, *also)
    )
    return Listing(list(db.session.scalars(query)), page, pages, total, per_page)


def facets(kind: str | None) -> Facets:
    """Topics, places and years of the visible items of a kind (None: every kind but pages)."""
    conditions = (visible(), _of_kind(kind))
    return Facets(_topics(conditions), _places(conditions), _years(conditions))


def newest(limit: int = 10, kinds: Iterable[str] | None = None) -> list[Item]:
    """The newest visible items of some kinds (default: every kind but pages)."""
    of_kinds = _of_kind(None) if kinds is None else Item.kind.in_(list(kinds))
    query = (
        sa.select(Item)
        .where(visible(), of_kinds)
        .order_by(Item.date.desc(), Item.id.desc())
        .limit(limit)
        .options(*_WITHOUT_TEXT)
    )
    return list(db.session.scalars(query))


def every_visible() -> Iterator[Item]:
    """Each visible item with its text, by id, in batches, so that memory stays bounded."""
    last = 0
    while True:
        query = (
            sa.select(Item)
            .where(visible(), Item.id > last)
            .order_by(Item.id)
            .limit(_BATCH)
            .options(orm.selectinload(Item.topics), orm.joinedload(Item.place))
        )
        batch = list(db.session.scalars(query))
        if not batch:
            return
        last = batch[-1].id
        yield from batch


def every_attachment() -> Iterator[Attachment]:
    """Each attachment of the visible items, by id, in batches."""
    last = 0
    while True:
        query = (
            sa.select(Attachment)
            .join(Item)
            .where(visible(), Attachment.id > last)
            .order_by(Attachment.id)
            .limit(_BATCH)
            .options(orm.joinedload(Attachment.file).defer(StoredFile.text))
        )
        batch = list(db.session.scalars(query))
        if not batch:
            return
        last = batch[-1].id
        yield from batch


def every_topic() -> list[Topic]:
    """The topics that at least one visible item has, in Vietnamese alphabetical order."""
    query = sa.select(Topic).where(_has_visible_items())
    return sorted(db.session.scalars(query), key=lambda topic: sort_key(topic.name))


def related(item: Item, limit: int = 5) -> list[Item]:
    """Other visible items that share topics with one; most shared first, then the newest."""
    wanted = [topic.id for topic in item.topics]
    shared = sa.func.count(item_topic.c.topic_id)
    query = (
        sa.select(Item)
        .join(item_topic, item_topic.c.item_id == Item.id)
        .where(visible(), Item.id != item.id, item_topic.c.topic_id.in_(wanted))
        .group_by(Item.id)
        .order_by(shared.desc(), (Item.kind == item.kind).desc(), Item.date.desc(), Item.id.desc())
        .limit(limit)
        .options(*_WITHOUT_TEXT[:-1], orm.selectinload(Item.place))
    )
    return list(db.session.scalars(query)) if wanted else []


# ---- one item -----------------------------------------------------------------------------------


def at(kind: str, slug: str) -> Item | None:
    """The visible item at an address."""
    return db.session.scalar(sa.select(Item).where(Item.kind == kind, Item.slug == slug, visible()))


def redirect_target(path: str) -> str | None:
    """Where an old address leads now: the path of a visible item, or None."""
    query = sa.select(Item).join(Redirect).where(Redirect.old_path == path, visible())
    item = db.session.scalar(query)
    return None if item is None or item.path == path else item.path


def topic_by_slug(slug: str) -> Topic | None:
    """The topic of a slug, when a visible item has it."""
    return db.session.scalar(sa.select(Topic).where(Topic.slug == slug, _has_visible_items()))


def versions(item: Item) -> list[Revision]:
    """The states of an item that were published, newest first; `published_at` says when."""
    moment = utc_now()
    query = (
        sa.select(Revision)
        .where(Revision.item_id == item.id, Revision.published, Revision.published_at <= moment)
        .order_by(Revision.published_at.desc(), Revision.id.desc())
    )
    return list(db.session.scalars(query))


def attachment(sha_prefix: str, file_name: str) -> Attachment | None:
    """The attachment of a visible item, by the first 16 hex digits of its hash and its name."""
    prefix = sha_prefix.lower()
    if len(prefix) != _HASH_LENGTH or not set(prefix) <= set("0123456789abcdef"):
        return None
    query = (
        sa.select(Attachment)
        .join(Item)
        .join(StoredFile)
        .where(StoredFile.sha256.startswith(prefix), Attachment.file_name == file_name, visible())
        .limit(1)
    )
    return db.session.scalar(query)


def last_change() -> dt.datetime:
    """When what readers see last changed, by hand or by the clock; 1970 for an empty hub."""
    now = utc_now()
    public = Item.first_published_at.is_not(None)
    moments = [
        db.session.scalar(sa.select(sa.func.max(column)).where(public, column <= now))
        for column in (Item.updated_at, Item.publish_at, Item.expires_at)
    ]
    return max((moment for moment in moments if moment is not None), default=_LONG_AGO)


# ---- parts --------------------------------------------------------------------------------------


def places_within(place: Place) -> set[int]:
    """Ids of a place, the places below it, and those that were merged into any of these."""
    parents = db.session.execute(sa.select(Place.id, Place.parent_id)).all()
    merged = db.session.execute(sa.select(PlaceSuccession.old_id, PlaceSuccession.new_id)).all()
    feeding: dict[int, list[int]] = {}
    for inner, outer in [*parents, *merged]:
        if outer is not None:
            feeding.setdefault(outer, []).append(inner)
    return _reached(place.id, feeding)


def _reached(start: int, steps: dict[int, list[int]]) -> set[int]:
    found, open_ends = {start}, [start]
    while open_ends:
        fresh = [i for i in steps.get(open_ends.pop(), []) if i not in found]
        found.update(fresh)
        open_ends.extend(fresh)
    return found


def _has_visible_items() -> sa.ColumnElement[bool]:
    return Topic.id.in_(sa.select(item_topic.c.topic_id).join(Item).where(visible()))


def _of_kind(kind: str | None) -> sa.ColumnElement[bool]:
    return Item.kind != "page" if kind is None else Item.kind == kind


def _in_year(year: int) -> sa.ColumnElement[bool]:
    if not dt.MINYEAR <= year <= dt.MAXYEAR:
        return sa.false()
    return Item.date.between(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _topics(conditions: Iterable[sa.ColumnElement[bool]]) -> list[tuple[Topic, int]]:
    query = (
        sa.select(Topic, sa.func.count(Item.id))
        .join(item_topic, item_topic.c.topic_id == Topic.id)
        .join(Item, Item.id == item_topic.c.item_id)
        .where(*conditions)
        .group_by(Topic.id)
        .order_by(Topic.position == 0, Topic.position, sa.func.count(Item.id).desc(), Topic.slug)
    )
    return [(topic, count) for topic, count in db.session.execute(query)]


def _places(conditions: Iterable[sa.ColumnElement[bool]]) -> list[tuple[Place, int]]:
    """Each place with the number that `listing` would give for it."""
    query = (
        sa.select(Item.place_id, sa.func.count(Item.id))
        .where(*conditions, Item.place_id.is_not(None))
        .group_by(Item.place_id)
    )
    direct = [(place_id, count) for place_id, count in db.session.execute(query) if place_id]
    if not direct:
        return []
    outward: dict[int, list[int]] = {}
    known = {place.id: place for place in db.session.scalars(sa.select(Place))}
    for place in known.values():
        if place.parent_id is not None:
            outward.setdefault(place.id, []).append(place.parent_id)
    for link in db.session.scalars(sa.select(PlaceSuccession)):
        outward.setdefault(link.old_id, []).append(link.new_id)
    totals: dict[int, int] = {}
    for place_id, count in direct:
        for reached in _reached(place_id, outward):
            totals[reached] = totals.get(reached, 0) + count
    found = [(known[place_id], count) for place_id, count in totals.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0].slug))


def _years(conditions: Iterable[sa.ColumnElement[bool]]) -> list[tuple[int, int]]:
    year = sa.extract("year", Item.date)
    query = (
        sa.select(year, sa.func.count(Item.id))
        .where(*conditions)
        .group_by(year)
        .order_by(year.desc())
    )
    return [(int(found), count) for found, count in db.session.execute(query)]
