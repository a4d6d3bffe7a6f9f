"""The change log: every commit notes what it changed, and each reader keeps its own cursor.

A note is written in the same transaction as the change: by a session event for rows that carry
`__change_kind__`, and by `note_many` in commands that write in bulk. Readers (index, export, OAI)
are idempotent, so reading a note twice does no harm.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import Row, UTCDateTime, db, utc_now

# Any constant will do; it only must be the same in every process.
_POSTGRES_LOCK = 7_201_931


class Change(Row):
    """A note: `id` is the sequence; `what` is "added", "changed" or "removed"."""

    __tablename__ = "change"

    kind: orm.Mapped[str] = orm.mapped_column(sa.String(40))
    subject_id: orm.Mapped[int]
    subject_version: orm.Mapped[int]
    what: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())

    __table_args__ = ({"sqlite_autoincrement": True},)


class ChangeCursor(Row):
    """How far a named reader has come."""

    __tablename__ = "change_cursor"

    reader: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)
    sequence: orm.Mapped[int] = orm.mapped_column(default=0)


class Note(NamedTuple):
    """What a reader sees of a change."""

    sequence: int
    kind: str
    subject_id: int
    what: str


def note_many(notes: Iterable[tuple[str, int, int, str]]) -> None:
    """Add notes (kind, id, version, what) for a bulk write to the running transaction."""
    rows = [
        {"kind": k, "subject_id": i, "subject_version": v, "what": w, "at": utc_now()}
        for k, i, v, w in notes
    ]
    if rows:
        session = db.session()
        _take_turn(session)
        session.execute(sa.insert(Change), rows)


def since(sequence: int, limit: int = 1000) -> list[Note]:
    """The notes after `sequence`, oldest first, at most `limit`."""
    query = (
        sa.select(Change.id, Change.kind, Change.subject_id, Change.what)
        .where(Change.id > sequence)
        .order_by(Change.id)
        .limit(limit)
    )
    return [Note(*row) for row in db.session.execute(query)]


def newest() -> int:
    """The sequence of the last note; 0 when there is none."""
    return db.session.scalar(sa.select(sa.func.max(Change.id))) or 0


def cursor(reader: str) -> int:
    """How far `reader` has come; 0 for one that never read."""
    found = db.session.scalar(sa.select(ChangeCursor.sequence).where(ChangeCursor.reader == reader))
    return found or 0


def move_cursor(reader: str, sequence: int) -> None:
    """Remember that `reader` has carried out everything up to `sequence`. The caller commits."""
    row = db.session.scalar(sa.select(ChangeCursor).where(ChangeCursor.reader == reader))
    if row is None:
        db.session.add(ChangeCursor(reader=reader, sequence=sequence))
    else:
        row.sequence = sequence


def _take_turn(session: orm.Session) -> None:
    """On PostgreSQL one writer at a time takes sequences, so that no reader skips a late commit."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})


def _tracked(rows: Iterable[Any]) -> Iterator[Any]:
    return (row for row in rows if getattr(type(row), "__change_kind__", None))


def _pending(session: orm.Session) -> Sequence[tuple[Any, str]]:
    added = [(row, "added") for row in _tracked(session.new)]
    changed = [(row, "changed") for row in _tracked(session.dirty) if session.is_modified(row)]
    removed = [(row, "removed") for row in _tracked(session.deleted)]
    return [*added, *changed, *removed]


@sa.event.listens_for(orm.Session, "after_flush")
def _note_flushed(session: orm.Session, _context: Any) -> None:
    """Note each tracked row of this flush; runs inside the same transaction."""
    rows = [
        {
            "kind": type(row).__change_kind__,
            "subject_id": row.id,
            "subject_version": getattr(row, "version", 1) or 1,
            "what": what,
            "at": utc_now(),
        }
        for row, what in _pending(session)
    ]
    if rows:
        _take_turn(session)
        session.execute(sa.insert(Change), rows)
