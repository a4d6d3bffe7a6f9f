"""How well a text was recognised: by measure, never by its look. Pure.

A Vietnamese page that was read without its marks leaves syllables that no Vietnamese word has
("hoc", "huyén"). Words of other languages and abbreviations are not judged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.vietnamese import is_skeleton, is_syllable, tidy

# Below this share of well-formed syllables a text counts as badly recognised. Clean plans measure
# 0.99 and more, a scan read with an English model about 0.6.
POOR_BELOW = 0.88
_LEAST_WORDS = 40
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Quality:
    """share_of_valid_syllables: of the words that are meant as Vietnamese, those well spelled, 0–1.

    score: the same, weakened by words with digits or marks inside that belong to no language, 0–1.
    poor: the text should be shown with a warning and compared with its original.
    """

    share_of_valid_syllables: float
    score: float
    poor: bool


def measure(text: str) -> Quality:
    """Quality of a text. Short texts, unmarked typing and other languages are never poor."""
    words = [w for w in _WORD.findall(tidy(text)) if not w[0].isdigit() and len(w) > 1]
    meant = [w for w in words if is_skeleton(w)]
    valid = sum(map(is_syllable, meant))
    garbled = sum(_is_garbled(w) for w in words)
    share = valid / len(meant) if meant else 1.0
    score = valid / (len(meant) + garbled) if meant or garbled else 1.0
    marked = [w for w in meant if not w.isascii()]
    wrong = sum(not is_syllable(w) for w in marked)
    vietnamese = len(meant) >= _LEAST_WORDS and len(meant) >= 0.5 * len(words)
    # Typing without any marks is a habit, and English among Vietnamese no fault: a scan is known
    # by marks that are there and wrong.
    poor = vietnamese and share < POOR_BELOW and wrong >= max(5, 0.1 * len(marked))
    return Quality(round(share, 4), round(score, 4), poor)


def _is_garbled(word: str) -> bool:
    """Neither a syllable nor plain foreign letters: "t6", "chtéc"; abbreviations are capitals."""
    if word.isupper() or is_skeleton(word):
        return False
    return not word.isascii() or any(c.isdigit() for c in word)
