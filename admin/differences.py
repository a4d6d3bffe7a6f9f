"""Two texts side by side: which words were taken out, which put in. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

# Word for word only where that is quick; longer stretches are shown whole.
MOST_WORDS = 3000
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `changed` marks it as taken out (old side) or put in (new side)."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring paragraphs: equal ones only counted, or the two sides of a change."""

    same: int
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()


def compare(old: str, new: str) -> list[Stretch]:
    """The stretches of two texts in order; equal paragraphs are gathered into counts."""
    a, b = _paragraphs(old), _paragraphs(new)
    found = []
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Stretch(same=a2 - a1))
        else:
            found.append(_changed("\n\n".join(a[a1:a2]), "\n\n".join(b[b1:b2])))
    return found


def _changed(old: str, new: str) -> Stretch:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if not a or not b or len(a) + len(b) > MOST_WORDS:
        return Stretch(0, _one(old), _one(new))
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    blocks = matcher.get_opcodes()
    return Stretch(
        0,
        tuple(_pieces((tag != "equal", a[i1:i2]) for tag, i1, i2, _, _ in blocks)),
        tuple(_pieces((tag != "equal", b[j1:j2]) for tag, _, _, j1, j2 in blocks)),
    )


def _one(text: str) -> tuple[Piece, ...]:
    return (Piece(text, True),) if text else ()


def _pieces(runs: Iterator[tuple[bool, list[str]]]) -> Iterator[Piece]:
    for changed, words in runs:
        if words:
            yield Piece("".join(words), changed)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs, so long as there are few enough to compare; else the text as one."""
    parts = [p.strip("\n") for p in re.split(r"\n\s*\n", text.strip()) if p.strip()]
    return parts if len(parts) <= MOST_WORDS else ["\n\n".join(parts)]
