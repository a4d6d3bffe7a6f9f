"""Synonyms, abbreviations and weak words, read from `synonyms.toml`; matched without marks."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from search_index.analysis import Token, keys_of, tokens

Phrase = tuple[str, ...]  # folded keys of words that stand side by side
_LONGEST_PHRASE = 6
_MOST_PARTS = 3


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Folded phrases → the token sequences that say the same; weak words by their exact key."""

    others: dict[Phrase, tuple[tuple[Token, ...], ...]]
    abbreviations: dict[str, tuple[tuple[Token, ...], ...]]
    weak: frozenset[str]
    weak_folded: frozenset[str]

    def at(self, folded: Phrase, start: int) -> tuple[int, tuple[tuple[Token, ...], ...]]:
        """The longest known phrase that begins at a place: its length and its other forms."""
        for length in range(min(_LONGEST_PHRASE, len(folded) - start), 0, -1):
            found = self.others.get(folded[start : start + length])
            if found:
                return length, found
        return 0, ()

    def expansions(self, abbreviation: str) -> tuple[tuple[Token, ...], ...]:
        """What an abbreviation (folded) stands for; a longer one is put together from its parts."""
        known = self.abbreviations.get(abbreviation)
        if known or len(abbreviation) < 4:
            return known or ()
        parts = self._parts(abbreviation, _MOST_PARTS)
        if not parts:
            return ()
        return (tuple(token for part in parts for token in self.abbreviations[part][0]),)

    def _parts(self, rest: str, most: int) -> tuple[str, ...]:
        if rest in self.abbreviations:
            return (rest,)
        for length in range(len(rest) - 2, 1, -1) if most > 1 else ():
            if rest[:length] in self.abbreviations:
                tail = self._parts(rest[length:], most - 1)
                if tail:
                    return (rest[:length], *tail)
        return ()


@lru_cache(maxsize=1)
def synonyms() -> Synonyms:
    """The curated table; read once."""
    text = resources.files("search_index").joinpath("synonyms.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    weak = [keys_of(word) for word in table["weak"]["words"]]
    short = {keys_of(k).folded: _sequences(v) for k, v in table["abbreviations"].items()}
    others = _groups(group["words"] for group in table["same"])
    for name, expansions in table["abbreviations"].items():
        for expansion in expansions:
            others.setdefault(_phrase(expansion), (tuple(tokens(name)),))
    return Synonyms(
        others,
        short,
        frozenset(keys.exact for keys in weak),
        frozenset(keys.folded for keys in weak),
    )


def _groups(groups: Iterable[list[str]]) -> dict[Phrase, tuple[tuple[Token, ...], ...]]:
    found: dict[Phrase, tuple[tuple[Token, ...], ...]] = {}
    for words in groups:
        for word in words:
            phrase = _phrase(word)
            if phrase:
                rest = _sequences(other for other in words if _phrase(other) != phrase)
                found[phrase] = found.get(phrase, ()) + rest
    return found


def _phrase(words: str) -> Phrase:
    return tuple(token.folded for token in tokens(words))


def _sequences(phrases: Iterable[str]) -> tuple[tuple[Token, ...], ...]:
    return tuple(sequence for phrase in phrases if (sequence := tuple(tokens(phrase))))
