"""Backup while somebody writes, restore elsewhere, and everything a damaged backup may try."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest
import sqlalchemy as sa
from flask import Flask

from content import invitations, trail
from content.database import db
from content.dumping import dumper
from content.errors import BadInput
from content.loading import loader
from content.migrations import schema
from hub import locks
from hub.config import Settings, read_settings
from hub.keeping import archive, backup, restore
from search_index import ask

Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def taken(app: Flask, settings: Settings, pages: Path, tmp_path: Path) -> Path:
    """A backup of a hub with two pages and an attached file."""
    reports = loader.load_paths([pages])
    said = [(report.status, report.notes) for report in reports]
    assert [status for status, _ in said] == ["loaded", "loaded"], said
    backup.take(settings, tmp_path / "hub.zip")
    return tmp_path / "hub.zip"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Settings:
    return read_settings({"HUB_HOME": str(tmp_path / "elsewhere"), "HUB_STARTER": "0"})


def tree_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def altered(source: Path, target: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy of a ZIP whose entries went through `change` (None: left out)."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return target


def test_a_backup_is_for_its_owner_alone_and_holds_what_it_says(taken: Path) -> None:
    assert stat.S_IMODE(taken.stat().st_mode) == 0o600
    with zipfile.ZipFile(taken) as zipped:
        manifest = archive.read_manifest(zipped)
        for name, (digest, size) in manifest.entries.items():
            content = zipped.read(name)
            assert (hashlib.sha256(content).hexdigest(), len(content)) == (digest, size)
    assert manifest.revision == schema.head()
    assert any(name.startswith("files/") for name in manifest.entries)
    assert not any(name.startswith("index") for name in manifest.entries)


def test_restored_elsewhere_the_content_is_the_same(
    hub: Run, home: Path, pages: Path, tmp_path: Path
) -> None:
    assert hub("load", pages).returncode == 0
    assert hub("dump", tmp_path / "before").returncode == 0
    assert hub("backup", tmp_path / "b.zip").returncode == 0
    other = {"HUB_HOME": str(tmp_path / "elsewhere")}
    done = hub("restore", tmp_path / "b.zip", **other)
    assert done.returncode == 0, done.stderr
    assert hub("dump", tmp_path / "after", **other).returncode == 0
    assert tree_of(tmp_path / "after") == tree_of(tmp_path / "before")
    assert tree_of(tmp_path / "elsewhere/files") == tree_of(home / "files")
    found = json.loads(hub("find", "dang ky lop", "--json", **other).stdout)
    assert found["results"][0]["slug"] == "dang-ky-lop"
    assert hub("doctor", "--full", **other).returncode == 0
    assert (tmp_path / "elsewhere/secret-key").read_text() == (home / "secret-key").read_text()


def test_a_backup_taken_while_a_thread_writes_is_whole(
    app: Flask, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    stop, written = threading.Event(), []

    def write() -> None:
        with app.app_context():
            while not stop.is_set():
                # One commit holds both rows: a whole copy has as many of the one as of the other.
                trail.write("test.left", "test", len(written))
                trail.write("test.right", "test", len(written), detail={"text": "x" * 2000})
                db.session.commit()
                written.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            backup.take(settings, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        writer.join()
    restore.put_back(elsewhere, tmp_path / "2.zip")
    with closing(sqlite3.connect(elsewhere.home / "hub.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count = "SELECT count(*) FROM trail_entry WHERE action = ?"
        left, right = (
            connection.execute(count, (f"test.{side}",)).fetchone()[0] for side in ("left", "right")
        )
    assert left == right
    assert 0 < left <= len(written)


def test_signed_in_browsers_and_links_do_not_live_again(
    app: Flask, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    db.session.execute(
        sa.text("INSERT INTO sign_in_attempt (at, key) VALUES ('2026-11-22 00:00:00', 'k')")
    )
    db.session.commit()
    invitations.invite("moi@xa.example", role="editor")
    backup.take(settings, tmp_path / "b.zip")
    restore.put_back(elsewhere, tmp_path / "b.zip")
    with closing(sqlite3.connect(elsewhere.home / "hub.sqlite")) as connection:
        for table in ("desk_session", "sign_in_link", "sign_in_attempt", "invitation"):
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)


def test_a_folder_with_data_is_refused_and_with_replace_kept_beside(
    taken: Path, settings: Settings, app: Flask
) -> None:
    db.engine.dispose()
    with pytest.raises(BadInput, match="không trống"):
        restore.put_back(settings, taken)
    (settings.home / "marker").write_text("cũ")
    _, kept = restore.put_back(settings, taken, replace=True)
    assert not (settings.home / "marker").exists()
    assert (Path(kept[0]) / "marker").read_text() == "cũ"
    assert (Path(kept[0]) / "hub.sqlite").exists()


def test_a_hub_that_is_served_is_not_replaced(taken: Path, settings: Settings) -> None:
    with (
        locks.held(settings.home / "serving.lock", "phục vụ trang", shared=True),
        pytest.raises(locks.Busy, match="phục vụ trang"),
    ):
        restore.put_back(settings, taken, replace=True)


def flip(name: str, content: bytes) -> bytes:
    if not name.startswith("files/"):
        return content
    return bytes([content[0] ^ 1]) + content[1:]


def grow(name: str, content: bytes) -> bytes:
    return content + b"x" * 5_000_000 if name.startswith("files/") else content


def wander(name: str, content: bytes) -> bytes:
    return content.replace(b'"secret-key"', b'"../../evil"') if name == "manifest.json" else content


def damage_database(name: str, content: bytes) -> bytes:
    if name == "manifest.json":
        manifest = json.loads(content)
        zeroed = bytes(manifest["entries"]["database.sqlite"][1])
        manifest["entries"]["database.sqlite"][0] = hashlib.sha256(zeroed).hexdigest()
        return json.dumps(manifest).encode()
    return bytes(len(content)) if name == "database.sqlite" else content


CHANGES: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a file with another content": flip,
    "a file longer than it says": grow,
    "an entry that leads outside": wander,
    "no manifest": lambda name, content: None if name == "manifest.json" else content,
    "a missing entry": lambda name, content: None if name == "secret-key" else content,
    "a manifest that is none": lambda n, c: b"[]" if n == "manifest.json" else c,
    "a database that is none, with a right hash": damage_database,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_damaged_backup_is_refused_and_nothing_is_touched(
    taken: Path, elsewhere: Settings, tmp_path: Path, change: Callable[[str, bytes], bytes | None]
) -> None:
    before = sorted(p.name for p in elsewhere.home.parent.iterdir())
    with pytest.raises(BadInput):
        restore.put_back(elsewhere, altered(taken, tmp_path / "bad.zip", change))
    assert sorted(p.name for p in elsewhere.home.iterdir()) == ["secret-key", "serving.lock"]
    assert sorted(p.name for p in elsewhere.home.parent.iterdir()) == sorted([*before, "bad.zip"])


def test_an_entry_that_the_manifest_does_not_name_is_refused(
    taken: Path, elsewhere: Settings
) -> None:
    with zipfile.ZipFile(taken, "a") as zipped:
        zipped.writestr("index/CURRENT", "from outside")
    with pytest.raises(BadInput, match="mục lạ"):
        restore.put_back(elsewhere, taken)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 cut", b"x" * 1000])
def test_what_is_no_backup_is_refused(elsewhere: Settings, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(BadInput, match="không phải bản sao lưu"):
        restore.put_back(elsewhere, tmp_path / "b.zip")


def test_a_file_damaged_on_the_disk_is_told(
    hub: Run, home: Path, pages: Path, tmp_path: Path, attached_sha256: str
) -> None:
    hub("load", pages)
    (home / "files" / attached_sha256[:2] / attached_sha256).write_bytes(b"khac")
    done = hub("backup", tmp_path / "b.zip")
    assert done.returncode == 1
    assert attached_sha256[:12] in done.stderr
    assert (tmp_path / "b.zip").exists()
    examined = json.loads(hub("doctor", "--json").stdout)
    assert not examined["healthy"]
    assert [f["name"] for f in examined["findings"] if f["state"] == "bad"] == ["files"]


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file of this process may pass 100 kB, as on a full disk."""
    import resource
    import signal

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, old)


