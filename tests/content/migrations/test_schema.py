"""The schema's history: it makes what the models say, in one transaction, and guards the trail."""

from __future__ import annotations

import pkgutil
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.script import ScriptDirectory

import content
from content.database import db
from content.migrations import guards, schema


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'hub.sqlite'}"


def test_an_upgraded_database_is_what_the_models_say(url: str) -> None:
    schema.upgrade(url)
    assert schema.differences(url) == []


def test_every_room_that_holds_rows_is_known_to_the_schema() -> None:
    for room in pkgutil.walk_packages(content.__path__, "content."):
        if ".migrations." not in room.name:
            import_module(room.name)
    mapped = {mapper.class_.__module__ for mapper in db.Model.registry.mappers}
    assert mapped == set(schema.MODEL_ROOMS)


def test_the_head_read_from_file_names_is_the_one_alembic_finds() -> None:
    assert ScriptDirectory(str(schema.FOLDER)).get_current_head() == schema.head()


def test_upgrading_twice_changes_nothing(url: str, tmp_path: Path) -> None:
    schema.upgrade(url)
    before = (tmp_path / "hub.sqlite").read_bytes()
    schema.upgrade(url)
    assert (tmp_path / "hub.sqlite").read_bytes() == before


def test_an_upgrade_that_fails_half_way_leaves_nothing(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(guards.STATEMENTS, "sqlite", ("CREATE TRIGGER is no good",))
    with pytest.raises(sa.exc.OperationalError):
        schema.upgrade(url)
    with closing(sqlite3.connect(tmp_path / "hub.sqlite")) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.mark.parametrize("act", ["UPDATE trail_entry SET action = 'x'", "DELETE FROM trail_entry"])
def test_the_database_itself_refuses_to_change_the_trail(
    url: str, tmp_path: Path, act: str
) -> None:
    schema.upgrade(url)
    with closing(sqlite3.connect(tmp_path / "hub.sqlite")) as connection:
        connection.execute(
            "INSERT INTO trail_entry (at, action, subject_kind, detail) "
            "VALUES ('2026-11-22', 'a', 'b', '{}')"
        )
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(act)


def test_the_downgrade_of_the_first_revision_leaves_an_empty_database(
    url: str, tmp_path: Path
) -> None:
    from alembic import command

    schema.upgrade(url)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        command.downgrade(schema._config(connection), "base")
    engine.dispose()
    with closing(sqlite3.connect(tmp_path / "hub.sqlite")) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        assert {name for (name,) in tables} <= {"alembic_version", "sqlite_sequence"}


def test_training_of_an_older_hub_gets_particulars(url: str, tmp_path: Path) -> None:
    from alembic import command

    engine = sa.create_engine(url)
    with engine.begin() as connection:
        command.upgrade(schema._config(connection), "0001")
        for statement in _OLD_TRAINING:
            connection.execute(sa.text(statement))
    engine.dispose()
    schema.upgrade(url)
    assert schema.differences(url) == []
    with closing(sqlite3.connect(tmp_path / "hub.sqlite")) as connection:
        labels = connection.execute("SELECT item_id, facet, value FROM training_label").fetchall()
        assert connection.execute("SELECT item_id FROM training").fetchall() == [(2,)]
        assert connection.execute("SELECT sources FROM item").fetchall() == [("[]",), ("[]",)]
    assert labels == [(2, "dinh-dang", "pdf")]


_NOW = "'2026-11-22 00:00:00'"
_OLD_TRAINING = (
    *(
        "INSERT INTO item (id, kind, slug, state, title, summary, body, html, plain, headings, "
        "date, language, withdrawn_notice, source_sha256, pending_state, review_note, version, "
        f"created_at, updated_at) VALUES ({number}, '{kind}', 'a', 'draft', 'A', '', '', '', '', "
        f"'[]', '2026-11-22', 'vi', '', '', '', '', 1, {_NOW}, {_NOW})"
        for number, kind in ((1, "news"), (2, "training"))
    ),
    (
        "INSERT INTO stored_file (id, sha256, size, media_type, text, added_at) "
        f"VALUES (1, '{'0' * 64}', 3, 'application/pdf', '', {_NOW})"
    ),
    *(
        "INSERT INTO attachment (item_id, file_id, file_name, title, position) "
        f"VALUES ({number}, 1, 'a.pdf', '', 0)"
        for number in (1, 2)
    ),
)
