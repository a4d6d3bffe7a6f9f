"""Words of a text: tokens with offsets, their exact and folded keys, and what marks a bad scan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from content.vietnamese import fold, syllable_key

_WORD = re.compile(r"[^\W_]+")
# i and y are written for each other after a consonant: lí/lý, kĩ/kỹ, quí/quý.
_FINAL_Y = re.compile(r"(?:^|[bcdghklmnpqrstvx]|qu)y$")
_VOWELS = frozenset("aeiouy0123456789")
# Words longer than this are no Vietnamese words; they are kept, cut.
_LONGEST_WORD = 40
# A running text in Vietnamese has marks on three syllables of four; a bad scan on one of three.
_POOR_SHARE = 0.5
_LEAST_WORDS_TO_JUDGE = 8


class Token(NamedTuple):
    """A word: as written, its place in the text (offsets in characters), exact and folded key."""

    text: str
    start: int
    end: int
    exact: str
    folded: str

    @property
    def marked(self) -> bool:
        """Whether the word is written with marks (đ counts as one)."""
        return self.exact != self.folded


class Keys(NamedTuple):
    """The two keys of one written word."""

    exact: str
    folded: str


@lru_cache(maxsize=65536)
def keys_of(word: str) -> Keys:
    """The keys of a word: the exact absorbs i/y and where the tone stands, the folded all marks."""
    folded = fold(word).lower()
    if _FINAL_Y.search(folded):
        folded = folded[:-1] + "i"
    exact = syllable_key(word)
    plain = fold(word).lower() == word.lower()
    return Keys(folded if plain else exact, folded)


def tokens(text: str) -> list[Token]:
    """The words of an NFC text in order; every run of Unicode letters and digits is a word."""
    found = []
    for match in _WORD.finditer(text):
        word = match.group()[:_LONGEST_WORD]
        exact, folded = keys_of(word)
        found.append(Token(word, match.start(), match.end(), exact, folded))
    return found


def bigrams(keys: Sequence[str]) -> list[str]:
    """Neighbouring pairs, joined by a sign that no word contains."""
    return [f"{first}_{second}" for first, second in pairwise(keys)]


@lru_cache(maxsize=65536)
def skeleton(folded: str) -> str:
    """What survives a bad scan of a syllable: its first letter, and its last where a consonant.

    Scanners misread vowels and the marks on them (tập → tip, đầy → day, mô → m6), rarely the
    consonants at the ends.
    """
    first = "0" if folded[0] in _VOWELS else folded[0]
    last = folded[-1] if len(folded) > 1 else "0"
    return first + ("0" if last in _VOWELS else last)


def skeleton_bigrams(folded: Sequence[str]) -> list[str]:
    """Neighbouring pairs of skeletons."""
    return bigrams([skeleton(key) for key in folded])


def is_poor(words: Iterable[Token]) -> bool:
    """Whether a passage is Vietnamese without (most of) its marks: a bad scan or typed without.

    Too short a passage is not judged.
    """
    letters = [word for word in words if word.folded.isalpha()]
    if len(letters) < _LEAST_WORDS_TO_JUDGE:
        return False
    return sum(word.marked for word in letters) < _POOR_SHARE * len(letters)
