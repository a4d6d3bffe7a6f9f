"""Loading: pages, plans, folders and ZIPs; a fault is named and the rest goes on."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from docx import Document as Docx

from content import places
from content.database import db
from content.documents import queries as documents
from content.documents.fields import DocumentFields
from content.loading import completing, loader
from content.loading.order import FileReport
from content.publishing import queries
from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields, fields_of

pytestmark = pytest.mark.usefixtures("session_app")

PAGE = """---
kind: news
title: Lễ phát động ở thôn Mẫu
slug: le-phat-dong
topics: [Khuyến học]
---

## Việc đã làm

Cả thôn cùng đọc sách.
"""
PLAN = """
ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ MẪU ĐÔNG Độc lập - Tự do - Hạnh phúc

Số: 12/KH-UBND Mẫu Đông, ngày 05 tháng 3 năm 2026

KẾ HOẠCH

Đẩy mạnh phong trào học tập suốt đời trên địa bàn xã Mẫu Đông năm 2026

Thực hiện Quyết định số 387/QĐ-TTg ngày 25/3/2022 của Thủ tướng Chính phủ, Ủy ban nhân dân xã
xây dựng kế hoạch như sau:

I. MỤC TIÊU

1. Mục tiêu chung: Mọi người dân trong xã cùng học.

2. Mục tiêu cụ thể

- Mỗi thôn có một tủ sách dùng chung.

Nơi nhận:
- Các thôn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder to load from; the hub's own files lie elsewhere."""
    (tmp_path / "nguon").mkdir()
    return tmp_path / "nguon"


@pytest.fixture
def commune() -> places.Place:
    return places.record("xã Mẫu Đông", "commune")


