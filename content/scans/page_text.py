"""What recognising gives: the text of a page, where each line stands, and how sure it is. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

# Why a page holds no text though nothing went wrong.
BLANK = "trang trống hoặc không có chữ in"


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line and its box, in ten-thousandths of the width and height of the page as it was read."""

    text: str
    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page.

    number: from 1. confidence: 0–100, the mean over its letters as the recogniser states it; 0
    where nothing was read, and then `reason` says why (the end of a Vietnamese sentence).
    source: what read it, "tesseract 5.3.0 vie". turned: degrees by which the page was turned
    clockwise before it was read (quarters of a circle and the skew). lines: for the layer of text
    over the picture; they are as the page was read, so after that turn. seconds: of the processor
    that reading it took.
    """

    number: int
    text: str
    confidence: float
    source: str
    reason: str = ""
    turned: float = 0.0
    lines: tuple[PlacedLine, ...] = ()
    seconds: float = field(default=0.0, compare=False)
