"""The process that lays text over pages: `python -m content.scans.laying FOLDER`.

It reads FOLDER/in (a PDF or a picture) and FOLDER/pages.json and writes FOLDER/out, a PDF that can
be searched. Nothing is drawn anew. The letters belong to fonts without shapes (Type 3, as PDF 1.2
knows them): no font has to be carried, and readers still find, mark and copy the text.
"""

from __future__ import annotations

import io
import json
import logging
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
)

from content.scans.binding import bound
from content.scans.page_text import PageText, PlacedLine

_EM = 1000
_WIDTH = 500  # of every letter, in thousandths; lines are stretched to the width they have
_PER_FONT = 250
BROKEN = 70  # how this process says that it cannot be done


def main(folder: Path) -> int:
    """Write FOLDER/out; the exit code."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = [
        PageText(number, "", 0.0, "", turned=turned, lines=tuple(PlacedLine(*x) for x in lines))
        for number, turned, lines in json.loads((folder / "pages.json").read_text("utf-8"))
    ]
    try:
        _lay(folder / "in", pages, folder / "out")
    except (PyPdfError, OSError, ValueError, LookupError, TypeError, AttributeError):
        return BROKEN
    except (RecursionError, MemoryError, AssertionError, SyntaxError):
        return BROKEN
    return 0


def _lay(source: Path, pages: Sequence[PageText], out: Path) -> None:
    with source.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
        if is_pdf:
            writer = PdfWriter(PdfReader(file), incremental=True)
        else:
            writer = PdfWriter(io.BytesIO(bound(source)))
        wanted = {page.number: page for page in pages if page.lines}
        alphabet = _Alphabet(writer, wanted.values())
        for number, page in wanted.items():
            if number <= len(writer.pages):
                _lay_over(writer, number - 1, page, alphabet)
        with out.open("wb") as made:
            writer.write(made)


class _Alphabet:
    """Every letter of a file as (font, code); fonts hold no shapes and 250 letters each."""

    def __init__(self, writer: PdfWriter, pages: Iterable[PageText]) -> None:
        letters = sorted({c for page in pages for line in page.lines for c in line.text})
        self.fonts = DictionaryObject()
        self._places: dict[str, tuple[str, int]] = {}
        for start in range(0, len(letters), _PER_FONT):
            held = letters[start : start + _PER_FONT]
            name = f"/KhuyenHoc{start // _PER_FONT}"
            self._places |= {letter: (name, code) for code, letter in enumerate(held)}
            self.fonts[NameObject(name)] = writer._add_object(_font(writer, held))

    def shown(self, text: str) -> bytes:
        """The operators that set a text, changing fonts where its letters need it."""
        parts: list[bytes] = []
        font, codes = "", ""
        for letter in text:
            name, code = self._places[letter]
            if name != font:
                parts += [f"<{codes}> Tj".encode()] if codes else []
                parts.append(f"{name} 1 Tf".encode())
                font, codes = name, ""
            codes += f"{code:02x}"
        parts.append(f"<{codes}> Tj".encode())
        return b" ".join(parts)


def _font(writer: PdfWriter, letters: Sequence[str]) -> DictionaryObject:
    shape = DecodedStreamObject()
    shape.set_data(f"{_WIDTH} 0 0 0 {_WIDTH} {_EM} d1".encode())
    names = [NameObject(f"/l{code}") for code in range(len(letters))]
    empty = writer._add_object(shape)
    font = DictionaryObject()
    font.update(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type3"),
            NameObject("/FontBBox"): _numbers(0, -200, _WIDTH, _EM),
            NameObject("/FontMatrix"): _numbers(1 / _EM, 0, 0, 1 / _EM, 0, 0),
            NameObject("/FirstChar"): NumberObject(0),
            NameObject("/LastChar"): NumberObject(len(letters) - 1),
            NameObject("/Widths"): _numbers(*[_WIDTH] * len(letters)),
            NameObject("/CharProcs"): DictionaryObject(dict.fromkeys(names, empty)),
            NameObject("/Resources"): DictionaryObject(),
            NameObject("/Encoding"): DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Encoding"),
                    NameObject("/Differences"): ArrayObject([NumberObject(0), *names]),
                }
            ),
            NameObject("/ToUnicode"): writer._add_object(_meanings(letters)),
        }
    )
    return font


def _meanings(letters: Sequence[str]) -> DecodedStreamObject:
    """The table by which a reader turns codes of a font into letters."""
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CMapName /Letters def /CMapType 2 def",
        "1 begincodespacerange <00> <ff> endcodespacerange",
    ]
    pairs = [f"<{c:02x}> <{x.encode('utf-16-be').hex()}>" for c, x in enumerate(letters)]
    for start in range(0, len(pairs), 100):
        some = pairs[start : start + 100]
        lines += [f"{len(some)} beginbfchar", *some, "endbfchar"]
    lines.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    stream = DecodedStreamObject()
    stream.set_data("\n".join(lines).encode())
    return stream


def _lay_over(writer: PdfWriter, index: int, page: PageText, alphabet: _Alphabet) -> None:
    """Append the text to a page and name its fonts there."""
    sheet = writer.pages[index]
    box = sheet.cropbox
    shown = _Sheet(
        float(box.left), float(box.bottom), float(box.width), float(box.height), sheet.rotation
    )
    lines = b"\n".join(_line(line, page.turned, shown, alphabet) for line in page.lines)
    text = DecodedStreamObject()
    text.set_data(b"Q q BT 3 Tr\n" + lines + b"\nET Q")
    before = DecodedStreamObject()
    before.set_data(b"q")
    sheet[NameObject("/Contents")] = ArrayObject(
        [writer._add_object(before), *_streams(sheet), writer._add_object(text.flate_encode())]
    )
    resources = DictionaryObject(dict(_own(_inherited(sheet, "/Resources"))))
    resources[NameObject("/Font")] = DictionaryObject(
        {**_own(resources.get("/Font")), **alphabet.fonts}
    )
    sheet[NameObject("/Resources")] = resources


def _streams(sheet: PageObject) -> list[PdfObject]:
    """What a page draws, as it stands in the file."""
    if "/Contents" not in sheet:
        return []
    held = sheet["/Contents"]
    return list(held) if isinstance(held, ArrayObject) else [sheet.raw_get("/Contents")]


def _inherited(sheet: DictionaryObject, key: str) -> object:
    """A value of a page, or of the nearest of its parents that has one."""
    for _ in range(50):
        if key in sheet:
            return sheet[key]
        if "/Parent" not in sheet:
            break
        sheet = _own(sheet["/Parent"])
    return None


class _Sheet:
    """A page as it lies in the file, and as a reader of it sees it."""

    def __init__(self, left: float, bottom: float, width: float, height: float, turn: int) -> None:
        self.left, self.bottom, self.width, self.height = left, bottom, width, height
        self.turn = turn % 360
        on_side = self.turn in (90, 270)
        self.seen = (height, width) if on_side else (width, height)

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point seen `x` from the left and `y` from the top, in the file's own coordinates."""
        own = {
            0: (x, self.height - y),
            90: (y, x),
            180: (self.width - x, y),
            270: (self.width - y, self.height - x),
        }[self.turn]
        return own[0] + self.left, own[1] + self.bottom