def _write(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def _zip(files: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _statuses(reports: list[FileReport]) -> dict[str, str]:
    return {Path(r.path).name: r.status for r in reports}


def test_a_page_is_published_and_a_second_time_changes_nothing(folder: Path) -> None:
    _write(folder, {"a.md": PAGE})
    (first,) = loader.load_paths([folder])
    (second,) = loader.load_paths([folder])

    assert (first.status, first.kind, first.slug) == ("loaded", "news", "le-phat-dong")
    assert second.status == "unchanged"
    item = queries.at("news", "le-phat-dong")
    assert item is not None
    assert [h["text"] for h in item.headings] == ["Việc đã làm"]
    assert [t.name for t in item.topics] == ["Khuyến học"]
    assert any("Khuyến học" in note.text for note in first.notes)


def test_a_changed_file_becomes_a_revision_of_the_same_item(folder: Path) -> None:
    _write(folder, {"a.md": PAGE})
    loader.load_paths([folder])
    _write(folder, {"a.md": PAGE.replace("Cả thôn", "Cả xã")})
    (report,) = loader.load_paths([folder])

    assert report.status == "changed"
    item = queries.at("news", "le-phat-dong")
    assert item is not None and "Cả xã" in item.plain
    assert len(queries.versions(item)) == 2


def test_a_draft_is_not_visible(folder: Path) -> None:
    _write(folder, {"a.md": PAGE})
    (report,) = loader.load_paths([folder], draft=True)
    assert report.status == "loaded"
    assert queries.at("news", "le-phat-dong") is None


def test_a_plan_becomes_a_document_with_place_and_graph(
    folder: Path, commune: places.Place
) -> None:
    _write(folder, {"ke-hoach.txt": PLAN})
    (report,) = loader.load_paths([folder])

    assert (report.status, report.kind) == ("loaded", "document")
    item = queries.at("document", report.slug or "")
    assert item is not None and item.document is not None
    assert item.document.number == "12/KH-UBND"
    assert item.document.issuer == "UBND xã Mẫu Đông"
    assert item.place_id == commune.id
    assert [a.title for a in item.attachments] == ["Bản chữ"]
    (link,) = documents.links_out(item.document)
    assert (link.other.number, link.relation, link.other.held) == (
        "387/QĐ-TTg",
        "implements",
        False,
    )
    assert [d.number for d, _ in documents.missing()] == ["387/QĐ-TTg"]


def test_the_same_plan_as_docx_is_the_same_document(folder: Path, commune: places.Place) -> None:
    docx = Docx()
    for line in PLAN.strip().splitlines():
        if line.strip():
            docx.add_paragraph(line)
    buffer = io.BytesIO()
    docx.save(buffer)
    _write(folder, {"a.txt": PLAN})
    loader.load_paths([folder])
    (report,) = loader.load_bytes("ke-hoach.docx", buffer.getvalue())

    assert report.status == "changed"
    assert db.session.query(Item).filter_by(kind="document").count() == 1


def test_text_that_is_no_document_waits_as_a_draft(folder: Path) -> None:
    _write(folder, {"chuyen.txt": "Chuyện ở thôn Mẫu\n\nBà con góp sách cho trẻ em đọc."})
    (report,) = loader.load_paths([folder])
    assert (report.status, report.kind) == ("loaded", "news")
    assert queries.listing(None).total == 0
    assert any("Nháp" in note.text for note in report.notes)


def test_faults_are_named_and_the_rest_goes_on(folder: Path) -> None:
    _write(
        folder,
        {
            "a-tot.md": PAGE,
            "b-khoa-la.md": PAGE.replace("slug:", "tac_gia:"),
            "c-hong.docx": b"PK\x03\x04 khong phai docx",
            "d-trong.txt": b"",
            "e-gia.pdf": b"MZ\x90\x00 chuong trinh",
            "f-dia-ban.md": PAGE.replace("slug: le-phat-dong", "slug: khac\nplace: xã Không Có"),
            "g-ngoac.md": PAGE.replace("slug: le-phat-dong", "slug: ngoac") + "[" * 20_000,
            "h-trung.md": PAGE.replace("Cả thôn", "Bài khác cùng địa chỉ"),
            "i-tep.md": PAGE.replace("slug: le-phat-dong", "slug: tep\nattachments: [khong.pdf]"),
            "k-loai.exe": b"MZ",
            "l-tot.md": PAGE.replace("le-phat-dong", "bai-hai").replace("Lễ phát động", "Bài hai"),
        },
    )
    reports = loader.load_paths([folder, folder / "khong-co.md"])
    statuses = _statuses(reports)

    assert statuses["a-tot.md"] == statuses["l-tot.md"] == "loaded"
    bad = {name for name, status in statuses.items() if status == "refused"}
    assert {
        "b-khoa-la.md",
        "c-hong.docx",
        "d-trong.txt",
        "e-gia.pdf",
        "f-dia-ban.md",
        "i-tep.md",
        "k-loai.exe",
        "khong-co.md",
    } <= bad
    assert "h-trung.md" in bad
    for report in reports:
        if report.status == "refused":
            assert len(report.notes) == 1 and report.notes[0].text.endswith(".")
    assert queries.at("news", "le-phat-dong") is not None
    assert "tac_gia" in next(r.notes[0].text for r in reports if r.path.endswith("b-khoa-la.md"))


def test_attachments_beside_a_page_belong_to_it(folder: Path) -> None:
    page = PAGE.replace("topics:", "attachments:\n  - {file: tep/mau.txt, title: Mẫu}\ntopics:")
    _write(folder, {"bai/a.md": page, "bai/tep/mau.txt": "Nội dung tệp mẫu."})
    (report,) = loader.load_paths([folder])
    assert report.status == "loaded"
    item = queries.at("news", "le-phat-dong")
    assert item is not None
    assert [(a.title, a.file.media_type) for a in item.attachments] == [("Mẫu", "text/plain")]


def test_an_attachment_outside_the_folder_is_not_taken(folder: Path) -> None:
    (folder / "mat.txt").write_text("mật khẩu")
    page = PAGE.replace("topics:", "attachments: [../mat.txt]\ntopics:")
    _write(folder / "bai", {"a.md": page})
    (report,) = loader.load_paths([folder / "bai"])
    assert report.status == "refused"


def test_a_zip_loads_its_entries_and_names_the_bad_ones(commune: places.Place) -> None:
    data = _zip({"tin/a.md": PAGE, "ke-hoach.txt": PLAN, "../ngoai.md": PAGE, "rong.txt": b""})
    reports = loader.load_bytes("goi.zip", data)
    statuses = _statuses(reports)
    assert statuses["a.md"] == statuses["ke-hoach.txt"] == "loaded"
    assert statuses["ngoai.md"] == statuses["rong.txt"] == "refused"
    assert queries.listing(None).total == 2


def test_places_and_topics_come_first(folder: Path) -> None:
    _write(
        folder,
        {
            "a.md": PAGE.replace("topics:", "place: xã Mới\ntopics:"),
            "places.toml": (
                '[[place]]\nname = "xã Cũ"\nlevel = "commune"\n'
                'into = [{name = "xã Mới", on = 2025-07-01}]\n'
                '[[place]]\nname = "xã Mới"\nlevel = "commune"\nvalid_from = 2025-07-01\n'
            ),
            "topics.toml": '[[topic]]\nslug = "khuyen-hoc"\nname = "Khuyến học"\n',
        },
    )
    assert set(_statuses(loader.load_paths([folder])).values()) == {"loaded"}
    assert set(_statuses(loader.load_paths([folder])).values()) == {"unchanged"}
    (old,) = places.find("xã Cũ")
    assert [s.new.name for s in places.became(old)] == ["xã Mới"]


def test_a_dump_publishes_no_page_that_only_was_attached(folder: Path) -> None:
    attached = _zip({"p.md": PAGE.replace("le-phat-dong", "len-lut")})
    page = PAGE.replace("topics:", "attachments: [../tep/0123456789abcdef/goi.zip]\ntopics:")
    _write(folder, {"tin-tuc/a.md": page, "tep/0123456789abcdef/goi.zip": attached})
    assert _statuses(loader.load_paths([folder])) == {"a.md": "loaded"}
    assert queries.at("news", "len-lut") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sau.md", f"---\nkind: news\ntitle: {'[' * 20_000}\n---\n"),
        ("topics.toml", f"x = {'[' * 20_000}"),
    ],
)
def test_a_file_nested_too_deep_is_refused_alone(folder: Path, name: str, text: str) -> None:
    _write(folder, {name: text, "tot.md": PAGE})
    assert _statuses(loader.load_paths([folder])) == {name: "refused", "tot.md": "loaded"}


