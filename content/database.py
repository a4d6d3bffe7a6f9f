"""The database: one session factory, typed rows, UTC time, and careful SQLite connections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import orm
from sqlalchemy.engine import Engine

# Named constraints from the first migration on: SQLite's batch mode cannot alter nameless ones.
NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(orm.DeclarativeBase):
    """Declarative base that carries the naming convention."""

    metadata = sa.MetaData(naming_convention=NAMING_CONVENTION)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


class UTCDateTime(sa.types.TypeDecorator[dt.datetime]):
    """Aware datetimes in, UTC in the database, aware UTC out (SQLite loses time zones)."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """Refuse naive times, store UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime reached the database; use utc_now()")
        return value.astimezone(dt.UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Any) -> dt.datetime | None:
        """Give the stored time its zone back."""
        return None if value is None else value.replace(tzinfo=dt.UTC)


class Row(Model):
    """A row with an integer key; every table of ours derives from it."""

    __abstract__ = True

    id: orm.Mapped[int] = orm.mapped_column(primary_key=True)


class EditedRow(Row):
    """A row that people edit: the version column refuses a save that has not seen the last one."""

    __abstract__ = True

    version: orm.Mapped[int] = orm.mapped_column(default=1, nullable=False)
    created_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    updated_at: orm.Mapped[dt.datetime] = orm.mapped_column(
        UTCDateTime, default=lambda: utc_now(), onupdate=lambda: utc_now()
    )

    __change_kind__: ClassVar[str | None] = None

    @orm.declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # declared on the class
        """Let SQLAlchemy compare and raise the version at each UPDATE."""
        return {"version_id_col": cls.__table__.c.version}


def utc_now() -> dt.datetime:
    """The present moment, aware, in UTC. Tests replace the clock by `set_clock`."""
    return _clock[0]()


def _wall_clock() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


_clock: list[Callable[[], dt.datetime]] = [_wall_clock]


def set_clock(clock: Callable[[], dt.datetime] | None) -> None:
    """Replace the clock of the whole process (None: the wall clock again); for tests."""
    _clock[0] = clock or _wall_clock


@sa.event.listens_for(Engine, "connect")
def _careful_sqlite(connection: Any, _record: Any) -> None:
    """WAL, foreign keys, patience, and zeros over what is deleted on each SQLite connection."""
    if type(connection).__module__.split(".")[0] != "sqlite3":
        return
    cursor = connection.cursor()
    cursor.execute("PRAGMA busy_timeout = 15000")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # a name that was taken down is in no freed page
    cursor.close()
