"""PDF files that hold text: the text of each page; a scan is told from a text. Pure."""

from __future__ import annotations

import io
import re

import pypdf

from content.errors import BadInput

_MOST_PAGES = 2000
_MOST_CHARACTERS = 10_000_000
_LEAST_LETTERS = 20


def read(data: bytes) -> tuple[list[str], list[str]]:
    """Text of each page and notes; BadInput for a broken, locked, endless or scanned file."""
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
        raise BadInput(
            "tệp PDF là bản chụp (scan), không có chữ; hãy nhận dạng chữ trước rồi nạp lại."
        )
    blank = [str(i) for i, sheet in enumerate(sheets, 1) if not _letters(sheet)]
    return sheets, _blank_notes(blank)


def _sheets(reader: pypdf.PdfReader) -> list[str]:
    sheets: list[str] = []
    length = 0
    try:
        for page in reader.pages:
            sheets.append(page.extract_text())
            length += len(sheets[-1])
            if length > _MOST_CHARACTERS:
                break
    except Exception:  # as above
        raise _broken() from None
    if length > _MOST_CHARACTERS:
        raise BadInput("tệp PDF có quá nhiều chữ; hãy chia nhỏ.")
    return sheets


def _letters(text: str) -> int:
    return len(re.findall(r"[^\W\d_]", text))


def _blank_notes(blank: list[str]) -> list[str]:
    if not blank:
        return []
    shown = ", ".join(blank[:10]) + ("…" if len(blank) > 10 else "")
    return [f"Trang {shown} không có chữ (có thể là trang chụp): chưa được đưa vào."]


def _broken() -> BadInput:
    return BadInput("tệp PDF bị hỏng, không đọc được; hãy xuất lại tệp rồi nạp lại.")
