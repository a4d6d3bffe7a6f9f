"""Every syllable that Vietnamese spelling allows, and documents that hold all of them."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Iterator

from content.vietnamese import _ONSETS, _RIMES, is_syllable

_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
_VOWELS = "aăâeêioôơuưy"
_A_DOCUMENT = 1500


def _spellings() -> Iterator[str]:
    """Onset, rime and tone in every way they can be put together, the tone where people put it."""
    onsets = [*_ONSETS, "qu"]
    for rime in _RIMES:
        marked = [at for at, letter in enumerate(rime) if letter in "ăâêôơư"]
        places = marked[-1:] or [at for at, letter in enumerate(rime) if letter in _VOWELS]
        for tone in _TONES:
            for place in places if tone else places[:1]:
                toned = rime[: place + 1] + tone + rime[place + 1 :]
                yield from (unicodedata.normalize("NFC", onset + toned) for onset in onsets)


SYLLABLES = sorted({word for word in _spellings() if is_syllable(word)})
_DICE = random.Random(1975)  # one order for every run
_SHUFFLED = _DICE.sample(SYLLABLES, len(SYLLABLES))
DOCUMENTS = [
    _SHUFFLED[start : start + _A_DOCUMENT] for start in range(0, len(SYLLABLES), _A_DOCUMENT)
]


def lines(words: list[str], *, capitals: bool = False) -> str:
    """A document of these syllables: sentences of twelve; or lines all in capitals."""
    sentences = (" ".join(words[at : at + 12]) for at in range(0, len(words), 12))
    if capitals:
        return "\n".join(sentences).upper()
    return "\n".join(f"{sentence[0].upper()}{sentence[1:]}." for sentence in sentences)
