"""The letters of a page where they stand, as pieces of words, out of PDFium's text page."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from content.errors import BadInput
from content.letters.fonts import meaning
from content.reading.portable.frames import Frame, Row
from content.reading.portable.pieces import Piece
from content.reading.portable.rows import lines_of

MOST_ON_A_PAGE = 150_000
_UNKNOWN = frozenset({0, 0xFFFD, 0xFFFE, 0xFFFF})
# A soft hyphen, and what PDFium makes of it or of a hyphen at the end of a line. TCVN3 has ư there,
# which is wider than (in sizes of the letters) a hyphen that a file only calls soft.
_SOFT, _AT_END, _WIDE = 0xAD, 2, 0.42
_HYPHENS = (_SOFT, _AT_END)
_TYPESET_HYPHENS = (0x2010, 0x2011)
_BLANKS = frozenset((9, 10, 13, 32, 0xA0, 0x3000, *range(0x2000, 0x200B), 0x202F))
_STROKED = (pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE)
_SLANTED = -1
_LEAST_LEAN = 0.003  # radians: 2 points over the width of a page
_FORCE_BOLD = 1 << 18
_BOLD_NAMES = ("bold", "black", "heavy", "semibd", "demi")


@dataclass(frozen=True, slots=True)
class _Style:
    """What the letters of one text object share. turn: quarters clockwise, or _SLANTED.

    held: from the page's coordinates to start and baseline. abc: its font is one of TCVN3.
    unmapped: the file does not tell what its first letter means, so others may lack that, too.
    """

    font: str
    bold: bool
    size: float
    turn: int
    lean: float
    artifact: bool
    laid: bool
    held: tuple[Row, Row]
    abc: bool
    unmapped: bool


@dataclass(slots=True)
class Letters:
    """The letters of a page. main: those that run as most do; aside: those that slant, as text.

    across: lines turned by quarters against the main ones.
    """

    main: list[Piece] = field(default_factory=list)
    across: list[Piece] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    size: tuple[float, float] = (0.0, 0.0)
    turn: int = 0
    lean: float = 0.0
    unmapped: float = 0.0


def read_letters(page: Any, frame: Frame, laid: frozenset[int], number: int) -> Letters:
    """The pieces of words on a page. laid: addresses of the text objects that annotations hold."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return Letters(size=frame.size)
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MOST_ON_A_PAGE:
            raise BadInput(
                f"trang {number} có quá nhiều chữ ({count:,} ký tự); hãy chia nhỏ hoặc xuất lại "
                "tệp rồi nạp lại.".replace(",", ".")
            )
        reader = _Reader(text_page, frame, laid)
        runs = list(reader.runs(max(count, 0)))
        return _gathered(runs, frame, reader.unknown)
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _gathered(runs: list[tuple[_Style, list[Piece]]], frame: Frame, unknown: int) -> Letters:
    """Tell the text from what is turned against it."""
    weights: Counter[int] = Counter()
    total = unknown
    for style, pieces in runs:
        length = sum(len(piece.text) for piece in pieces)
        total += length
        if style.turn != _SLANTED and not style.laid:
            weights[style.turn] += length
    turn = weights.most_common(1)[0][0] if weights else 0
    leans = sorted(style.lean for style, _ in runs if style.turn == turn)
    lean = leans[len(leans) // 2] if leans else 0.0
    found = Letters(size=frame.turned_size(turn), turn=turn, lean=lean)
    found.unmapped = unknown / total if total else 0.0
    _part(runs, frame, found)
    if abs(lean) > _LEAST_LEAN:
        for piece in found.main:
            shift = piece.y * lean
            piece.y -= piece.x0 * lean
            piece.x0, piece.x1 = piece.x0 + shift, piece.x1 + shift
    return found


def _part(runs: list[tuple[_Style, list[Piece]]], frame: Frame, found: Letters) -> None:
    """Put the pieces where they belong: along the text, across it, aslant."""
    turned: dict[int, list[Piece]] = defaultdict(list)
    for style, pieces in runs:
        if style.turn == found.turn:
            found.main += pieces
        elif style.turn == _SLANTED:
            found.aside.append(_plain(pieces))
        else:
            turned[style.turn] += pieces
    for turn, pieces in turned.items():
        found.across += _across(pieces, frame, turn, found.turn)


def _across(pieces: list[Piece], frame: Frame, turn: int, main: int) -> Iterator[Piece]:
    """Lines turned by `turn`, where they stand when the page is held for the main ones."""
    for line in lines_of(pieces):
        shown = frame.unturned(line.centre, line.y - 0.3 * line.size, turn)
        x, y = frame.turned(*shown, main)
        font = line.spans[0].font
        piece = Piece(x - 1, x + 1, y + 0.3 * line.size, line.size, line.text, font, line.bold)
        piece.across = True
        yield piece


def _plain(pieces: list[Piece]) -> str:
    return "".join(f" {p.text}" if p.blank else p.text for p in pieces).strip()


class _Reader:
    """Walks the characters of a text page in the order of the file."""

    def __init__(self, text_page: Any, frame: Frame, laid: frozenset[int]) -> None:
        self.page = text_page
        self.frame = frame
        self.laid = laid
        self.unknown = 0
        self.styles: dict[int, _Style] = {}

    def runs(self, count: int) -> Iterator[tuple[_Style, list[Piece]]]:
        """Pieces that follow each other in one direction, with the style of the first."""
        style: _Style | None = None
        pieces: list[Piece] = []
        for found, piece in self._pieces(count):
            if style is None or (found.turn, found.laid) != (style.turn, style.laid):
                if style and pieces:
                    yield style, pieces
                style, pieces = found, []
            pieces.append(piece)
        if style and pieces:
            yield style, pieces

    def _pieces(self, count: int) -> Iterator[tuple[_Style, Piece]]:
        """Each piece: letters that touch each other in one style."""
        style: _Style | None = None
        piece: Piece | None = None
        for found, letter, start, end, base, blank in self._letters(count):
            joins = piece is not None and found is style and not blank
            if piece is not None and joins and _goes_on(piece, letter, start, base):
                piece.text += letter
                piece.x1 = max(piece.x1, end)
                continue
            if piece is not None and style is not None:
                yield style, piece
            style = found
            piece = Piece(start, end, base, found.size, letter, found.font, found.bold)
            piece.blank, piece.artifact, piece.laid = blank, found.artifact, found.laid
            piece.source = id(found)
        if piece is not None and style is not None:
            yield style, piece

    def _letters(self, count: int) -> Iterator[tuple[_Style, str, float, float, float, bool]]:
        """Style, letter, start, end, baseline, and whether the file has a space before it.

        All as the page is held so that this text runs level.
        """
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        box_at, x_at, y_at = ctypes.byref(box), ctypes.byref(x), ctypes.byref(y)
        page, blank = self.page, False
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(page, index)
            if code in _BLANKS:
                blank = blank or not pdfium.FPDFText_IsGenerated(page, index)
                continue
            style = self._style(index)
            if style is None:
                continue
            if code in _UNKNOWN or (
                style.unmapped and pdfium.FPDFText_HasUnicodeMapError(page, index)
            ):
                self.unknown += 1
            pdfium.FPDFText_GetLooseCharBox(page, index, box_at)
            pdfium.FPDFText_GetCharOrigin(page, index, x_at, y_at)
            (ax, ay, a), (bx, by, b) = style.held
            left, low = x.value, y.value
            start = ax * left + ay * low + a
            # A mark that stands over the letter before it ends where it begins.
            ends = (ax * box.left + ay * box.bottom + a, ax * box.right + ay * box.top + a)
            end = max(start, *ends)
            letter = _character(code)
            if code in _HYPHENS:
                letter = _dash(code, style, end - start)
            yield style, letter, start, end, bx * left + by * low + b, blank
            blank = False

    def _style(self, index: int) -> _Style | None:
        handle = pdfium.FPDFText_GetTextObject(self.page, index)
        if not handle:
            return None
        address = ctypes.addressof(handle.contents)
        style = self.styles.get(address)
        if style is None:
            style = self.styles[address] = self._new_style(handle, index, address in self.laid)
        return style

    def _new_style(self, handle: Any, index: int, laid: bool) -> _Style:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self.page, index, ctypes.byref(matrix))
        height = math.hypot(matrix.c, matrix.d) or 1.0
        size = abs(pdfium.FPDFText_GetFontSize(self.page, index)) * height
        dx, dy = self.frame.direction(matrix.a, matrix.b)
        turn, lean = _turn_of(dx, dy)
        name, flags = self._font(index)
        bold = any(word in name.lower() for word in _BOLD_NAMES) or bool(flags & _FORCE_BOLD)
        bold = bold or pdfium.FPDFTextObj_GetTextRenderMode(handle) in _STROKED
        held = self.frame.held(max(turn, 0))
        meant = meaning(name)
        abc = meant is not None and meant.encoding == "tcvn3"
        size = max(size, 0.5)
        unmapped = bool(pdfium.FPDFText_HasUnicodeMapError(self.page, index))
        artifact = is_artifact(handle)
        return _Style(name, bold, size, turn, lean, artifact, laid, held, abc, unmapped)

    def _font(self, index: int) -> tuple[str, int]:
        buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(self.page, index, buffer, 128, ctypes.byref(flags))
        name = buffer.value.decode("utf-8", "replace")
        return name.split("+", 1)[-1], flags.value


