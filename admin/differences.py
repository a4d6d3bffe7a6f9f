"""Two texts against each other: words taken out and put in, paragraphs moved, pictures. Pure."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Word for word only where that is quick; longer stretches are shown whole.
MOST_WORDS = 3000
# A shorter paragraph may well stand in two places; nobody would say that it was moved.
_LEAST_MOVED = 20
_WORDS = re.compile(r"\s+|[^\s\w]|\w+")
_PICTURE = re.compile(r"!\[([^\[\]\n]*)\]\(\s*(/tep/([0-9a-f]{16})/([a-z0-9.-]+))")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; `changed` marks it as taken out (old side) or put in (new side)."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Mixed:
    """A run of text in one column: mark is "" for what both have, "del", or "ins"."""

    text: str
    mark: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that one side has and the other has not: hash, file name, words for it."""

    prefix: str
    file_name: str
    words: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring paragraphs: equal ones only counted, or the two sides of a change.

    moved: "away" where a paragraph stood that now stands elsewhere, "here" where it came to; its
    text is on that side, unmarked. mixed: both sides in one column. gone, come: pictures.
    """

    same: int
    old: tuple[Piece, ...] = ()
    new: tuple[Piece, ...] = ()
    moved: str = ""
    mixed: tuple[Mixed, ...] = ()
    gone: tuple[Picture, ...] = ()
    come: tuple[Picture, ...] = ()


def compare(old: str, new: str) -> list[Stretch]:
    """The stretches of two texts in order; equal paragraphs are gathered into counts.

    A paragraph that stands elsewhere, unchanged, is told as moved and never as lost.
    """
    a, b = _paragraphs(old), _paragraphs(new)
    blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    changed = [block for block in blocks if block[0] != "equal"]
    taken = Counter(p for _tag, a1, a2, _b1, _b2 in changed for p in a[a1:a2])
    given = Counter(p for _tag, _a1, _a2, b1, b2 in changed for p in b[b1:b2])
    moved = {p for p in taken if taken[p] == given[p] and len(p) >= _LEAST_MOVED}
    found: list[Stretch] = []
    for tag, a1, a2, b1, b2 in blocks:
        if tag == "equal":
            found.append(Stretch(same=a2 - a1))
        else:
            found += _block(a[a1:a2], b[b1:b2], moved)
    return found


def counted(parts: Sequence[tuple[str, Sequence[Stretch]]]) -> tuple[int, int]:
    """How many stretches of compared fields differ, and how many paragraphs are the same."""
    every = [stretch for _name, stretches in parts for stretch in stretches]
    return sum(not s.same for s in every), sum(s.same for s in every)


def _block(old: Sequence[str], new: Sequence[str], moved: set[str]) -> Iterator[Stretch]:
    """A change, with the paragraphs that were only moved told one by one."""
    for paragraph in old:
        if paragraph in moved:
            yield Stretch(0, old=_one(paragraph, False), moved="away")
    kept_old = "\n\n".join(p for p in old if p not in moved)
    kept_new = "\n\n".join(p for p in new if p not in moved)
    if kept_old or kept_new:
        yield _changed(kept_old, kept_new)
    for paragraph in new:
        if paragraph in moved:
            yield Stretch(0, new=_one(paragraph, False), moved="here")


def _changed(old: str, new: str) -> Stretch:
    gone, come = _pictures(old, new), _pictures(new, old)
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    if not a or not b or len(a) + len(b) > MOST_WORDS:
        mixed = tuple(m for m in (Mixed(old, "del"), Mixed(new, "ins")) if m.text)
        return Stretch(0, _one(old, True), _one(new, True), "", mixed, gone, come)
    blocks = _joined(difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes(), a)
    return Stretch(
        0,
        tuple(_pieces((tag != "equal", a[i1:i2]) for tag, i1, i2, _, _ in blocks)),
        tuple(_pieces((tag != "equal", b[j1:j2]) for tag, _, _, j1, j2 in blocks)),
        "",
        tuple(_mixed(blocks, a, b)),
        gone,
        come,
    )


_Block = tuple[str, int, int, int, int]


def _joined(blocks: Sequence[_Block], a: Sequence[str]) -> list[_Block]:
    """Changes with only a space between them as one: phrases are read, not syllables."""
    found: list[_Block] = []
    for at, (tag, i1, i2, j1, j2) in enumerate(blocks):
        inside = 0 < at < len(blocks) - 1 and tag == "equal" and not "".join(a[i1:i2]).strip()
        tag = "replace" if inside else tag
        if tag != "equal" and found and found[-1][0] != "equal":
            _tag, k1, _k2, l1, _l2 = found.pop()
            found.append(("replace", k1, i2, l1, j2))
        else:
            found.append((tag, i1, i2, j1, j2))
    return found


def _mixed(blocks: Sequence[_Block], a: Sequence[str], b: Sequence[str]) -> Iterator[Mixed]:
    for tag, i1, i2, j1, j2 in blocks:
        if tag == "equal":
            yield Mixed("".join(a[i1:i2]), "")
            continue
        if i2 > i1:
            yield Mixed("".join(a[i1:i2]), "del")
        if j2 > j1:
            yield Mixed("".join(b[j1:j2]), "ins")


def _pictures(mine: str, other: str) -> tuple[Picture, ...]:
    """The pictures of one side that the other has not, or has with other words."""
    theirs = {(m.group(2), m.group(1)) for m in _PICTURE.finditer(other)}
    return tuple(
        Picture(m.group(3), m.group(4), m.group(1).strip())
        for m in _PICTURE.finditer(mine)
        if (m.group(2), m.group(1)) not in theirs
    )


def _one(text: str, changed: bool) -> tuple[Piece, ...]:
    return (Piece(text, changed),) if text else ()


def _pieces(runs: Iterator[tuple[bool, list[str]]]) -> Iterator[Piece]:
    for changed, words in runs:
        if words:
            yield Piece("".join(words), changed)


def _paragraphs(text: str) -> list[str]:
    """Paragraphs, so long as there are few enough to compare; else the text as one."""
    parts = [p.strip("\n") for p in re.split(r"\n\s*\n", text.strip()) if p.strip()]
    return parts if len(parts) <= MOST_WORDS else ["\n\n".join(parts)]
