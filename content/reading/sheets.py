"""Workbooks (XLSX) as Markdown: a table a sheet, with what its formulas came to. Pure."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from content.errors import BadInput
from content.letters.result import Wish
from content.reading import cells
from content.reading.child import step
from content.reading.package import Parts
from content.reading.result import Note, Reading
from content.reading.word import letters
from content.reading.word.blocks import Block, Cell, Paragraph, Row, Span, Table, spans_of
from content.reading.word.leftovers import Leftovers
from content.reading.word.pictures import Pictures
from content.reading.word.writing import Writer

MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 3_000, 60, 40
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = "xl/workbook.xml"
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_OWN_NAME = re.compile(r"^(?:sheet|trang tính|bảng)\s*\d*$", re.IGNORECASE)
_FIGURE = re.compile(r"-?[\d.,]+%?")
_LEAST_TABLE = 2  # filled cells that make a row one of a table


@dataclass(slots=True)
class _Sheet:
    """A sheet. rows: number → column → span. merged: its first cell (row, column) → (down, wide).

    cut: it has more rows or columns than are read. waiting: formulas without a result.
    """

    name: str
    rows: dict[int, dict[int, Span]] = field(default_factory=dict)
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_columns: set[int] = field(default_factory=set)
    hidden_rows: int = 0
    cut: bool = False
    waiting: int = 0
    drawings: int = 0
    comments: int = 0


def read(data: bytes, wish: Wish) -> Reading:
    """A workbook as Markdown; BadInput for one that is broken or empty."""
    parts = Parts(data, "bảng tính")
    try:
        return _read(parts, wish)
    except (etree.LxmlError, ValueError, TypeError, LookupError, AttributeError, OverflowError):
        raise parts.broken() from None


def _read(parts: Parts, wish: Wish) -> Reading:
    shown, hidden = _in_order(parts)
    forms = cells.forms(parts.tree("xl/styles.xml"), parts.tree(_MAIN))
    strings = list(_shared(parts))
    sheets = []
    for name, part in shown[:MOST_SHEETS]:
        sheets.append(_sheet(parts, name, part, strings, forms))
        step()
    filled = [sheet for sheet in sheets if sheet.rows]
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
    notes = [*letters.notes(met), *_on_book(parts, len(shown), hidden)]
    notes += [note for sheet in sheets for note in _on_sheet(sheet)]
    return Reading(text, MEDIA_TYPE, "xlsx", (*notes, *leftovers.notes()), len(filled), letters=met)


def _no_pictures() -> Any:
    """Nothing to take pictures from: those of a sheet float over it and are left out."""
    return None


def _in_order(parts: Parts) -> tuple[list[tuple[str, str]], list[str]]:
    """(name, part) of the sheets that are shown, and the names of those that are hidden."""
    root = parts.tree(_MAIN)
    if root is None:
        raise parts.broken()
    relations = parts.relations(_MAIN)
    shown, hidden = [], []
    for entry in root.iter(f"{_S}sheet"):
        kind, part = relations.get(entry.get(f"{_R}id") or "", ("", ""))
        name = " ".join((entry.get("name") or "").split())
        if entry.get("state") in ("hidden", "veryHidden"):
            hidden.append(name)
        elif kind == "worksheet":
            shown.append((name, part))
    return shown, hidden


def _shared(parts: Parts) -> Iterator[str]:
    """The texts that cells name by number."""
    data = parts.xml_of("xl/sharedStrings.xml")
    for item in _each(data, f"{_S}si"):
        yield _text(item)


def _each(data: bytes, tag: str) -> Iterator[Any]:
    """The elements of a name, one after the other, each forgotten when the next is asked for."""
    if not data:
        return
    events = etree.iterparse(
        io.BytesIO(data), tag=tag, resolve_entities=False, no_network=True, huge_tree=False
    )
    for _, element in events:
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _text(item: Any) -> str:
    """The words of a text, without the reading aids of East Asian ones."""
    aids = {t for aid in item.iter(f"{_S}rPh") for t in aid.iter(f"{_S}t")}
    return "".join(t.text or "" for t in item.iter(f"{_S}t") if t not in aids)


# ---- a sheet ------------------------------------------------------------------------------------


def _sheet(
    parts: Parts, name: str, part: str, strings: list[str], forms: list[cells.Form]
) -> _Sheet:
    sheet = _Sheet(name)
    data = parts.xml_of(part)
    for column in _each(data, f"{_S}col"):
        if column.get("hidden") in ("1", "true"):
            first, last = int(column.get("min")), int(column.get("max"))
            sheet.hidden_columns.update(range(first, min(last, first + 2 * MOST_COLUMNS) + 1))
    at = 0
    for row in _each(data, f"{_S}row"):
        at = int(row.get("r") or at + 1)
        if row.get("hidden") in ("1", "true"):
            sheet.hidden_rows += 1
        elif len(sheet.rows) >= MOST_ROWS:
            sheet.cut = True
            break
        else:
            found = dict(_cells(row, sheet, strings, forms))
            if found:
                sheet.rows[at] = found
    for merged in _each(data, f"{_S}mergeCell"):
        _merge(merged.get("ref") or "", sheet)
    kinds = [kind for kind, _ in parts.relations(part).values()]
    sheet.drawings = kinds.count("drawing")
    sheet.comments = kinds.count("comments")
    return sheet


def _cells(
    row: Any, sheet: _Sheet, strings: list[str], forms: list[cells.Form]
) -> Iterator[tuple[int, Span]]:
    column = 0
    for cell in row.iterchildren(f"{_S}c"):
        place = _PLACE.fullmatch(cell.get("r") or "")
        column = _number(place[1]) if place else column + 1
        if column in sheet.hidden_columns:
            continue
        if column > MOST_COLUMNS + len(sheet.hidden_columns):
            sheet.cut = True
            continue
        style = int(cell.get("s") or 0)
        form = forms[style] if style < len(forms) else cells.Form()
        text = _shown(cell, sheet, strings, form)
        if text.strip():
            yield column, Span(text, font=form.font, bold=form.bold)


def _shown(cell: Any, sheet: _Sheet, strings: list[str], form: cells.Form) -> str:
    """What a cell shows."""
    kind, value = cell.get("t") or "n", cell.findtext(f"{_S}v")
    if kind == "inlineStr":
        return _text(cell)
    if not value:
        sheet.waiting += cell.find(f"{_S}f") is not None
        return ""
    if kind == "s":
        return strings[int(value)] if int(value) < len(strings) else ""
    if kind == "b":
        return "Đúng" if value == "1" else "Sai"
    if kind == "d":
        return cells.written_date(str(value))
    if kind == "n":
        number = float(value)
        return cells.written(number, form) if math.isfinite(number) else ""
    return str(value)


def _merge(reference: str, sheet: _Sheet) -> None:
    first, _, last = reference.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if start and end:
        down = min(int(end[2]) - int(start[2]) + 1, MOST_ROWS)
        wide = min(_number(end[1]) - _number(start[1]) + 1, MOST_COLUMNS)
        if down >= 1 and wide >= 1:
            sheet.merged[int(start[2]), _number(start[1])] = (down, wide)


def _number(column: str) -> int:
    """The number of a column: "A" → 1, "AA" → 27."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


