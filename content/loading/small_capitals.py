"""Sentences that begin small because the ABC fonts draw no capital with a tone. Pure.

TCVN3 has bytes for Đ and Ơ, none for Ủ or Ấ: those were typed small in a font of capitals, whose
name a text file does not carry. Which of them was meant as a capital, only a person can say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from content.letters.result import Letters
from content.reading.result import Note

# A paragraph's first word behind the signs of Markdown and numbering, or the first after a
# sentence's end. Lines of a paragraph may be broken anywhere: they begin none.
_PARAGRAPH = re.compile(
    r"(?:\A|\n[ \t]*\n|\f)[ \t#>*_+-]*(?:[IVXLC\d]{1,5}[.)]\s+|[a-z]\)\s+)?(\w+)"
)
_SENTENCE = re.compile(r"\w{2}[.!?]\s+(\w+)")
_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_WORDS = 6


def notes(text: str, letters: Iterable[Letters]) -> tuple[Note, ...]:
    """A note with a sample where a text that was converted from TCVN3 begins sentences small."""
    if not any(each.sure and each.encoding == "tcvn3" for each in letters):
        return ()
    starts = sorted(
        found.start(1)
        for begins in (_PARAGRAPH, _SENTENCE)
        for found in begins.finditer(text)
        if _lacks_capital(found[1])
    )
    if not starts:
        return ()
    count = len(dict.fromkeys(starts))
    sample = " ".join(text[starts[0] : starts[0] + 200].split()[:_WORDS])
    sentence = (
        f"{count} câu mở đầu bằng chữ thường, ví dụ “{sample}”: bảng mã TCVN3 (ABC) không có chữ "
        "hoa mang dấu thanh; khi soát hãy sửa thành chữ hoa chỗ nào cần."
    )
    return (Note("guessed", sentence),)


def _lacks_capital(word: str) -> bool:
    """Whether a word begins with a small vowel that bears a tone."""
    return word[0].islower() and not _TONES.isdisjoint(unicodedata.normalize("NFD", word[0]))
