"""Works that can be taken away at once: shown records with files of our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue import queries
from content.catalogue.models import LibraryRecord, RecordFacet, RecordFile
from content.catalogue.queries import FacetValue
from content.database import db


def page(facet: str = "", value: str = "", *, offset: int, limit: int) -> list[LibraryRecord]:
    """Works with files, the newest first, with files and cover. facet: narrows them."""
    query = (
        _with_files(sa.select(LibraryRecord), facet, value)
        .options(
            orm.defer(LibraryRecord.marc),
            orm.selectinload(LibraryRecord.files),
            orm.selectinload(LibraryRecord.cover),
        )
        .order_by(LibraryRecord.shown_at.desc(), LibraryRecord.id.desc())
    )
    return list(db.session.scalars(query.offset(offset).limit(limit)))


def count(facet: str = "", value: str = "") -> int:
    """How many works have files."""
    counted = sa.select(sa.func.count()).select_from(LibraryRecord)
    return db.session.scalar(_with_files(counted, facet, value)) or 0


def values(facet: str, limit: int = 500) -> list[FacetValue]:
    """Values of a facet among works with files, the commonest first."""
    number = sa.func.count()
    query = (
        sa.select(RecordFacet.value, sa.func.min(RecordFacet.label), number)
        .join(LibraryRecord, LibraryRecord.id == RecordFacet.record_id)
        .where(RecordFacet.facet == facet, queries.shown(), _has_file())
        .group_by(RecordFacet.value)
        .order_by(number.desc(), RecordFacet.value)
        .limit(limit)
    )
    return [FacetValue(*row) for row in db.session.execute(query)]


def by_ids(ids: Sequence[int]) -> list[LibraryRecord]:
    """Those of these shown records that have files, in the order of the ids."""
    query = _with_files(sa.select(LibraryRecord), "", "").where(LibraryRecord.id.in_(ids))
    query = query.options(
        orm.selectinload(LibraryRecord.files), orm.selectinload(LibraryRecord.cover)
    )
    found = {row.id: row for row in db.session.scalars(query)}
    return [found[number] for number in ids if number in found]


def _has_file() -> sa.ColumnElement[bool]:
    return sa.exists().where(RecordFile.record_id == LibraryRecord.id)


def _with_files(query: Any, facet: str, value: str) -> Any:
    query = query.where(queries.shown(), _has_file())
    if not facet:
        return query
    named = sa.exists().where(
        RecordFacet.record_id == LibraryRecord.id,
        RecordFacet.facet == facet,
        RecordFacet.value == value,
    )
    return query.where(named)
