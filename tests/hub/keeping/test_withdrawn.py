"""A name that was taken down is nowhere: data folder, releases of the copy, restored backups."""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from flask import Flask

from content import places
from content.database import db
from content.errors import HubError
from content.recognition import suppression
from content.recognition.commands import requests, withdrawals
from content.recognition.models import Decision
from hub import cli
from hub.config import Settings, read_settings
from hub.keeping import archive, backup, doctor, restore, withdrawn
from tests import recognised as make
from tests.traces import holders

Capture = pytest.CaptureFixture[str]
Run = Callable[..., CompletedProcess[str]]
NAME = "Giàng Thị Sỉnh Mẩy"
PAGE = "cong-nhan/12-qd-ubnd/index.html"


@pytest.fixture
def decision(app: Flask) -> Decision:
    """A decision with the name, once in its list and once in its file."""
    made = make.decision(names=["Lò Văn Mẫu", NAME], place=places.every("province")[0])
    make.attach(made, f"Danh sách kèm theo: {NAME}".encode())
    return made


def test_nothing_of_it_is_left_after_the_command(
    decision: Decision, settings: Settings, hub: Run, tmp_path: Path
) -> None:
    home, older = settings.home, tmp_path / "older.zip"
    requests.receive("withdraw", NAME, words=f"Xin gỡ {NAME}", decision_slug=decision.slug)
    assert hub("export", settings.export_folder).returncode == 0
    # By a process of its own: one that opens the file beside SQLite gives SQLite's locks back.
    assert hub("backup", older).returncode == 0
    copies = home / withdrawn.COPIES
    copies.mkdir()
    with (
        closing(sqlite3.connect(home / "hub.sqlite")) as old,
        closing(sqlite3.connect(copies / "20260101-0007.sqlite")) as copy,
    ):
        old.backup(copy)
    assert NAME in (settings.export_folder / PAGE).read_text()
    request = db.session.query(requests.PrivacyRequest).one()
    number, asked = withdrawals.find(decision, NAME)[0].id, request.id
    db.session.rollback()
    done = hub("register", "withdraw", "--decision", decision.path, "--name", "giang thi SINH may")
    assert done.returncode == 0, done.stderr
    assert f"Đã gỡ tên (mục {number})" in done.stdout
    withdrawals.hide_file(decision.id)
    requests.finish(asked, "Đã gỡ.")
    db.session.rollback()
    done = hub("due")
    assert done.returncode == 0, done.stderr
    assert (settings.export_folder / PAGE).exists()
    assert holders(home, NAME) == []
    assert len(list(home.glob(".static.releases/0*"))) == 1
    db.session.remove()
    db.engine.dispose()
    assert hub("restore", older, "--replace").returncode == 0
    assert holders(home, NAME) == []
    assert holders(home.parent / "elsewhere", NAME) == []
    with closing(sqlite3.connect(home / "hub.sqlite")) as again:
        rows = again.execute("SELECT name, withdrawn_at FROM recognition_entry ORDER BY position")
        assert [(name, at is None) for name, at in rows] == [("Lò Văn Mẫu", True), ("", False)]


def test_another_machine_obeys_the_list_that_is_handed_over(
    decision: Decision, settings: Settings, hub: Run, tmp_path: Path
) -> None:
    backup.take(settings, tmp_path / "older.zip")
    withdrawals.take_down([withdrawals.find(decision, NAME)[0].id])
    withdrawals.hide_file(decision.id)
    handed = Path(shutil.copy(settings.home / suppression.FILE, tmp_path / "handed.json"))
    elsewhere = tmp_path / "elsewhere"
    done = hub("restore", tmp_path / "older.zip", "--withdrawn", handed, HUB_HOME=str(elsewhere))
    assert done.returncode == 0, done.stderr
    assert holders(elsewhere, NAME) == []
    kept = suppression.read(elsewhere / suppression.FILE)
    assert kept.lists == suppression.read(handed).lists
    backup.take(read_settings({"HUB_HOME": str(elsewhere)}), tmp_path / "newer.zip")
    third = read_settings({"HUB_HOME": str(tmp_path / "third")})
    manifest, _kept = restore.put_back(third, tmp_path / "newer.zip")
    assert archive.WITHDRAWN in manifest.entries
    assert suppression.read(third.home / suppression.FILE).lists == kept.lists


