"""The trail: who did what, when. Append-only, written by commands, holding ids and never names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
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


@sa.event.listens_for(orm.Session, "before_flush")
def _append_only(session: orm.Session, _context: Any, _instances: Any) -> None:
    for row in [*session.dirty, *session.deleted]:
        if isinstance(row, TrailEntry) and (row in session.deleted or session.is_modified(row)):
            raise RuntimeError("the trail is append-only")
