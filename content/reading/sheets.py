"""Workbooks (XLSX) as Markdown: a table a sheet, with what its formulas came to. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from content.errors import BadInput
from content.letters.result import Wish
from content.reading import workbook
from content.reading.result import Note, Reading
from content.reading.word import letters
from content.reading.word.blocks import Block, Cell, Paragraph, Row, Span, Table, spans_of
from content.reading.word.leftovers import Leftovers
from content.reading.word.pictures import Pictures
from content.reading.word.writing import Writer
from content.reading.workbook import Sheet

MOST_ROWS = 3_000
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OWN_NAME = re.compile(r"^(?:sheet|trang tính|bảng)\s*\d*$", re.IGNORECASE)
_FIGURE = re.compile(r"-?[\d.,]+%?")
_LEAST_TABLE = 2  # filled cells that make a row one of a table


def read(data: bytes, wish: Wish) -> Reading:
    """A workbook as Markdown; BadInput for one that is broken or empty."""
    book = workbook.read(data, MOST_ROWS)
    filled = [sheet for sheet in book.sheets if sheet.rows]
    if not filled:
        raise BadInput("bảng tính không có ô nào có chữ; hãy kiểm tra lại tệp.")
    blocks: list[Block] = []
    for sheet in filled:
        if len(filled) > 1 or not _OWN_NAME.match(sheet.name):
            blocks.append(Paragraph([Span(sheet.name)], level=2))
        blocks += _blocks(sheet)
    met = letters.convert(list[list[Span]](spans_of(blocks)), wish)
    leftovers = Leftovers()
    writer = Writer(Pictures(_no_pictures(), leftovers), leftovers, plain=False)
    text = writer.write(blocks)
    notes = [*letters.notes(met), *_on_book(book)]
    notes += [note for sheet in book.sheets for note in _on_sheet(sheet)]
    return Reading(text, MEDIA_TYPE, "xlsx", (*notes, *leftovers.notes()), len(filled), letters=met)


def _no_pictures() -> Any:
    """Nothing to take pictures from: those of a sheet float over it and are left out."""
    return None


def _blocks(sheet: Sheet) -> Iterator[Block]:
    """What stands above the table as lines, the table, what stands below it as lines."""
    numbers = sorted(sheet.rows)
    full = [n for n in numbers if len(sheet.rows[n]) >= _LEAST_TABLE]
    widest = max((len(sheet.rows[n]) for n in full), default=0)
    begun = next((n for n in full if len(sheet.rows[n]) > widest / 2), None)
    if begun is None or widest < _LEAST_TABLE:
        yield from (_line(span) for n in numbers for span in _in_row(sheet, n))
        return
    ended = max(n for n in numbers if _in_table(sheet.rows[n], widest))
    for n in numbers:
        if n < begun:
            yield from (_line(span) for span in _in_row(sheet, n))
    yield _table(sheet, [n for n in numbers if begun <= n <= ended])
    for n in numbers:
        if n > ended:
            yield from (_line(span) for span in _in_row(sheet, n))


def _in_table(row: dict[int, Span], widest: int) -> bool:
    """Whether a row is one of the table: it is well filled, or holds a figure (a sum)."""
    return len(row) > widest / 2 or any(_FIGURE.fullmatch(span.text) for span in row.values())


def _line(span: Span) -> Paragraph:
    return Paragraph([span])


def _in_row(sheet: Sheet, number: int) -> list[Span]:
    return [span for _, span in sorted(sheet.rows[number].items())]


def _table(sheet: Sheet, numbers: list[int]) -> Table:
    """The rows as a table; columns without any word between them are left out."""
    columns = sorted({column for n in numbers for column in sheet.rows[n]})
    covered = _covered(sheet, numbers, columns)
    rows = []
    for n in numbers:
        row: list[Cell] = []
        for column in columns:
            how = covered.get((n, column), (1, False))
            if how[0]:
                span = sheet.rows[n].get(column)
                blocks: list[Block] = [] if span is None or how[1] else [Paragraph([span])]
                row.append(Cell(blocks, how[0], goes_on=how[1]))
        rows.append(Row(row))
    return Table(rows)


def _covered(
    sheet: Sheet, numbers: list[int], columns: list[int]
) -> dict[tuple[int, int], tuple[int, bool]]:
    """(row, column) → (columns the cell takes, it goes on from above); 0 columns: it is covered."""
    found = {}
    known, lines = set(columns), set(numbers)
    for (top, left), (down, wide) in sheet.merged.items():
        across = [c for c in range(left, left + wide) if c in known]
        for row in range(top, top + down):
            if row in lines and across:
                found[row, across[0]] = (len(across), row > top)
                found.update({(row, c): (0, False) for c in across[1:]})
    return found


# ---- what is said -------------------------------------------------------------------------------


def _on_book(book: workbook.Book) -> Iterator[Note]:
    if book.hidden:
        names = ", ".join(f"“{name}”" for name in book.hidden[:5])
        yield Note("dropped", f"Bỏ {len(book.hidden)} bảng đang ẩn: {names}.")
    if book.count > workbook.MOST_SHEETS:
        sentence = f"Chỉ đọc {workbook.MOST_SHEETS} bảng đầu trong {book.count} bảng; hãy tách tệp."
        yield Note("dropped", sentence)
    if book.macros:
        yield Note("dropped", "Tệp có macro: macro không được chạy, chỉ đọc chữ.")


def _on_sheet(sheet: Sheet) -> Iterator[Note]:
    name = f"Bảng “{sheet.name}”"
    if sheet.cut:
        limits = f"{MOST_ROWS:,}".replace(",", ".")
        columns = workbook.MOST_COLUMNS
        sentence = f"{name} quá lớn: chỉ đọc {limits} hàng và {columns} cột đầu; hãy tách tệp."
        yield Note("dropped", sentence)
    if sheet.hidden_rows or sheet.hidden_columns:
        columns = len(sheet.hidden_columns)
        yield Note("dropped", f"{name}: bỏ {sheet.hidden_rows} hàng, {columns} cột đang ẩn.")
    if sheet.waiting:
        sentence = (
            f"{name}: {sheet.waiting} ô công thức chưa có kết quả; hãy mở tệp bằng Excel, lưu."
        )
        yield Note("dropped", sentence)
    if sheet.drawings or sheet.comments:
        yield Note("dropped", f"{name}: bỏ hình, biểu đồ và ghi chú của ô.")