# ---- as blocks ----------------------------------------------------------------------------------


def _blocks(sheet: _Sheet) -> Iterator[Block]:
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


def _in_row(sheet: _Sheet, number: int) -> list[Span]:
    return [span for _, span in sorted(sheet.rows[number].items())]


def _table(sheet: _Sheet, numbers: list[int]) -> Table:
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
    sheet: _Sheet, numbers: list[int], columns: list[int]
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


def _on_book(parts: Parts, count: int, hidden: list[str]) -> Iterator[Note]:
    if hidden:
        names = ", ".join(f"“{name}”" for name in hidden[:5])
        yield Note("dropped", f"Bỏ {len(hidden)} bảng đang ẩn: {names}.")
    if count > MOST_SHEETS:
        yield Note("dropped", f"Chỉ đọc {MOST_SHEETS} bảng đầu trong {count} bảng; hãy tách tệp.")
    if any(name.endswith("vbaProject.bin") for name in parts.names()):
        yield Note("dropped", "Tệp có macro: macro không được chạy, chỉ đọc chữ.")


def _on_sheet(sheet: _Sheet) -> Iterator[Note]:
    name = f"Bảng “{sheet.name}”"
    if sheet.cut:
        limits = f"{MOST_ROWS:,}".replace(",", ".")
        sentence = f"{name} quá lớn: chỉ đọc {limits} hàng và {MOST_COLUMNS} cột đầu; hãy tách tệp."
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
