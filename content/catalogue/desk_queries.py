"""What the desk asks of the catalogue: all states, what waits, duplicates, figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.models import (
    DuplicatePair,
    LibraryRecord,
    RecordFacet,
    RecordKey,
    RecordOrigin,
)
from content.catalogue.source_models import CatalogueSource
from content.database import db
from content.vietnamese import fold


class Asked(NamedTuple):
    """What a list of the desk is narrowed by; "" and 0: by nothing.

    words: in title and names, with marks or without; a number of a scheme is found whole.
    """

    state: str = ""
    kind: str = ""
    source: int = 0
    subject: str = ""
    words: str = ""


class Figure(NamedTuple):
    """A line of the statistics."""

    label: str
    records: int


def page(asked: Asked, *, offset: int = 0, limit: int = 30) -> list[LibraryRecord]:
    """Records of any state, the last changed first."""
    query = _asked(sa.select(LibraryRecord), asked).options(orm.defer(LibraryRecord.marc))
    query = query.order_by(LibraryRecord.updated_at.desc(), LibraryRecord.id.desc())
    return list(db.session.scalars(query.offset(offset).limit(limit)))


def count(asked: Asked) -> int:
    """How many records are asked for."""
    query = _asked(sa.select(sa.func.count()).select_from(LibraryRecord), asked)
    return db.session.scalar(query) or 0


def ids(asked: Asked, limit: int = 10_000) -> list[int]:
    """The ids of the records asked for: what an act on "all of these" takes."""
    query = _asked(sa.select(LibraryRecord.id), asked).order_by(LibraryRecord.id).limit(limit)
    return list(db.session.scalars(query))


def by_state() -> dict[str, int]:
    """How many records stand in each state, merged ones apart."""
    query = (
        sa.select(LibraryRecord.state, sa.func.count())
        .where(LibraryRecord.merged_into_id.is_(None))
        .group_by(LibraryRecord.state)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def by_number(scheme: str, value: str) -> list[LibraryRecord]:
    """Records that carry a number, e.g. the ISBN that somebody is about to enter."""
    query = (
        sa.select(LibraryRecord)
        .join(RecordKey, RecordKey.record_id == LibraryRecord.id)
        .where(
            RecordKey.scheme == scheme,
            RecordKey.value == value.casefold(),
            LibraryRecord.merged_into_id.is_(None),
        )
        .order_by(LibraryRecord.id)
    )
    return list(db.session.scalars(query))


def waiting_pairs(*, offset: int = 0, limit: int = 20) -> list[DuplicatePair]:
    """Pairs that wait for somebody's look and of which both still stand."""
    first, second = orm.aliased(LibraryRecord), orm.aliased(LibraryRecord)
    query = (
        _waiting(sa.select(DuplicatePair), first, second)
        .options(orm.joinedload(DuplicatePair.first), orm.joinedload(DuplicatePair.second))
        .order_by(DuplicatePair.id)
    )
    return list(db.session.scalars(query.offset(offset).limit(limit)))


def count_waiting_pairs() -> int:
    """How many pairs wait."""
    first, second = orm.aliased(LibraryRecord), orm.aliased(LibraryRecord)
    query = _waiting(sa.select(sa.func.count()).select_from(DuplicatePair), first, second)
    return db.session.scalar(query) or 0


def pair(pair_id: int) -> DuplicatePair | None:
    """One pair."""
    return db.session.get(DuplicatePair, pair_id)


def by_address(text: str) -> LibraryRecord | None:
    """The record that an address, a part of it or a number in the desk's address means."""
    parts = [part for part in text.strip().split("?")[0].split("/") if part]
    if not parts:
        return None
    last = parts[-1]
    if last.isdecimal() and len(last) < 10:
        return db.session.get(LibraryRecord, int(last))
    return db.session.scalar(sa.select(LibraryRecord).where(LibraryRecord.slug == last))


