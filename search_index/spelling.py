"""What a mistyped word may have been meant to be, judged by the words that the texts have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Protocol

from content.vietnamese import is_skeleton
from search_index.analysis import Token, keys_of
from search_index.keystrokes import decoded

# Sounds that are written for each other, at the beginning and at the end of a syllable.
_BEGINNINGS = (
    *(("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n"), ("d", "v")),
    *(("c", "k"), ("g", "gh"), ("ng", "ngh"), ("c", "q")),
)
_ENDS = (("n", "ng"), ("t", "c"), ("n", "nh"), ("t", "ch"), ("i", "y"), ("o", "u"))
_LETTERS = "abcdeghiklmnopqrstuvxy"
_LONGEST_GLUED = 28
_MOST_GLUED_PARTS = 5


class Lexicon(Protocol):
    """What spelling asks of the index."""

    def knows(self, folded: str) -> bool:
        """Whether a live text has the word."""

    def knows_pair(self, first: str, second: str) -> bool:
        """Whether a live text has the two words side by side."""


def mended(words: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """The words with raw keystrokes decoded and glued words parted, where the texts know better.

    A word that the texts know stays as it is.
    """
    found: list[Token] = []
    for word in words:
        if word.folded.isdigit() or lexicon.knows(word.folded):
            found.append(word)
            continue
        syllable = decoded(word.text)
        if syllable is not None and lexicon.knows(keys_of(syllable).folded):
            found.append(Token(syllable, word.start, word.end, *keys_of(syllable)))
        else:
            found += _parted(word, lexicon)
    return found


def sounds_like(folded: str) -> Iterator[str]:
    """Spellings of syllables that sound alike: xach → sach, truong → chuong."""
    for pairs, at_start in ((_BEGINNINGS, True), (_ENDS, False)):
        for one, other in pairs:
            for here, there in ((one, other), (other, one)):
                if at_start and folded.startswith(here):
                    yield there + folded[len(here) :]
                elif not at_start and folded.endswith(here):
                    yield folded[: -len(here)] + there


def near(folded: str) -> Iterator[str]:
    """All that one slip of a finger makes: a letter missing, too many, wrong, or two exchanged."""
    for at in range(len(folded) + 1):
        head, tail = folded[:at], folded[at:]
        if tail:
            yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _LETTERS:
            yield head + letter + tail
            if tail:
                yield head + letter + tail[1:]


def alternatives(folded: str, lexicon: Lexicon) -> list[str]:
    """Known words that may have been meant; for a known word only those that sound alike."""
    known = lexicon.knows(folded)
    wide: Iterable[str] = sounds_like(folded) if known else (*sounds_like(folded), *near(folded))
    if len(folded) < 2 or folded.isdigit():
        return []
    return [word for word in dict.fromkeys(wide) if word != folded and lexicon.knows(word)]


def _parted(word: Token, lexicon: Lexicon) -> list[Token]:
    """A glued word as its syllables ("thuvien" → thu, vien), if all of them are known together."""
    if not 4 <= len(word.text) <= _LONGEST_GLUED:
        return [word]
    best: tuple[int, list[int]] | None = None
    for cuts in _cuts(word.folded, 0, _MOST_GLUED_PARTS, lexicon):
        bounds = [0, *cuts, len(word.folded)]
        parts = [word.folded[a:b] for a, b in pairwise(bounds)]
        pairs = pairwise(parts)
        missing = sum(not lexicon.knows_pair(first, second) for first, second in pairs)
        rank = missing * 10 + len(parts)
        if missing < len(parts) - 1 and (best is None or rank < best[0]):
            best = (rank, cuts)
    if best is None:
        return [word]
    bounds = [0, *best[1], len(word.text)]
    return [_slice(word, a, b) for a, b in pairwise(bounds)]


def _cuts(folded: str, start: int, most: int, lexicon: Lexicon) -> Iterator[list[int]]:
    """All ways to cut a word into at most `most` known syllables; at least one cut."""
    for end in range(start + 1, min(start + 7, len(folded) - 1) + 1):
        piece = folded[start:end]
        if not (is_skeleton(piece) and lexicon.knows(piece)):
            continue
        rest = folded[end:]
        if most >= 2 and is_skeleton(rest) and lexicon.knows(rest):
            yield [end]
        if most > 2:
            for cuts in _cuts(folded, end, most - 1, lexicon):
                yield [end, *cuts]


def _slice(word: Token, start: int, end: int) -> Token:
    text = word.text[start:end]
    exact, folded = keys_of(text)
    return Token(text, word.start + start, word.start + end, exact, folded)
