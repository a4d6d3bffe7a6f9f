"""Two loads at once: one is first, the other meets what it made; nobody gets a traceback."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from content import files
from content.database import db
from content.errors import BadInput
from content.files import StoredFile
from content.letters.result import Wish
from content.loading import loader, reports
from content.loading.models import LoadEntry
from content.publishing.commands import arrival
from content.publishing.models import Item

AT_ONCE = 3


@pytest.fixture
def app(session_app: Flask) -> Flask:
    return session_app


def _at_once(app: Flask, work: object) -> list[object]:
    """What some work gave, done in threads that begin together; what it raised, as it is."""
    barrier, given = threading.Barrier(AT_ONCE), list[object]()

    def run() -> None:
        with app.app_context():
            barrier.wait()
            try:
                given.append(work())  # type: ignore[operator]
            except Exception as error:
                given.append(error)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_the_same_bytes_taken_in_at_once_are_one_row(app: Flask, monkeypatch):
    """All look before any of them writes."""
    looked, real = threading.Barrier(AT_ONCE), files.by_sha256
    seen = threading.local()

    def look(sha256: str) -> StoredFile | None:
        found = real(sha256)
        if not getattr(seen, "once", False):
            seen.once = True
            looked.wait()
        return found

    def keep() -> int:
        row = files.add(b"noi dung", "text/plain")
        db.session.commit()
        return row.id

    monkeypatch.setattr(files, "by_sha256", look)
    given = _at_once(app, keep)
    monkeypatch.undo()
    assert given == [given[0]] * AT_ONCE and isinstance(given[0], int)
    assert db.session.query(StoredFile).count() == 1


def test_a_file_kept_in_a_transaction_goes_with_it(app: Flask):
    files.add(b"noi dung", "text/plain")
    db.session.rollback()
    assert db.session.query(StoredFile).count() == 0


def test_the_same_files_loaded_at_once_are_loaded_once(app: Flask, tmp_path: Path):
    folder = tmp_path / "nguon"
    folder.mkdir()
    for name in range(4):
        (folder / f"{name}.txt").write_text(f"Chuyện {name} ở thôn\n\nBà con đọc sách.")
        (folder / f"{name}.eml").write_text(
            f"From: a@b.vn\nTo: c@d.vn\nSubject: Thu\nMessage-ID: <{name}@x>\n\nThu {name}\n"
        )
    given = _at_once(app, lambda: [r.status for r in loader.load_paths([folder], draft=True)])
    assert all(isinstance(each, list) for each in given), given
    statuses = [status for each in given for status in each]  # type: ignore[attr-defined]
    assert statuses.count("loaded") == 8 and statuses.count("unchanged") == 8 * (AT_ONCE - 1)
    assert db.session.query(Item).count() == 8


def test_a_file_that_is_always_in_the_way_is_refused_and_the_rest_goes_on(
    session_app: Flask, tmp_path: Path, monkeypatch
):
    real, tries = arrival.load, []

    def load(arrived: arrival.Arrival, **given: object):
        if "Một" in arrived.fields.title:
            tries.append(1)
            raise sa.orm.exc.StaleDataError("item")
        return real(arrived, **given)  # type: ignore[arg-type]

    monkeypatch.setattr(arrival, "load", load)
    for name in ("Một", "Tốt"):
        (tmp_path / f"{name}.txt").write_text(f"Chuyện {name}\n\nBà con đọc sách.")
    told = loader.load_paths(sorted(tmp_path.glob("*.txt")))
    assert [report.status for report in told] == ["refused", "loaded"]
    assert len(tries) == 3 and "hãy nạp lại tệp này" in told[0].notes[0].text


OLD = "ñy ban nh©n d©n x· MÉu. KÕ ho¹ch häc tËp".encode("latin-1")


def test_of_answers_at_once_each_is_taken_or_told(app: Flask):
    with reports.recording("desk", draft=True) as load:
        report = loader.load_bytes("u.txt", OLD + b"\n\n" + OLD, draft=True)[0]
        reports.add(load, report)
    entry_id = db.session.scalars(sa.select(LoadEntry.id)).one()
    wait, real = threading.Barrier(AT_ONCE), loader.reader.read_file

    def read(*given: object):
        wait.wait()  # all have seen the item as it was
        return real(*given)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loader.reader, "read_file", read)
        given = _at_once(app, lambda: loader.load_again(entry_id, Wish("tcvn3")).status)
    told = [each for each in given if isinstance(each, BadInput)]
    # One that comes after another was carried out changes the text again, as it would a day later.
    assert given.count("changed") == AT_ONCE - len(told) >= 1, given
    assert all("vừa trả lời câu hỏi này" in each.message for each in told)
