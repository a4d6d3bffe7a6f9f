"""Which words of a document are in an old encoding, by the words themselves and their fonts. Pure.

A document may be mixed: old text pasted into a new one, a form in another font. So each word gets
a label, and the labels of a whole document are those that cost least together (Viterbi's way):
a word against its label costs, and so does a change of the label, most inside a line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from content.letters import tables
from content.letters.converting import convert
from content.letters.words import has_plain, is_never_old, proves, reads
from content.vietnamese import is_syllable

UNICODE = "unicode"

_WORDS = re.compile(r"[^\W\d_]+")
_ABBREVIATION = re.compile("[BCDGHKLMNPQRSTVXĐ]+")

# Costs. A letter that the encoding cannot show; a word that is Vietnamese only otherwise; a word
# that is none; old letters in a font of another encoding, or as Unicode in the old font.
_NEVER, _AGAINST, _STRANGE, _OTHER_FONT, _OLD_FONT = 6.0, 3.0, 1.0, 1.5, 2.0
# A change of the label inside a line, at a line's end, where the font changes.
_CHANGE = {"": 3.5, "\n": 1.5, "font": 1.0}

# Different words that prove an encoding. Fewer are chance: nobody is asked.
_ASK, _SURE, _SURE_FEW, _SURE_BESIDE = 3, 8, 4, 2
# The share that reads as Vietnamese: of the words with an old letter …
_ASK_READ, _SURE_READ = 0.6, 0.8
# … and of all words around them.
LEAST_AROUND, _SURE_FEW_AROUND = 0.5, 0.85
# The share of words with a letter beyond ASCII in Vietnamese lines: our plans have 0.8 and more, a
# badly recognised one, whose wrong accents make words in TCVN3 by chance, 0.16.
_LEAST_MARKED = 0.45


class Word(NamedTuple):
    """A word with a character beyond ASCII. font: the old encoding its font means, if any."""

    start: int
    text: str
    font: str | None
    before: str


class Share(NamedTuple):
    """What the words labelled with one encoding say. words: those that could say anything."""

    words: int
    read: int
    proofs: int


def candidates(counted: Iterable[str], fonts: Iterable[str]) -> list[str]:
    """The old encodings worth asking about, from a document's different words and its fonts."""
    different = [word for word in counted if not is_never_old(word)]
    found = set(fonts)
    for encoding in tables.ENCODINGS:
        proofs = (word for word in different if proves(word, encoding))
        if len(list(islice(proofs, _ASK))) == _ASK:
            found.add(encoding)
    return [encoding for encoding in tables.ENCODINGS if encoding in found]


def _cost(word: str, label: str, rivals: tuple[str, ...], font: str | None) -> float:
    """What it costs to take a word for text of this label."""
    if label == UNICODE:
        against = _AGAINST if any(proves(word, rival) for rival in rivals) else 0.0
        return against + (_OLD_FONT if font else 0.0)
    other = _OTHER_FONT if font and font != label else 0.0
    if is_never_old(word):
        return _NEVER + other
    if reads(word, label) or not has_plain(word):
        return other
    return other + (_AGAINST if reads(word, UNICODE) else _STRANGE)


@lru_cache(maxsize=65536)
def _costs(word: str, font: str | None, rivals: tuple[str, ...]) -> tuple[float, ...]:
    return tuple(_cost(word, label, rivals, font) for label in (UNICODE, *rivals))


def label(words: Sequence[Word], rivals: Sequence[str]) -> list[str]:
    """The label of each word, "unicode" or one of the rivals (old encodings), cheapest together."""
    asked = tuple(rivals)
    total = [0.0] * (len(asked) + 1)
    ways: list[tuple[list[float], float]] = []
    for word in words:
        most = min(total) + _CHANGE[word.before]
        ways.append((total, most))
        costs = _costs(word.text, word.font, asked)
        total = [(t if t < most else most) + c for t, c in zip(total, costs, strict=True)]
    return _back(ways, total, (UNICODE, *asked))


def _back(
    ways: Sequence[tuple[list[float], float]], total: Sequence[float], labels: Sequence[str]
) -> list[str]:
    """The cheapest way, from its end; ways: what each label had cost, and a change to it."""
    place = min(range(len(labels)), key=total.__getitem__)
    chosen = []
    for before, most in reversed(ways):
        chosen.append(labels[place])
        if before[place] > most:
            place = min(range(len(labels)), key=before.__getitem__)
    return chosen[::-1]


def speaks_for_unicode(word: str, old: str) -> bool:
    """Is the word right only as it stands, and not in this old encoding?"""
    return is_never_old(word) or (reads(word, UNICODE) and not reads(word, old))


def verdict(words: Sequence[str], around: Iterable[str], encoding: str, *, beside: bool) -> str:
    """ "sure", "unsure" or "" for words that were labelled with an encoding without a font's word.

    around: what stands around them in their lines. beside: the encoding stands elsewhere in the
    document in its own font.
    """
    found = share(words, encoding)
    if found.proofs < (_SURE_BESIDE if beside else _ASK) or found.read < _ASK_READ * found.words:
        return ""
    lines = [convert(text, encoding) for text in around]
    vietnamese = _share_of_syllables(lines)
    if vietnamese < LEAST_AROUND or _share_with_marks(dict.fromkeys(lines)) < _LEAST_MARKED:
        return ""
    if any(_rivals(found, share(words, other)) for other in tables.ENCODINGS if other != encoding):
        return "unsure"
    many = found.proofs >= (_SURE_BESIDE if beside else _SURE)
    few = found.proofs >= _SURE_FEW and vietnamese >= _SURE_FEW_AROUND
    return "sure" if found.read >= _SURE_READ * found.words and (many or few) else "unsure"


def _rivals(found: Share, other: Share) -> bool:
    """Could the same words be of the other encoding as well?"""
    return other.read >= found.read and 2 * other.proofs >= found.proofs


def vietnamese_share(around: Iterable[str], encoding: str) -> float:
    """How many of all words would be Vietnamese syllables; abbreviations do not count."""
    return _share_of_syllables([convert(text, encoding) for text in around])


def _share_of_syllables(lines: Iterable[str]) -> float:
    words = [word for line in lines for word in _WORDS.findall(line)]
    counted = [is_syllable(word) for word in words if not _ABBREVIATION.fullmatch(word)]
    return sum(counted) / len(counted) if counted else 0.0


def _share_with_marks(lines: Iterable[str]) -> float:
    words = [word for line in lines for word in _WORDS.findall(line)]
    return sum(not word.isascii() for word in words) / len(words) if words else 0.0


def share(words: Iterable[str], encoding: str) -> Share:
    """How much the words that were labelled with an encoding speak for it."""
    counted = Counter(words)
    telling = {word: n for word, n in counted.items() if has_plain(word)}
    return Share(
        sum(telling.values()),
        sum(n for word, n in telling.items() if reads(word, encoding)),
        sum(proves(word, encoding) for word in telling),
    )
