"""How long a file is: slides of a presentation, sheets of a workbook, seconds of sound. Pure."""

from __future__ import annotations

import io
import re
import zipfile

import pypdf
from tinytag import TinyTag
from tinytag.tinytag import TinyTagException

_LEAVES = {
    ".pptx": re.compile(r"ppt/slides/slide\d+\.xml"),
    ".xlsx": re.compile(r"xl/worksheets/sheet\d+\.xml"),
}
_MOST_SECONDS = 100 * 3600


def pages(ending: str, data: bytes) -> int | None:
    """Pages of a PDF, slides of a PPTX, sheets of an XLSX; None where it is not known."""
    if ending == ".pdf":
        return _pages_of_pdf(data)
    pattern = _LEAVES.get(ending)
    if pattern is None:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return sum(1 for name in archive.namelist() if pattern.fullmatch(name)) or None
    except zipfile.BadZipFile:
        return None


def seconds(ending: str, data: bytes) -> int | None:
    """Seconds that an MP3 or MP4 plays; None where its head does not say."""
    if ending not in (".mp3", ".mp4"):
        return None
    try:
        found = TinyTag.get(filename=f"x{ending}", file_obj=io.BytesIO(data), tags=False)
    except (TinyTagException, ValueError, OSError, ArithmeticError, IndexError):
        return None
    length = found.duration or 0
    return round(length) if 0 < length < _MOST_SECONDS else None


def _pages_of_pdf(data: bytes) -> int | None:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        return None if reader.is_encrypted else len(reader.pages) or None
    except Exception:  # pypdf lets many kinds of errors out of a broken file
        return None