def test_a_list_that_is_not_there_or_damaged_restores_nothing(
    decision: Decision, settings: Settings, tmp_path: Path
) -> None:
    backup.take(settings, tmp_path / "older.zip")
    bad = tmp_path / "bad.json"
    bad.write_text("{}")
    for handed, sentence in ((tmp_path / "gone.json", "Không có tệp"), (bad, "đã hỏng")):
        elsewhere = read_settings({"HUB_HOME": str(tmp_path / f"not-{handed.stem}")})
        with pytest.raises(HubError, match=sentence):
            restore.put_back(elsewhere, tmp_path / "older.zip", withdrawn=handed)
        assert not (elsewhere.home / "hub.sqlite").exists()


def test_the_command_says_what_is_missing_and_who_is_meant(
    decision: Decision, settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    def told(*arguments: str) -> tuple[int, str]:
        db.session.rollback()
        code = cli.run(["register", "withdraw", *arguments])
        said = capsys.readouterr()
        return code, said.out + said.err

    monkeypatch.setenv("HUB_HOME", str(settings.home))
    monkeypatch.setenv("HUB_STARTER", "0")
    twice = make.decision(names=["Ai Đó", "Ai Đó"], thon=["Bản Một", "Bản Hai"], slug="hai-nguoi")
    slug, first, second = twice.slug, *(one.id for one in withdrawals.find(twice, "Ai Đó"))
    assert "--decision" in told()[1]
    assert "Không có tên này" in told("--decision", slug, "--name", "Không Ai")[1]
    code, said = told("--decision", slug, "--name", "ai do")
    assert code == 1
    assert f"--entry {first} (Bản Hai); --entry {second} (Bản Một)" in said
    assert told("--entry", str(second))[0] == 0
    assert "đã được gỡ từ trước" in told("--entry", str(second))[1]
    left = withdrawals.find(db.session.get_one(Decision, twice.id), "Ai Đó")
    assert [one.id for one in left] == [first]


def test_a_reader_at_work_does_not_stop_a_withdrawal(
    decision: Decision, settings: Settings, tmp_path: Path
) -> None:
    """The log is emptied later, when nobody reads: the name goes from the rows at once."""
    reading, stop = threading.Event(), threading.Event()

    def read() -> None:
        with closing(sqlite3.connect(settings.home / "hub.sqlite", isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM recognition_entry").fetchone()
            reading.set()
            stop.wait(60)

    reader = threading.Thread(target=read)
    reader.start()
    assert reading.wait(60)
    number = withdrawals.find(decision, NAME)[0].id
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    assert withdrawals.take_down([number]) == 1
    stop.set()
    reader.join()
    withdrawals.hide_file(decision.id)
    db.session.rollback()
    withdrawn.forget(settings)
    assert holders(settings.home, NAME) == []


def test_the_doctor_sees_a_list_that_is_lost_and_requests_that_are_late(
    decision: Decision, settings: Settings
) -> None:
    def told() -> dict[str, str]:
        found = doctor.second_look(settings, full=False)
        return {one.name: one.message for one in found if "name" in one.name}

    requests.receive("see", "Người Nào")
    withdrawals.take_down([withdrawals.find(decision, NAME)[0].id])
    assert told() == {}
    (settings.home / suppression.FILE).unlink()
    db.session.query(requests.PrivacyRequest).one().answer_by -= dt.timedelta(30)
    db.session.commit()
    assert "mất hoặc thiếu 3 dấu" in told()["withdrawn names"]
    assert told()["name requests"] == "1 trong 1 yêu cầu về tên đã quá hạn."
    (settings.home / suppression.FILE).write_text("{}")
    assert "đã hỏng" in told()["withdrawn names"]
