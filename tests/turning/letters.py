"""Papers typed in the fonts of the nineties, and plain texts in old encodings."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from tests.old_letters import encode, encode_bytes
from tests.turning.word import Typist

# VISCII has none of these signs: its keyboards gave the straight ones.
STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "…": "..."})
_CAPITALS_OF_ABC = "ĂÂÊÔƠƯĐ"


def in_abc(text: str, font: str) -> Iterator[tuple[str, str]]:
    """Runs of TCVN3: capitals with a tone stand in the H font, whose small letters are capitals."""
    if text.isupper():
        yield encode(text.lower(), "tcvn3"), f"{font}H"
        return
    for high, letters in groupby(text, key=_needs_high_font):
        words = "".join(letters)
        yield encode(words.lower() if high else words, "tcvn3"), f"{font}H" if high else font


def _needs_high_font(letter: str) -> bool:
    return letter.isupper() and not letter.isascii() and letter not in _CAPITALS_OF_ABC


def in_vni(text: str, font: str) -> Iterator[tuple[str, str]]:
    """One run of VNI."""
    yield encode(text, "vni"), font


TYPISTS = {
    "abc": Typist(font=".VnTime", runs=in_abc),
    "vni": Typist(font="VNI-Times", runs=in_vni),
}


def plain(text: str, encoding: str) -> bytes:
    """A plain text's bytes: an old encoding, "utf-16", "nfd" (UTF-8, letters taken apart)."""
    if encoding == "utf-16":
        return text.encode("utf-16")
    if encoding == "nfd":
        return unicodedata.normalize("NFD", text).encode()
    return encode_bytes(text.translate(STRAIGHT) if encoding == "viscii" else text, encoding)
