"""Keystrokes that an input method did not turn into letters: Telex ("hojc") and VNI ("hoc5").

A word is only decoded when the decoded word can be a Vietnamese syllable; whether it should be is
for the asker, who knows which words the texts have.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from content.vietnamese import is_syllable

_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_MAIN_VOWELS = "ăâêôơư"
_VOWELS = "aăâeêioôơuưy"
# What may follow a tone key within the word: the end of the syllable and keys of shapes.
_AFTER_TONE = frozenset("chmnpgtdw0123456789" + _VOWELS)


def telex(word: str) -> str | None:
    """The syllable that these Telex keys mean; None when they mean none or change nothing."""
    return _decode(word, _TELEX_TONES, _telex_shapes)


def vni(word: str) -> str | None:
    """The syllable that these VNI keys mean; None when they mean none or change nothing."""
    return _decode(word, _VNI_TONES, _vni_shapes)


def decoded(word: str) -> str | None:
    """The syllable that raw keystrokes of either method mean, or None."""
    if not 2 <= len(word) <= 12:
        return None
    return vni(word) if any(c.isdigit() for c in word) else telex(word)


def _decode(word: str, tones: dict[str, str], shapes: Callable[[str], str]) -> str | None:
    letters, tone = _take_tone(word.lower(), tones)
    shaped = shapes(letters)
    if shaped == word.lower() or not any(c in _VOWELS for c in shaped):
        return None
    syllable = _with_tone(shaped, tone)
    return syllable if is_syllable(syllable) else None


def _take_tone(word: str, tones: dict[str, str]) -> tuple[str, str]:
    """Take the last tone key that stands after a vowel out of the word."""
    for at in range(len(word) - 1, 0, -1):
        if word[at] in tones and any(c in _VOWELS for c in word[:at]):
            rest = word[:at] + word[at + 1 :]
            if all(c in _AFTER_TONE for c in word[at + 1 :]):
                return rest, tones[word[at]]
    return word, ""


def _telex_shapes(word: str) -> str:
    for pair, letter in (("aa", "â"), ("ee", "ê"), ("oo", "ô"), ("dd", "đ")):
        word = word.replace(pair, letter, 1)
    for vowel, letter in _CIRCUMFLEX.items():  # the second key at the end: "hocdo"
        word = re.sub(rf"{vowel}(ch|c|m|ng|nh|n|p|t|u|i|y){vowel}$", rf"{letter}\1", word, count=1)
    if word.startswith("d") and word.endswith("d"):
        word = "đ" + word[1:-1]
    return _hooks(word, "w", "w")


def _vni_shapes(word: str) -> str:
    if "9" in word and word.startswith("d"):
        word = "đ" + word[1:].replace("9", "", 1)
    if "6" in word:
        word = re.sub(r"[aeo](?=\D*6)", lambda found: _CIRCUMFLEX[found[0]], word, count=1)
        word = word.replace("6", "", 1)
    return _hooks(word, "7", "8")


def _hooks(word: str, horn: str, breve: str) -> str:
    """Carry out the key for ơ, ư and the key for ă (one key in Telex)."""
    if horn not in word and breve not in word:
        return word
    has_horn = horn in word
    bare = word.replace(horn, "").replace(breve, "")
    if has_horn and re.search(r"uo", bare):
        return bare.replace("uo", "ươ", 1)
    if has_horn and "u" in bare.removeprefix("qu"):
        at = bare.index("u", 2 if bare.startswith("qu") else 0)
        return bare[:at] + "ư" + bare[at + 1 :]
    if has_horn and "o" in bare and not (horn == breve and "oa" in bare):
        return bare.replace("o", "ơ", 1)
    return bare.replace("a", "ă", 1)


def _with_tone(word: str, tone: str) -> str:
    if not tone:
        return word
    vowels = [at for at, c in enumerate(word) if c in _VOWELS]
    if word.startswith(("qu", "gi")) and len(vowels) > 1:
        vowels = vowels[1:]
    main = [at for at in vowels if word[at] in _MAIN_VOWELS]
    closed = vowels[-1] != len(word) - 1
    at = main[-1] if main else vowels[-1] if closed or len(vowels) == 1 else vowels[-2]
    return unicodedata.normalize("NFC", word[: at + 1] + tone + word[at + 1 :])