ENTRY = """---
kind: document
title: Kế hoạch đẩy mạnh phong trào học tập suốt đời năm 2026 của xã Mẫu Đông
number: 12/KH-UBND
document_kind: Kế hoạch
issuer: UBND xã Mẫu Đông
issued: 2026-03-05
effective: 2026-03-10
summary: Ai làm gì, đến khi nào.
topics: [Chỉ tiêu]
sources: [Trang thông tin của xã Mẫu Đông]
checked: 2026-11-01
replaces: ["9/KH-UBND, 2/2/2025, UBND xã Mẫu Đông"]
---
Bài giới thiệu, chưa phải toàn văn.
"""


def test_the_text_of_a_described_document_keeps_what_it_does_not_say(
    folder: Path, commune: places.Place
) -> None:
    loader.load_paths([_write(folder, {"gioi-thieu.md": ENTRY})])
    entry = db.session.scalar(sa.select(Item))
    assert entry is not None
    (report,) = loader.load_bytes("ke-hoach.txt", PLAN.encode())

    assert (report.status, report.item_id) == ("changed", entry.id)
    item = queries.at("document", entry.slug)
    assert item is not None and item.document is not None
    account, mark, text = item.body.partition("\n\n## Toàn văn\n\n")
    assert (account, mark != "") == ("Bài giới thiệu, chưa phải toàn văn.", True)
    assert "xây dựng kế hoạch như sau" in text
    assert item.title.startswith("Đẩy mạnh phong trào")
    assert (item.summary, item.checked) == ("Ai làm gì, đến khi nào.", dt.date(2026, 11, 1))
    assert item.sources == [{"title": "Trang thông tin của xã Mẫu Đông"}]
    assert item.document.effective == dt.date(2026, 3, 10)
    again = PLAN.replace("một tủ sách", "hai tủ sách")
    loader.load_bytes("ke-hoach.txt", again.encode())
    body = db.session.get_one(Item, item.id, populate_existing=True).body
    assert (body.count("## Toàn văn"), body.count("Bài giới thiệu")) == (1, 1)
    assert "hai tủ sách" in body
    cited = {(link.relation, link.other.number) for link in documents.links_out(item.document)}
    assert {("replaces", "9/KH-UBND"), ("implements", "387/QĐ-TTg")} <= cited


