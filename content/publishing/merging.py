"""Three texts become one: what I changed, what others changed, and where both did. Pure.

A text is a list of pieces (paragraphs, lines). What only one side changed is taken over; where both
changed the same pieces differently a person decides.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

# Beyond this many differing pieces the time to compare grows too fast: they count as one.
MOST_PIECES = 1000
PARAGRAPH, LINE = "\n\n", "\n"
CHOICES = ("mine", "theirs", "both")
Pieces = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A run of pieces. kind: "same", "mine" or "theirs" (who changed it), "both" (alike), "clash".

    base is what both began with; it is empty, like `mine` or `theirs`, where nothing stands there.
    """

    kind: str
    base: Pieces
    mine: Pieces
    theirs: Pieces

    def of(self, choice: str) -> Pieces:
        """The pieces of a choice; "both" puts theirs, which was saved first, before mine."""
        if choice == "both":
            return self.theirs if self.mine == self.theirs else (*self.theirs, *self.mine)
        return self.mine if choice == "mine" else self.theirs

    @property
    def default(self) -> str:
        """The choice that loses nothing where one side changed; mine where both did."""
        return "theirs" if self.kind == "theirs" else "mine"


def merge(base: str | None, mine: str, theirs: str, between: str = PARAGRAPH) -> list[Part]:
    """The parts of two texts that came from one. Without a base each difference is a clash.

    Choosing "mine" in every part gives my text to the letter, "theirs" gives theirs.
    """
    a, b = tuple(mine.split(between)), tuple(theirs.split(between))
    if base is None:
        return list(_two_ways(a, b))
    return list(_three_ways(tuple(base.split(between)), a, b))


def is_clean(parts: Sequence[Part]) -> bool:
    """Whether nobody has to decide anything."""
    return all(part.kind != "clash" for part in parts)


def merged(
    parts: Sequence[Part], choices: Mapping[int, str] | None = None, between: str = PARAGRAPH
) -> str:
    """The text of some choices ("mine", "theirs", "both") by the place of a part in the list."""
    chosen = choices or {}
    pieces = [piece for at, p in enumerate(parts) for piece in p.of(chosen.get(at, p.default))]
    return between.join(pieces)


def merge_words(base: str | None, mine: str, theirs: str) -> str:
    """Lists of words between commas: theirs, with what I added and without what I took out."""
    start, a, b = (_words(text) for text in (base or "", mine, theirs))
    kept = [word for word in b if word in a or word not in start]
    return ", ".join([*kept, *(word for word in a if word not in b and word not in start)])


def merge_value(base: str | None, mine: str, theirs: str) -> Part:
    """One value, whole: a title, a date."""
    a, b = (mine,), (theirs,)
    kind = "clash" if base is None and a != b else _kind((base or "",), a, b)
    return Part(kind, (base or "",), a, b)


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(" ".join(w.split()) for w in text.split(",") if w.strip()))


def _two_ways(mine: Pieces, theirs: Pieces) -> Iterator[Part]:
    for tag, t1, t2, m1, m2 in _opcodes(theirs, mine):
        a, b = mine[m1:m2], theirs[t1:t2]
        yield Part("same", b, a, b) if tag == "equal" else Part("clash", (), a, b)


@dataclass(frozen=True, slots=True)
class _Hunk:
    """A change of one side: the pieces `start` to `end` of the base became `pieces`."""

    side: str
    start: int
    end: int
    pieces: Pieces


def _three_ways(base: Pieces, mine: Pieces, theirs: Pieces) -> Iterator[Part]:
    hunks = sorted(
        [*_hunks("mine", base, mine), *_hunks("theirs", base, theirs)],
        key=lambda hunk: (hunk.start, hunk.end),
    )
    at = 0
    while hunks:
        group, start, end = _touching(hunks)
        del hunks[: len(group)]
        if start > at:
            same = base[at:start]
            yield Part("same", same, same, same)
        sides = [_applied(base, group, side, start, end) for side in ("mine", "theirs")]
        yield from _parts(base[start:end], *sides)
        at = end
    if at < len(base):
        yield Part("same", base[at:], base[at:], base[at:])


def _hunks(side: str, base: Pieces, text: Pieces) -> Iterator[_Hunk]:
    for tag, b1, b2, t1, t2 in _opcodes(base, text):
        if tag != "equal":
            yield _Hunk(side, b1, b2, text[t1:t2])


def _touching(hunks: Sequence[_Hunk]) -> tuple[list[_Hunk], int, int]:
    """The first hunk with all that overlap it, in order; and the stretch of the base they cover."""
    first = hunks[0]
    group, start, end = [first], first.start, first.end
    for hunk in hunks[1:]:
        both_put_in = start == end == hunk.start == hunk.end
        if hunk.start >= end and not both_put_in:
            break
        group.append(hunk)
        end = max(end, hunk.end)
    return group, start, end


def _applied(base: Pieces, group: Sequence[_Hunk], side: str, start: int, end: int) -> Pieces:
    """One side's pieces for a stretch of the base."""
    pieces: list[str] = []
    at = start
    for hunk in group:
        if hunk.side == side:
            pieces += [*base[at : hunk.start], *hunk.pieces]
            at = hunk.end
    return (*pieces, *base[at:end])


def _parts(base: Pieces, mine: Pieces, theirs: Pieces) -> Iterator[Part]:
    """One part; or one for each piece, where a clash has as many pieces on all sides."""
    kind = _kind(base, mine, theirs)
    if kind != "clash" or not len(base) == len(mine) == len(theirs) > 1:
        yield Part(kind, base, mine, theirs)
        return
    for o, a, b in zip(base, mine, theirs, strict=True):
        yield Part(_kind((o,), (a,), (b,)), (o,), (a,), (b,))


def _kind(base: Pieces, mine: Pieces, theirs: Pieces) -> str:
    if mine == theirs:
        return "same" if mine == base else "both"
    if theirs == base:
        return "mine"
    return "theirs" if mine == base else "clash"


def _opcodes(old: Pieces, new: Pieces) -> Iterator[tuple[str, int, int, int, int]]:
    """difflib's opcodes; equal ends are taken off first, and too long a middle is one change."""
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    most = min(len(old), len(new)) - head
    while tail < most and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    if head:
        yield "equal", 0, head, 0, head
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) + len(b) > MOST_PIECES:
        yield "replace", head, len(old) - tail, head, len(new) - tail
    else:
        for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, False).get_opcodes():
            yield tag, a1 + head, a2 + head, b1 + head, b2 + head
    if tail:
        yield "equal", len(old) - tail, len(old), len(new) - tail, len(new)
