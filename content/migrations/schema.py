"""Applies the revisions to a database, tells where it stands, and compares it with the models.

Alembic itself is loaded only when there is something to apply: a start with nothing to do is quick.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from content.database import db

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER = Path(__file__).parent
# Every room that holds rows; a test finds a room that is missing here.
MODEL_ROOMS = (
    "content.catalogue.models",
    "content.catalogue.shelf_models",
    "content.catalogue.source_models",
    "content.changes",
    "content.criteria.models",
    "content.documents.models",
    "content.files",
    "content.house_rules",
    "content.identity.models",
    "content.jobs",
    "content.loading.models",
    "content.people",
    "content.places",
    "content.publishing.approvals",
    "content.publishing.autosaves",
    "content.publishing.details",
    "content.publishing.media_assets",
    "content.publishing.models",
    "content.publishing.old_addresses",
    "content.publishing.saved_filters",
    "content.recognition.days_off",
    "content.recognition.models",
    "content.recognition.papers.models",
    "content.recognition.target_models",
    "content.scans.models",
    "content.scopes",
    "content.trail",
)
# Any constant will do; it only must be the same in every process.
_POSTGRES_LOCK = 7_201_932


def head() -> str:
    """The newest revision. Files are called NNNN_what.py and NNNN is the revision's id."""
    names = [path.name for path in (FOLDER / "versions").glob("[0-9]*_*.py")]
    return max(re.match(r"\d+", name).group() for name in names)  # type: ignore[union-attr]


def current(connection: sa.Connection) -> str | None:
    """The revision a database stands at; None for an empty one."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def upgrade(url: str | sa.URL) -> None:
    """Bring a database to the newest revision, in one transaction: a crash leaves the old."""
    from alembic import command

    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        _begin(connection)
        command.upgrade(_config(connection), "head")
        _check_foreign_keys(connection)
        connection.commit()
    engine.dispose()


def metadata() -> sa.MetaData:
    """The tables of all models; loads every room that holds rows, the people too."""
    for room in MODEL_ROOMS:
        importlib.import_module(room)
    return db.metadata


def differences(url: str | sa.URL) -> list[Any]:
    """What the models say and an upgraded database does not (Alembic's diff entries)."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), metadata())
    engine.dispose()
    return list(found)


def author(url: str | sa.URL, number: str, message: str) -> Path:
    """Write the next revision from what differs between an upgraded database and the models."""
    from alembic import command

    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        config = _config(connection)
        config.attributes["metadata"] = metadata()
        made = command.revision(config, message, autogenerate=True, rev_id=number)
    engine.dispose()
    assert made is not None and not isinstance(made, list)
    return Path(made.path)


def render_type(kind: str, value: Any, _context: Any) -> str | bool:
    """In revisions our own types stand as the plain column types they are stored in."""
    if kind != "type" or not isinstance(value, sa.types.TypeDecorator):
        return False
    return f"sa.{type(value.impl_instance).__name__}()"


def _config(connection: sa.Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _begin(connection: sa.Connection) -> None:
    """Open the one transaction of an upgrade and keep other upgrades out."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _POSTGRES_LOCK})
        return
    # Python's sqlite3 opens no transaction before DDL, so this says BEGIN itself. Tables are
    # rebuilt under new names on the way: references are checked once, at the end.
    raw = connection.connection.driver_connection
    assert raw is not None
    raw.isolation_level = None
    raw.execute("PRAGMA foreign_keys = OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _check_foreign_keys(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"the upgrade broke references: {broken[:5]}")