def test_a_full_disk_leaves_the_last_backup(
    settings: Settings, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    target = tmp_path / "b.zip"
    backup.take(settings, target)
    last = target.read_bytes()
    (settings.files_folder / "ab").mkdir(parents=True)
    big = os.urandom(300_000)
    name = "ab" + hashlib.sha256(big).hexdigest()[2:]
    (settings.files_folder / "ab" / name).write_bytes(big)
    request.getfixturevalue("small_files")
    with pytest.raises(BadInput, match="Không"):
        backup.take(settings, target)
    assert target.read_bytes() == last
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".b.zip")] == []


def test_a_typing_error_replaces_no_file_of_another_kind(
    settings: Settings, tmp_path: Path
) -> None:
    precious = tmp_path / "precious.docx"
    precious.write_bytes(b"a year of work")
    with pytest.raises(BadInput, match="không phải bản sao lưu"):
        backup.take(settings, precious)
    assert precious.read_bytes() == b"a year of work"
    with pytest.raises(BadInput, match="không phải bản sao lưu"):
        backup.take(settings, Path("/dev/null"))
    with pytest.raises(BadInput, match="Không có thư mục"):
        backup.take(settings, tmp_path / "khong-co" / "b.zip")


def test_search_answers_after_a_restore_from_a_rebuilt_index(
    taken: Path, elsewhere: Settings
) -> None:
    from hub.app import create_app

    restore.put_back(elsewhere, taken)
    assert not elsewhere.index_folder.exists()
    with create_app(elsewhere, desk=False).app_context():
        assert ask.search("khai giảng").total == 1
        dumper.dump(elsewhere.home / "dump")
