"""Cutting a text into passages: what a hit points at, each under the headings it stands below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

# In characters: a passage is filled up to the first length, never past the second.
FULL_LENGTH = 900
MOST_LENGTH = 1800
MOST_PASSAGES = 400


class Heading(NamedTuple):
    """A heading of a text: its level, anchor, words, and where it stands in the plain text."""

    level: int
    id: str
    text: str
    offset: int


class Passage(NamedTuple):
    """A piece of a plain text (offsets in characters); the headings above it, outermost first."""

    start: int
    end: int
    trail: tuple[str, ...]


def headings_of(stored: Iterable[Mapping[str, Any]], plain: str) -> list[Heading]:
    """The headings as an item stores them; one without an offset is looked up in the text."""
    found: list[Heading] = []
    after = 0
    for entry in stored:
        text = str(entry.get("text", ""))
        offset = entry.get("offset")
        at = int(offset) if offset is not None else plain.find(text, after)
        if 0 <= at <= len(plain):
            found.append(Heading(int(entry["level"]), str(entry["id"]), text, at))
            after = at
    return sorted(found, key=lambda heading: heading.offset)


def anchor_at(headings: Sequence[Heading], offset: int) -> str:
    """The anchor of the last heading that begins at or before an offset; "" above the first."""
    below = [heading.id for heading in headings if heading.offset <= offset]
    return below[-1] if below else ""


def passages(plain: str, headings: Sequence[Heading] = ()) -> list[Passage]:
    """The passages of a plain text whose blocks are separated by newlines; covers all of it.

    A heading begins a new passage once the one before it is long enough to stand alone. An empty
    text is one empty passage, so that its title can be found. At most `MOST_PASSAGES`.
    """
    starts = {heading.offset for heading in headings}
    found: list[Passage] = []
    begin = 0
    for start, end in _blocks(plain):
        length = start - begin
        fits = end - begin <= FULL_LENGTH
        if length and (not fits or (start in starts and length >= FULL_LENGTH // 4)):
            found.append(_passage(begin, start, headings))
            begin = start
    found.append(_passage(begin, len(plain), headings))
    return found[:MOST_PASSAGES]


def _passage(start: int, end: int, headings: Sequence[Heading]) -> Passage:
    trail: list[Heading] = []
    for heading in headings:
        if heading.offset > start:
            break
        trail = [above for above in trail if above.level < heading.level]
        trail.append(heading)
    return Passage(start, end, tuple(heading.text for heading in trail))


def _blocks(plain: str) -> Iterable[tuple[int, int]]:
    """Each line with its newline; a line too long for one passage is cut at spaces."""
    start = 0
    for line in plain.splitlines(keepends=True):
        end = start + len(line)
        while end - start > MOST_LENGTH:
            cut = plain.rfind(" ", start, start + FULL_LENGTH)
            cut = cut + 1 if cut > start else start + FULL_LENGTH
            yield start, cut
            start = cut
        yield start, end
        start = end
