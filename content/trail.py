"""The trail: who did what, when. Append-only, written by commands, holding ids and never names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import Row, UTCDateTime, db, utc_now


class TrailEntry(Row):
    """One act. `actor_id` is an account's id, or None for the command line and the clock."""

    __tablename__ = "trail_entry"

    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    # No foreign key: the trail outlives accounts, and `hub export` never loads them.
    actor_id: orm.Mapped[int | None]
    action: orm.Mapped[str] = orm.mapped_column(sa.String(60))
    subject_kind: orm.Mapped[str] = orm.mapped_column(sa.String(40))
    subject_id: orm.Mapped[int | None]
    detail: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON, default=dict)

    __table_args__ = (sa.Index("ix_trail_entry_subject", "subject_kind", "subject_id"),)


def write(
    action: str,
    subject_kind: str,
    subject_id: int | None,
    *,
    actor_id: int | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add an entry to the running transaction; the caller commits it together with the act."""
    db.session.add(
        TrailEntry(
            action=action,
            subject_kind=subject_kind,
            subject_id=subject_id,
            actor_id=actor_id,
            detail=dict(detail or {}),
        )
    )


def of_subject(subject_kind: str, subject_id: int, limit: int = 100) -> list[TrailEntry]:
    """The entries about one subject, newest first (ordered by sequence, not by the clock)."""
    query = (
        sa.select(TrailEntry)
        .where(TrailEntry.subject_kind == subject_kind, TrailEntry.subject_id == subject_id)
        .order_by(TrailEntry.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the trail; nothing said, everything found.

    people: accounts that did it or that it was done to; None for any. system: also what nobody's
    account did. actions: names, or beginnings that end in a dot. since, until: aware moments, the
    second one no longer included.
    """

    people: frozenset[int] | None = None
    system: bool = False
    actions: tuple[str, ...] = ()
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    subject_kind: str = ""
    subject_id: int | None = None

    def conditions(self) -> list[sa.ColumnElement[bool]]:
        """The same as questions to the database."""
        found: list[sa.ColumnElement[bool]] = []
        if self.people is not None or self.system:
            found.append(sa.or_(sa.false(), *self._by()))
        if self.actions:
            found.append(sa.or_(*(_named(action) for action in self.actions)))
        if self.since is not None:
            found.append(TrailEntry.at >= self.since)
        if self.until is not None:
            found.append(TrailEntry.at < self.until)
        if self.subject_kind:
            found.append(TrailEntry.subject_kind == self.subject_kind)
        if self.subject_id is not None:
            found.append(TrailEntry.subject_id == self.subject_id)
        return found

    def _by(self) -> list[sa.ColumnElement[bool]]:
        ways: list[sa.ColumnElement[bool]] = []
        if self.people is not None:
            mine = sorted(self.people)
            about = sa.and_(TrailEntry.subject_kind == "person", TrailEntry.subject_id.in_(mine))
            ways += [TrailEntry.actor_id.in_(mine), about]
        if self.system:
            ways.append(TrailEntry.actor_id.is_(None))
        return ways


def count(wanted: Wanted) -> int:
    """How many entries are found."""
    query = sa.select(sa.func.count(TrailEntry.id)).where(*wanted.conditions())
    return db.session.scalar(query) or 0


def found(
    wanted: Wanted, *, limit: int, offset: int = 0, before: int | None = None
) -> list[TrailEntry]:
    """The entries, newest first; before: only those with a smaller number, for long readings."""
    query = sa.select(TrailEntry).where(*wanted.conditions())
    if before is not None:
        query = query.where(TrailEntry.id < before)
    query = query.order_by(TrailEntry.id.desc()).limit(limit).offset(offset)
    return list(db.session.scalars(query))


def _named(action: str) -> sa.ColumnElement[bool]:
    if action.endswith("."):
        return TrailEntry.action.startswith(action, autoescape=True)
    return TrailEntry.action == action


@sa.event.listens_for(orm.Session, "before_flush")
def _append_only(session: orm.Session, _context: Any, _instances: Any) -> None:
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, TrailEntry) and (row in session.deleted or session.is_modified(row)):
            raise RuntimeError("the trail is append-only")