def test_a_bad_scan_does_not_push_out_the_title_that_a_person_wrote() -> None:
    known = ItemFields(kind="document", title="Kế hoạch năm 2026", document=DocumentFields())
    scanned = DocumentFields(title="Ké hoach nam 2026", poorly_recognised=True)
    new = ItemFields(kind="document", title="Ké hoach nam 2026", document=scanned)
    kept = completing.completed(new, known)
    assert kept.title == "Kế hoạch năm 2026"
    assert kept.document is not None and kept.document.title == "Kế hoạch năm 2026"
    assert completing.completed(known, new).title == "Kế hoạch năm 2026"


def test_a_text_that_arrives_publishes_nothing_that_nobody_approved(folder: Path) -> None:
    loader.load_paths([_write(folder, {"gioi-thieu.md": ENTRY})])
    item = db.session.scalar(sa.select(Item))
    assert item is not None
    waiting = replace(fields_of(item), body="DAUMOC chưa duyệt.")
    writing.save(item.id, waiting, seen_version=item.version)
    (report,) = loader.load_bytes("ke-hoach.txt", PLAN.encode())
    shown = queries.at("document", item.slug)
    assert report.status == "changed"
    assert shown is not None and "DAUMOC" not in shown.plain

    workflow.withdraw(shown.id, "Đã gỡ.")
    again = PLAN.replace("một tủ sách", "hai tủ sách")
    (report,) = loader.load_bytes("ke-hoach.txt", again.encode())
    assert queries.at("document", item.slug) is None
    assert "chờ người soát" in " ".join(map(str, report.notes))


def test_times_and_files_that_a_person_gave_stay_when_the_text_arrives(folder: Path) -> None:
    later = ENTRY.replace(
        "\n---\nBài", "\npublish_at: 2099-01-01 08:00\nattachments: [pl.txt]\n---\nBài"
    )
    loader.load_paths([_write(folder, {"gioi-thieu.md": later, "pl.txt": "Phụ lục."})])
    loader.load_bytes("ke-hoach.txt", PLAN.encode())
    item = db.session.scalar(sa.select(Item))
    assert item is not None and item.publish_at is not None
    assert item.publish_at.year == 2099
    assert [a.file_name for a in item.attachments] == ["ke-hoach.txt", "pl.txt"]
    assert item.body.startswith("Bài giới thiệu")


@pytest.mark.parametrize(
    "line",
    [
        "publish_at: 0001-01-01T00:00+14:00",
        "first_published_at: 9999-12-31T23:59-12:00",
        "starts: 2027-04-21 19:30+07:00",
        "starts: 2027-04-21 19:30:15",
    ],
)
def test_a_moment_that_no_calendar_has_is_one_refused_file(folder: Path, line: str) -> None:
    page = f"---\nkind: notice\ntitle: Họp\n{line}\n---\nHọp.\n"
    reports = loader.load_paths([_write(folder, {"a.md": page, "b.md": PAGE})])
    assert [report.status for report in reports] == ["refused", "loaded"]
    assert len(reports[0].notes) == 1
