"""Scans on their way to text: a draft that waits, words that arrive, texts that stay."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from content import jobs
from content.documents import queries as documents
from content.loading import loader, recognised, waiting
from content.loading.order import FileReport, Order
from content.publishing import desk_queries, file_titles
from content.publishing.commands import writing
from content.publishing.models import Item
from content.publishing.snapshot import fields_of
from content.scans import queries as scanned_pages
from tests.turning.pages import printed
from tests.turning.paper import paper_of
from tests.turning.scans import scanned

pytestmark = pytest.mark.usefixtures("session_app")

LETTER = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ MẪU ĐÔNG Độc lập - Tự do - Hạnh phúc

Số: 12/KH-UBND Mẫu Đông, ngày 05 tháng 3 năm 2026

KẾ HOẠCH

Đẩy mạnh phong trào học tập suốt đời trên địa bàn xã Mẫu Đông năm 2026

Thực hiện Quyết định số 387/QĐ-TTg ngày 25/3/2022 của Thủ tướng Chính phủ, Ủy ban nhân dân xã
xây dựng kế hoạch như sau:

I. MỤC TIÊU

1. Mục tiêu chung: Mọi người dân trong xã cùng học, mỗi thôn có một tủ sách dùng chung và một
lớp học buổi tối mở cho mọi người.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Mẫu
"""


@pytest.fixture(scope="module")
def scan() -> bytes:
    """One page of paper, scanned clean."""
    return scanned(printed(paper_of(LETTER)), dpi=200, pages=1, clean=True)


@pytest.fixture
def no_programs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """A machine without recognition programs, until the fixture is undone."""
    with monkeypatch.context() as patched:
        patched.setenv("PATH", str(tmp_path))
        yield patched


def item_of(report: FileReport) -> Item:
    item = desk_queries.by_id(report.item_id or 0)
    assert item is not None
    return item


def loaded(name: str, data: bytes, *, draft: bool = False) -> tuple[FileReport, Order]:
    order = Order(draft)
    (report,) = loader.load_bytes(name, data, order=order)
    return report, order


def test_without_the_programs_a_scan_is_kept_as_a_file_and_its_job_waits(
    scan: bytes, no_programs: pytest.MonkeyPatch
) -> None:
    report, order = loaded("quyet-dinh.pdf", scan)
    item = item_of(report)
    assert (report.status, report.scanned, item.state) == ("loaded", (1,), "draft")
    assert [a.title for a in item.attachments] == [file_titles.ORIGINAL]
    (note,) = [n.text for n in report.notes if n.kind == "waiting"]
    assert "tesseract" in note
    assert recognised.follow([report], order) == [report]
    (again,) = loader.load_bytes("quyet-dinh.pdf", scan)
    assert (again.status, again.item_id) == ("unchanged", item.id)
    assert [j.state for j in jobs.newest(waiting.RECOGNISE)] == ["waiting"]

    no_programs.undo()
    again_order = Order()
    (again,) = loader.load_bytes("quyet-dinh.pdf", scan, order=again_order)
    (done,) = recognised.follow([again], again_order)
    assert (done.status, done.kind) == ("changed", "document")


def test_recognised_words_make_the_draft_the_document_that_it_is(scan: bytes) -> None:
    report, order = loaded("quyet-dinh.pdf", scan)
    (done,) = recognised.follow([report], order)
    item = item_of(done)
    assert (item.id, item.kind, item.state) == (report.item_id, "document", "draft")
    document = desk_queries.working(item).document
    assert document is not None
    assert (document.number, document.signer) == ("12/KH-UBND", "Nguyễn Văn Mẫu")
    assert [link.number for link in document.links] == ["387/QĐ-TTg"]
    assert "tủ sách dùng chung" in item.plain
    assert [a.title for a in item.attachments] == [file_titles.ORIGINAL, file_titles.LAYERED]
    assert [n.kind for n in done.notes][-1] == "read"
    (again,) = loader.load_bytes("quyet-dinh.pdf", scan)
    assert (again.status, again.item_id, again.notes) == ("unchanged", item.id, ())


