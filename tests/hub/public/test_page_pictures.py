"""Pictures of pages: made for what readers see, kept away from drafts, safe from broken files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from fpdf import FPDF
from PIL import Image

from content import changes, files, starter
from content.database import db
from content.publishing import lengths, page_rendering, picture_queries
from content.publishing.commands import page_pictures, workflow
from content.publishing.models import Item
from tests.factories import make_attachment, make_item

pytestmark = pytest.mark.usefixtures("app")


def pdf(pages: int) -> bytes:
    document = FPDF(format="A4")
    document.set_font("helvetica", size=40)
    for number in range(1, pages + 1):
        document.add_page()
        document.cell(text=f"Trang {number}")
    return bytes(document.output())


def with_pdf(pages: int = 2, *, published: bool = True) -> Item:
    kept = make_attachment("a.pdf", pdf(pages))
    return make_item("training", published=published, attachments=(kept,))


def test_the_first_pages_become_small_pictures() -> None:
    item = with_pdf(8)
    assert page_pictures.catch_up() == 1
    found = picture_queries.of_files([item.attachments[0].file_id])[item.attachments[0].file_id]
    assert [picture.number for picture in found] == list(range(1, page_rendering.MOST_PAGES + 1))
    data = files.read(found[0].picture.sha256)
    with Image.open(io.BytesIO(data)) as picture:
        assert (picture.format, picture.size) == ("WEBP", (found[0].width, found[0].height))
        assert picture.convert("L").getextrema()[0] < 100, "the page is blank"
    assert len(data) < 30_000
    assert page_pictures.catch_up() == 0


def test_pages_of_a_draft_are_not_drawn_until_it_is_published() -> None:
    item = with_pdf(published=False)
    assert page_pictures.catch_up() == 0
    workflow.publish(item.id, seen_version=item.version)
    assert page_pictures.catch_up() == 1
    assert len(list(picture_queries.every())) == 2
    workflow.withdraw(item.id, "Sai tệp.")
    assert list(picture_queries.every()) == []
    assert picture_queries.at(item.attachments[0].file.sha256[:16], 1) is None


def test_a_broken_file_is_tried_once() -> None:
    make_item("training", attachments=(make_attachment("a.pdf", pdf(1)),))
    row = db.session.query(files.StoredFile).one()
    files.path_of(row.sha256).write_bytes(b"%PDF-1.7 broken")
    assert page_pictures.catch_up() == 1
    assert page_pictures.catch_up() == 0
    assert list(picture_queries.every()) == []


def test_the_copy_learns_of_new_pictures() -> None:
    item = with_pdf()
    before = changes.newest()
    page_pictures.catch_up()
    assert ("item", item.id) in {(n.kind, n.subject_id) for n in changes.since(before)}


def test_a_page_that_would_take_all_memory_ends_the_child_only(tmp_path: Path) -> None:
    document = FPDF(unit="pt", format=(14_000, 14_000))
    document.add_page()
    source = tmp_path / "wide.pdf"
    source.write_bytes(bytes(document.output()))
    assert all(len(data) < 100_000 for data in page_rendering.render(source))


# ---- how long a file is -------------------------------------------------------------------------


def test_lengths() -> None:
    frame = bytes([0xFF, 0xFB, 0x90, 0x00]) + bytes(413)  # 128 kbit/s, 44.1 kHz: 26 ms
    assert lengths.seconds(".mp3", frame * 400) == 10
    assert lengths.seconds(".mp3", b"no sound at all") is None
    assert lengths.seconds(".pdf", frame) is None
    assert lengths.pages(".pdf", pdf(3)) == 3
    assert lengths.pages(".pdf", b"%PDF-1.7 broken") is None
    assert lengths.pages(".pptx", archive("ppt/slides/slide1.xml", "ppt/slides/slide2.xml")) == 2
    assert lengths.pages(".xlsx", archive("xl/worksheets/sheet1.xml")) == 1
    assert lengths.pages(".pptx", b"PK broken") is None


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return out.getvalue()


def test_readers_open_the_pictures_below_the_file(app: Flask) -> None:
    item = with_pdf()
    page_pictures.catch_up()
    page = app.test_client().get(item.path).get_data(as_text=True)
    address = f"/tep/{item.attachments[0].file.sha256[:16]}/trang/1.webp"
    assert f'src="{address}"' in page
    answer = app.test_client().get(address, buffered=True)
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")
    for wrong in ("trang/3.webp", "trang/99999999999999999999.webp"):
        assert app.test_client().get(address.replace("trang/1.webp", wrong)).status_code == 404


def test_slides_become_pictures_too() -> None:
    slides = Path(starter.__path__[0]) / "items/tai-lieu/tep/slide-tap-huan-mot-buoi.pptx"
    kept = make_attachment("slide.pptx", slides.read_bytes())
    item = make_item("training", attachments=(kept,))
    assert item.attachments[0].file.pages == 18
    assert page_pictures.catch_up() == 1
    (found,) = picture_queries.of_files([item.attachments[0].file_id]).values()
    assert len(found) == page_rendering.MOST_PAGES
    assert found[0].width > found[0].height


def test_slides_wait_for_a_machine_that_can_draw_them(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = make_attachment("slide.pptx", archive("ppt/slides/slide1.xml", "[Content_Types].xml"))
    item = make_item("training", attachments=(kept,))
    monkeypatch.setenv("PATH", "/nonexistent")
    assert page_pictures.catch_up() == 0
    assert not item.attachments[0].file.pictured
