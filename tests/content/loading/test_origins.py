"""Mails and saved pages of one title: other files are other items, corrected ones new revisions."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from content.database import db
from content.loading import loader, saved_from
from content.loading.order import FileReport
from content.publishing import desk_queries
from content.publishing.models import Item
from content.trail import TrailEntry

pytestmark = pytest.mark.usefixtures("session_app")


def mail(words: str, identity: str = "", title: str = "Bao cao thang") -> bytes:
    head = f"From: a@b.vn\nTo: c@d.vn\nSubject: {title}\nMIME-Version: 1.0\n"
    named = f"Message-ID:\n <{identity}>\n" if identity else ""
    return f"{head}{named}Content-Type: text/plain\n\n{words}\n".encode()


def page(words: str, address: str = "", title: str = "Bao cao thang") -> bytes:
    mark = f"<!-- saved from url=(0021){address} -->" if address else ""
    return f"<html>{mark}<body><h1>{title}</h1><p>{words} ở xã</p></body></html>".encode()


def load(folder: Path, files: dict[str, bytes]) -> dict[str, FileReport]:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return {Path(r.path).name: r for r in loader.load_paths([folder])}


def slugs(reports: dict[str, FileReport]) -> list[str | None]:
    return [report.slug for report in reports.values()]


def body(report: FileReport) -> str:
    item = db.session.get(Item, report.item_id, populate_existing=True)
    assert item is not None
    return item.body


THREE = {
    "t1.eml": mail("Xã A", "1@x"),
    "t2.eml": mail("Xã B", "2@x"),
    "t3.eml": mail("Xã C"),
    "z.html": page("Xã D"),
}


def test_other_files_of_the_same_title_are_other_items(tmp_path: Path):
    first = load(tmp_path / "a", THREE)
    assert [r.status for r in first.values()] == ["loaded"] * 4
    assert slugs(first) == [f"bao-cao-thang{tail}" for tail in ("", "-2", "-3", "-4")]
    assert [("Xã " + letter) in body(r) for letter, r in zip("ABCD", first.values(), strict=True)]
    again = load(tmp_path / "a", THREE)
    assert [r.status for r in again.values()] == ["unchanged"] * 4
    assert slugs(again) == slugs(first)
    assert all(len(desk_queries.revisions(i)) == 1 for i in db.session.scalars(sa.select(Item)))


def test_a_corrected_version_is_a_new_revision_of_its_own_item(tmp_path: Path):
    first = load(tmp_path / "a", THREE)
    better = {
        "t1.eml": mail("Xã A đã sửa", "1@x"),
        "ten-khac.eml": mail("Xã B đã sửa", "2@x", title="Bao cao thang da sua"),
        "t3.eml": mail("Xã C đã sửa"),
        "z.html": page("Xã D đã sửa"),
    }
    again = load(tmp_path / "b", better)
    assert [again[name].status for name in better] == ["changed"] * 4
    assert [again[name].item_id for name in better] == [r.item_id for r in first.values()]
    assert "Xã B đã sửa" in body(again["ten-khac.eml"])
    older = load(tmp_path / "a", THREE)
    assert [r.status for r in older.values()] == ["unchanged"] * 4
    assert db.session.query(Item).count() == 4


def test_a_page_is_known_by_the_address_it_was_saved_from(tmp_path: Path):
    one, two = "https://xa.vn/a.html", "https://xa.vn/b.html"
    first = load(tmp_path / "a", {"a.html": page("Một", one), "b.html": page("Hai", two)})
    assert slugs(first) == ["bao-cao-thang", "bao-cao-thang-2"]
    again = load(tmp_path / "b", {"a.html": page("Hai mới", two), "c.html": page("Một mới", one)})
    assert [r.status for r in again.values()] == ["changed"] * 2
    assert again["a.html"].item_id == first["b.html"].item_id
    assert again["c.html"].item_id == first["a.html"].item_id


def test_mails_never_replace_other_texts_nor_other_texts_mails(tmp_path: Path):
    words = "Bao cao thang\n\nChữ của một tệp TXT.".encode()
    first = load(tmp_path / "a", {"a.txt": words, "t1.eml": mail("Xã A", "1@x")})
    assert slugs(first) == ["bao-cao-thang", "bao-cao-thang-2"]
    front = b"---\nkind: news\ntitle: Thu cua xa\n---\nTrang.\n"
    load(tmp_path / "b", {"t.eml": mail("Xã A", "9@x", title="Thu cua xa")})
    (report,) = load(tmp_path / "c", {"b.md": front}).values()
    assert report.status == "refused" and "từ nguồn khác" in report.notes[0].text
    (report,) = load(
        tmp_path / "d", {"thu.txt": "Thu cua xa\n\nChữ khác của xã.".encode()}
    ).values()
    assert report.status == "refused" and "từ nguồn khác" in report.notes[0].text


def test_an_enclosed_file_is_told_apart_by_the_mail_around_it(tmp_path: Path):
    def around(words: str, identity: str) -> bytes:
        inner = page(words, title="Kèm theo").decode()
        head = f"From: a@b.vn\nTo: c@d.vn\nSubject: Thư {identity}\nMessage-ID: <{identity}>\n"
        return (
            f'{head}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="q"\n\n'
            "--q\nContent-Type: text/plain\n\nGửi xã\n\n--q\nContent-Type: text/html; "
            f'charset=utf-8\nContent-Disposition: attachment; filename="k.html"\n\n{inner}\n'
            "--q--\n"
        ).encode()

    files = {"a.eml": around("Một", "1@x"), "b.eml": around("Hai", "2@x")}
    reports = loader.load_paths([_written(tmp_path, files)])
    inner = [r for r in reports if r.path.endswith("k.html")]
    assert [r.slug for r in inner] == ["kem-theo", "kem-theo-2"]
    again = loader.load_paths([_written(tmp_path, files | {"a.eml": around("Ba", "1@x")})])
    changed = {Path(r.path).name: r.item_id for r in again if r.status == "changed"}
    assert changed["k.html"] == inner[0].item_id


def _written(folder: Path, files: dict[str, bytes]) -> Path:
    (folder / "thu").mkdir(exist_ok=True)
    for name, data in files.items():
        (folder / "thu" / name).write_bytes(data)
    return folder / "thu"


def test_the_trail_holds_no_names(tmp_path: Path):
    load(tmp_path / "a", {"Nguyen Van Thu.eml": mail("Xã A", "thu@xa.vn")})
    details = db.session.scalars(sa.select(TrailEntry.detail)).all()
    assert any("identity" in detail for detail in details)
    assert "thu" not in str(details).lower()


@pytest.mark.parametrize(
    ("kind", "data", "identity"),
    [
        ("eml", b"Message-Id: <a@b>\r\n\r\nMessage-ID: <c@d>", "mail <a@b>"),
        ("eml", b"Subject: a\n\nMessage-ID: <c@d>", ""),
        ("html", b"<!-- saved from url=(0014)about:internet -->", ""),
        ("html", b"<!--\n Page saved with SingleFile \n url: https://a.vn/x \n-->", "page https://a.vn/x"),
        ("mhtml", b"Snapshot-Content-Location: https://a.vn/y#z\n\n", "page https://a.vn/y"),
        ("mhtml", b"Content-Location: file:///C:/a.htm\n\n", ""),
        ("docx", b"Message-ID: <a@b>", ""),
    ],
)  # fmt: skip
def test_what_a_file_calls_itself(kind: str, data: bytes, identity: str):
    assert saved_from.origin_of("a", kind, data).identity == identity
