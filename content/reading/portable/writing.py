"""Paragraphs and tables of a page as Markdown. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from content.escaping import escape, open_safely
from content.reading.portable.paragraphs import Paragraph
from content.reading.portable.pieces import Grid, Line, Span
from content.vietnamese import is_syllable

_BULLET = re.compile(r"^(?:[-–—*•●▪◦‣⁃➢✓✔→\uf0b7\uf0a7\uf0d8\uf0fc]|(\+))\s+(?=\S)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEAD = re.compile(r"[.:)]$")
_GLUED = re.compile(r"\w[-/]$|\d[–]$")
_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
_DRAWN, _RULE = re.compile(r"^(?:[-–—~=]|\\[_*~]){3,}$"), "---"
_LONGEST_HEADING = 200
# Of the size most letters have.
_LARGE, _LARGE_BOLD = 1.28, 1.12


def written(paragraph: Paragraph, body: float, *, official: bool) -> str:
    """A paragraph in Markdown. body: the size most letters have."""
    spans = flowing(paragraph.lines)
    text = _plain(spans)
    if paragraph.kind in ("head", "foot"):
        return _opened(text)
    bold = [span.bold for span in spans if re.search(r"\w", span.text)]
    if not re.search(r"[^\W_]", text):
        return _RULE if _DRAWN.match(text) else open_safely(text)
    level = 0 if official else _level(paragraph.lines, body, bold=all(bold))
    if level and len(text) <= _LONGEST_HEADING:
        return f"{'#' * level} {text}"
    if all(bold) and not _BULLET.match(text):
        return f"**{text}**"
    lead = _bold_lead(spans)
    if lead:
        return f"**{_plain(spans[:lead])}** {_plain(spans[lead:])}"
    return _opened(text)


def flowing(lines: Sequence[Line]) -> list[Span]:
    """The spans of lines that belong together, broken words made whole."""
    spans: list[Span] = []
    for line in lines:
        first = next((span for span in line.spans if span.text.strip()), None)
        if first is None:
            continue
        if spans:
            spans[-1].text = spans[-1].text.rstrip()
            _link(spans[-1], line.text.split(" ", 1)[0], blank=line.blank)
        spans += [replace(span) for span in line.spans]
    return [span for span in spans if span.text or span.note]


def grid_rows(grid: Grid) -> list[list[str]]:
    """The cells of a table as Markdown, its head one row; what is empty throughout is left out."""
    rows = [[_cell(cell) for cell in row] for row in grid.rows]
    head = [
        " – ".join(dict.fromkeys(filter(None, column)))
        for column in zip(*rows[: grid.heads], strict=True)
    ]
    rows = [row for row in (head, *rows[grid.heads :]) if any(row)]
    keep = [n for n in range(len(grid.columns) - 1) if any(row[n] for row in rows)]
    return [[row[n] for n in keep] for row in rows]


def pipe_table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as a pipe table whose first row is its head."""
    head, *others = rows
    lines = [_row(head), "|" + " --- |" * len(head), *map(_row, others)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _cell(lines: Sequence[Line]) -> str:
    """The lines of a cell; each that opens an item stays a line of its own."""
    parts: list[list[Line]] = []
    for line in lines:
        if parts and not _BULLET.match(line.text):
            parts[-1].append(line)
        else:
            parts.append([line])
    return " <br> ".join(_plain(flowing(part)) for part in parts)


def _plain(spans: Sequence[Span]) -> str:
    return re.sub(r"\s+", " ", "".join(map(_shown, spans))).strip()


def _shown(span: Span) -> str:
    if span.note:
        return f"[^{span.note}]{span.text}"
    bare = span.text.strip()
    if span.raised and bare.isdigit():
        return span.text.translate(_RAISED)
    return escape(span.text)


def _opened(text: str) -> str:
    """A paragraph whose bullet is Markdown's, and whose other beginnings mean nothing to it."""
    bullet = _BULLET.match(text.replace("\\", "", 1) if text.startswith("\\") else text)
    if bullet:
        bare = text.replace("\\", "", 1) if text.startswith("\\") else text
        return f"{'+' if bullet[1] else '-'} {open_safely(bare[bullet.end() :])}"
    return open_safely(text)


def _level(lines: Sequence[Line], body: float, *, bold: bool) -> int:
    size = min(line.size for line in lines)
    if size >= (_LARGE_BOLD if bold else _LARGE) * body:
        return 2 if size >= 1.4 * body else 3
    return 0


def _bold_lead(spans: Sequence[Span]) -> int:
    """How many spans at the beginning are bold and end as a label or a run-in heading ends."""
    count = 0
    while count < len(spans) and (spans[count].bold or not spans[count].text.strip()):
        count += 1
    if not 0 < count < len(spans):
        return 0
    lead = _plain(spans[:count])
    opens = _LEAD.search(lead) or _plain(spans[count:]).startswith(":")
    return count if opens and not _BULLET.match(lead) and len(lead) <= 160 else 0


def _link(last: Span, following: str, *, blank: bool) -> None:
    """Join a line's end with the next line's first word.

    A hyphen goes when it only broke a word; blank: the file has a space between the two.
    """
    if blank or not _GLUED.search(last.text) or not following[:1].isalnum():
        last.text += " "
        return
    found = _HYPHENATED.search(last.text)
    letters = re.match(r"[^\W\d_]*", following)
    rest = letters.group() if letters else ""
    if found is None or not rest.islower():
        return
    before = found.group(1)
    whole = is_syllable(before) and is_syllable(rest)
    if not whole and len(before) > 1 and not before.isupper():
        last.text = last.text[:-1]
