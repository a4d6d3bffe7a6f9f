"""Several pages at a time, stopping, going on after a kill, and pages that bite."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import struct
import subprocess
import sys
import textwrap
import threading
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from content import files
from content.database import db
from content.errors import BadInput
from content.scans import commands, engine, one_page, queries
from content.scans.page_text import PageText
from tests.content.scans.conftest import slip_of_paper

WORDS = ["Một lớp học", "Hai tủ sách", "Ba ngôi trường", "Bốn xóm nhỏ", "Năm gia đình"]
Slip = Callable[..., Path]


def test_pages_are_read_side_by_side(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    meeting = threading.Barrier(2, timeout=30)

    def read(_path: Path, number: int, *_rest: object) -> PageText:
        meeting.wait()  # breaks when two pages are never open at the same time
        return PageText(number, "chữ", 90.0, "thử")

    monkeypatch.setattr(one_page, "read", read)
    monkeypatch.setattr(engine, "at_once", lambda: 2)
    kept: list[int] = []
    engine.recognise(tmp_path, [1, 2, 3, 4], keep=lambda page: kept.append(page.number))
    assert sorted(kept) == [1, 2, 3, 4]


def test_progress_counts_what_was_known_and_keep_runs_where_it_was_called(slip: Slip) -> None:
    seen: list[tuple[int, int]] = []
    where: set[threading.Thread] = set()
    kept: dict[int, str] = {}

    def keep(page: PageText) -> None:
        where.add(threading.current_thread())
        kept[page.number] = page.text

    known = {2: PageText(2, WORDS[1], 90.0, "thử")}
    ask = engine.recognise
    ask(slip(WORDS[:3]), None, keep=keep, known=known, progress=lambda a, b: seen.append((a, b)))
    assert kept == {1: WORDS[0], 3: WORDS[2]}
    assert seen == [(2, 3), (3, 3)]
    assert where == {threading.current_thread()}


def test_a_stop_ends_the_running_pages_and_keeps_the_ready_ones(
    slip: Slip, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "at_once", lambda: 1)
    stop, kept = threading.Event(), []

    def keep(page: PageText) -> None:
        kept.append(page.number)
        stop.set()

    engine.recognise(slip(WORDS), None, keep=keep, stop=stop)
    assert kept == [1]


def test_when_keeping_fails_nothing_goes_on_behind_the_back(slip: Slip) -> None:
    def keep(_page: PageText) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        engine.recognise(slip(WORDS), None, keep=keep)
    assert not [t for t in threading.enumerate() if t.name.startswith("hub-scan")]


WORKER = """
import sys
from pathlib import Path
from flask import Flask
from content import files
from content.database import db
from content.scans import commands, engine

home, path, sha256 = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
app = Flask("worker", root_path=str(home), instance_path=str(home))
app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{home / 'hub.sqlite'}"
db.init_app(app)
engine.at_once = lambda: 2
kept = []

def keep(page):
    commands.keep(sha256, page)
    kept.append(page)
    print(page.number, flush=True)
    if len(kept) == 2:
        sys.stdin.read()  # here it is killed

with app.app_context():
    engine.recognise(path, None, keep=keep)
