"""How long a file is: slides of a presentation, sheets of a workbook, seconds of sound."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import zipfile
from pathlib import Path

from tinytag import TinyTag
from tinytag.tinytag import TinyTagException

from content.reading import cage, cage_folders

_LEAVES = {
    ".pptx": re.compile(r"ppt/slides/slide\d+\.xml"),
    ".xlsx": re.compile(r"xl/worksheets/sheet\d+\.xml"),
}
_MOST_SECONDS = 100 * 3600
_SECONDS, _PATIENCE = 5, 60.0  # of the processor, and by the clock, for counting pages


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
    """Counted in the cage: a list of pages may be made to have no end."""
    if cage.possible():
        return None
    with cage_folders.new("length") as folder:
        (folder / "in").write_bytes(data)
        cage.run(
            cage.module(__name__, os.fspath(folder)),
            folder,
            seconds=_SECONDS,
            memory=cage.MEMORY,
            patience=_PATIENCE,
            name="pages of a PDF",
        )
        try:
            return int(cage_folders.bytes_of(folder / "pages", 10)) or None
        except (OSError, ValueError):
            return None


def main(folder: Path) -> None:
    """Count the pages of FOLDER/in; runs in the child only."""
    import pypdfium2

    with contextlib.suppress(pypdfium2.PdfiumError):
        pages = len(pypdfium2.PdfDocument(folder / "in"))
        (folder / "pages").write_text(str(pages), encoding="ascii")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
