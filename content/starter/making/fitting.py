"""Fitting: where each part of a slide stands, in letters as large as the slide allows.

Measured with Noto Sans, which is wider than the Arial of office machines: what fits here fits
there. A slide that would need letters below 24 points is refused: it is two slides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from PIL import ImageFont

from content.errors import BadInput
from content.starter.making import blocks, habits
from content.starter.making.blocks import Block, Line, Listing, Paragraph, Table
from content.starter.making.deck import Slide

# All in points; a 16:9 slide is 960 by 540.
WIDTH, HEIGHT = 960.0, 540.0
LEFT, TITLE_TOP, TITLE_HEIGHT = 56.0, 34.0, 62.0
BODY_TOP, BODY_BOTTOM = 116.0, 484.0
BODY_WIDTH = WIDTH - 2 * LEFT
THREAD_Y = 511.0
TITLE_SIZE, COVER_SIZE, NUMBER_SIZE = 36.0, 50.0, 18.0
SIZES = (32.0, 30.0, 28.0, 26.0, 24.0)
LEADING, GAP, ITEM_GAP = 1.3, 18.0, 9.0
INDENT, BOX_PAD, BAR = 38.0, 14.0, 8.0
CELL_X, CELL_Y = 12.0, 6.0
_FONTS = "/usr/share/fonts/truetype/noto/NotoSans-{}.ttf"


@dataclass(frozen=True, slots=True)
class Place:
    """One part of a slide and the room it stands in."""

    kind: str  # text | key | table
    parts: tuple[Block, ...]
    top: float
    height: float
    rows: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Fitted:
    """A slide with the size of its letters and its places from top to bottom."""

    slide: Slide
    number: int
    size: float
    places: tuple[Place, ...]


def fit(slides: tuple[Slide, ...]) -> tuple[Fitted, ...]:
    """Each slide fitted. BadInput names a slide whose title or content has no room."""
    return tuple(_fit(slide, number) for number, slide in enumerate(slides, start=1))


def _fit(slide: Slide, number: int) -> Fitted:
    if slide.cover:
        return Fitted(slide, number, 28.0, ())
    if _width(slide.title, TITLE_SIZE, bold=True) > BODY_WIDTH:
        raise BadInput(f"Tiêu đề slide {number} dài quá một dòng; hãy viết ngắn lại.")
    for size in SIZES:
        places = tuple(_places(slide, size))
        if places and places[-1].top + places[-1].height <= BODY_BOTTOM:
            return Fitted(slide, number, size, places)
    raise BadInput(f"Slide {number} quá nhiều chữ cho người ngồi xa; hãy tách thành hai slide.")


def groups(parts: tuple[Block, ...]) -> Iterator[tuple[str, tuple[Block, ...]]]:
    """Parts that stand together: running text, one key sentence, one table."""
    text: list[Block] = []
    for part in parts:
        if isinstance(part, Paragraph | Listing) and not _is_key(part):
            text.append(part)
            continue
        if text:
            yield "text", tuple(text)
            text = []
        yield ("table" if isinstance(part, Table) else "key"), (part,)
    if text:
        yield "text", tuple(text)


def size_of(kind: str, size: float) -> float:
    """Letters of a place: tables and key sentences stay smaller than a short list may grow."""
    return min(size, {"table": 26.0, "key": 28.0}.get(kind, size))


def lines_of(letters: str, size: float, width: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a width when broken between words."""
    count, used, space = 1, 0.0, _width(" ", size, bold=bold)
    for word in letters.split():
        wide = _width(word, size, bold=bold)
        if used and used + space + wide > width:
            count, used = count + 1, wide
        else:
            used += wide + (space if used else 0)
    return count


def _places(slide: Slide, size: float) -> Iterator[Place]:
    top = BODY_TOP
    for kind, parts in groups(slide.parts):
        rows: tuple[float, ...] = ()
        if kind == "table":
            assert isinstance(parts[0], Table)
            rows = tuple(_row_heights(parts[0], size_of("table", size)))
            height = sum(rows)
        elif kind == "key":
            inner = BODY_WIDTH - 2 * BOX_PAD - BAR
            height = _text_height(parts, size_of(kind, size), inner, bold=True) + 2 * BOX_PAD
        else:
            height = _text_height(parts, size, BODY_WIDTH)
        yield Place(kind, parts, top, height, rows)
        top += height + GAP


def _text_height(
    parts: tuple[Block, ...], size: float, width: float, *, bold: bool = False
) -> float:
    heights = []
    for line, indented in lines(parts):
        room = width - (INDENT if indented else 0)
        bolder = bold or any(run.bold for run in line)
        heights.append(lines_of(blocks.words(line), size, room, bold=bolder) * size * LEADING)
    return sum(heights) + ITEM_GAP * (len(heights) - 1)


def lines(parts: tuple[Block, ...]) -> Iterator[tuple[Line, bool]]:
    """Each line of running text, and whether it hangs behind a mark of a list."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield from ((line, False) for line in part.lines)
        elif isinstance(part, Listing):
            for item in part.items:
                assert isinstance(item[0], Paragraph)
                yield from ((line, True) for line in item[0].lines)


def _row_heights(table: Table, size: float) -> Iterator[float]:
    shares = habits.widths(table)
    for row in ((table.head,) if table.head else ()) + table.rows:
        most = 1
        for cell, share in zip(row, shares, strict=True):
            room = BODY_WIDTH * share - 2 * CELL_X
            bold = row is table.head or blocks.wholly_bold(cell)
            count = sum(lines_of(blocks.words(x), size, room, bold=bold) for x in cell.lines)
            most = max(most, count)
        yield most * size * LEADING + 2 * CELL_Y


def _is_key(part: Block) -> bool:
    return isinstance(part, Paragraph) and blocks.wholly_bold(part)


def _width(letters: str, size: float, *, bold: bool) -> float:
    # Measured at a large size and scaled: hinting at small sizes would round each letter.
    return float(_font("Bold" if bold else "Regular").getlength(letters)) * size / 200


@cache
def _font(weight: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS.format(weight), 200)
