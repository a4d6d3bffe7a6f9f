"""Criteria sets that a question names: by title, abbreviation, or number of their document.

The index holds items; sets are few, so they are asked one by one and stand above what it found.
"""

from __future__ import annotations

from typing import NamedTuple

from content.criteria import queries
from content.criteria.models import CriteriaSet, CriteriaVersion
from content.criteria.sets import Version
from search_index.analysis import Token, tokens
from search_index.codes import codes_of
from search_index.synonyms import synonyms

MOST = 3
_CALLED = ("tieu", "chi")  # "tiêu chí", folded: the question is about criteria


class Found(NamedTuple):
    """A set that was asked about, with the version to begin with."""

    row: CriteriaVersion
    version: Version


class Near(NamedTuple):
    """What to say above the results. sets: at most three; about: criteria were asked about."""

    sets: list[Found]
    about: bool


def near(question: str) -> Near:
    """The sets that a question of a reader names: by its document first, then the longest title."""
    words = tokens(question)
    numbers = [set(code.names) for code in codes_of(question) if code.names[0].startswith("n:")]
    matched = [match for each in queries.every_set() if (match := _match(each, words, numbers))]
    ordered = sorted(matched, key=lambda match: -match[0])[:MOST]
    shown = [Found(row, row.read) for _likeness, row in ordered]
    return Near(shown, about=not shown and _stands_in(_CALLED, words))


def _match(
    found: CriteriaSet, words: list[Token], numbers: list[set[str]]
) -> tuple[int, CriteriaVersion] | None:
    """How many words of its title stand in the question, and the version to begin with.

    The number of a document counts most and names its own version.
    """
    title = tuple(token.folded for token in tokens(found.title.partition("(")[0]))
    likeness = len(title) if title and _is_named(title, words) else 0
    if not (likeness or numbers):
        return None
    shown = queries.published(found)
    named = next((row for row in shown if any(n <= _names_of(row) for n in numbers)), None)
    if named is not None:
        return len(words) + 1, named
    first = queries.in_force(found) or next(iter(shown), None)
    return (likeness, first) if likeness and first else None


def _is_named(title: tuple[str, ...], words: list[Token]) -> bool:
    """Whether the title or its abbreviation is asked for; CDHT and CĐHT are told apart by the đ."""
    others = synonyms().others.get(title, ())
    short = {other[0].exact for other in others if len(other) == 1}
    return _stands_in(title, words) or any(word.exact in short for word in words)


def _names_of(row: CriteriaVersion) -> set[str]:
    document = row.read.document
    codes = codes_of(document.number) if document else []
    return {name for code in codes for name in code.names}


def _stands_in(run: tuple[str, ...], words: list[Token]) -> bool:
    return f" {' '.join(run)} " in f" {' '.join(word.folded for word in words)} "
