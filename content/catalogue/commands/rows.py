"""Writes rows of records in bulk, with all that is derived from them. Callers commit.

A harvest writes thousands: statements take lists, and the version column is raised by hand, so
that an editor who has the record open hears of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from content import changes
from content.catalogue import derived
from content.catalogue.models import LibraryRecord, RecordFacet, RecordKey, RecordOrigin
from content.catalogue.record import Record
from content.catalogue.shelf_models import Holding, Shelf
from content.catalogue.source_models import CatalogueSource
from content.database import db, utc_now

# Facets that no record says of itself.
_GIVEN = ("source", "shelf")
_BATCH = 400  # SQLite takes 32,766 parameters a statement, other databases fewer


class NewRecord(NamedTuple):
    """A record to be added: its value and what this hub decides of it."""

    record: Record
    slug: str
    state: str
    marc: bytes | None = None
    offered: bool = False


def add(new: Sequence[NewRecord]) -> list[int]:
    """Insert records with keys and facets; their ids, in the order given."""
    if not new:
        return []
    now = utc_now()
    rows = [
        {
            **derived.columns(one.record)._asdict(),
            "slug": one.slug,
            "state": one.state,
            "marc": one.marc,
            "offered": one.offered,
            "shown_at": now if one.state == "shown" else None,
            "stamped_at": now if one.state == "shown" else None,
            "given_at": now if one.offered and one.state == "shown" else None,
        }
        for one in new
    ]
    inserted = sa.insert(LibraryRecord).returning(LibraryRecord.id, sort_by_parameter_order=True)
    ids = list(db.session.scalars(inserted, rows))
    _insert_derived((number, one.record) for number, one in zip(ids, new, strict=True))
    changes.note_many(("record", number, 1, "added") for number in ids)
    return ids


def change(changed: Sequence[tuple[int, Record]]) -> None:
    """Write new values of known records, their keys and facets, and stamp what was ever shown."""
    if not changed:
        return
    now = utc_now()
    table = LibraryRecord.__table__
    update = (
        sa.update(table)  # type: ignore[arg-type]  # a Table, typed as FromClause
        .where(table.c.id == sa.bindparam("row_id"))
        .values(
            {name: sa.bindparam(name) for name in derived.Columns._fields}
            | {"version": table.c.version + 1, "updated_at": sa.bindparam("now")}
            | {"stamped_at": _stamp(now)}
        )
    )
    given = [
        {"row_id": number, "now": now} | derived.columns(record)._asdict()
        for number, record in changed
    ]
    db.session.flush()
    db.session.connection().execute(update, given)
    db.session.expire_all()
    ids = [number for number, _record in changed]
    for some in _batches(ids):
        db.session.execute(sa.delete(RecordKey).where(RecordKey.record_id.in_(some)))
        db.session.execute(
            sa.delete(RecordFacet).where(
                RecordFacet.record_id.in_(some), RecordFacet.facet.not_in(_GIVEN)
            )
        )
    _insert_derived(changed)
    _note(ids)


def set_state(ids: Sequence[int], state: str) -> None:
    """Move records to a state; the first showing and what harvesters see get their stamps."""
    now = utc_now()
    for some in _batches(ids):
        values: dict[str, Any] = {
            "state": state,
            "version": LibraryRecord.version + 1,
            "updated_at": now,
            "stamped_at": now if state == "shown" else _stamp(now),
        }
        if state == "shown":
            values["shown_at"] = sa.func.coalesce(LibraryRecord.shown_at, now)
            first = sa.func.coalesce(LibraryRecord.given_at, now)
            values["given_at"] = sa.case(
                (LibraryRecord.offered, first), else_=LibraryRecord.given_at
            )
        db.session.execute(
            sa.update(LibraryRecord)
            .where(LibraryRecord.id.in_(some))
            .values(values)
            .execution_options(synchronize_session=False)
        )
    db.session.expire_all()
    _note(ids)


def touch(ids: Sequence[int]) -> None:
    """Stamp records of which something beside the value changed: files, origins, holdings."""
    now = utc_now()
    for some in _batches(ids):
        db.session.execute(
            sa.update(LibraryRecord)
            .where(LibraryRecord.id.in_(some))
            .values(
                version=LibraryRecord.version + 1,
                updated_at=now,
                stamped_at=_stamp(now),
                given_at=_given(now),
            )
            .execution_options(synchronize_session=False)
        )
    db.session.expire_all()
    _note(ids)


def settle_given_facets(ids: Sequence[int]) -> None:
    """Make the facets source and shelf of these records anew from origins and holdings."""
    for some in _batches(ids):
        db.session.execute(
            sa.delete(RecordFacet).where(
                RecordFacet.record_id.in_(some), RecordFacet.facet.in_(_GIVEN)
            )
        )
        origins = (
            sa.select(RecordOrigin.record_id, CatalogueSource.slug, CatalogueSource.name)
            .join(CatalogueSource, CatalogueSource.id == RecordOrigin.source_id)
            .where(RecordOrigin.record_id.in_(some), RecordOrigin.deleted.is_(False))
        )
        holdings = (
            sa.select(Holding.record_id, Shelf.slug, Shelf.name)
            .join(Shelf, Shelf.id == Holding.shelf_id)
            .where(Holding.record_id.in_(some), Shelf.shown.is_(True), Holding.copies > 0)
        )
        rows = [
            {"record_id": number, "facet": facet, "value": slug, "label": name}
            for facet, query in (("source", origins), ("shelf", holdings))
            for number, slug, name in db.session.execute(query.distinct())
        ]
        if rows:
            db.session.execute(sa.insert(RecordFacet), rows)


def _stamp(now: dt.datetime) -> Any:
    """The stamp of something that changed now; none while it was never shown to anybody."""
    return sa.case((LibraryRecord.shown_at.is_not(None), now), else_=None)


def _given(now: dt.datetime) -> Any:
    """When harvesters got it first; now, if it is the first time."""
    given = sa.and_(LibraryRecord.offered, LibraryRecord.state == "shown")
    first = sa.func.coalesce(LibraryRecord.given_at, now)
    return sa.case((given, first), else_=LibraryRecord.given_at)


def _insert_derived(records: Iterable[tuple[int, Record]]) -> None:
    keys: list[dict[str, Any]] = []
    facets: list[dict[str, Any]] = []
    for number, record in records:
        keys += [
            {"record_id": number, "scheme": scheme, "value": value}
            for scheme, value in derived.keys(record)
        ]
        facets += [{"record_id": number, **one._asdict()} for one in derived.facets(record)]
    if keys:
        db.session.execute(sa.insert(RecordKey), keys)
    if facets:
        db.session.execute(sa.insert(RecordFacet), facets)


def _note(ids: Iterable[int]) -> None:
    """A note each; who reads notes looks the row up, so the version is of no weight."""
    changes.note_many(("record", number, 0, "changed") for number in ids)


def _batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _BATCH):
        yield ids[start : start + _BATCH]
