"""Erasing: entries that were taken down are emptied, also in copies of the database that are older.

Works on a connection and on tables by name, because a copy may be of another revision than ours.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from content.database import utc_now
from content.recognition.suppression import Marks, Standing, mark_of_file, mark_of_request, marks_of

# What is left of an entry that was taken down: it counts, and is nobody.
EMPTY = {"name": "", "folded": "", "head": "", "evidence": ""}
# What a request says that was finished between a backup and its restoring.
FINISHED_BEFORE = "Yêu cầu này đã xong trước khi dữ liệu được khôi phục."
_DECISION = sa.table(
    "recognition_decision",
    sa.column("id"),
    sa.column("slug"),
    sa.column("file_sha256"),
    sa.column("file_name"),
)
_ENTRY = sa.table(
    "recognition_entry",
    *(sa.column(name) for name in ("id", "decision_id", "position", "place_text", *EMPTY)),
    sa.column("withdrawn_at"),
)
_REQUEST = sa.table(
    "privacy_request",
    *(sa.column(name) for name in ("id", "receipt", "name", "contact", "words", "outcome")),
    *(sa.column(name) for name in ("answered_at", "finished_at")),
)
_FILE = sa.table("stored_file", sa.column("id"), sa.column("sha256"))
_PICTURE = sa.table("page_picture", sa.column("file_id"))
_BATCH = 500


def again(connection: sa.Connection, marks: Marks, now: dt.datetime | None = None) -> list[str]:
    """Empty what `marks` name in a database; the caller commits.

    Returns the hashes of the files that nothing shows any more. A copy from before the register
    has nothing to empty.
    """
    known = set(sa.inspect(connection).get_table_names())
    if not marks or not {_DECISION.name, _ENTRY.name} <= known:
        return []
    at = (now or utc_now()).replace(tzinfo=None)
    named = [entry_id for entry_id, of in _standing(connection) if marks.holds(of)]
    for start in range(0, len(named), _BATCH):
        some = named[start : start + _BATCH]
        connection.execute(
            sa.update(_ENTRY).where(_ENTRY.c.id.in_(some)).values(**EMPTY, withdrawn_at=at)
        )
    if _REQUEST.name in known:
        _forget_requests(connection, marks, at)
    return _hide_files(connection, marks)


def _standing(connection: sa.Connection) -> list[tuple[int, list[bytes]]]:
    columns = (_DECISION.c.slug, _ENTRY.c.id, _ENTRY.c.position, _ENTRY.c.folded)
    query = (
        sa.select(*columns, _ENTRY.c.place_text)
        .join_from(_ENTRY, _DECISION, _ENTRY.c.decision_id == _DECISION.c.id)
        .where(_ENTRY.c.name != "")
    )
    return [(row[1], marks_of(Standing(*row))) for row in connection.execute(query)]


def _forget_requests(connection: sa.Connection, marks: Marks, at: dt.datetime) -> None:
    """Requests that were finished since come back without what was typed, and finished."""
    typed = sa.or_(*(_REQUEST.c[name] != "" for name in ("name", "contact", "words")))
    query = sa.select(_REQUEST.c.id, _REQUEST.c.receipt).where(typed)
    for number, receipt in connection.execute(query).all():
        if marks.holds([mark_of_request(receipt)]):
            again = {"name": "", "contact": "", "words": "", "outcome": FINISHED_BEFORE}
            done = {"answered_at": at, "finished_at": at}
            connection.execute(
                sa.update(_REQUEST).where(_REQUEST.c.id == number).values(**again, **done)
            )


def _hide_files(connection: sa.Connection, marks: Marks) -> list[str]:
    query = sa.select(_DECISION.c.id, _DECISION.c.file_sha256)
    shown = connection.execute(query.where(_DECISION.c.file_sha256.is_not(None))).all()
    hidden = [(number, sha) for number, sha in shown if marks.holds([mark_of_file(sha)])]
    for number, _sha in hidden:
        nothing: dict[str, Any] = {"file_sha256": None, "file_name": ""}
        connection.execute(sa.update(_DECISION).where(_DECISION.c.id == number).values(**nothing))
    return [sha for sha in sorted({sha for _number, sha in hidden}) if drop_file(connection, sha)]


def drop_file(connection: sa.Connection, sha256: str) -> bool:
    """Delete the row of a kept file, in a transaction that has written before; whether it is gone.

    It stays while anything else of the hub uses the file.
    """
    number = connection.execute(sa.select(_FILE.c.id).where(_FILE.c.sha256 == sha256)).scalar()
    other = sa.select(_DECISION.c.id).where(_DECISION.c.file_sha256 == sha256).limit(1)
    if connection.execute(other).first() is not None:
        return False
    try:
        with connection.begin_nested():
            for table, column in ((_PICTURE, _PICTURE.c.file_id), (_FILE, _FILE.c.id)):
                connection.execute(sa.delete(table).where(column == number))
    except sa.exc.IntegrityError:  # a text, the library or the logo still shows it
        return False
    return True


def again_in_file(path: Path, marks: Marks) -> list[str]:
    """The same in a SQLite file that nobody uses, leaving no trace in freed pages."""
    engine = sa.create_engine(f"sqlite:///{path}", poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        hidden = again(connection, marks)
    engine.dispose()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode = DELETE")
    return hidden


def checkpoint(connection: sa.Connection) -> bool:
    """Empty the write-ahead log, where earlier pages still lie; False while a reader holds it."""
    if connection.dialect.name != "sqlite":
        return True
    return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]


def compact(engine: sa.Engine) -> bool:
    """Write the database anew, so that no freed page holds what was deleted; False when busy."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.dialect.name == "postgresql":
            for table in ("recognition_entry", "privacy_request"):
                connection.exec_driver_sql(f"VACUUM (FULL) {table}")
            return True
        connection.exec_driver_sql("VACUUM")
        return checkpoint(connection)
