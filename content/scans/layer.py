"""A PDF that can be searched: the original pages with their recognised text over them, unseen.

What takes the original apart and writes it anew is a process in the cage (`laying`).
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence

from content.errors import BadInput
from content.reading import cage, cage_folders
from content.scans.page_text import PageText

# Limits of the process: a picture of 50 million points, a PDF of 100 MB, a TIFF of 500 pages.
_SECONDS, _PATIENCE = 150, 600.0
_MEMORY = 300 * 2**20
_MOST_BYTES = 110 * 2**20


def searchable(original: bytes, pages: Sequence[PageText]) -> bytes:
    """The PDF or picture `original` as a PDF whose scanned pages carry their text.

    Of a PDF the bytes stay as they are, the text is appended to them. BadInput when the file is no
    PDF and no picture, is broken or locked, or takes more time or memory than is allowed.
    """
    if not_here := cage.possible():
        raise BadInput(not_here)
    with cage_folders.new("layer") as folder:
        (folder / "in").write_bytes(original)
        (folder / "pages.json").write_text(_told(pages), encoding="utf-8")
        code = cage.run(
            cage.module("content.scans.laying", os.fspath(folder)),
            folder,
            seconds=_SECONDS,
            memory=_MEMORY,
            patience=_PATIENCE,
            name="layer",
        )
        made = b""
        if code == 0:
            try:
                made = cage_folders.bytes_of(folder / "out", _MOST_BYTES)
            except (OSError, ValueError):
                made = b""
    kept = b"%PDF-" not in original[:1024] or made.startswith(original)
    if not made or not kept:
        raise BadInput("không ghép được lớp chữ vào tệp; bản gốc vẫn nguyên.")
    return made


def _told(pages: Sequence[PageText]) -> str:
    """The pages for the process, as JSON."""
    return json.dumps(
        [
            [
                page.number,
                page.turned,
                [[x.text, x.left, x.top, x.width, x.height] for x in page.lines],
            ]
            for page in pages
        ]
    )
