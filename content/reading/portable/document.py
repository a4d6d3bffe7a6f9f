"""PDF files that hold text: the text of each page; a scan is told from a text. Pure."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pypdf

from content.errors import BadInput
from content.reading.child import step
from content.reading.result import Note, Reading, Wish
from content.vietnamese import tidy

MEDIA_TYPE = "application/pdf"

_MOST_PAGES = 2000
_MOST_CHARACTERS = 10_000_000
_LEAST_LETTERS = 20


def read(data: bytes, wish: Wish) -> Reading:
    """Text of each page; BadInput for a broken, locked or endless file.

    Pages that hold no text are named in `scanned`.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        locked = reader.is_encrypted
        pages = 0 if locked else len(reader.pages)
    except Exception:  # pypdf lets many kinds of errors out of a broken file
        raise _broken() from None
    if locked:
        raise BadInput("tệp PDF đã khóa bằng mật khẩu; hãy mở khóa rồi nạp lại.")
    if pages > _MOST_PAGES:
        raise BadInput(f"tệp PDF dài quá {_MOST_PAGES} trang; hãy chia nhỏ.")
    sheets = _sheets(reader)
    if sum(_letters(sheet) for sheet in sheets) < _LEAST_LETTERS:
        return Reading("", MEDIA_TYPE, "pdf", (), pages, scanned=tuple(range(1, pages + 1)))
    blank = tuple(i for i, sheet in enumerate(sheets, 1) if not _letters(sheet))
    text = "\f".join(tidy(sheet) for sheet in sheets)
    return Reading(text, MEDIA_TYPE, "pdf", tuple(_blank_notes(blank)), pages, scanned=blank)


def _sheets(reader: pypdf.PdfReader) -> list[str]:
    sheets: list[str] = []
    length = 0
    try:
        for page in reader.pages:
            sheets.append(page.extract_text())
            length += len(sheets[-1])
            step()
            if length > _MOST_CHARACTERS:
                break
    except Exception:  # as above
        raise _broken() from None
    if length > _MOST_CHARACTERS:
        raise BadInput("tệp PDF có quá nhiều chữ; hãy chia nhỏ.")
    return sheets


def _letters(text: str) -> int:
    return len(re.findall(r"[^\W\d_]", text))


def _blank_notes(blank: Sequence[int]) -> list[Note]:
    if not blank:
        return []
    shown = ", ".join(map(str, blank[:10])) + ("…" if len(blank) > 10 else "")
    return [Note("dropped", f"Trang {shown} không có chữ (có thể là trang chụp): chưa đưa vào.")]


def _broken() -> BadInput:
    return BadInput("tệp PDF bị hỏng, không đọc được; hãy xuất lại tệp rồi nạp lại.")
