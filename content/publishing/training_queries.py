"""Reads of training material: lists by its own words, and the parts of a set that readers see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.files import StoredFile
from content.places import Place
from content.publishing import audiences, queries
from content.publishing.detail_fields import PartFields
from content.publishing.details import SetPart, Training, TrainingLabel
from content.publishing.models import SECTIONS, Attachment, Item, Redirect, Topic
from content.publishing.queries import Listing
from content.publishing.visibility import visible

_KIND_AT = {section: kind for kind, (section, _title) in SECTIONS.items()}
# What a row of a list says of material, fetched for all rows at once.
_FOR_ROWS = (
    orm.selectinload(Item.training).selectinload(Training.labels),
    orm.selectinload(Item.training).selectinload(Training.parts),
    orm.selectinload(Item.attachments).joinedload(Attachment.file).defer(StoredFile.text),
)
_WITHOUT_TEXT = tuple(orm.defer(c) for c in (Item.body, Item.html, Item.plain, Item.headings))


class Part(NamedTuple):
    """One part of a set that readers see: an item or one of the set's own files (its attachment).

    number counts what is seen, from 1: a part that is hidden leaves no gap.
    """

    number: int
    item: Item | None
    file: Any
    note: str


class Membership(NamedTuple):
    """A set that an item is part of, and its neighbours there: items before and behind it."""

    holder: Item
    number: int
    total: int
    before: Item | None
    after: Item | None


# ---- lists --------------------------------------------------------------------------------------


def listing(
    *,
    page: int = 1,
    per_page: int = 20,
    topic: Topic | None = None,
    place: Place | None = None,
    year: int | None = None,
    word: tuple[str, str] | None = None,
) -> Listing:
    """Visible training material, sets first, newest day first.

    word: a facet and a value of `audiences`. The year is the one the material names, else that of
    its date.
    """
    conditions = [*_conditions()]
    if topic is not None:
        conditions.append(Item.topics.any(Topic.id == topic.id))
    if place is not None:
        conditions.append(Item.place_id.in_(queries.places_within(place)))
    if year is not None:
        conditions.append(_year() == year)
    if word is not None:
        held = sa.select(TrainingLabel.item_id).filter_by(facet=word[0], value=word[1])
        conditions.append(Item.id.in_(held))
    is_set = sa.exists().where(SetPart.item_id == Item.id)
    order = (sa.case((is_set, 0), else_=1), Item.date.desc(), Item.id.desc())
    return queries.paged(conditions, page=page, per_page=per_page, order=order, also=_FOR_ROWS)


def years() -> list[tuple[int, int]]:
    """The years of visible material, newest first, each with its number of items."""
    named = sa.select(_year().label("found")).select_from(Item).where(*_conditions()).subquery()
    query = (
        sa.select(named.c.found, sa.func.count())
        .group_by(named.c.found)
        .order_by(named.c.found.desc())
    )
    return [(int(year), count) for year, count in db.session.execute(query)]


def words() -> dict[str, list[tuple[str, int]]]:
    """Of each facet of `audiences.FACETS` the values that visible material has, with counts.

    Known words stand in the order of their table, formats by how often they occur.
    """
    label = TrainingLabel
    query = (
        sa.select(label.facet, label.value, sa.func.count())
        .join(Item, Item.id == label.item_id)
        .where(*_conditions())
        .group_by(label.facet, label.value)
        .order_by(sa.func.count().desc(), label.value)
    )
    counts: dict[str, dict[str, int]] = {facet: {} for facet in audiences.FACETS}
    for facet, value, count in db.session.execute(query):
        counts.setdefault(facet, {})[value] = count
    return {
        facet: [
            (word, counts[facet][word]) for word in known or counts[facet] if word in counts[facet]
        ]
        for facet, (_title, known) in audiences.FACETS.items()
    }


def _conditions() -> Iterable[sa.ColumnElement[bool]]:
    return (visible(), Item.kind == "training")


def _year() -> sa.ColumnElement[int]:
    named = sa.select(Training.year).where(Training.item_id == Item.id).correlate(Item)
    return sa.func.coalesce(named.scalar_subquery(), sa.extract("year", Item.date))


# ---- sets ---------------------------------------------------------------------------------------


def parts(
    given: Sequence[PartFields], attachments: Sequence[Any], own_path: str = ""
) -> list[Part]:
    """The parts of a set as readers may see them, in order, each once.

    attachments: the set's own. Items that are not visible and names that no file has are left
    out; an address that an item once had leads to the item. A set is never its own part.
    """
    items = at_addresses(part.target for part in given if part.target)
    files = {attachment.file_name: attachment for attachment in attachments}
    found: list[Part] = []
    seen = {own_path}
    for part in given:
        item, file = items.get(part.target), files.get(part.file_name)
        subject = item or file
        if subject is not None and subject.path not in seen:
            seen.add(subject.path)
            found.append(Part(len(found) + 1, item, file, part.note))
    return found


def parts_of(item: Item) -> list[Part]:
    """The parts of a visible set; none for what is no set."""
    if item.training is None or not item.training.parts:
        return []
    given = [PartFields(p.target, p.file_name, p.note) for p in item.training.parts]
    return parts(given, item.files_now, item.path)


def at_addresses(paths: Iterable[str]) -> dict[str, Item]:
    """The visible items at addresses ("/tin-tuc/a/"), or at those they had before."""
    wanted = set(paths)
    by_kind: dict[str, dict[str, str]] = {}
    for path in wanted:
        section, _slash, slug = path.strip("/").rpartition("/")
        if section in _KIND_AT:
            by_kind.setdefault(_KIND_AT[section], {})[slug] = path
    found: dict[str, Item] = {}
    for kind, slugs in by_kind.items():
        at_slugs = (Item.kind == kind, Item.slug.in_(slugs), visible())
        query = sa.select(Item).where(*at_slugs).options(*_WITHOUT_TEXT)
        found |= {slugs[item.slug]: item for item in db.session.scalars(query)}
    moved = (
        sa.select(Redirect.old_path, Item)
        .join(Item, Redirect.item_id == Item.id)
        .where(Redirect.old_path.in_(wanted - found.keys()), visible())
        .options(*_WITHOUT_TEXT)
    )
    for old_path, item in db.session.execute(moved):
        found[old_path] = item
    return found


def addresses_of(items: Iterable[Item]) -> dict[str, Item]:
    """Every address that some items have or had, each with its item."""
    by_id = {item.id: item for item in items}
    query = sa.select(Redirect.old_path, Redirect.item_id).where(Redirect.item_id.in_(by_id))
    old = {path: by_id[item_id] for path, item_id in db.session.execute(query)}
    return old | {item.path: item for item in by_id.values()}


def every_set() -> list[Item]:
    """The visible sets, by id: training material that at least one part is written for."""
    query = (
        sa.select(Item)
        .where(*_conditions(), Item.id.in_(sa.select(SetPart.item_id)))
        .order_by(Item.id)
    )
    return list(db.session.scalars(query))


def memberships(item: Item) -> list[Membership]:
    """The visible sets that an item is part of, newest first."""
    paths = addresses_of([item])
    holding = sa.select(SetPart.item_id).where(SetPart.target.in_(paths))
    query = (
        sa.select(Item)
        .where(*_conditions(), Item.id.in_(holding), Item.id != item.id)
        .order_by(Item.date.desc(), Item.id.desc())
    )
    return [m for holder in db.session.scalars(query) for m in _membership(holder, item)]


def _membership(holder: Item, item: Item) -> list[Membership]:
    seen = parts_of(holder)
    readable = [part for part in seen if part.item is not None]
    place = next((n for n, part in enumerate(readable) if part.item is item), None)
    if place is None:
        return []
    before = readable[place - 1].item if place else None
    after = readable[place + 1].item if place + 1 < len(readable) else None
    return [Membership(holder, readable[place].number, len(seen), before, after)]
