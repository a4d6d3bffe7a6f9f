"""Snippets: the window of a passage with most of what was asked, and where to mark it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from search_index.analysis import Token, tokens

LENGTH = 240
_LEAD = 40  # characters shown before the first word found


class Snippet(NamedTuple):
    """A true substring of the source: source[start:end] == text; marks are offsets into text."""

    text: str
    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


def snippet(
    source: str, start: int, end: int, wanted: Sequence[Token], others: Iterable[str] = ()
) -> Snippet:
    """The best window of source[start:end], at most `LENGTH` characters.

    `wanted` are the words asked for; `others` keys that stand for them (synonyms, other spellings):
    of words, or of neighbours joined by "_". Where a word stands as typed, its other spellings are
    not marked.
    """
    words = tokens(source[start:end])
    hits = _found(words, wanted, frozenset(others))
    begin = start + (_best_start(words, hits) if hits else 0)
    a, b = _edges(source, start, end, begin)
    marks = [
        (start + words[at].start - a, start + words[at].end - a)
        for at in sorted(hits)
        if a <= start + words[at].start and start + words[at].end <= b
    ]
    text = source[a:b]
    return Snippet(text, a, b, tuple(_joined(text, marks)))


def _found(
    words: Sequence[Token], wanted: Sequence[Token], others: frozenset[str]
) -> dict[int, str]:
    """Which words are hits: place → the folded key of what was asked."""
    exact = {word.exact for word in wanted}
    folded = {word.folded for word in wanted}
    present = {word.exact for word in words}
    # Asked with marks and present with them: "bản" does not mark "ban".
    strict = {word.folded for word in wanted if word.marked and word.exact in present}
    hits: dict[int, str] = {}
    for at, (first, second) in enumerate(pairwise(words)):
        if {f"{first.exact}_{second.exact}", f"{first.folded}_{second.folded}"} & others:
            hits[at], hits[at + 1] = first.folded, second.folded
    for at, word in enumerate(words):
        as_typed = word.exact in exact or word.exact in others
        without = word.folded in folded or word.folded in others
        if as_typed or (without and word.folded not in strict):
            hits[at] = word.folded
    return hits


def _best_start(words: Sequence[Token], hits: dict[int, str]) -> int:
    """Where the window begins that has most different hits, then most hits; the earliest such."""
    places = sorted(hits)
    best, best_rank = places[0], (0, 0)
    inside: dict[str, int] = {}
    tail = 0
    for head, at in enumerate(places):
        while tail < len(places) and words[places[tail]].end - words[at].start <= LENGTH - _LEAD:
            inside[hits[places[tail]]] = inside.get(hits[places[tail]], 0) + 1
            tail += 1
        rank = (sum(count > 0 for count in inside.values()), tail - head)
        if rank > best_rank:
            best, best_rank = at, rank
        if tail > head:
            inside[hits[at]] -= 1
        else:  # a single word longer than the window
            tail = head + 1
    return words[best].start


def _edges(source: str, start: int, end: int, begin: int) -> tuple[int, int]:
    """A window of the passage around `begin`, cut at spaces, as long as allowed."""
    if end - start <= LENGTH:
        a, b = start, end
    else:
        a = start if begin - start <= _LEAD else begin - _LEAD
        a = min(a, end - LENGTH)
        if a > start:
            a = _after_space(source, a, begin)
        b = min(end, a + LENGTH)
        if b < end:
            b = _before_space(source, a, b)
    while a < b and source[a].isspace():
        a += 1
    while b > a and source[b - 1].isspace():
        b -= 1
    return a, b


def _after_space(source: str, at: int, most: int) -> int:
    cut = next((n for n in range(at, min(most, at + _LEAD)) if source[n].isspace()), None)
    return at if cut is None else cut + 1


def _before_space(source: str, start: int, at: int) -> int:
    cut = next((n for n in range(at, max(start, at - _LEAD), -1) if source[n].isspace()), None)
    return at if cut is None else cut


def _joined(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Marks with only a space between them as one."""
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and text[joined[-1][1] : start].strip() == "" and start - joined[-1][1] <= 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined
