"""Words that could be of an old encoding, and in which encodings each is a Vietnamese word. Pure.

Only words with a character beyond ASCII tell encodings apart; all others are the same in each.
"""

from __future__ import annotations

import re
from functools import lru_cache

from content.letters import tables
from content.letters.converting import convert, unknown_to_vni
from content.vietnamese import is_syllable, nfc

# What an old encoding may show a letter as (VISCII even control characters), and letters of
# Unicode that none shows.
_SHOWN = "\x02\x05\x06\x14\x19\x1e\x80-\x9f\u00a1-\u00ff" + "".join(
    shown for shown in tables.WINDOWS.values() if shown > "\xff"
)
_BEYOND = _SHOWN + "\u0100-\u024f\u0300-\u036f\u1e00-\u1eff"
# Possessive, and only from a word's beginning: a megabyte without spaces takes no longer.
WORD = re.compile(f"(?<![A-Za-z])[A-Za-z]*+[{_BEYOND}][A-Za-z{_BEYOND}]*+")
_NEVER_OLD = re.compile(f"[^{_SHOWN}\x00-\x7f]")
_PLAIN = re.compile("[A-Za-z]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f]")
_BETWEEN = re.compile("[‘’“”–—…•]")
_AROUND = re.compile("^[«‹„‚§©®°†‡€£]+|[»›®™©°²³º†‡‰€]+$")
_PARTS = re.compile(r"[^\W\d_]+")
# Eth, which many keyboards gave for Đ, is no sign of an old encoding: `tidy` puts it right.
_ETH = str.maketrans("Ðð", "Đđ")
# No Vietnamese word is longer; what is goes unread.
_LONGEST = 60


@lru_cache(maxsize=65536)
def reads(word: str, encoding: str) -> bool:
    """Is the word Vietnamese in this encoding ("unicode" for as it stands), every part of it?

    A word of signs alone ("½", "®·") is none: it would prove anything.
    """
    if encoding == "unicode":
        return could_be_unicode(word) and any(map(_is_letters, _pieces(word)))
    if len(word) > _LONGEST or not _PLAIN.search(word) or _NEVER_OLD.search(word):
        return False
    if encoding == "vni" and unknown_to_vni(word):
        return False
    meant = convert(word, encoding)
    parts = [part for part in _PARTS.findall(meant) if not part.isascii()]
    return bool(parts) and not _CONTROLS.search(meant) and all(map(_is_word, parts))


def _is_letters(piece: str) -> bool:
    return piece.isalpha() and not piece.isascii()


def _is_word(part: str) -> bool:
    evenly = part.islower() or part.isupper() or (part[0].isupper() and part[1:].islower())
    return evenly and is_syllable(part)


def _pieces(word: str) -> list[str]:
    """The word as it stands, without the signs that people put around words and between them."""
    return [_AROUND.sub("", piece) for piece in _BETWEEN.split(nfc(word).translate(_ETH))]


@lru_cache(maxsize=65536)
def could_be_unicode(word: str) -> bool:
    """Vietnamese as it stands, or plain letters with signs in their places ("10°C", "§4", "“A”").

    A sign inside a word or at its wrong end is a letter of an old encoding ("x·", "c¸c").
    """
    if len(word) > _LONGEST or _CONTROLS.search(word):
        return False
    return all(piece.isascii() or (piece.isalpha() and _is_word(piece)) for piece in _pieces(word))


@lru_cache(maxsize=65536)
def proves(word: str, encoding: str) -> bool:
    """Is the word Vietnamese in this old encoding, and not as it stands?"""
    return reads(word, encoding) and not could_be_unicode(word)


@lru_cache(maxsize=65536)
def is_never_old(word: str) -> bool:
    """Does it hold a letter that no old encoding can show ("Việt", "học")?"""
    return bool(_NEVER_OLD.search(word))


def has_plain(word: str) -> bool:
    """Is there a plain letter in it? Without one it proves nothing."""
    return bool(_PLAIN.search(word))
