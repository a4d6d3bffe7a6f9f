"""Lists out of workbooks: every row arrives or one sentence says why not; read in the cage."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from content.errors import BadInput
from content.publishing.commands import redirects
from content.reading import tables


def workbook(*sheets: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], None]):
    """The bytes of a workbook; each sheet is drawn by one function."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        for draw in sheets:
            draw(book, book.add_worksheet())
    return out.getvalue()


def long_list(count: int) -> bytes:
    def draw(_book, sheet):
        for row in range(count):
            sheet.write_row(row, 0, [f"/cu/{row}.html", f"/moi/{row}/"])

    return workbook(draw)


def test_a_long_list_arrives_whole():
    rows = tables.rows_of_file("cũ.xlsx", long_list(4_321), redirects.MOST_ROWS + 1)
    assert rows == [[f"/cu/{row}.html", f"/moi/{row}/"] for row in range(4_321)]


def test_a_list_that_is_too_long_is_refused_not_cut():
    with pytest.raises(BadInput, match=r"“cũ\.xlsx”: bảng “Sheet1” có hơn 5\.000 dòng"):
        tables.rows_of_file("cũ.xlsx", long_list(5_001), 5_000)
    with pytest.raises(BadInput, match=r"“cũ\.csv”: có hơn 3 dòng"):
        tables.rows_of_file("cũ.csv", b"a;b\n" * 4, 3)


def test_rows_keep_the_numbers_that_excel_shows():
    def draw(_book, sheet):
        sheet.write(0, 0, "DANH SÁCH")
        sheet.write_row(3, 0, ["Thôn", "Họ tên"])
        sheet.merge_range("A5:A7", "Bản Mẫu")
        for row, name in enumerate(("Lò Thị A", "Lò Thị B", "Lò Thị C"), start=4):
            sheet.write(row, 1, name)
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.write(9, 1, "Vàng A Thử")

    rows = tables.rows_of_file("ds.xlsx", workbook(draw), 100)
    assert rows[:4] == [["DANH SÁCH"], [], [], ["Thôn", "Họ tên"]]
    assert rows[4:7] == [["Bản Mẫu", f"Lò Thị {x}"] for x in "ABC"]
    assert rows[7:] == [[], [], ["", "Vàng A Thử"]]


def test_every_shown_sheet_is_there_and_cells_are_as_they_are_shown():
    def first(book, sheet):
        sheet.write_number(0, 0, 45_000, book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_formula(0, 1, "=1+1", None, 2)
        sheet.write_string(0, 2, "=HYPERLINK(1)")

    def empty(_book, sheet):
        sheet.write_blank(0, 0, None)

    def hidden(_book, sheet):
        sheet.write(0, 0, "giấu")
        sheet.hide()

    def last(_book, sheet):
        sheet.write(0, 0, "cuối")

    found = tables.tables_of_file("ds.xlsx", workbook(first, empty, hidden, last), 10)
    assert [(t.name, t.rows) for t in found] == [
        ("Sheet1", [["15/03/2023", "2", "=HYPERLINK(1)"]]),
        ("Sheet4", [["cuối"]]),
    ]


def remade(part: str, content: bytes) -> bytes:
    """A workbook of ours in which one part is another."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(long_list(3))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
DEEP = b"<x>" * 400_000


@pytest.mark.parametrize(
    "data",
    [
        remade(SHEET, b"<worksheet>" + b" " * 400_000_000),
        remade(SHEET, DEEP),
        remade(SHEET, b'<!DOCTYPE x [<!ENTITY a "a">]><worksheet>&a;</worksheet>'),
        remade(SHEET, b"not a sheet"),
        remade("xl/workbook.xml", b"<workbook"),
        long_list(30)[:-400],
    ],
    ids=["bomb", "deep", "entity", "no-xml", "cut-xml", "cut-file"],
)
def test_a_workbook_that_bites_is_one_sentence(data):
    with pytest.raises(BadInput) as refused:
        tables.rows_of_file("ds.xlsx", data, 100)
    assert refused.value.message.startswith("“ds.xlsx”: ")
    assert "\n" not in refused.value.message
