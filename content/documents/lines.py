"""Lines of a text as it was laid out: marks, gaps, pages, wrapped or one line a paragraph. Pure."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from content.documents.marks import unmarked, without_bold
from content.vietnamese import fold, tidy

_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_DELIMITER_ROW = re.compile(r"^\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?$")
# "2", "- 2 -", "Trang 2/7"; a scan shows the stroke as I, J or l.
PAGE_NUMBER = re.compile(
    r"^(?:[-–—]\s*)?(?:trang\s+)?(\d{1,3})(?:(?:\s*[/|]\s*|[ijl!])\d{1,3})?(?:\s*[-–—])?$"
)
_TERMINAL = re.compile(r"[.;:!?…][\"”’'»)\]*_]*$")
_RULE = re.compile(r"^[-–—_=*~.\s…]{3,}$")


@dataclass(frozen=True, slots=True)
class Removed:
    """Words of the source that are no part of the text, and why (a short Vietnamese phrase)."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `text` keeps its marks of Markdown, `bare` is without them.

    heading: 0, or the level of a Markdown heading. gap: more space before it than between wrapped
    lines. page: it begins a page. depth: how far it is indented, in steps of four spaces.
    """

    text: str
    bare: str
    heading: int = 0
    bold: bool = False
    gap: bool = False
    page: bool = False
    table: bool = False
    depth: int = 0

    @property
    def inner(self) -> str:
        """As Markdown writes it, without the marks of a heading and of bold text."""
        heading = _HEADING.match(self.text)
        return without_bold(heading.group(2) if heading else self.text)

    @property
    def is_rule(self) -> bool:
        """Only dashes, dots or underscores: drawn, not written."""
        return bool(_RULE.match(self.text))

    @property
    def ends(self) -> bool:
        """Does it end as a sentence or a clause ends?"""
        return bool(_TERMINAL.search(self.text))

    @property
    def starts_lower(self) -> bool:
        """Is its first character a lower-case letter?"""
        return self.bare[:1].islower()


class _Written(NamedTuple):
    """A line that holds something: stripped, and how it stood in the source."""

    text: str
    blanks: int = 0  # empty lines before it
    page: bool = False  # it begins a page
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """The lines of a text. wrapped: a paragraph runs over several lines of about `width` letters.

    marked: the source carries Markdown marks of its own.
    """

    lines: tuple[Line, ...]
    wrapped: bool
    width: int
    marked: bool
    removed: tuple[Removed, ...] = ()


def lay_out(text: str, markdown: bool | None = None) -> Layout:
    """Lines of a text without its page numbers and running heads, which stand in `removed`.

    markdown: whether the text is; None when only the text itself can tell.
    """
    written = _written_lines(text)
    wrapped, width = (False, 0) if markdown else _wrapping([line.text for line in written])
    typical = (
        statistics.median_low([line.blanks for line in written[1:]])
        if wrapped and written[1:]
        else 0
    )
    lines = _plain_lines(written, typical) if markdown is False else _marked_lines(written, typical)
    marked = _is_marked(lines, wrapped) if markdown is None else markdown
    if markdown is None and not marked:
        lines = _plain_lines(written, typical)
    lines, removed = _without_furniture(lines)
    return Layout(tuple(lines), wrapped, width, marked, tuple(removed))


def _is_marked(lines: list[Line], wrapped: bool) -> bool:
    """Is the text Markdown? A table alone proves it only among paragraphs set apart.

    Pages of a PDF may hold tables, too, and their words must not be taken for marks.
    """
    if any(line.heading or line.bold for line in lines):
        return True
    if wrapped or not any(line.table for line in lines):
        return False
    apart = [line.gap for line in lines[1:] if not line.table]
    return sum(apart) * 2 > len(apart)


def _written_lines(text: str) -> list[_Written]:
    """Every line that holds something."""
    found: list[_Written] = []
    blanks, page = 0, False
    spaced = _page_by_space(text)
    for index, sheet in enumerate(text.split("\f")):
        page = page or index > 0
        for raw in tidy(sheet).split("\n"):
            line = re.sub(r"[ \t]+", " ", raw).strip()
            if not line:
                blanks += 1
                continue
            begins = page or (spaced and _one_space(raw) and bool(found))
            indent = len(raw) - len(raw.lstrip(" "))
            found.append(_Written(line, blanks, begins, indent // 4))
            blanks, page = 0, False
    return found


def _one_space(raw: str) -> bool:
    return raw.startswith(" ") and not raw.startswith("  ")


def _page_by_space(text: str) -> bool:
    """Some converters leave only one space where a page began; many such lines are an indent."""
    lines = [line for line in text.split("\n") if line.strip()]
    return "\f" not in text and sum(map(_one_space, lines)) * 10 <= len(lines)


def _wrapping(lines: list[str]) -> tuple[bool, int]:
    """Do paragraphs run over several lines, and how wide is a full line (characters)?

    Wrapped text has no very long lines, and what follows a full line often begins in lower case.
    """
    if len(lines) < 4:
        return False, 0
    lengths = sorted(map(len, lines))
    width = lengths[int(len(lengths) * 0.9)]
    full = [b for a, b in itertools.pairwise(lines) if len(a) >= 0.75 * width]
    lower = sum(line[0].islower() for line in full)
    return lengths[int(len(lengths) * 0.97)] <= 130 and lower >= 2 and lower * 3 >= len(full), width


def _marked_lines(written: list[_Written], typical: int) -> list[Line]:
    lines: list[Line] = []
    tables = _table_rows([line.text for line in written])
    open_bold = False
    for index, (text, blanks, page, depth) in enumerate(written):
        heading = _HEADING.match(text)
        inner = heading.group(2) if heading else text
        marks = inner.count("**")
        bold = (open_bold or inner.startswith("**")) and marks <= 2
        open_bold = (open_bold + marks) % 2 == 1 and not heading
        bold = bold and bool(marks or open_bold) and (open_bold or inner.endswith("**"))
        bare = unmarked(inner)
        level = len(heading.group(1)) if heading else 0
        gap = blanks > typical
        lines.append(Line(text, bare, level, bold, gap, page, index in tables, depth))
    return lines


def _plain_lines(written: list[_Written], typical: int) -> list[Line]:
    """Lines whose signs are signs; only what is drawn as a table is one."""
    tables = _table_rows([line.text for line in written])
    return [
        Line(text, text, gap=blanks > typical, page=page, table=index in tables)
        for index, (text, blanks, page, _) in enumerate(written)
    ]


def _table_rows(lines: list[str]) -> set[int]:
    """Indexes of the rows of pipe tables: a delimiter row, the row above it and those below."""
    rows: set[int] = set()
    for index, line in enumerate(lines):
        if index in rows or not (
            "|" in line and _DELIMITER_ROW.match(line) and index and "|" in lines[index - 1]
        ):
            continue
        rows |= {index - 1, index}
        below = index + 1
        while below < len(lines) and lines[below].startswith("|"):
            rows.add(below)
            below += 1
    return rows


def _without_furniture(lines: list[Line]) -> tuple[list[Line], list[Removed]]:
    """The lines without page numbers and running heads; what begins a page stays marked so."""
    reasons: dict[int, str] = dict.fromkeys(_page_numbers(lines), "số trang")
    for index in _running_heads(lines, reasons):
        reasons[index] = "dòng lặp lại ở đầu trang"
    kept: list[Line] = []
    page = False
    for index, line in enumerate(lines):
        page = page or line.page
        if index not in reasons:
            kept.append(replace(line, page=page) if page != line.page else line)
            page = False
    return kept, [Removed(lines[i].text, reasons[i]) for i in sorted(reasons)]


def _page_numbers(lines: list[Line]) -> list[int]:
    """Lone numbers at the edge of a page, or that count up far from each other."""
    lone = {i: m for i, line in enumerate(lines) if (m := PAGE_NUMBER.match(fold(line.bare)))}
    paged = any(line.page for line in lines)
    edges = {i for i in lone if _at_page_edge(lines, i, paged)}
    values = [(i, int(m.group(1))) for i, m in lone.items()]
    for (i, a), (j, b) in itertools.pairwise(values):
        if b == a + 1 and j - i >= 15:
            edges |= {i, j}
    return sorted(edges)


def _at_page_edge(lines: list[Line], index: int, paged: bool) -> bool:
    if index == 0 or lines[index].page:
        return index > 0
    return paged and (index + 1 == len(lines) or lines[index + 1].page)


def _running_heads(lines: list[Line], taken: dict[int, str]) -> list[int]:
    """First lines of pages that are the same on three pages or more."""
    firsts: dict[int, str] = {}
    page = False
    for index, line in enumerate(lines):
        page = page or line.page
        if page and index not in taken:
            firsts[index] = re.sub(r"\d+", "", fold(line.bare))
            page = False
    counts = Counter(firsts.values())
    return [i for i, key in firsts.items() if counts[key] >= 3 and 4 < len(key) <= 120]
