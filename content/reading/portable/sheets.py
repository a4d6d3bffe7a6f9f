"""One page of a PDF as a sheet: its lines, tables, stamps, and what covers it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pypdfium2.raw as pdfium

from content.reading.portable import overlays
from content.reading.portable.frames import Frame
from content.reading.portable.glyphs import Letters, read_letters
from content.reading.portable.grids import take_tables
from content.reading.portable.opening import frame_of
from content.reading.portable.pieces import Piece, Sheet
from content.reading.portable.rows import lines_of
from content.reading.portable.shapes import Shapes, read_shapes
from content.reading.portable.stamps import take_stamps

_TYPED_SIZE = 11.0


def read_sheet(document: Any, number: int) -> Sheet | None:
    """Page `number` (from 1); None when it cannot be read."""
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        return None
    try:
        frame = frame_of(page)
        if frame is None:
            return None
        laid = overlays.annotations_of(page)
        addresses: frozenset[int] = frozenset()
        if laid.drawn:
            page, addresses = overlays.lay_down(document, page, number - 1)
            if not page:
                return None
        letters = read_letters(page, frame, addresses, number)
        shapes = read_shapes(page, frame, letters.turn)
        letters.main += _typed(laid.typed, frame, letters.turn)
        sheet = _sheet(number, letters, shapes)
        sheet.comments = laid.comments
        return sheet
    finally:
        if page:
            pdfium.FPDF_ClosePage(page)


def _sheet(number: int, letters: Letters, shapes: Shapes) -> Sheet:
    sheet = Sheet(number, letters.size, aside=letters.aside, unmapped=letters.unmapped)
    sheet.covered, sheet.drawn = _covered(shapes, letters.size), shapes.drawn
    sheet.crowded = shapes.many
    shown, sheet.outside = _on_paper(letters.main, letters.size)
    above = [piece for piece in shown if piece.laid]
    if above:
        kept, sheet.stamps = take_stamps(lines_of(above))
        if sheet.stamps:
            shown = [p for p in shown if not p.laid or any(_stands_in(p, x) for x in kept)]
    # A table seldom leans, a page that was set askew has none that could be found.
    strokes = shapes.strokes if abs(letters.lean) < 0.003 else []
    shown, sheet.grids = take_tables([*shown, *letters.across], strokes)
    sheet.aside += [piece.text for piece in shown if piece.across]
    shown = [piece for piece in shown if not piece.across]
    sheet.lines, stamps = take_stamps(lines_of(shown))
    sheet.stamps += stamps
    return sheet


def _stands_in(piece: Piece, line: Any) -> bool:
    middle = (piece.x0 + piece.x1) / 2
    near = abs(piece.y - line.y) < 0.5 * line.size
    return bool(near and line.x0 - 1 <= middle <= line.x1 + 1)


def _on_paper(pieces: Sequence[Piece], size: tuple[float, float]) -> tuple[list[Piece], list[str]]:
    """The pieces on the page, and the words of those beyond its edges."""
    wide, high = size
    shown: list[Piece] = []
    beyond: list[Piece] = []
    for piece in pieces:
        across = piece.x1 > 0 and piece.x0 < wide
        down = piece.y > 0 and piece.y - 0.75 * piece.size < high
        (shown if across and down else beyond).append(piece)
    return shown, [line.text for line in lines_of(beyond)] if beyond else []


def _typed(
    typed: Sequence[tuple[float, float, float, str]], frame: Frame, turn: int
) -> list[Piece]:
    """Words of annotations that have no picture, as pieces where they would stand."""
    found = []
    for left, top, wide, words in typed:
        x, y = frame.turned(*frame.point(left, top), turn)
        for count, line in enumerate(words.splitlines()):
            base = y + _TYPED_SIZE * (1 + 1.2 * count)
            width = min(0.5 * _TYPED_SIZE * len(line), wide)
            found.append(Piece(x, x + width, base, _TYPED_SIZE, line, "", False, laid=True))
    return found


def _covered(shapes: Shapes, size: tuple[float, float]) -> float:
    """Share of the page that pictures cover, at most 1."""
    wide, high = size
    total = 0.0
    for x0, y0, x1, y1 in shapes.pictures:
        across = min(x1, wide) - max(x0, 0.0)
        down = min(y1, high) - max(y0, 0.0)
        total += max(across, 0.0) * max(down, 0.0)
    return min(total / (wide * high), 1.0)
