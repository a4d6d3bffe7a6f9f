"""Workbooks: a table a sheet, with what its cells show."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from content.errors import BadInput
from content.letters.result import Wish
from content.reading import cells, sheets
from content.reading.reader import read_file
from tests.content.reading.making import zipped


def book(fill: Callable[[Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as made:
        fill(made)
    return out.getvalue()


def letters(made: Any) -> None:
    old = made.add_format({"font_name": ".VnTime"})
    sheet = made.add_worksheet("Danh sách")
    sheet.write_row(0, 0, ["TT", "Hä vµ tªn"], old)
    sheet.write_row(1, 0, ["1", "Céng hßa x· héi chñ nghÜa ViÖt Nam"], old)


def register(made: Any) -> None:
    """A sheet as offices make them: a head, a table with a double header row, a sum, a foot."""
    sheet = made.add_worksheet("Quý I")
    day = made.add_format({"num_format": "dd/mm/yyyy"})
    share = made.add_format({"num_format": "0.0%"})
    money = made.add_format({"num_format": "#,##0"})
    sheet.write(0, 0, "ỦY BAN NHÂN DÂN XÃ MẪU")
    sheet.merge_range(1, 0, 1, 5, "DANH SÁCH GÓC ĐỌC SÁCH")
    sheet.merge_range(3, 0, 4, 0, "TT")
    sheet.merge_range(3, 1, 4, 1, "Thôn")
    sheet.merge_range(3, 2, 3, 3, "Kết quả")
    sheet.write_row(4, 2, ["Lượt", "Tỷ lệ"])
    sheet.merge_range(3, 4, 4, 4, "Ngày mở")
    sheet.merge_range(3, 5, 4, 5, "Chi (đồng)")
    for number, (name, visits) in enumerate([("Mẫu Một", 12), ("Mẫu | Hai", 30)]):
        row = 5 + number
        sheet.write_row(row, 0, [number + 1, name, visits])
        sheet.write(row, 3, visits / 40, share)
        sheet.write_datetime(row, 4, dt.date(2026, 3, 5 + number), day)
        sheet.write(row, 5, 1_250_000.0, money)
    sheet.write_row(7, 0, ["hàng ẩn", "x"])
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.write(8, 1, "Cộng")
    sheet.write_formula(8, 2, "=SUM(C6:C7)", None, 42)
    sheet.write(8, 6, "cột ẩn")
    sheet.set_column(6, 6, None, None, {"hidden": True})
    sheet.write(10, 4, "NGƯỜI LẬP BIỂU")
    hidden = made.add_worksheet("Nháp")
    hidden.write(0, 0, "không cho xem")
    hidden.hide()
    second = made.add_worksheet("Ghi chú")
    second.write(0, 0, "Mở tối thứ ba\nvà thứ năm")


def test_a_register_with_its_head_its_table_and_its_foot() -> None:
    reading = read_file("danh-sach.xlsx", book(register))
    assert reading.text == (
        "## Quý I\n\nỦY BAN NHÂN DÂN XÃ MẪU\n\nDANH SÁCH GÓC ĐỌC SÁCH\n\n"
        "| TT | Thôn | Kết quả – Lượt | Kết quả – Tỷ lệ | Ngày mở | Chi (đồng) |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 1 | Mẫu Một | 12 | 30,0% | 05/03/2026 | 1.250.000 |\n"
        "| 2 | Mẫu \\| Hai | 30 | 75,0% | 06/03/2026 | 1.250.000 |\n"
        "|  | Cộng | 42 |  |  |  |\n\n"
        "NGƯỜI LẬP BIỂU\n\n## Ghi chú\n\nMở tối thứ ba\n\nvà thứ năm"
    )
    said = " ".join(note.text for note in reading.notes if note.kind == "dropped")
    assert "Bỏ 1 bảng đang ẩn: “Nháp”" in said
    assert "Bảng “Quý I”: bỏ 1 hàng, 1 cột đang ẩn" in said
    assert reading.pages == 2


def test_letters_of_old_fonts_in_cells_become_unicode() -> None:
    reading = read_file("a.xlsx", book(letters))
    assert "| TT | Họ và tên |" in reading.text
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in reading.text
    assert [found.encoding for found in reading.letters] == ["tcvn3"]


def test_what_is_too_large_is_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    monkeypatch.setattr(sheets.workbook, "MOST_COLUMNS", 2)

    def fill(made: Any) -> None:
        sheet = made.add_worksheet()
        for row in range(5):
            sheet.write_row(row, 0, [f"{row}a", f"{row}b", f"{row}c"])

    reading = sheets.read(book(fill), Wish())
    assert reading.text == "| 0a | 0b |\n| --- | --- |\n| 1a | 1b |\n| 2a | 2b |"
    assert "chỉ đọc 3 hàng và 2 cột đầu" in reading.notes[0].text


def test_a_formula_without_a_result_is_said() -> None:
    def fill(made: Any) -> None:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Thôn", "Lượt"])
        sheet.write_formula(1, 1, '=WEBSERVICE("http://127.0.0.1:9/")', None, "")

    reading = read_file("a.xlsx", book(fill))
    assert "Thôn" in reading.text
    assert "127.0.0.1" not in reading.text


@pytest.mark.parametrize(
    ("number", "code", "since_1904", "shown"),
    [
        (45_000, "dd/mm/yyyy", False, "15/03/2023"),
        (45_000.5, "dd/mm/yyyy hh:mm", False, "15/03/2023 12:00"),
        (43_538, "d mmm", True, "15/03/2023"),
        (0.75, "hh:mm:ss", False, "18:00"),
        (45_000, '"ngày" 0', False, "45000"),
        (45_000, "[Red]#,##0.00", False, "45.000,00"),
        (-1234.5, "#,##0.0", False, "-1.234,5"),
        (0.855, "0.0%", False, "85,5%"),
        (12.0, "General", False, "12"),
        (0.1 + 0.2, "", False, "0,3"),
        (1e20, "", False, "100000000000000000000"),
        (3_000_000, "dd/mm/yyyy", False, "3000000"),
    ],
)
def test_numbers_as_a_vietnamese_excel_shows_them(
    number: float, code: str, since_1904: bool, shown: str
) -> None:
    kind, decimals, grouped = cells._kind(200, {200: code})
    form = cells.Form(kind, decimals, grouped, since_1904=since_1904)
    assert cells.written(number, form) == shown


def workbook(sheet: str, **parts: str) -> bytes:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
            '<sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id='
            f'"rId1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
            "xl/worksheets/sheet1.xml": f'{parts.get("before", "")}<worksheet xmlns="{main}">'
            f"<sheetData>{sheet}</sheetData></worksheet>",
        }
    )


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (workbook(""), "không có ô nào"),
        (workbook("<row><c><v>không là số</v></c></row>"), "bị hỏng"),
        (workbook("<row>", before=""), "bị hỏng"),
        (workbook("&a;", before='<!DOCTYPE a [<!ENTITY a "b">]>'), "DOCTYPE"),
        (zipped({"[Content_Types].xml": "", "xl/workbook.xml": "<a/>"}), "không có ô nào"),
    ],
)
def test_what_is_broken_or_dangerous_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        read_file("a.xlsx", data)
    assert refused.value.message.startswith("“a.xlsx”: ")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(
    ["<row>", "</row>", '<row r="99999999">', '<c r="ZZZ1" t="s">', '<c t="inlineStr">', "<c>",
     "</c>", "<v>1</v>", "<v>1e999</v>", "<is><t>chữ</t></is>", '<c s="9">', "<v>nan</v>"]
), max_size=14))  # fmt: skip
def test_any_cells_give_text_or_a_sentence(parts: list[str]) -> None:
    try:
        assert sheets.read(workbook("".join(parts)), Wish()).text
    except BadInput as refused:
        assert refused.message.endswith(".")
