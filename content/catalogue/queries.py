"""What readers, the desk and the provider ask of records. Nothing here writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.models import FACETS, LibraryRecord, RecordFacet, RecordFile, RecordOrigin
from content.catalogue.source_models import CatalogueSource
from content.database import db

Order = str  # "new", "title", "year"
# Beside the facets: whether the full text can be read at once, free at its source or here.
READABLE = "readable"
_ORDERS: dict[str, tuple[Any, ...]] = {
    "new": (LibraryRecord.shown_at.desc(), LibraryRecord.id.desc()),
    "title": (LibraryRecord.folded, LibraryRecord.id),
    "year": (sa.func.coalesce(LibraryRecord.year, 0).desc(), LibraryRecord.folded),
}


class FacetValue(NamedTuple):
    """A value that records can be narrowed by, and how many of the records asked for have it."""

    value: str
    label: str
    records: int


class Cited(NamedTuple):
    """A source that describes a record: for "Nguồn" on its page."""

    source: CatalogueSource
    origin: RecordOrigin


def shown() -> sa.ColumnElement[bool]:
    """Whether readers see a record."""
    return LibraryRecord.state == "shown"


def is_readable() -> sa.ColumnElement[bool]:
    """Whether a record is free to read at its source, or has a file of our own."""
    free = sa.select(RecordFacet.record_id).where(
        RecordFacet.facet == "access", RecordFacet.value == "open"
    )
    return sa.or_(LibraryRecord.id.in_(free), LibraryRecord.id.in_(sa.select(RecordFile.record_id)))


def by_slug(slug: str) -> LibraryRecord | None:
    """The record of an address, whatever its state; who asks for readers looks at `state`."""
    query = sa.select(LibraryRecord).where(LibraryRecord.slug == slug)
    return db.session.scalar(
        query.options(orm.joinedload(LibraryRecord.cover), orm.selectinload(LibraryRecord.files))
    )


def by_ids(ids: Sequence[int]) -> list[LibraryRecord]:
    """The shown records of these ids, in the order of the ids."""
    query = sa.select(LibraryRecord).where(LibraryRecord.id.in_(ids), shown())
    found = {row.id: row for row in db.session.scalars(_light(query))}
    return [found[number] for number in ids if number in found]


def count(narrowed: Mapping[str, str] | None = None) -> int:
    """How many shown records have these facet values."""
    query = sa.select(sa.func.count()).select_from(LibraryRecord).where(shown())
    return db.session.scalar(_narrow(query, narrowed or {})) or 0


def page(
    narrowed: Mapping[str, str] | None = None,
    *,
    order: Order = "new",
    offset: int = 0,
    limit: int = 20,
) -> list[LibraryRecord]:
    """Shown records with these facet values, e.g. {"kind": "sach"}, a page of them."""
    # Ids first: a database that sorts whole rows carries every abstract through the sort.
    query = _narrow(sa.select(LibraryRecord.id).where(shown()), narrowed or {})
    query = query.order_by(*_ORDERS[order]).offset(offset).limit(limit)
    return by_ids(list(db.session.scalars(query)))


def facet_values(
    facet: str,
    narrowed: Mapping[str, str] | None = None,
    *,
    ids: Sequence[int] | None = None,
    limit: int = 200,
) -> list[FacetValue]:
    """Values of a facet among shown records, the commonest first; years newest first.

    narrowed: count only records that have these values. ids: count only among these records
    (those a search found).
    """
    assert facet in FACETS
    asked = sa.func.count().label("asked")
    query = (
        sa.select(RecordFacet.value, sa.func.min(RecordFacet.label), asked)
        .join(LibraryRecord, LibraryRecord.id == RecordFacet.record_id)
        .where(RecordFacet.facet == facet, shown())
        .group_by(RecordFacet.value)
        .limit(limit)
    )
    if ids is not None:
        query = query.where(LibraryRecord.id.in_(ids))
    order = RecordFacet.value.desc() if facet == "year" else asked.desc()
    query = _narrow(query, narrowed or {}).order_by(order, RecordFacet.value)
    return [FacetValue(*row) for row in db.session.execute(query)]


def label_of(facet: str, value: str) -> str | None:
    """What readers call a facet value; None when no shown record has it."""
    query = (
        sa.select(RecordFacet.label)
        .join(LibraryRecord, LibraryRecord.id == RecordFacet.record_id)
        .where(RecordFacet.facet == facet, RecordFacet.value == value, shown())
        .order_by(RecordFacet.id)
        .limit(1)
    )
    return db.session.scalar(query)


def narrowed_ids(ids: Sequence[int], narrowed: Mapping[str, str]) -> list[int]:
    """Those of these ids whose shown records have the facet values, in the order given."""
    query = _narrow(sa.select(LibraryRecord.id).where(shown(), LibraryRecord.id.in_(ids)), narrowed)
    left = set(db.session.scalars(query))
    return [number for number in ids if number in left]


def origins_of(record_id: int) -> list[Cited]:
    """The sources that describe a record, first come first; also those that deleted it since."""
    query = (
        sa.select(CatalogueSource, RecordOrigin)
        .join(RecordOrigin, RecordOrigin.source_id == CatalogueSource.id)
        .where(RecordOrigin.record_id == record_id)
        .order_by(RecordOrigin.id)
    )
    return [Cited(source, origin) for source, origin in db.session.execute(query)]


def neighbours(row: LibraryRecord, limit: int = 6) -> list[LibraryRecord]:
    """Shown records that share the most subjects, names and topics with this one."""
    mine = sa.select(RecordFacet.facet, RecordFacet.value).where(
        RecordFacet.record_id == row.id, RecordFacet.facet.in_(("subject", "name", "topic"))
    )
    pairs = [tuple(pair) for pair in db.session.execute(mine)]
    if not pairs:
        return []
    shared = sa.func.count().label("shared")
    query = (
        sa.select(LibraryRecord.id)
        .join(RecordFacet, RecordFacet.record_id == LibraryRecord.id)
        .where(
            shown(),
            LibraryRecord.id != row.id,
            sa.tuple_(RecordFacet.facet, RecordFacet.value).in_(pairs),
        )
        .group_by(LibraryRecord.id)
        .order_by(shared.desc(), LibraryRecord.id.desc())
        .limit(limit)
    )
    wanted = [number for number, _ in db.session.execute(query.add_columns(shared))]
    return by_ids(wanted)


def of_topic(topic: str, limit: int = 5) -> list[LibraryRecord]:
    """The newest shown records under a topic of the site."""
    return page({"topic": topic}, limit=limit)


def sources(*, with_records: bool = False) -> list[CatalogueSource]:
    """All sources by name, or only those that shown records came from."""
    query = sa.select(CatalogueSource).order_by(CatalogueSource.name)
    if with_records:
        query = query.where(
            CatalogueSource.slug.in_(
                sa.select(RecordFacet.value)
                .join(LibraryRecord, LibraryRecord.id == RecordFacet.record_id)
                .where(RecordFacet.facet == "source", shown())
            )
        )
    return list(db.session.scalars(query))


def source_by_slug(slug: str) -> CatalogueSource | None:
    """The source of an address."""
    return db.session.scalar(sa.select(CatalogueSource).where(CatalogueSource.slug == slug))


def gone(limit: int = 1000) -> list[LibraryRecord]:
    """Records that readers once saw and see no more, the last first: their pages say so."""
    query = (
        sa.select(LibraryRecord)
        .where(LibraryRecord.state != "shown", LibraryRecord.shown_at.is_not(None))
        .order_by(LibraryRecord.stamped_at.desc(), LibraryRecord.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(_light(query)))


def offered(
    since: dt.datetime | None = None, until: dt.datetime | None = None
) -> sa.Select[LibraryRecord]:
    """Records for harvesters, oldest stamp first, within stamps; deleted ones among them.

    A record that was given once and went, was hidden or is offered no more is told of as deleted
    by whoever writes the answer (`is_given`).
    """
    query = sa.select(LibraryRecord).where(LibraryRecord.given_at.is_not(None))
    if since is not None:
        query = query.where(LibraryRecord.stamped_at >= since)
    if until is not None:
        query = query.where(LibraryRecord.stamped_at <= until)
    return query.order_by(LibraryRecord.stamped_at, LibraryRecord.id)


def is_given(row: LibraryRecord) -> bool:
    """Whether harvesters are given a record, not told that it is deleted."""
    return row.state == "shown" and row.offered


def has_file(file_id: int) -> bool:
    """Whether a stored file belongs to a record that readers see, as a file or as its cover."""
    own = sa.exists().where(RecordFile.file_id == file_id, RecordFile.record_id == LibraryRecord.id)
    query = sa.select(LibraryRecord.id).where(
        shown(), sa.or_(LibraryRecord.cover_id == file_id, own)
    )
    return db.session.scalar(query.limit(1)) is not None


def _light(query: sa.Select[LibraryRecord]) -> sa.Select[LibraryRecord]:
    """Without what lists do not show: MARC, and one question for all covers."""
    return query.options(orm.defer(LibraryRecord.marc), orm.selectinload(LibraryRecord.cover))


def _narrow(query: Any, narrowed: Mapping[str, str]) -> Any:
    for facet, value in narrowed.items():
        if facet == READABLE:
            query = query.where(is_readable())
            continue
        found = orm.aliased(RecordFacet)
        query = query.where(
            sa.exists().where(
                found.record_id == LibraryRecord.id, found.facet == facet, found.value == value
            )
        )
    return query


def every_value(facets: Iterable[str] = FACETS) -> dict[str, list[FacetValue]]:
    """All values of these facets: what the lists of the static copy are made for."""
    return {facet: facet_values(facet, limit=100_000) for facet in facets}
