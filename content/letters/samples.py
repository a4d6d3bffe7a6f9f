"""The passage of a text that shows best what an old encoding does to it. Pure."""

from __future__ import annotations

from collections.abc import Sequence

# What `content.letters.result.Letters` allows.
LENGTH = 300
# A converted text may be longer than its source only by a cut word; this leaves room for it.
_WINDOW = 280


def telling(text: str, proofs: Sequence[int]) -> tuple[int, int]:
    """Begin and end of a passage with as many proofs (offsets, ascending) as one can hold.

    It begins at a line or a word and ends at a word's end; it may hold line ends.
    """
    if not proofs:
        return 0, _word_end(text, 0)
    best, first, most = proofs[0], 0, 0
    for last, offset in enumerate(proofs):
        while offset - proofs[first] >= _WINDOW // 2:
            first += 1
        if last - first + 1 > most:
            best, most = proofs[first], last - first + 1
    start = _line_start(text, best)
    return start, _word_end(text, start)


def _line_start(text: str, offset: int) -> int:
    """Where the line of an offset begins, or the word, when the line begins too far away."""
    start = text.rfind("\n", max(0, offset - _WINDOW // 3), offset) + 1
    if start or offset < _WINDOW // 3:
        return start
    return text.rfind(" ", max(0, offset - _WINDOW // 3), offset) + 1 or offset


def _word_end(text: str, start: int) -> int:
    end = min(len(text), start + _WINDOW)
    if end == len(text):
        return end
    cut = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
    return cut if cut > start else end