def merged_into(record_id: int) -> list[LibraryRecord]:
    """The records that were merged into one."""
    query = sa.select(LibraryRecord).where(LibraryRecord.merged_into_id == record_id)
    return list(db.session.scalars(query.order_by(LibraryRecord.id)))


def figures(facet: str, limit: int = 30) -> list[Figure]:
    """Shown records by the values of a facet, the commonest first."""
    number = sa.func.count()
    query = (
        sa.select(sa.func.min(RecordFacet.label), number)
        .join(LibraryRecord, LibraryRecord.id == RecordFacet.record_id)
        .where(RecordFacet.facet == facet, LibraryRecord.state == "shown")
        .group_by(RecordFacet.value)
        .order_by(number.desc(), RecordFacet.value)
        .limit(limit)
    )
    return [Figure(label, found) for label, found in db.session.execute(query)]


def of_sources() -> list[tuple[CatalogueSource, int]]:
    """Sources with how many descriptions each has here, by name."""
    number = sa.func.count(RecordOrigin.id)
    query = (
        sa.select(CatalogueSource, number)
        .outerjoin(
            RecordOrigin,
            sa.and_(RecordOrigin.source_id == CatalogueSource.id, RecordOrigin.deleted.is_(False)),
        )
        .group_by(CatalogueSource.id)
        .order_by(CatalogueSource.name)
    )
    return [(source, found) for source, found in db.session.execute(query)]


def slugs(record_ids: Sequence[int]) -> dict[int, str]:
    """The slugs of records by their ids."""
    query = sa.select(LibraryRecord.id, LibraryRecord.slug).where(LibraryRecord.id.in_(record_ids))
    return {row[0]: row[1] for row in db.session.execute(query)}


def _waiting(query: sa.Select, first: type, second: type) -> sa.Select:  # type: ignore[type-arg]
    return (
        query.join(first, first.id == DuplicatePair.first_id)  # type: ignore[attr-defined]
        .join(second, second.id == DuplicatePair.second_id)  # type: ignore[attr-defined]
        .where(
            DuplicatePair.state == "waiting",
            first.merged_into_id.is_(None),  # type: ignore[attr-defined]
            second.merged_into_id.is_(None),  # type: ignore[attr-defined]
            first.state != "gone",  # type: ignore[attr-defined]
            second.state != "gone",  # type: ignore[attr-defined]
        )
    )


def _asked(query: sa.Select, asked: Asked) -> sa.Select:  # type: ignore[type-arg]
    query = query.where(LibraryRecord.merged_into_id.is_(None))
    if asked.state:
        query = query.where(LibraryRecord.state == asked.state)
    if asked.kind:
        query = query.where(LibraryRecord.kind == asked.kind)
    if asked.source:
        query = query.where(
            sa.exists().where(
                RecordOrigin.record_id == LibraryRecord.id, RecordOrigin.source_id == asked.source
            )
        )
    if asked.subject:
        query = query.where(_has_facet("subject", asked.subject))
    for word in fold(asked.words).split()[:8]:
        query = query.where(_says(word))
    return query


def _has_facet(facet: str, value: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        RecordFacet.record_id == LibraryRecord.id,
        RecordFacet.facet == facet,
        RecordFacet.value == value,
    )


def _says(word: str) -> sa.ColumnElement[bool]:
    """Whether title, a name, a subject or a number of a record has the word."""
    named = sa.exists().where(
        RecordFacet.record_id == LibraryRecord.id,
        RecordFacet.facet.in_(("name", "subject")),
        RecordFacet.value.contains(word, autoescape=True),
    )
    bare = word.replace("-", "") if word[:1].isdigit() else word
    numbered = sa.exists().where(
        RecordKey.record_id == LibraryRecord.id,
        RecordKey.scheme.not_in(("work", "title")),
        RecordKey.value == bare,
    )
    return sa.or_(LibraryRecord.folded.contains(word, autoescape=True), named, numbered)