def test_of_a_draft_nothing_is_published(scan: bytes) -> None:
    report, order = loaded("quyet-dinh.pdf", scan, draft=True)
    (done,) = recognised.follow([report], order)
    item = item_of(done)
    assert (item.kind, item.state, item.first_published_at) == ("document", "draft", None)
    assert documents.missing() == []


def test_a_text_that_came_as_text_stays_and_gets_the_scan_beside_it(scan: bytes) -> None:
    (text,) = loader.load_bytes("ke-hoach.txt", LETTER.encode())
    body = item_of(text).body
    report, order = loaded("ban-chup.pdf", scan)
    (done,) = recognised.follow([report], order)
    item = item_of(done)
    assert (item.id, item.body) == (text.item_id, body)
    titles = [a.title for a in item.attachments]
    assert titles == [file_titles.WORDS, file_titles.ORIGINAL, file_titles.LAYERED]
    assert desk_queries.by_id(report.item_id or 0) is None  # the draft that held the place
    (again,) = loader.load_bytes("ban-chup.pdf", scan)
    assert (again.status, again.item_id) == ("unchanged", item.id)


def test_a_scan_from_the_desk_waits_beside_a_published_text(scan: bytes) -> None:
    """Who may not publish adds no file to what readers see, whatever number stands on a scan."""
    (text,) = loader.load_bytes("ke-hoach.txt", LETTER.encode())
    report, order = loaded("ban-chup.pdf", scan, draft=True)
    recognised.follow([report], order)
    item = item_of(text)
    assert [a.title for a in item.attachments] == [file_titles.WORDS]
    titles = [a.title for a in desk_queries.working(item).attachments]
    assert titles == [file_titles.WORDS, file_titles.ORIGINAL, file_titles.LAYERED]


def test_a_draft_that_a_person_edited_is_left_alone(scan: bytes) -> None:
    report, order = loaded("quyet-dinh.pdf", scan)
    item = item_of(report)
    edit = replace(fields_of(item), body="Bản gõ tay của cán bộ xã.")
    writing.save(item.id, edit, seen_version=item.version)
    (done,) = recognised.follow([report], order)
    assert item_of(report).body == "Bản gõ tay của cán bộ xã."
    assert "đã được sửa" in done.notes[-1].text
    assert "tủ sách dùng chung" in item_of(report).attachments[0].file.text


def test_a_title_given_while_the_machine_reads_stays_and_the_text_comes(scan: bytes) -> None:
    report, order = loaded("scan_0001.pdf", scan)
    item = item_of(report)
    edit = replace(fields_of(item), title="Kế hoạch mở lớp", summary="Tóm tắt của cán bộ.")
    writing.save(item.id, edit, seen_version=item.version)
    (done,) = recognised.follow([report], order)
    item = item_of(done)
    assert (item.kind, item.title, item.summary) == (
        "document",
        "Kế hoạch mở lớp",
        "Tóm tắt của cán bộ.",
    )
    assert "tủ sách dùng chung" in item.plain
    assert [a.title for a in item.attachments] == [file_titles.ORIGINAL, file_titles.LAYERED]


def test_a_run_that_is_stopped_goes_on_where_it_stood(scan: bytes) -> None:
    two = scanned(printed(paper_of(LETTER + "\n" + "Điều khoản chung. " * 400)), pages=2, dpi=150)
    report, order = loaded("hai-trang.pdf", two)
    assert report.scanned == (1, 2)
    (job_id,) = order.asked
    stop = threading.Event()

    def worker(arguments: Any) -> str:
        return recognised.carry_out(arguments, stop, lambda done, _total: stop.set())

    jobs.carry_out({waiting.RECOGNISE: worker}, only=[job_id])
    job = jobs.by_id(job_id)
    assert job is not None and job.state == "waiting"
    kept = scanned_pages.pages_of(report.sha256 or "")
    assert 1 <= len(kept) <= 2
    (done,) = recognised.follow([report], order)
    assert done.kind == "document"
    assert set(kept) <= set(scanned_pages.pages_of(report.sha256 or ""))  # no page is read twice