def _line(line: PlacedLine, turned: float, sheet: _Sheet, alphabet: _Alphabet) -> bytes:
    """One line as text of the page: the box is turned back to where the page holds it."""
    quarter = round(turned / 90) * 90
    on_side = quarter % 180 != 0
    width, height = sheet.seen[::-1] if on_side else sheet.seen
    left, bottom = line.left / 1e4 * width, (line.top + line.height) / 1e4 * height
    right, top = left + line.width / 1e4 * width, line.top / 1e4 * height
    start, end, up = (
        sheet.place(*_turned_back(x, y, turned, (width, height), sheet.seen))
        for x, y in ((left, bottom), (right, bottom), (left, top))
    )
    natural = len(line.text) * _WIDTH / _EM or 1.0
    matrix = (
        (end[0] - start[0]) / natural,
        (end[1] - start[1]) / natural,
        up[0] - start[0],
        up[1] - start[1],
        *start,
    )
    numbers = " ".join(f"{value:.3f}" for value in matrix)
    return f"{numbers} Tm ".encode() + alphabet.shown(line.text)


def _turned_back(
    x: float,
    y: float,
    turned: float,
    size: tuple[float, float],
    seen: tuple[float, float],
) -> tuple[float, float]:
    """A point of the page as it was read, on the page as it is seen: both turn about the middle."""
    angle = math.radians(turned)
    across, down = x - size[0] / 2, y - size[1] / 2
    return (
        seen[0] / 2 + across * math.cos(angle) + down * math.sin(angle),
        seen[1] / 2 - across * math.sin(angle) + down * math.cos(angle),
    )


def _own(found: object) -> DictionaryObject:
    found = found.get_object() if hasattr(found, "get_object") else found
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
