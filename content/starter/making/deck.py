"""Decks: one Markdown text read into slides. Pure.

Slides are separated by `---`. The first heading is the title: `#` for a cover or a divider, `##`
for a slide with content. What follows a line `Ghi chú:` is for the speaker and is never shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.errors import BadInput
from content.starter.making import blocks
from content.starter.making.blocks import Block, Heading, Listing, Paragraph, Table


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: what the room sees and what the speaker says."""

    title: str
    parts: tuple[Block, ...]
    notes: tuple[str, ...]
    cover: bool


def read(source: str) -> tuple[Slide, ...]:
    """The slides of a deck, in order. BadInput names the slide that cannot be shown."""
    pieces = re.split(r"^---[ \t]*$", source, flags=re.M)
    return tuple(_slide(piece, number) for number, piece in enumerate(pieces, start=1))


def _slide(piece: str, number: int) -> Slide:
    shown, _, spoken = piece.partition("\nGhi chú:")
    parts = blocks.read(shown)
    if not parts or not isinstance(parts[0], Heading):
        raise BadInput(f"Slide {number} chưa có tiêu đề; hãy bắt đầu bằng một dòng “## …”.")
    if not spoken.strip():
        raise BadInput(f"Slide {number} chưa có lời cho người nói; hãy thêm dòng “Ghi chú:”.")
    for part in parts[1:]:
        if not _can_show(part):
            raise BadInput(
                f"Slide {number} chỉ nên có câu ngắn, danh sách một bậc và bảng nhỏ; "
                "hãy chuyển phần còn lại sang ghi chú."
            )
    notes = tuple(blocks.texts(blocks.read(spoken)))
    return Slide(blocks.words(parts[0].line), parts[1:], notes, parts[0].level == 1)


def _can_show(part: Block) -> bool:
    if isinstance(part, Listing):
        return all(len(item) == 1 and isinstance(item[0], Paragraph) for item in part.items)
    return isinstance(part, Paragraph | Table)
