"""What harvesters are told of the catalogue: works that were given once, by stamp."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.models import LibraryRecord
from content.database import db


class Told(NamedTuple):
    """A work as a list of headers has it. deleted: harvesters forget it."""

    id: int
    kind: str
    stamp: dt.datetime
    deleted: bool


def told(
    since: dt.datetime | None,
    before: dt.datetime,
    *,
    kind: str = "",
    after: tuple[dt.datetime, int] | None = None,
    limit: int = 100,
) -> list[Told]:
    """Works stamped in since ≤ stamp < before, by (stamp, id), those behind `after`."""
    columns = (LibraryRecord.id, LibraryRecord.kind, LibraryRecord.stamped_at, _deleted())
    query = _within(sa.select(*columns), since, before, kind)
    if after is not None:
        query = query.where(
            sa.or_(
                LibraryRecord.stamped_at > after[0],
                sa.and_(LibraryRecord.stamped_at == after[0], LibraryRecord.id > after[1]),
            )
        )
    query = query.order_by(LibraryRecord.stamped_at, LibraryRecord.id).limit(limit)
    return [_told(row) for row in db.session.execute(query)]


def count(since: dt.datetime | None, before: dt.datetime, *, kind: str = "") -> int:
    """How many works `told` would give in all."""
    counted = sa.select(sa.func.count()).select_from(LibraryRecord)
    return db.session.scalar(_within(counted, since, before, kind)) or 0


def earliest() -> dt.datetime | None:
    """The first stamp; None where nothing was ever given."""
    query = sa.select(sa.func.min(LibraryRecord.stamped_at))
    return db.session.scalar(query.where(LibraryRecord.given_at.is_not(None)))


def one(slug: str) -> Told | None:
    """The work of a slug, if it was ever given."""
    columns = (LibraryRecord.id, LibraryRecord.kind, LibraryRecord.stamped_at, _deleted())
    query = sa.select(*columns).where(
        LibraryRecord.slug == slug, LibraryRecord.given_at.is_not(None)
    )
    row = db.session.execute(query).first()
    return _told(row) if row else None


def rows(ids: Sequence[int]) -> dict[int, LibraryRecord]:
    """The rows of works, with their files, by id."""
    query = sa.select(LibraryRecord).where(LibraryRecord.id.in_(ids))
    query = query.options(
        orm.selectinload(LibraryRecord.files), orm.selectinload(LibraryRecord.cover)
    )
    return {row.id: row for row in db.session.scalars(query)}


def _told(row: Any) -> Told:
    return Told(row[0], row[1], row[2], bool(row[3]))


def _deleted() -> sa.ColumnElement[bool]:
    given = sa.and_(LibraryRecord.state == "shown", LibraryRecord.offered.is_(True))
    return sa.case((given, 0), else_=1)


def _within(query: Any, since: dt.datetime | None, before: dt.datetime, kind: str) -> Any:
    query = query.where(LibraryRecord.given_at.is_not(None), LibraryRecord.stamped_at < before)
    if since is not None:
        query = query.where(LibraryRecord.stamped_at >= since)
    return query.where(LibraryRecord.kind == kind) if kind else query
