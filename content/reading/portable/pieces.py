"""What a page is made of once it is read: pieces of words, lines, tables, in points. Pure.

x grows to the right, y downwards from the upper edge of the page as it is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

# How a line begins that opens an item or a heading.
LABEL = re.compile(
    r"^(?:[-–—+*•●▪◦‣⁃➢✓✔→]|(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2})\s?[.)/]"
    r"|\d{1,2}(?:\.\d{1,2}){1,3}|[a-zđA-ZĐ]\s?[.)]"
    r"|(?:Điều|ĐIỀU|Chương|CHƯƠNG|Phần|PHẦN|Mục|MỤC)\s+[\dIVXLC]{1,4}[.:]?)(?:\s|$)"
)


@dataclass(slots=True)
class Piece:
    """A word or a part of one. y: its baseline. blank: a space stands before it.

    artifact: the file marks it as the paper's own (a running head); laid: an annotation shows it.
    source: the same for all pieces that the file sets in one. across: a whole line that is turned
    against the text, at its middle.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str
    font: str
    bold: bool
    blank: bool = False
    artifact: bool = False
    laid: bool = False
    source: int = 0
    across: bool = False


@dataclass(slots=True)
class Span:
    """Words of a line in one font. raised: small and above the line.

    note: the number of the footnote it calls, 0 for words.
    """

    text: str
    font: str
    bold: bool
    raised: bool = False
    note: int = 0


@dataclass(slots=True)
class Line:
    """A line, or the part of it that stands in one column. first: width of its first word.

    blank: the file has a space before it, at the end of the line above.
    """

    x0: float
    x1: float
    y: float
    size: float
    spans: list[Span] = field(default_factory=list)
    first: float = 0.0
    artifact: bool = False
    laid: bool = False
    blank: bool = False

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(span.text for span in self.spans).strip()

    @property
    def bold(self) -> bool:
        """Are all its letters bold?"""
        written = [span.bold for span in self.spans if re.search(r"\w", span.text)]
        return bool(written) and all(written)

    @property
    def centre(self) -> float:
        """The middle between its ends."""
        return (self.x0 + self.x1) / 2


@dataclass(slots=True)
class Grid:
    """A table: rows of cells, each cell its lines. y: where it begins. heads: rows of its head.

    An empty cell may be one that another covers; in the head the words of that one are repeated.
    """

    y: float
    bottom: float
    columns: tuple[float, ...]
    rows: list[list[list[Line]]]
    heads: int = 1


@dataclass(slots=True)
class Sheet:
    """One page. covered: share of it that pictures cover. size: width and height.

    aside: words that are turned against the text; stamps: what signing programs set.
    unmapped: share of letters whose meaning the file does not tell. crowded: too much is drawn on
    it to look for tables.
    """

    number: int
    size: tuple[float, float]
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    covered: float = 0.0
    drawn: int = 0
    unmapped: float = 0.0
    crowded: bool = False
    aside: list[str] = field(default_factory=list)
    stamps: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def every_line(self) -> Iterable[Line]:
        """All lines, those of tables included."""
        yield from self.lines
        for grid in self.grids:
            for row in grid.rows:
                for cell in row:
                    yield from cell


def letters(text: str) -> int:
    """How many letters a text holds."""
    return sum(map(str.isalpha, text))


def joined(parts: Iterable[Line]) -> Line:
    """Parts of one row as one line."""
    first, *others = sorted(parts, key=lambda part: part.x0)
    if not others:
        return first
    spans = list(first.spans)
    for part in others:
        spans += [Span(" ", spans[-1].font, spans[-1].bold), *part.spans]
    big = max((first, *others), key=lambda part: part.size)
    right = max(part.x1 for part in (first, *others))
    whole = Line(first.x0, right, big.y, big.size, spans, first.first)
    whole.artifact, whole.laid, whole.blank = first.artifact, first.laid, first.blank
    return whole
