"""Tables of data as pipe tables: header rows, cells that span, tables within cells. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from content.reading.word.blocks import Cell, Paragraph, Row, Table, has_content
from content.reading.word.leftovers import Leftovers

_MOST_HEADER_ROWS = 4
LineWriter = Callable[[Paragraph], list[str]]


def parted(table: Table) -> tuple[list[Paragraph], Table]:
    """What stands over a table in its first rows, across its whole width, and the table itself."""
    rows = list(table.rows)
    above: list[Paragraph] = []
    while len(rows) > 2 and _is_banner(rows[0]) and not _is_banner(rows[1]):
        cells = rows.pop(0).cells
        above += [b for cell in cells for b in cell.blocks if isinstance(b, Paragraph)]
    return above, Table(rows, table.ruled)


def pipe_table(table: Table, write: LineWriter, leftovers: Leftovers) -> str:
    """The table in Markdown; empty when no cell says anything. write: a paragraph as its lines."""
    rows = table.rows
    top = _header_rows(table)
    leftovers.count("merged", sum(_is_merged(row.cells, at) for row in rows
                                  for at in range(len(row.cells))))  # fmt: skip
    written = [_spread(row, write, repeat=number < top) for number, row in enumerate(rows)]
    width = max(map(len, written))
    head = _joined_heads([_filled(row, width) for row in written[:top]])
    lines = [head, *(_filled(row, width) for row in written[top:])]
    if not any(map(any, lines)):
        return ""
    return "\n".join(
        [_line(lines[0]), "|" + " --- |" * width, *(_line(row) for row in lines[1:] if any(row))]
    )


def _is_banner(row: Row) -> bool:
    """One cell over several columns, and no other with words."""
    first, *others = row.cells
    return first.wide > 1 and not others and any(
        isinstance(b, Paragraph) and has_content(b) for b in first.blocks
    )  # fmt: skip


def _is_merged(cells: list[Cell], at: int) -> bool:
    return cells[at].goes_on or (cells[at].wide > 1 and bool(cells[at].blocks))


def _header_rows(table: Table) -> int:
    """How many rows are the head: those marked so, else the first and what it reaches down to."""
    marked = 0
    while marked < len(table.rows) and table.rows[marked].header:
        marked += 1
    if 0 < marked <= _MOST_HEADER_ROWS and marked < len(table.rows):
        return marked
    spans = any(cell.wide > 1 for cell in table.rows[0].cells)
    top = 1
    while (
        spans
        and top < min(_MOST_HEADER_ROWS, len(table.rows) - 1)
        and any(cell.goes_on for cell in table.rows[top].cells)
    ):
        top += 1
    return top


def _spread(row: Row, write: LineWriter, *, repeat: bool) -> list[str]:
    """The words of each column; those of a cell that spans stand in its first, or in all."""
    texts: list[str] = []
    for cell in row.cells:
        text = " <br> ".join(_lines(cell, write))
        texts += [text, *([text if repeat else ""] * (cell.wide - 1))]
    return texts


def _lines(cell: Cell, write: LineWriter) -> Iterator[str]:
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            yield from write(block)
            continue
        for row in block.rows:
            inner = ("; ".join(_lines(c, write)) for c in row.cells)
            text = " – ".join(filter(None, inner))
            if text:
                yield text


def _joined_heads(rows: list[list[str]]) -> list[str]:
    """Several header rows as one: "Kết quả – Năm 2024"."""
    return [" – ".join(dict.fromkeys(filter(None, column))) for column in zip(*rows, strict=True)]


def _filled(row: list[str], width: int) -> list[str]:
    return [*row, *([""] * (width - len(row)))]


def _line(row: list[str]) -> str:
    return "| " + " | ".join(text.replace("|", r"\|") for text in row) + " |"