"""


def test_after_a_kill_only_the_missing_pages_are_read_and_nothing_runs_on(
    session_app: Flask, tmp_path: Path, slip: Slip
) -> None:
    path = slip(WORDS)
    sha256 = files.add(path.read_bytes(), "image/tiff").sha256
    db.session.commit()
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(WORKER), str(tmp_path), str(path), sha256],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"TMPDIR": str(tmp_path)},
    ) as worker:
        assert worker.stdout is not None
        kept = sorted(int(worker.stdout.readline()) for _ in range(2))
        os.kill(worker.pid, signal.SIGKILL)
    assert _eventually_none_of(tmp_path)

    db.session.expire_all()
    missing = queries.missing_pages(sha256, [1, 2, 3, 4, 5])
    assert sorted([*kept, *missing]) == [1, 2, 3, 4, 5]
    again: list[int] = []

    def keep(page: PageText) -> None:
        again.append(page.number)
        commands.keep(sha256, page)

    engine.recognise(path, missing, keep=keep)
    assert sorted(again) == missing
    assert [page.text for page in queries.pages_of(sha256)] == WORDS


def _eventually_none_of(folder: Path) -> bool:
    """Do all processes that were started on files in a folder end within ten seconds?"""
    for _ in range(100):
        running = []
        for about in Path("/proc").glob("[0-9]*/cmdline"):
            with contextlib.suppress(OSError):
                running.append(about.read_bytes())
        if not any(os.fsencode(folder) in command for command in running):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize(
    ("side", "filter_", "reason"),
    [
        (20_000, "/FlateDecode", "ảnh lớn hơn 60 triệu điểm ảnh; hãy quét lại ở 300 dpi"),
        (2_000, "/DCTDecode", "ảnh của trang bị hỏng hoặc quá lớn; hãy quét lại ở 300 dpi"),
    ],
)
def test_a_page_that_bites_hurts_itself_only_and_is_not_taken_for_blank(
    tmp_path: Path, slip: Slip, side: int, filter_: str, reason: str
) -> None:
    writer = PdfWriter()
    writer.add_page(_biting(writer, side, filter_))
    good = io.BytesIO()
    slip_of_paper(WORDS[0]).save(good, "PDF", resolution=150)
    writer.append(PdfReader(good))
    writer.write(tmp_path / "biting")
    kept: dict[int, PageText] = {}
    engine.recognise(tmp_path / "biting", None, keep=lambda page: kept.update({page.number: page}))
    assert (kept[1].text, kept[1].confidence, kept[1].reason) == ("", 0.0, reason)
    assert kept[2].text == WORDS[0]


def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    page = _only_page(tmp_path, _huge_png())
    assert page.reason == "ảnh lớn hơn 60 triệu điểm ảnh; hãy quét lại ở 300 dpi"


@pytest.mark.parametrize("keep", [9, 60])
def test_a_cut_picture_is_kept_with_a_reason(tmp_path: Path, slip: Slip, keep: int) -> None:
    page = _only_page(tmp_path, slip(WORDS[:1]).read_bytes()[:keep])
    assert (page.confidence, page.text) == (0.0, "")
    assert page.reason


def test_a_process_that_works_on_and_on_is_ended(
    monkeypatch: pytest.MonkeyPatch, slip: Slip
) -> None:
    monkeypatch.setattr(one_page, "_DRAW_SECONDS", 1)
    endless = [sys.executable, "-c", "while True: pass"]
    really = one_page._run

    def run(_command: list[str], task: one_page._Task, seconds: int) -> None:
        really(endless, task, seconds)

    monkeypatch.setattr(one_page, "_run", run)
    kept: list[PageText] = []
    engine.recognise(slip(WORDS[:1]), [1], keep=kept.append)
    assert kept[0].reason == "không nhận dạng được trong thời gian cho phép"


def test_a_file_that_is_no_scan_at_all_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(b"nothing of the kind" * 10)
    with pytest.raises(BadInput, match="không mở được tệp để nhận dạng chữ"):
        engine.recognise(tmp_path / "noise", None, keep=lambda _page: None)


def test_without_the_program_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert engine.available() == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in engine.available()
    with pytest.raises(BadInput, match="chưa có chương trình nhận dạng chữ tesseract"):
        engine.recognise(tmp_path / "any", [1], keep=lambda _page: None)


def test_without_vietnamese_one_sentence_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    english = tmp_path / "tesseract"
    english.write_text("#!/bin/sh\necho 'List of available languages (1):'; echo eng\n")
    english.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert engine.available().endswith("apt-get install tesseract-ocr-vie.")


def _only_page(folder: Path, data: bytes) -> PageText:
    (folder / "picture").write_bytes(data)
    kept: list[PageText] = []
    engine.recognise(folder / "picture", [1], keep=kept.append)
    return kept[0]


def _biting(writer: PdfWriter, side: int, filter_: str) -> PageObject:
    """A page with a picture that is gigantic, or nothing of what it says it is."""
    image = DecodedStreamObject()
    image.set_data(zlib.compress(b"\x55" * 1_000_000))
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(side),
            NameObject("/Height"): NumberObject(side),
            NameObject("/ColorSpace"): NameObject("/DeviceRGB"),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject(filter_),
        }
    )
    drawn = DecodedStreamObject()
    drawn.set_data(b"q 595 0 0 842 0 0 cm /Giant Do Q")
    page = PdfWriter().add_blank_page(595, 842)
    images = DictionaryObject({NameObject("/Giant"): writer._add_object(image)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): images})
    page[NameObject("/Contents")] = writer._add_object(drawn)
    return page


def _huge_png() -> bytes:
    """A PNG of 900 million points in a few hundred bytes; its points are never looked at."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    form = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    points = zlib.compress(b"\0" * 1000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", form) + chunk(b"IDAT", points) + chunk(b"IEND", b"")
    )
