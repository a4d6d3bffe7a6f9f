"""What a Word file is made of once it is read: paragraphs of spans, and tables of cells. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from content.vietnamese import tidy

SpanKind = Literal["text", "label", "picture", "mark"]


@dataclass(slots=True)
class Span:
    """Words that look the same. Tabs are \\t and line breaks \\n; other white space is as it came.

    kind: "text"; "label" (the number Word counted, first in its paragraph); "picture" (text is the
    name of a part of the package, alt what it shows); "mark" (text is the number of a footnote).
    font: what the words are set in, where it decides their letters. link: an outside address.
    raised: 1 above the line, -1 below it.
    """

    text: str
    kind: SpanKind = "text"
    font: str | None = None
    bold: bool = False
    italic: bool = False
    caps: bool = False
    raised: int = 0
    link: str = ""
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """How Word counts a paragraph: in which list, how deep, and how the number joins the words.

    sign: "-" or "+" for a bullet, "" for a number.
    """

    list_id: str
    depth: int
    sign: str = ""
    joint: str = " "


@dataclass(slots=True)
class Paragraph:
    """One paragraph. level: of a heading, else 0. aside: set in the right half of the page."""

    spans: list[Span] = field(default_factory=list)
    level: int = 0
    marker: Marker | None = None
    aside: bool = False


@dataclass(slots=True)
class Cell:
    """A cell. wide: how many columns it takes. goes_on: it belongs to the cell above it."""

    blocks: list[Block] = field(default_factory=list)
    wide: int = 1
    goes_on: bool = False


@dataclass(slots=True)
class Row:
    """A row of a table; `header` where Word repeats it on each page."""

    cells: list[Cell] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True)
class Table:
    """A table. ruled: it shows lines between its cells."""

    rows: list[Row] = field(default_factory=list)
    ruled: bool = True


Block = Paragraph | Table
_OTHER = "\ufffc"


def spans_of(blocks: Iterable[Block]) -> Iterator[list[Span]]:
    """The spans of each paragraph in order, also of those in cells."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.spans
            continue
        for row in block.rows:
            for cell in row.cells:
                yield from spans_of(cell.blocks)


def words(paragraph: Paragraph, *, label: bool = True) -> str:
    """What the paragraph says as one line of plain text. label: with the number Word counted."""
    kinds = ("text", "label") if label else ("text",)
    parts: list[str] = []
    for span in paragraph.spans:
        if span.kind in kinds:
            parts.append(span.text)
            if span.kind == "label" and paragraph.marker:
                parts.append(paragraph.marker.joint)
    return re.sub(r"\s+", " ", tidy("".join(parts))).strip()


def raw(paragraph: Paragraph) -> str:
    """The text of the paragraph as it stands, a sign for each picture, number and footnote."""
    return "".join(s.text if s.kind == "text" else _OTHER for s in paragraph.spans)


def split(paragraph: Paragraph, gaps: Iterable[tuple[int, int]]) -> list[Paragraph]:
    """The paragraph cut at gaps (start, end) of its `raw` text, without what stands in them.

    The first piece keeps the number; pieces without content are left out.
    """
    gaps = list(gaps)
    if not gaps:
        return [paragraph] if has_content(paragraph) else []
    edges = [0, *(edge for gap in gaps for edge in gap), len(raw(paragraph))]
    pieces = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        spans = list(_between(paragraph.spans, start, end))
        pieces.append(replace(paragraph, spans=spans, marker=None if start else paragraph.marker))
    return [piece for piece in pieces if has_content(piece)]


def _between(spans: list[Span], start: int, end: int) -> Iterator[Span]:
    at = 0
    for span in spans:
        length = len(span.text) if span.kind == "text" else 1
        first, last = max(start - at, 0), min(end - at, length)
        if first < last:
            yield replace(span, text=span.text[first:last]) if span.kind == "text" else span
        at += length


def has_content(paragraph: Paragraph) -> bool:
    """Does it hold words, a picture or a footnote? A number alone is no content."""
    return any(s.kind not in ("text", "label") or s.text.strip() for s in paragraph.spans) and any(
        s.kind != "label" for s in paragraph.spans
    )
