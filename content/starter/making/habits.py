"""Habits of Vietnamese office paper: what is centred, where one writes, where one signs. Pure.

Word and PDF must agree on these, so both ask here.
"""

from __future__ import annotations

import re
from enum import Enum

from content.starter.making import blocks
from content.starter.making.blocks import Block, Line, Paragraph, Run, Table

# Columns that a hand fills: how many letters of room their head alone would not ask for.
_ROOM = {
    "Nội dung": 26,
    "Nội dung học": 30,
    "Minh chứng": 26,
    "Minh chứng (giấy tờ, việc làm)": 34,
    "Ai đang giữ": 16,
    "Tiêu chí": 26,
    "Tiêu chí, chỉ số": 18,
    "Họ và tên": 34,
    "Họ tên hoặc tên": 26,
    "Ký tên": 18,
    "Ghi chú": 14,
    "Thôn": 16,
    "Danh hiệu": 18,
    "Tự chấm": 7,
    "Mức": 7,
    "Ngày": 9,
}
_LEAST, _EMPTY, _MOST = 4, 10, 34
# A narrower share of the width breaks even “TT” in two.
_NARROWEST = 0.065
# How closely a form is set, loosest first.
FITS = ("roomy", "snug", "tight")
# Letters after which a question with dots behind it leaves no room to write on its own line.
LONG_QUESTION = 105
# Answers to tick that are this short and this many stand in two columns.
_SHORT_TICK, _TICKS_IN_COLUMNS = 40, 4
# Rows up to which a table is never torn between two sheets.
WHOLE_UP_TO = 12
_WIDE_FROM = 8  # columns: more do not fit upright
_DOTS = re.compile(r"[….]{8,}(?P<end>[;,.]?)$")
_DATE = re.compile(r"ngày\s*[….\s\d]+tháng\s*[….\s\d]+năm", re.IGNORECASE)
_SIGN = re.compile(r"\([^)]*\bký\b", re.IGNORECASE)


class Role(Enum):
    """What a paragraph of a form is for."""

    CENTRED = "centred"  # wholly bold: the state's motto, the name of the form
    DATED = "dated"  # place and date, at the right above the signatures
    WRITE = "write"  # ends in dots: one writes up to the margin
    TICK = "tick"  # begins with a box
    TEXT = "text"


def role(paragraph: Paragraph) -> Role:
    """What a paragraph is for, told by how it is written."""
    written = blocks.text(paragraph).strip()
    if blocks.wholly_bold(paragraph):
        return Role.CENTRED
    if _DATE.search(written) and written.startswith(("…", ".")):
        return Role.DATED
    if written.startswith("☐"):
        return Role.TICK
    if _DOTS.search(written):
        return Role.WRITE
    return Role.TEXT


def tick_group(parts: tuple[Block, ...], start: int) -> int:
    """How many short ticks follow each other from here; from four on they stand in two columns."""
    end = start
    while end < len(parts) and _short_tick(parts[end]):
        end += 1
    return end - start if end - start >= _TICKS_IN_COLUMNS else 0


def _short_tick(block: Block) -> bool:
    return (
        isinstance(block, Paragraph)
        and role(block) is Role.TICK
        and len(blocks.text(block)) <= _SHORT_TICK
        and blocks.text(block).count("☐") == 1
    )


def without_dots(line: Line) -> tuple[Line, bool]:
    """The line without the dots at its end, and whether there were any to draw instead."""
    if not line or not (match := _DOTS.search(line[-1].text)):
        return line, False
    last = Run(line[-1].text[: match.start()], line[-1].bold, line[-1].italic)
    return (*line[:-1], last), True


def for_signing(table: Table) -> bool:
    """A table that only sets signatures side by side: no borders, never torn apart."""
    return any(_SIGN.search(blocks.text(cell)) for row in table.rows for cell in row)


def to_fill(row: tuple[Paragraph, ...]) -> bool:
    """A row with an empty cell: a hand needs height to write there."""
    return any(not blocks.text(cell).strip() for cell in row)


def narrow(table: Table, column: int) -> bool:
    """A column of numbers or boxes, whatever its bold last line says: centred."""
    cells = [row[column] for row in table.rows if column < len(row) and blocks.text(row[column])]
    plain = [blocks.text(cell).strip() for cell in cells if not blocks.wholly_bold(cell)]
    return bool(plain) and all(re.fullmatch(r"[\d☐–,.%-]{1,6}", cell) for cell in plain)


def figures(table: Table, column: int) -> bool:
    """A column of numbers to compare: they stand at the right, digit under digit."""
    cells = [blocks.text(row[column]).strip() for row in table.rows]
    return all(re.fullmatch(r"[\d.,]+ ?%?", cell) for cell in cells)


def widths(table: Table) -> tuple[float, ...]:
    """The share of the width that each column gets; they add up to 1."""
    count = len(table.head) or len(table.rows[0])
    if for_signing(table):
        return (1 / count,) * count
    asked = [_asked(table, column) for column in range(count)]
    wide = [max(part / sum(asked), _NARROWEST) for part in asked]
    return tuple(share / sum(wide) for share in wide)


def lying(parts: tuple[Block, ...]) -> bool:
    """True when a table has so many columns that the sheet must lie on its side."""
    return any(isinstance(b, Table) and len(b.head) >= _WIDE_FROM for b in parts)


def _asked(table: Table, column: int) -> float:
    head = blocks.text(table.head[column]).strip() if table.head else ""
    cells = [blocks.text(row[column]).strip() for row in table.rows if column < len(row)]
    longest_word = max((len(w) for t in (head, *cells) for w in t.split()), default=1)
    # A head may stand on two lines, what is written below it should not.
    asked = max(_ROOM.get(head, 0), _head_room(head), *(len(cell) for cell in cells))
    if head not in _ROOM and cells.count("") * 2 > len(cells):
        asked = max(asked, _EMPTY)
    return float(min(max(asked, longest_word * 1.15 + 1.5, _LEAST), _MOST))


def _head_room(head: str) -> int:
    return len(head) if len(head) <= 12 else round(len(head) * 0.62)
