"""What reading a file gives: text, pictures, files inside, and notes for a person. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from content.letters.result import Letters

# How a note stands in the report of a load, in the order the report shows them.
NOTE_KINDS = {
    "read": "Đã đọc",
    "guessed": "Đoán",
    "repaired": "Đã sửa",
    "dropped": "Bỏ lại",
    "waiting": "Còn chờ",
    "refused": "Không nhận",
}


@dataclass(frozen=True, slots=True)
class Note:
    """One thing a person should hear. kind: a key of NOTE_KINDS; text: one Vietnamese sentence."""

    kind: str
    text: str

    def __str__(self) -> str:
        """The sentence alone, as templates and the command line print it."""
        return self.text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the text, which holds `![alt](hinh:NAME)` where it stood.

    name: "hinh-1.png", unique in its file; data: as it was found, neither checked nor encoded anew.
    """

    name: str
    data: bytes
    alt: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file inside a file (an attachment of an e-mail); to be judged as any other file."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Reading:
    """Text of a file.

    kind: "text" or "markdown" (as people wrote it), else what it was read as ("pdf", "docx", …),
    and then the text is Markdown; that of a PDF has form feeds between its pages.
    pages: their number, 1 where a file has none. scanned: numbers (from 1) of the pages that hold
    a picture and no text; their text is still to be recognised.
    """

    text: str
    media_type: str
    kind: str
    notes: tuple[Note, ...] = ()
    pages: int = 1
    pictures: tuple[Picture, ...] = ()
    enclosed: tuple[Enclosed, ...] = ()
    letters: tuple[Letters, ...] = ()
    scanned: tuple[int, ...] = ()
