"""Withdrawal: after it the name is in no row, no page of the file, and no restored copy."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from content import jobs, trail
from content.database import db
from content.errors import BadInput
from content.recognition import erasing, suppression
from content.recognition.commands import requests, withdrawals
from content.recognition.models import Decision, Entry, PrivacyRequest, Suppressed
from content.vietnamese import fold
from tests import recognised as make
from tests.traces import holders

NAME = "Vừ Thị Đỗ Quyên"


@pytest.fixture
def home(session_app: Flask, tmp_path: Path) -> Iterator[Path]:
    suppression.keep_in(tmp_path / suppression.FILE)
    yield tmp_path


@pytest.fixture
def decision(home: Path) -> Decision:
    return make.decision(names=[NAME, "Lò Văn Mẫu", NAME + " B"])


def entry_of(decision: Decision, position: int = 1) -> Entry:
    query = sa.select(Entry).where(Entry.decision_id == decision.id, Entry.position == position)
    return db.session.scalars(query).one()


def test_the_entry_counts_and_is_nobody(decision: Decision) -> None:
    number = entry_of(decision).id
    assert withdrawals.take_down([number]) == 1
    left = db.session.get_one(Entry, number)
    assert (left.name, left.folded, left.head, left.evidence) == ("", "", "", "")
    assert left.withdrawn_at is not None
    assert sum(one.count for one in db.session.get_one(Decision, decision.id).counts) == 3
    acts = trail.of_subject("decision", decision.id)
    assert [act.detail["entry"] for act in acts if act.action == "entry.withdrawn"] == [number]
    assert {job.kind for job in db.session.scalars(sa.select(jobs.Job))} == {"export", "forget"}


def test_a_second_time_changes_nothing(decision: Decision) -> None:
    number = entry_of(decision).id
    withdrawals.take_down([number])
    kept = db.session.scalar(sa.select(sa.func.count(Suppressed.id)))
    assert withdrawals.take_down([number]) == 0
    assert db.session.scalar(sa.select(sa.func.count(Suppressed.id))) == kept == 3
    assert db.session.scalar(sa.select(sa.func.count(jobs.Job.id))) == 2


def test_an_entry_that_does_not_exist_is_refused(home: Path) -> None:
    with pytest.raises(BadInput, match="Không có mục số 999"):
        withdrawals.take_down([999])
    assert not (home / suppression.FILE).exists() or not suppression.current()


def test_the_bytes_of_the_database_hold_the_name_no_more(home: Path) -> None:
    name = "Giàng Thị Sỉnh Mẩy"
    decision = make.decision(names=[name])
    asked = requests.receive("withdraw", name, decision_slug=decision.slug, words=f"Tôi là {name}")
    assert holders(home, name)
    withdrawals.take_down([entry_of(decision).id], request_id=asked.id)
    assert holders(home, name) == []


def test_a_request_is_finished_by_the_same_act(decision: Decision) -> None:
    asked = requests.receive("withdraw", NAME, contact="0215 000 000", words="Xin gỡ.")
    withdrawals.take_down([entry_of(decision).id], request_id=asked.id, actor_id=7)
    left = db.session.get_one(PrivacyRequest, asked.id)
    assert (left.name, left.contact, left.words) == ("", "", "")
    assert left.finished_at is not None
    assert left.outcome.startswith("Đã gỡ tên ngày")
    assert left.handled_by_id == 7


def test_two_of_one_name_are_told_apart(home: Path) -> None:
    decision = make.decision(names=[NAME, NAME])
    found = withdrawals.find(decision, "vu thi  DO quyen")
    assert len(found) == 2
    withdrawals.take_down([found[0].id])
    assert [one.id for one in withdrawals.find(decision, NAME)] == [found[1].id]


@pytest.mark.parametrize("changed", ["nothing", "name", "place", "number"])
def test_an_older_copy_is_emptied_whatever_was_corrected_since(
    decision: Decision, home: Path, changed: str
) -> None:
    entry = entry_of(decision)
    older = older_copy(home)
    if changed == "name":
        entry.name, entry.folded = "Vừ Thị Quyên", "vu thi quyen"
    elif changed == "place":
        entry.place_text = "Bản Khác"
    db.session.commit()
    withdrawals.take_down([entry.id])
    if changed == "number":  # a list that was put in anew has other rows
        ask(older, "UPDATE recognition_entry SET id = id + 1000")
    erasing.again_in_file(older, suppression.current())
    rows = ask(older, "SELECT name, withdrawn_at FROM recognition_entry ORDER BY position")
    names = [(name, at is not None) for name, at in rows]
    assert names == [("", True), ("Lò Văn Mẫu", False), (NAME + " B", False)]
    assert NAME.encode() not in older.read_bytes().replace((NAME + " B").encode(), b"")


def test_the_same_name_in_another_decision_stays(decision: Decision, home: Path) -> None:
    other = make.decision(names=[NAME], number="9/QĐ-UBND", slug="9-qd-ubnd")
    older = older_copy(home)
    withdrawals.take_down([entry_of(decision).id])
    erasing.again_in_file(older, suppression.current())
    kept = f"SELECT name FROM recognition_entry WHERE decision_id = {other.id}"
    assert ask(older, kept) == [(NAME,)]


def test_lists_of_two_machines_stand_side_by_side(decision: Decision, home: Path) -> None:
    withdrawals.take_down([entry_of(decision).id])
    mine = suppression.current()
    theirs = suppression.Marks()
    theirs.add([suppression.mark_of_file("ab" * 32)])
    mine.merge(theirs)
    suppression.write(home / "both.json", mine)
    both = suppression.read(home / "both.json")
    assert both.holds([suppression.mark_of_file("ab" * 32)])
    assert len(both.lists) == 2
    assert (home / "both.json").stat().st_mode & 0o777 == 0o600


def test_the_list_tells_no_name_without_its_key(decision: Decision, home: Path) -> None:
    number = entry_of(decision).id
    withdrawals.take_down([number])
    kept = suppression.current()
    other = suppression.Marks({"00" * 32: next(iter(kept.lists.values()))})
    standing = suppression.Standing(decision.slug, number, 1, fold(NAME), "Thôn 1")
    assert kept.holds(suppression.marks_of(standing))
    assert not other.holds(suppression.marks_of(standing))


@pytest.mark.parametrize("text", ["", "[]", '{"format": 2}', '{"format":1,"lists":[{"key":"x"}]}'])
def test_a_damaged_list_is_refused(home: Path, text: str) -> None:
    (home / "bad.json").write_text(text)
    with pytest.raises(BadInput, match="không phải danh sách tên đã gỡ"):
        suppression.read(home / "bad.json")


def test_the_file_of_a_decision_goes_from_row_and_disk(decision: Decision, home: Path) -> None:
    path = make.attach(decision, f"Danh sách: {NAME}".encode())
    older = older_copy(home)
    assert withdrawals.hide_file(decision.id) is True
    assert db.session.get_one(Decision, decision.id).file_sha256 is None
    assert not path.exists()
    erasing.again_in_file(older, suppression.current())
    assert ask(older, "SELECT file_sha256 FROM recognition_decision") == [(None,)]
    assert ask(older, "SELECT count(*) FROM stored_file") == [(0,)]
    with pytest.raises(BadInput, match="không có tệp"):
        withdrawals.hide_file(decision.id)


def older_copy(home: Path) -> Path:
    db.session.commit()
    with db.engine.connect() as connection:
        erasing.checkpoint(connection)
    return Path(shutil.copy(home / "hub.sqlite", home / "older.sqlite"))


def ask(path: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as copy, copy:
        return copy.execute(statement).fetchall()
