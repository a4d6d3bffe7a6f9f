"""Presentations: titles, points, tables, pictures, what the speaker notes; what is left out."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches

from content.errors import BadInput
from content.reading.reader import read_file
from tests.content.reading.making import picture, zipped


def saved(deck: Any) -> bytes:
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def deck() -> bytes:
    shown = Presentation()
    first = shown.slides.add_slide(shown.slide_layouts[0])
    first.shapes.title.text = "Góc đọc sách ở thôn"
    first.placeholders[1].text = "Hội Khuyến học xã Mẫu"
    second = shown.slides.add_slide(shown.slide_layouts[1])
    second.shapes.title.text = "Việc phải làm"
    frame = second.placeholders[1].text_frame
    frame.text = "Chọn chỗ *sáng*"
    for text, level in (("gần cửa sổ", 1), ("Đóng kệ", 0)):
        point = frame.add_paragraph()
        point.text, point.level = text, level
    second.notes_slide.notes_text_frame.text = "Nói chậm.\nHỏi bà con."
    third = shown.slides.add_slide(shown.slide_layouts[6])
    table = third.shapes.add_table(3, 3, 0, 0, Inches(5), Inches(2)).table
    for row, texts in enumerate((("Thôn", "Kệ", "Sách"), ("Mẫu", "2", "300"), ("Hai", "1", ""))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(2, 1).merge(table.cell(2, 2))
    image = third.shapes.add_picture(io.BytesIO(picture()), 0, 0)
    image._element.nvPicPr.cNvPr.set("descr", "Kệ sách ở nhà văn hóa")
    chart = CategoryChartData()
    chart.categories = ["a"]
    chart.add_series("b", (1,))
    third.shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(1), Inches(1), chart)
    hidden = shown.slides.add_slide(shown.slide_layouts[1])
    hidden.shapes.title.text = "Không chiếu"
    hidden._element.set("show", "0")
    return saved(shown)


def test_a_deck_from_title_to_notes(deck: bytes) -> None:
    reading = read_file("bai.pptx", deck)
    assert reading.text == (
        "# Góc đọc sách ở thôn\n\n## Trang chiếu 1: Góc đọc sách ở thôn\n\n"
        "Hội Khuyến học xã Mẫu\n\n## Trang chiếu 2: Việc phải làm\n\n"
        "- Chọn chỗ \\*sáng\\*\n    + gần cửa sổ\n- Đóng kệ\n\n**Ghi chú:**\n\n"
        "Nói chậm.\n\nHỏi bà con.\n\n## Trang chiếu 3\n\n"
        "| Thôn | Kệ | Sách |\n| --- | --- | --- |\n| Mẫu | 2 | 300 |\n| Hai | 1 |  |\n\n"
        "![Kệ sách ở nhà văn hóa](hinh:hinh-1.png)"
    )
    assert reading.pages == 3
    assert reading.pictures[0].data == picture()


def test_what_a_deck_loses_is_said(deck: bytes) -> None:
    reading = read_file("bai.pptx", deck)
    said = " ".join(note.text for note in reading.notes if note.kind == "dropped")
    assert "Bỏ 1 trang chiếu đang ẩn" in said
    assert "Bỏ 1 biểu đồ" in said


def test_letters_of_old_fonts_on_slides_become_unicode() -> None:
    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    slide.shapes.title.text = "Céng hßa x· héi chñ nghÜa ViÖt Nam"
    slide.shapes.title.text_frame.paragraphs[0].runs[0].font.name = ".VnTime"
    reading = read_file("a.pptx", saved(shown))
    title = "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert reading.text == f"# {title}\n\n## Trang chiếu 1: {title}"
    assert [(found.encoding, found.by) for found in reading.letters] == [("tcvn3", "font")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (saved(Presentation()), "không có chữ hay hình nào"),
        (zipped({"[Content_Types].xml": "", "ppt/presentation.xml": "<a"}), "bị hỏng"),
        (zipped({"[Content_Types].xml": "", "ppt/x": "<a/>"}), "bị hỏng"),
        (
            zipped({"[Content_Types].xml": "", "ppt/presentation.xml": "<!DOCTYPE a><a/>"}),
            "DOCTYPE",
        ),
        (zipped({"[Content_Types].xml": "", "ppt/x": bytes(60_000_000)}), "nén chặt"),
        (b"PK\x03\x04 ppt/", "bị hỏng"),
    ],
)
def test_what_is_broken_or_dangerous_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_file("a.pptx", data)
