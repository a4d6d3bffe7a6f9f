"""PostgreSQL for real: migrations, loading, search, the trail's guard, backup and restore."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import sqlalchemy as sa

from content.migrations import schema

Run = Callable[..., CompletedProcess[str]]


def programs() -> Path:
    """The folder of PostgreSQL's own programs; a machine without them fails here."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    assert folders, "PostgreSQL is missing: apt-get install postgresql"
    return folders[-1]


def as_server_user(*command: str | Path) -> None:
    """PostgreSQL refuses to run as root."""
    prefix = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*prefix, *map(str, command)], capture_output=True, text=True, check=False, cwd="/"
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address, without a database's name, of a server that lives as long as these tests."""
    folder = Path(tempfile.mkdtemp(prefix="hub-postgres-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data, log = folder / "data", folder / "log"
    as_server_user(
        programs() / "initdb", "-D", data, "-U", "hub", "--auth=trust", "--encoding=UTF8",
        "--locale=C.UTF-8", "--no-sync",
    )  # fmt: skip
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
    control = programs() / "pg_ctl"
    as_server_user(control, "-D", data, "-l", log, "-o", options, "-w", "start")
    yield f"postgresql+psycopg://hub@127.0.0.1:{port}"
    as_server_user(control, "-D", data, "-m", "immediate", "stop")
    shutil.rmtree(folder)


@pytest.fixture
def database(cluster: str, request: pytest.FixtureRequest) -> str:
    """An empty database of the test's own."""
    return new_database(cluster, request.node.name[:40])


def new_database(cluster: str, name: str) -> str:
    engine = sa.create_engine(f"{cluster}/postgres", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return f"{cluster}/{name}"


def test_the_migrations_make_what_the_models_say(database: str) -> None:
    schema.upgrade(database)
    assert schema.differences(database) == []
    schema.upgrade(database)


@pytest.mark.parametrize(
    "act",
    ["UPDATE trail_entry SET action = 'x'", "DELETE FROM trail_entry", "TRUNCATE trail_entry"],
)
def test_the_trail_is_append_only(cluster: str, act: str) -> None:
    url = new_database(cluster, f"trail {act[:6]}")
    schema.upgrade(url)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO trail_entry (at, action, subject_kind, detail) "
                "VALUES (now(), 'a', 'b', '{}')"
            )
        )
        with pytest.raises(sa.exc.DBAPIError, match="append-only"):
            connection.execute(sa.text(act))
    engine.dispose()


def test_loading_searching_exporting_and_the_way_through_a_backup(
    database: str, cluster: str, hub: Run, pages: Path, tmp_path: Path
) -> None:
    home = {"HUB_HOME": str(tmp_path / "one"), "HUB_DATABASE_URL": database}
    loaded = hub("load", pages, "--json", **home)
    assert loaded.returncode == 0, loaded.stderr
    assert [json.loads(line)["status"] for line in loaded.stdout.splitlines()] == ["loaded"] * 2
    assert json.loads(hub("find", "dang ky lop", "--json", **home).stdout)["total"] >= 1
    exported = hub("export", tmp_path / "static", "--jobs", "2", **home)
    assert exported.returncode == 0, exported.stderr
    assert "Đăng ký lớp" in (tmp_path / "static/huong-dan/dang-ky-lop/index.html").read_text()
    assert hub("due", **home).returncode == 0
    assert hub("dump", tmp_path / "before", **home).returncode == 0
    saved = hub("backup", tmp_path / "b.zip", **home)
    assert saved.returncode == 0, saved.stderr

    other = {"HUB_HOME": str(tmp_path / "two"), "HUB_DATABASE_URL": new_database(cluster, "other")}
    restored = hub("restore", tmp_path / "b.zip", **other)
    assert restored.returncode == 0, restored.stderr
    assert hub("dump", tmp_path / "after", **other).returncode == 0
    same = subprocess.run(["diff", "-r", tmp_path / "before", tmp_path / "after"], check=False)
    assert same.returncode == 0
    assert hub("doctor", **other).returncode == 0

    refused = hub("restore", tmp_path / "b.zip", **other)
    assert refused.returncode == 1
    assert "không trống" in refused.stderr
    replaced = hub("restore", tmp_path / "b.zip", "--replace", **other)
    assert replaced.returncode == 0, replaced.stderr
    assert "schema old_" in replaced.stdout


def test_events_stand_in_their_order(database: str, hub: Run, tmp_path: Path) -> None:
    home = {"HUB_HOME": str(tmp_path / "one"), "HUB_DATABASE_URL": database}
    days = ("2199-04-21 19:30", "2199-04-21 07:30", "2199-04-21", "2026-01-02")
    (tmp_path / "pages").mkdir()
    for number, starts in enumerate(days):
        text = f"---\nkind: notice\ntitle: Sự kiện {number}\nstarts: {starts}\n---\nMời.\n"
        (tmp_path / "pages" / f"{number}.md").write_text(text, encoding="utf-8")
    assert hub("load", tmp_path / "pages", **home).returncode == 0
    due = hub("due", "--json", **home)
    assert json.loads(due.stdout)["settled"] == 1
    exported = hub("export", tmp_path / "static", **home)
    assert exported.returncode == 0, exported.stderr
    book = (tmp_path / "static/thong-bao/lich.ics").read_text()
    assert re.findall(r"SUMMARY:Sự kiện (\d)", book) == ["2", "1", "0"]


def test_a_server_that_cannot_be_reached_is_one_sentence(hub: Run, tmp_path: Path) -> None:
    done = hub(
        "find", "x",
        HUB_HOME=str(tmp_path / "none"),
        HUB_DATABASE_URL="postgresql+psycopg://hub@127.0.0.1:1/none",
    )  # fmt: skip
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "HUB_DATABASE_URL" in done.stderr
