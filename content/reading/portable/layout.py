"""The sheets of a document as Markdown: page by page, paragraphs and tables made whole. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from content.reading.portable import letterhead
from content.reading.portable.footnotes import Footnotes
from content.reading.portable.paragraphs import (
    ENDS,
    Measure,
    Paragraph,
    crosses,
    fitted,
    measure,
    paragraphs_of,
    usual,
)
from content.reading.portable.pieces import Grid, Line, Sheet
from content.reading.portable.writing import grid_rows, pipe_table, written
from content.reading.portable.zones import Zone, zones_of

_FORMAL_ROWS = 5
_BESIDE = 6.0  # points that the columns of one table may differ by on two pages


@dataclass(slots=True)
class _Table:
    """A table on its way: rows of words, and the places of its columns."""

    columns: tuple[float, ...]
    rows: list[list[str]]


@dataclass(slots=True)
class Composed:
    """The text, one part a page; what ends on a later page stands where it began.

    merged: how many tables go on over pages.
    """

    parts: list[str] = field(default_factory=list)
    merged: int = 0
    footnotes: int = 0


def compose(sheets: Sequence[Sheet], pages: int, step: Callable[[], None]) -> Composed:
    """The text of all sheets. pages: of the document; step: called after each."""
    body = _body_size(sheets)
    notes = Footnotes()
    laid: dict[int, list[Zone | Grid]] = {}
    for sheet in sheets:
        _undo_formal_grids(sheet)
        notes.take(sheet, body)
        laid[sheet.number] = list(_laid(sheet))
        step()
    official = _is_official(sheets)
    blocks = _Blocks(laid, sheets[0].size[0] if sheets else 0.0)
    for sheet in sheets:
        blocks.add_page(sheet.number)
        step()
    parts = [""] * pages
    for number, found in blocks.pages.items():
        texts = (
            written(b, body, official=official) if isinstance(b, Paragraph) else pipe_table(b.rows)
            for b in found
        )
        parts[number - 1] = "\n\n".join(text for text in texts if text)
    if notes.notes:
        last = max(i for i in range(pages) if parts[i] or i == 0)
        parts[last] += "".join(f"\n\n[^{n}]: {_note(lines)}" for n, lines in notes.notes)
    return Composed(parts, blocks.merged, len(notes.notes))


def _note(lines: Sequence[Line]) -> str:
    return written(Paragraph("foot", list(lines)), 1.0, official=True)


def _body_size(sheets: Sequence[Sheet]) -> float:
    """The size most letters have."""
    sizes: Counter[float] = Counter()
    for sheet in sheets:
        for line in sheet.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 12.0


def _is_official(sheets: Sequence[Sheet]) -> bool:
    """Does the text begin as official documents do?"""
    first = next((sheet for sheet in sheets if sheet.lines), None)
    lines = sorted(first.lines, key=lambda x: x.y)[:20] if first else []
    return any(letterhead.names_nation(x.text) or letterhead.is_number(x.text) for x in lines)


def _undo_formal_grids(sheet: Sheet) -> None:
    """A head or foot set in a table whose lines are drawn is no table of data."""
    for grid in list(sheet.grids):
        lines = [line for row in grid.rows for cell in row for line in cell]
        if len(grid.rows) > _FORMAL_ROWS or len(grid.columns) > 4:
            continue
        if letterhead.is_head(lines) or letterhead.is_foot(lines):
            sheet.grids.remove(grid)
            sheet.lines += lines


def _laid(sheet: Sheet) -> Iterator[Zone | Grid]:
    """The zones and tables of a page from the top down."""
    left = list(sheet.lines)
    for grid in sorted(sheet.grids, key=lambda grid: grid.y):
        above = [line for line in left if line.y <= grid.y + 1]
        left = [line for line in left if line.y > grid.y + 1]
        yield from zones_of(above)
        yield grid
    yield from zones_of(left)


class _Blocks:
    """Paragraphs and tables in order; those that go on over pages stand where they begin."""

    def __init__(self, laid: dict[int, list[Zone | Grid]], wide: float) -> None:
        self.laid = laid
        self.pages: dict[int, list[Paragraph | _Table]] = {}
        self.merged = 0
        own = {n: measure(_texts(found)) for n, found in laid.items()}
        general = usual((m for m in own.values() if m), wide)
        self.measures: dict[int, Measure] = {n: fitted(m, general) for n, m in own.items()}
        self.last: Paragraph | _Table | None = None

    def add_page(self, number: int) -> None:
        """Take in the blocks of one page."""
        found = self.pages.setdefault(number, [])
        first = True
        for zone in self.laid[number]:
            blocks: list[Paragraph | _Table]
            if isinstance(zone, Grid):
                rows = grid_rows(zone)
                blocks = [_Table(zone.columns, rows)] if rows else []
            else:
                blocks = [*paragraphs_of(zone, self.measures[number])]
            for block in blocks:
                at_edge = first or (isinstance(zone, Zone) and zone.kind == "column")
                if not (at_edge and block is blocks[0] and self._goes_on(block)):
                    found.append(block)
                    self.last = block
                first = False

    def _goes_on(self, block: Paragraph | _Table) -> bool:
        """Join a block to the one before it, on another page or in another column, if it can."""
        last = self.last
        if isinstance(last, Paragraph) and isinstance(block, Paragraph):
            if not crosses(last, block):
                return False
            last.lines += block.lines
            last.right = block.right
            return True
        if isinstance(last, _Table) and isinstance(block, _Table):
            return self._table_goes_on(last, block)
        return False

    def _table_goes_on(self, last: _Table, block: _Table) -> bool:
        placed = _placed(last, block)
        if placed is None:
            return False
        block = placed
        again = block.rows[0] == last.rows[0]
        rows = block.rows[1:] if again else block.rows
        if rows and len(last.rows) > 1 and _is_rest(rows[0], last.rows[-1]):
            last.rows[-1] = [
                " ".join(filter(None, c)) for c in zip(last.rows[-1], rows[0], strict=True)
            ]
            rows = rows[1:]
        last.rows += rows
        self.merged += 1
        return True


def _placed(last: _Table, block: _Table) -> _Table | None:
    """The table in the columns of the one before it; None when they are not the same.

    A page may begin with rows in which cells are merged: their rules are some of the others.
    """
    shift = last.columns[0] - block.columns[0]
    places = [_near(x + shift, last.columns) for x in block.columns]
    whole = len(places) == len(last.columns)
    bounded = places[0] == 0 and places[-1] == len(last.columns) - 1
    if None in places or not bounded or len(set(places)) < len(places):
        return None
    if whole:
        return block if len(last.rows[0]) == len(block.rows[0]) else None
    width = len(last.rows[0])
    if len(block.columns) - len(block.rows[0]) != len(last.columns) - width:
        return None
    rows = [[""] * width for _ in block.rows]
    for row, cells in zip(rows, block.rows, strict=True):
        for place, cell in zip(places, cells, strict=False):
            row[place or 0] = cell
    return _Table(last.columns, rows)


def _near(x: float, columns: Sequence[float]) -> int | None:
    """Which of the columns stands at a place, if any does."""
    nearest = min(range(len(columns)), key=lambda i: abs(columns[i] - x))
    return nearest if abs(columns[nearest] - x) <= _BESIDE else None


def _is_rest(row: Sequence[str], before: Sequence[str]) -> bool:
    """Is it the rest of a row that a page's end broke: no first cell, the others mid-sentence?"""
    if row[0] or not before[0]:
        return False
    pairs = [(one, other) for one, other in zip(before, row, strict=True) if other]
    return all(one and (other[0].islower() or not ENDS.search(one)) for one, other in pairs)


def _texts(found: Sequence[Zone | Grid]) -> list[Line]:
    """The lines of running text, which tell the measure of a page."""
    return [
        x for zone in found if isinstance(zone, Zone) and zone.kind == "text" for x in zone.lines
    ]
