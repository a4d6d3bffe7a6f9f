"""A workbook (XLSX) opened: its sheets as rows of texts, as they are shown. Pure.

No formula is computed, no link followed, no macro run: what the formulas came to was saved beside
them.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from content.reading import cells
from content.reading.child import step
from content.reading.package import Parts
from content.reading.word.blocks import Span

MOST_COLUMNS, MOST_SHEETS = 60, 40
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = "xl/workbook.xml"
_MOST_DOWN = 10_000  # rows of one merged cell
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


@dataclass(slots=True)
class Sheet:
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


@dataclass(frozen=True, slots=True)
class Book:
    """What a workbook holds. count: its shown sheets, of which at most MOST_SHEETS are read;
    hidden: the names of the others."""

    sheets: list[Sheet]
    count: int
    hidden: list[str]
    macros: bool


def read(data: bytes, most_rows: int, *, hidden_too: bool = False) -> Book:
    """The sheets of a workbook, `most_rows` filled rows of each; BadInput for a broken one.

    hidden_too: also the rows and columns that somebody hid or filtered out.
    """
    parts = Parts(data, "bảng tính")
    try:
        shown, hidden = _in_order(parts)
        forms = cells.forms(parts.tree("xl/styles.xml"), parts.tree(_MAIN))
        strings = list(_shared(parts))
        sheets = []
        for name, part in shown[:MOST_SHEETS]:
            sheets.append(_Walk(parts, strings, forms, most_rows, hidden_too).sheet(name, part))
            step()
    except (etree.LxmlError, ValueError, TypeError, LookupError, AttributeError, OverflowError):
        raise parts.broken() from None
    macros = any(name.endswith("vbaProject.bin") for name in parts.names())
    return Book(sheets, len(shown), hidden, macros)


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


class _Walk:
    """Goes through the sheets of one workbook."""

    def __init__(
        self,
        parts: Parts,
        strings: list[str],
        forms: list[cells.Form],
        most_rows: int,
        hidden_too: bool,
    ) -> None:
        self._parts, self._strings, self._forms = parts, strings, forms
        self._most_rows, self._hidden_too = most_rows, hidden_too

    def sheet(self, name: str, part: str) -> Sheet:
        """One sheet."""
        sheet = Sheet(name)
        data = self._parts.xml_of(part)
        for column in _each(data, f"{_S}col"):
            if column.get("hidden") in ("1", "true") and not self._hidden_too:
                first, last = int(column.get("min")), int(column.get("max"))
                sheet.hidden_columns.update(range(first, min(last, first + 2 * MOST_COLUMNS) + 1))
        at = 0
        for row in _each(data, f"{_S}row"):
            at = int(row.get("r") or at + 1)
            if row.get("hidden") in ("1", "true") and not self._hidden_too:
                sheet.hidden_rows += 1
            elif found := dict(self._cells(row, sheet)):
                if len(sheet.rows) >= self._most_rows:
                    sheet.cut = True
                    break
                sheet.rows[at] = found
        for merged in _each(data, f"{_S}mergeCell"):
            _merge(merged.get("ref") or "", sheet)
        kinds = [kind for kind, _ in self._parts.relations(part).values()]
        sheet.drawings = kinds.count("drawing")
        sheet.comments = kinds.count("comments")
        return sheet

    def _cells(self, row: Any, sheet: Sheet) -> Iterator[tuple[int, Span]]:
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
            form = self._forms[style] if style < len(self._forms) else cells.Form()
            text = _shown(cell, sheet, self._strings, form)
            if text.strip():
                yield column, Span(text, font=form.font, bold=form.bold)


def _shown(cell: Any, sheet: Sheet, strings: list[str], form: cells.Form) -> str:
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


def _merge(reference: str, sheet: Sheet) -> None:
    first, _, last = reference.partition(":")
    start, end = _PLACE.fullmatch(first), _PLACE.fullmatch(last)
    if start and end:
        down = min(int(end[2]) - int(start[2]) + 1, _MOST_DOWN)
        wide = min(_number(end[1]) - _number(start[1]) + 1, MOST_COLUMNS)
        if down >= 1 and wide >= 1:
            sheet.merged[int(start[2]), _number(start[1])] = (down, wide)


def _number(column: str) -> int:
    """The number of a column: "A" → 1, "AA" → 27."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number
