"""Which reader takes which kind of file apart. Runs in the child process only."""

from __future__ import annotations

from collections.abc import Callable

from content.reading.portable import document as portable
from content.reading.result import Reading, Wish
from content.reading.word import document as word

READERS: dict[str, Callable[[bytes, Wish], Reading]] = {
    "docx": word.read,
    "pdf": portable.read,
}


def read(kind: str, data: bytes, wish: Wish) -> Reading:
    """Read a file of a known kind. BadInput, the end of a sentence, for one that must not be."""
    return READERS[kind](data, wish)
