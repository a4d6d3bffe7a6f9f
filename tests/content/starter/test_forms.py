"""Forms: the same words in Word and PDF, real letters, tables that print well, steady bytes."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from pypdf import PdfReader

from content.errors import BadInput
from content.starter.making import blocks, habits, pages, paper, word
from tests.content.starter.printed import (
    REGISTER,
    WIDE,
    broken_relations,
    page,
    pdf_text,
    plain,
)

BOTH = pytest.mark.parametrize("source", [REGISTER, WIDE], ids=["register", "wide"])


def docx_text(data: bytes) -> str:
    document = docx.Document(BytesIO(data))
    return "\n".join(node.text or "" for node in document.element.body.iter(qn("w:t")))


@BOTH
def test_word_and_pdf_say_what_the_markdown_says(source: str) -> None:
    given = page(source)
    fit, printed = paper.form(given)
    written = word.form(given, fit)
    expected = [plain(text) for text in blocks.texts(blocks.read(source))]
    for made in (plain(pdf_text(printed)), plain(docx_text(written))):
        at = 0
        for text in expected:
            at = made.index(text, at) + len(text)


@BOTH
def test_the_same_page_gives_the_same_bytes(source: str) -> None:
    given = page(source)
    assert paper.form(given) == paper.form(given)
    assert word.form(given, "snug") == word.form(given, "snug")


def test_the_pdf_has_title_language_tags_and_its_own_letters() -> None:
    read = PdfReader(BytesIO(paper.form(page(REGISTER))[1]))
    root = read.trailer["/Root"]
    assert read.metadata is not None
    assert read.metadata.title == "Mẫu thử “đủ dấu”"
    assert root["/Lang"] == "vi-VN"
    assert root["/MarkInfo"]["/Marked"]
    width, height = (round(float(side)) for side in read.pages[0].mediabox[2:])
    assert (width, height) == (595, 842)
    fonts = read.pages[0]["/Resources"]["/Font"].values()
    names = [font.get_object()["/BaseFont"] for font in fonts]
    assert names
    assert all("Noto" in name and "+" in name for name in names)


def test_a_wide_table_lays_the_sheet_on_its_side() -> None:
    printed = PdfReader(BytesIO(paper.form(page(WIDE))[1])).pages[0].mediabox
    section = docx.Document(BytesIO(word.form(page(WIDE), "roomy"))).sections[0]
    assert printed.width > printed.height
    assert (section.page_width or 0) > (section.page_height or 0)


def test_the_word_file_is_built_as_an_office_needs_it() -> None:
    document = docx.Document(BytesIO(word.form(page(REGISTER), "roomy")))
    about = document.core_properties
    assert (about.title, about.language, about.author) == ("Mẫu thử “đủ dấu”", "vi-VN", "")
    assert document.paragraphs[0].alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert document.styles["Normal"].font.name == "Times New Roman"
    to_fill, to_sign = document.tables
    assert (to_fill.style.name, to_sign.style.name) == ("Table Grid", "Normal Table")
    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in to_fill.rows]
    assert heads == [True, False, False]
    rows = [*to_fill.rows, *to_sign.rows]
    assert all(row._tr.find(f".//{qn('w:cantSplit')}") is not None for row in rows)
    assert all(cell.paragraphs[0].paragraph_format.keep_with_next for cell in to_sign.rows[0].cells)
    dotted = [p for p in document.paragraphs if p.text.startswith("Họ và tên người")]
    assert dotted[0].text.endswith(": \t")


def test_a_word_file_points_at_nothing_that_is_missing() -> None:
    data = word.form(page(REGISTER), "roomy")
    assert broken_relations(data) == []
    with zipfile.ZipFile(BytesIO(data)) as office:
        assert {entry.date_time[0] for entry in office.infolist()} == {1980}
        assert not [name for name in office.namelist() if "thumbnail" in name]


def test_the_loosest_fit_that_saves_a_sheet_is_taken() -> None:
    assert paper.form(page("Một dòng.\n"))[0] == "roomy"
    lines = "\n\n".join(f"Dòng {number}: ……………………………………" for number in range(34))
    fit, printed = paper.form(page(lines))
    assert fit != "roomy"
    assert len(PdfReader(BytesIO(printed)).pages) == 1


def test_dots_at_the_end_become_room_to_write_and_other_dots_stay() -> None:
    kept, drawn = habits.without_dots((blocks.Run("Họ tên: ……………………"),))
    assert (blocks.words(kept), drawn) == ("Họ tên: ", True)
    kept, drawn = habits.without_dots((blocks.Run("ngày …… tháng ……"),))
    assert (blocks.words(kept), drawn) == ("ngày …… tháng ……", False)


@pytest.mark.parametrize(
    ("written", "role"),
    [
        ("**PHIẾU**", habits.Role.CENTRED),
        ("……, ngày …… tháng …… năm ……", habits.Role.DATED),
        ("☐ Gỡ tên", habits.Role.TICK),
        ("Thôn: ………………………", habits.Role.WRITE),
        ("Họp ngày …… tháng …… năm ……, xong lúc 9 giờ", habits.Role.TEXT),
    ],
)
def test_a_paragraph_shows_what_it_is_for(written: str, role: habits.Role) -> None:
    paragraph = blocks.read(written)[0]
    assert isinstance(paragraph, blocks.Paragraph)
    assert habits.role(paragraph) is role


def test_columns_share_the_width_by_what_a_hand_must_write() -> None:
    table = next(b for b in blocks.read(REGISTER) if isinstance(b, blocks.Table))
    shares = habits.widths(table)
    assert sum(shares) == pytest.approx(1)
    assert shares[1] == max(shares)
    assert shares[0] == min(shares) >= 0.06


def test_nothing_is_taken_from_outside() -> None:
    with pytest.raises(ValueError, match="nothing from outside"):
        paper._nothing_from_outside("https://example.vn/a.png")


def test_a_page_without_the_section_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "mau-thieu.md"
    path.write_text("---\ntitle: A\nslug: a\ndate: 2026-11-22\n---\n## Khác\nchữ\n", "utf-8")
    with pytest.raises(BadInput, match=r"mau-thieu\.md chưa có mục"):
        pages.read(path, "Mẫu")
    path.write_text("chỉ có chữ\n", "utf-8")
    with pytest.raises(BadInput, match=r"mau-thieu\.md thiếu phần đầu"):
        pages.read(path, "Mẫu")


def test_a_section_ends_where_the_next_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    head = "---\ntitle: A\nslug: a\ndate: 2026-11-22\n---\n"
    path.write_text(f"{head}mở đầu\n\n## Mẫu\n\nmột\n\n### hai\n\n## Đọc tiếp\n\nba\n", "utf-8")
    assert pages.read(path, "Mẫu").source == "một\n\n### hai\n"
    assert pages.read(path, until="Đọc tiếp").source == "mở đầu\n\n## Mẫu\n\nmột\n\n### hai\n"
