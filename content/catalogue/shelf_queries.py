"""What is asked of shelves and reading lists. Nothing here writes."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.models import LibraryRecord
from content.catalogue.shelf_models import Holding, ReadingList, ReadingListEntry, Shelf
from content.database import db
from content.places import Place


class Held(NamedTuple):
    """Where a work stands, and how many copies."""

    shelf: Shelf
    holding: Holding


class ShelfCount(NamedTuple):
    """A shelf with what stands on it: works of the catalogue, their copies, all its books."""

    shelf: Shelf
    works: int
    copies: int

    @property
    def books(self) -> int:
        """Copies of catalogued works and the books that nobody has catalogued yet."""
        return self.copies + self.shelf.uncatalogued


def shelves(*, hidden: bool = False) -> list[Shelf]:
    """Shelves that readers see (or all), by place and name."""
    query = sa.select(Shelf).outerjoin(Place, Place.id == Shelf.place_id)
    if not hidden:
        query = query.where(Shelf.shown.is_(True))
    query = query.order_by(sa.func.coalesce(Place.folded, ""), Shelf.name, Shelf.id)
    return list(db.session.scalars(query.options(orm.selectinload(Shelf.stops))))


def shelf(slug: str) -> Shelf | None:
    """The shelf of an address, hidden or not."""
    return db.session.scalar(sa.select(Shelf).where(Shelf.slug == slug))


def counts(*, hidden: bool = False) -> list[ShelfCount]:
    """Shelves with how much stands on each, in the order of `shelves`."""
    query = (
        sa.select(Holding.shelf_id, sa.func.count(), sa.func.sum(Holding.copies))
        .join(LibraryRecord, LibraryRecord.id == Holding.record_id)
        .where(LibraryRecord.merged_into_id.is_(None))
        .group_by(Holding.shelf_id)
    )
    held = {
        number: (works, int(copies or 0)) for number, works, copies in db.session.execute(query)
    }
    return [ShelfCount(one, *held.get(one.id, (0, 0))) for one in shelves(hidden=hidden)]


def holdings_of(record_id: int) -> list[Held]:
    """The shelves that readers see where a work stands, those with copies only."""
    query = (
        sa.select(Shelf, Holding)
        .join(Holding, Holding.shelf_id == Shelf.id)
        .where(Holding.record_id == record_id, Holding.copies > 0, Shelf.shown.is_(True))
        .order_by(Shelf.name, Shelf.id)
    )
    return [Held(one, holding) for one, holding in db.session.execute(query)]


def on_shelf(
    shelf_id: int, *, offset: int = 0, limit: int = 20, hidden: bool = False
) -> list[tuple[LibraryRecord, Holding]]:
    """The works on a shelf by title with their holdings; hidden: those readers do not see too."""
    query = (
        sa.select(LibraryRecord, Holding)
        .join(Holding, Holding.record_id == LibraryRecord.id)
        .where(Holding.shelf_id == shelf_id)
        .options(orm.defer(LibraryRecord.marc))
        .order_by(LibraryRecord.folded, LibraryRecord.id)
    )
    if not hidden:
        query = query.where(LibraryRecord.state == "shown", Holding.copies > 0)
    return [(row, held) for row, held in db.session.execute(query.offset(offset).limit(limit))]


def count_on_shelf(shelf_id: int) -> int:
    """How many works that readers see stand on a shelf."""
    query = (
        sa.select(sa.func.count())
        .select_from(Holding)
        .join(LibraryRecord, LibraryRecord.id == Holding.record_id)
        .where(Holding.shelf_id == shelf_id, Holding.copies > 0, LibraryRecord.state == "shown")
    )
    return db.session.scalar(query) or 0


def reading_lists(*, hidden: bool = False) -> list[ReadingList]:
    """Reading lists that readers see (or all), by title."""
    query = sa.select(ReadingList).order_by(ReadingList.title, ReadingList.id)
    return list(db.session.scalars(query if hidden else query.where(ReadingList.shown.is_(True))))


def reading_list(slug: str) -> ReadingList | None:
    """The reading list of an address, shown or not."""
    return db.session.scalar(
        sa.select(ReadingList)
        .where(ReadingList.slug == slug)
        .options(orm.selectinload(ReadingList.entries).joinedload(ReadingListEntry.record))
    )


def lists_with(record_id: int) -> list[ReadingList]:
    """The shown reading lists that a record stands on."""
    query = (
        sa.select(ReadingList)
        .join(ReadingListEntry, ReadingListEntry.list_id == ReadingList.id)
        .where(ReadingListEntry.record_id == record_id, ReadingList.shown.is_(True))
        .order_by(ReadingList.title)
        .distinct()
    )
    return list(db.session.scalars(query))
