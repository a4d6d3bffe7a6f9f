"""CSV that spreadsheets open right and carry nothing out of: UTF-8 with its mark, no formulas.

A cell that a spreadsheet would take for a formula begins with an apostrophe, which Excel and
LibreOffice show as text; numbers stay numbers (TRUST S11).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

MARK = "\ufeff"
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
# The full-width signs too: some spreadsheets read them as the plain ones.
_FORMULA = re.compile(r"[\s\ufeff]*[=+\-@＝＋－＠]|[\t\r\n]")


def harmless(cell: object) -> str:
    """A cell as it is written."""
    text = "" if cell is None else str(cell)
    text = text.replace("\x00", "")
    if _NUMBER.fullmatch(text) or not _FORMULA.match(text):
        return text
    return f"'{text}"


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The text of a CSV, a piece at a time, for lists that are too long to hold."""
    yield MARK
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([harmless(cell) for cell in row])
        yield out.getvalue()


def whole(rows: Iterable[Sequence[object]]) -> bytes:
    """A short CSV at once."""
    return "".join(lines(rows)).encode()
