"""Preparing a data folder: from nothing, twice, two at once, damaged, old, and too new."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from content import places
from content.criteria import commands, queries, shipped_sets
from content.database import db
from content.errors import BadInput
from content.migrations import schema
from content.people import Role
from content.publishing.models import Item, Topic
from hub.app import create_app
from hub.config import Settings, read_settings
from hub.keeping.soundness import Damaged
from hub.prepare import OFFERED, PREPARED

Environment = Callable[..., dict[str, str]]


def count(home: Path, query: str) -> int:
    with closing(sqlite3.connect(home / "hub.sqlite")) as connection:
        return int(connection.execute(query).fetchone()[0])


def test_an_empty_folder_becomes_a_hub_with_its_starter(starter_home: Path, tmp_path: Path) -> None:
    shutil.copytree(starter_home, tmp_path / "home")  # a command made it, out of nothing
    settings = read_settings({"HUB_HOME": str(tmp_path / "home")})
    with create_app(settings).app_context():
        assert db.session.scalar(sa.select(sa.func.count(Item.id))) >= 5
        assert places.every("province")
        assert {role.name for role in db.session.scalars(sa.select(Role))} >= {"administrator"}
    assert stat.S_IMODE(settings.home.stat().st_mode) == 0o700
    assert stat.S_IMODE((settings.home / "secret-key").stat().st_mode) == 0o600


def test_without_the_starter_registers_are_there_and_items_are_not(home: Path) -> None:
    assert count(home, "SELECT count(*) FROM item") == 0
    assert count(home, "SELECT count(*) FROM place") > 0
    assert count(home, "SELECT count(*) FROM topic") > 0
    assert count(home, "SELECT count(*) FROM role") > 0
    assert count(home, "SELECT count(*) FROM criteria_version WHERE state = 'published'") >= 8


def test_criteria_sets_are_offered_once_and_those_of_a_newer_program_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"})
    monkeypatch.setattr(shipped_sets, "texts", lambda: ())
    monkeypatch.setattr(shipped_sets, "edition", lambda: "earlier")
    with create_app(settings, desk=False).app_context():
        assert queries.every_set() == []
    monkeypatch.undo()
    with create_app(settings, desk=False).app_context():
        found = queries.by_slug("gia-dinh-hoc-tap")
        assert found is not None
        row = queries.in_force(found)
        assert row is not None
        commands.withdraw(row.id)
    create_app(settings, desk=False)
    assert (
        count(settings.home, "SELECT count(*) FROM criteria_version WHERE state='withdrawn'") == 1
    )
    offered = f"SELECT count(*) FROM trail_entry WHERE action = '{OFFERED}'"
    assert count(settings.home, offered) == 2


def test_bare_means_the_schema_alone(tmp_path: Path) -> None:
    settings = read_settings({"HUB_HOME": str(tmp_path / "home")})
    with create_app(settings, desk=False, bare=True).app_context():
        assert places.every() == []
        assert db.session.scalar(sa.select(sa.func.count(Topic.id))) == 0
        assert queries.every_set() == []
    with create_app(settings, desk=False).app_context():
        assert places.every() == []  # a dump brought its own; nothing is mixed in later
        assert queries.every_set() == []


def test_preparing_again_writes_nothing(settings: Settings) -> None:
    changes = "SELECT count(*) FROM change"
    before = count(settings.home, changes)
    create_app(settings)
    assert count(settings.home, changes) == before
    prepared = f"SELECT count(*) FROM trail_entry WHERE action = '{PREPARED}'"
    assert count(settings.home, prepared) == 1


def test_two_processes_may_prepare_at_once(tmp_path: Path, environment_of: Environment) -> None:
    command = [sys.executable, "-c", "from hub.app import create_app; create_app()"]
    environment = environment_of(tmp_path / "home")
    both = [subprocess.Popen(command, env=environment) for _ in range(2)]
    assert [process.wait(120) for process in both] == [0, 0]
    prepared = f"SELECT count(*) FROM trail_entry WHERE action = '{PREPARED}'"
    assert count(tmp_path / "home", prepared) == 1
    duplicates = "SELECT count(*) - count(DISTINCT slug) FROM place"
    assert count(tmp_path / "home", duplicates) == 0


def test_a_later_start_loads_neither_migrations_nor_parsers(
    home: Path, environment_of: Environment
) -> None:
    script = (
        "import sys; from hub.app import create_app; create_app(desk=False); "
        "print(*[m for m in ('alembic', 'flask_migrate', 'docx', 'pypdf') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment_of(home), capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.strip() == ""


def damage_zeroed(path: Path) -> None:
    data = bytearray(path.read_bytes())
    middle = len(data) // 2 // 4096 * 4096
    data[middle : middle + 8192] = bytes(8192)
    path.write_bytes(data)


def damage_cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def damage_emptied(path: Path) -> None:
    os.truncate(path, 0)


def damage_scribbled(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


@pytest.mark.parametrize(
    "damage", [damage_zeroed, damage_cut, damage_emptied, damage_scribbled, Path.unlink]
)
def test_a_damaged_database_refuses_to_start_and_says_how_to_restore(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    settings = read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"})
    create_app(settings, desk=False)
    damage(tmp_path / "home/hub.sqlite")
    for leftover in ("hub.sqlite-wal", "hub.sqlite-shm"):
        (tmp_path / "home" / leftover).unlink(missing_ok=True)
    with pytest.raises(Damaged, match="hub restore"):
        create_app(settings, desk=False)


def step_back(home: Path) -> None:
    with closing(sqlite3.connect(home / "hub.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0000'")
        connection.commit()


def test_a_copy_is_taken_before_an_upgrade(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    step_back(settings.home)
    seen: list[list[Path]] = []

    def upgrade(_url: object) -> None:
        seen.append(list((settings.home / "before-upgrade").glob("*-0000.sqlite")))

    monkeypatch.setattr(schema, "upgrade", upgrade)
    create_app(settings, desk=False)
    assert len(seen) == 1
    assert len(seen[0]) == 1
    assert count(settings.home, "SELECT count(*) FROM place") > 0
    with closing(sqlite3.connect(seen[0][0])) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == ("0000",)
        assert copy.execute("SELECT count(*) FROM place").fetchone()[0] > 0


def test_a_database_of_a_newer_program_is_refused(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.home / "hub.sqlite")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(BadInput, match="mới hơn chương trình"):
        create_app(settings, desk=False)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"debug": True, "site_url": "https://hoctap.example.vn"}, "HUB_DEBUG"),
        ({"secret_key": "a" * 40}, "HUB_SECRET_KEY"),
    ],
)
def test_unsafe_settings_refuse_to_start(
    settings: Settings, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        create_app(replace(settings, **changes))  # type: ignore[arg-type]


def test_a_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="HUB_SECRET_KEY"):
        read_settings({"HUB_HOME": str(tmp_path), "HUB_SECRET_KEY": "changeme"})


def test_a_forged_host_is_refused(settings: Settings) -> None:
    client = create_app(settings, desk=False).test_client()
    assert client.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert client.get("/", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_a_moved_folder_starts_where_it_is_now(home: Path, tmp_path: Path) -> None:
    moved = Path(shutil.move(home, tmp_path / "elsewhere"))
    create_app(read_settings({"HUB_HOME": str(moved)}), desk=False)
    assert count(moved, "SELECT count(*) FROM place") > 0


def test_a_moved_folder_still_knows_that_its_database_is_lost(home: Path, tmp_path: Path) -> None:
    moved = Path(shutil.copytree(home, tmp_path / "moved"))
    for path in moved.glob("hub.sqlite*"):
        path.unlink()
    with pytest.raises(Damaged, match="hub restore"):
        create_app(read_settings({"HUB_HOME": str(moved)}), desk=False)
