"""Which reader takes which kind of file apart. Runs in the child process only."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import cast

from content.letters.result import Wish
from content.reading.result import Reading

# Each reader is loaded when a file of its kind is met: with all of them, and their libraries, a
# child would take half a second and a third of its memory before the first byte.
READERS = {
    "docx": "content.reading.word.document",
    "pdf": "content.reading.portable.document",
    "html": "content.reading.web.document",
    "mhtml": "content.reading.mail.one_file_page",
    "eml": "content.reading.mail.message",
    "xlsx": "content.reading.sheets",
    "pptx": "content.reading.slides",
    "jpeg": "content.reading.scan",
    "png": "content.reading.scan",
    "tiff": "content.reading.scan",
    "webp": "content.reading.scan",
}


def read(kind: str, data: bytes, wish: Wish) -> Reading:
    """Read a file of a known kind. BadInput, the end of a sentence, for one that must not be."""
    reader = importlib.import_module(READERS[kind])
    return cast(Callable[[bytes, Wish], Reading], reader.read)(data, wish)