def _character(code: int) -> str:
    if code in _UNKNOWN:
        return "\ufffd"
    return "-" if code in _TYPESET_HYPHENS else chr(code)


def _dash(code: int, style: _Style, wide: float) -> str:
    """What stands where a hyphen may be: one, or ư as TCVN3 writes it."""
    if code == _SOFT and style.abc:
        return chr(_SOFT)
    old = code == _SOFT or style.abc
    return chr(_SOFT) if old and wide > _WIDE * style.size else "-"


def _goes_on(piece: Piece, letter: str, start: float, base: float) -> bool:
    """Does a letter touch the piece before it?"""
    if unicodedata.combining(letter):
        return True
    size = piece.size
    return abs(base - piece.y) < 0.1 * size and -0.4 * size < start - piece.x1 < 0.09 * size


def _turn_of(dx: float, dy: float) -> tuple[int, float]:
    """Quarters that a direction is turned clockwise, and how much it leans from that."""
    angle = math.atan2(dy, dx)
    quarter = round(angle / (math.pi / 2))
    lean = angle - quarter * (math.pi / 2)
    return (quarter % 4, lean) if abs(lean) < 0.17 else (_SLANTED, 0.0)


def is_artifact(handle: Any) -> bool:
    """Does the file mark an object as no part of the text?"""
    for number in range(min(pdfium.FPDFPageObj_CountMarks(handle), 4)):
        mark = pdfium.FPDFPageObj_GetMark(handle, number)
        length, buffer = ctypes.c_ulong(), (ctypes.c_ushort * 20)()
        if pdfium.FPDFPageObjMark_GetName(mark, buffer, 40, ctypes.byref(length)):
            name = bytes(buffer).decode("utf-16-le", "ignore").split("\0", 1)[0]
            if name == "Artifact":
                return True
    return False
