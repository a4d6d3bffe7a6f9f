"""Text written in the old Vietnamese encodings, as offices' files hold it. The encoder of tests."""

from __future__ import annotations

import unicodedata
from functools import cache

from content.letters import tables

ENCODINGS = tables.ENCODINGS

_TONES = "\u0301\u0300\u0309\u0303\u0323"
# VNI by its rule: which letter stands after a vowel for ^ or ˘ and the tone in it.
_VNI_AFTER = {
    "": dict(zip(_TONES, "ùøûõï", strict=True)),
    "\u0302": {"": "â"} | dict(zip(_TONES, "áàåãä", strict=True)),
    "\u0306": {"": "ê"} | dict(zip(_TONES, "éèúüë", strict=True)),
}
_VNI_WHOLE = dict(zip("đíìỉĩịỵ", "ñíìæóòî", strict=True))


def encode(text: str, encoding: str) -> str:
    """The text as a program shows it that takes its bytes for Western European (Windows-1252).

    TCVN3 has no capitals with a tone: the small letter is written, as ABC's keyboards did.
    UnicodeEncodeError when a letter cannot be written at all.
    """
    if encoding == "vni":
        return "".join(map(_vni, unicodedata.normalize("NFC", text)))
    return "".join(map(_shown, encode_bytes(text, encoding)))


def encode_bytes(text: str, encoding: str) -> bytes:
    """The text as bytes of the encoding ("tcvn3", "vni", "cp1258", "viscii")."""
    text = unicodedata.normalize("NFC", text)
    if encoding == "vni":
        return encode(text, "vni").encode("cp1252")
    if encoding == "cp1258":
        return "".join(map(_loosened, text)).encode("cp1258")
    table = _bytes_of(encoding)
    return b"".join(_byte(character, table, encoding) for character in text)


def _byte(character: str, table: dict[str, int], encoding: str) -> bytes:
    for each in (character, character.lower()):
        if each.isascii() or each in table:
            return bytes([table.get(each, ord(each))])
    written = character.encode("cp1252", "ignore")
    if encoding == "viscii" or not (written and written < b"\xa0"):
        raise UnicodeEncodeError(encoding, character, 0, 1, "no such letter")
    return written


@cache
def _bytes_of(encoding: str) -> dict[str, int]:
    table = {"tcvn3": tables.TCVN3, "viscii": tables.VISCII}[encoding]
    found = {meant: ord(character) for character, meant in table.items() if ord(character) < 256}
    if encoding == "tcvn3":
        # VN3 has only these capitals; the fonts show nothing for the others.
        for meant in [letter for letter in found if letter.isupper() and letter not in "ĂÂÊÔƠƯĐ"]:
            del found[meant]
    return found


def _loosened(character: str) -> str:
    """Windows-1258: the letter with its hat or horn, then the tone, unless a byte holds both."""
    try:
        character.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", character)
        tones = "".join(mark for mark in marks if mark in _TONES)
        letter = "".join(mark for mark in marks if mark not in _TONES)
        return unicodedata.normalize("NFC", letter) + tones
    return character


def _vni(character: str) -> str:
    small = character.lower()
    capital = character != small
    if small in _VNI_WHOLE:
        written = _VNI_WHOLE[small]
    else:
        marks = unicodedata.normalize("NFD", small)
        tone = "".join(mark for mark in marks if mark in _TONES)
        shape = "".join(mark for mark in marks if mark in "\u0302\u0306")
        letter = unicodedata.normalize(
            "NFC", marks.translate(dict.fromkeys(map(ord, tone + shape)))
        )
        letter = {"ơ": "ô", "ư": "ö"}.get(letter, letter)
        written = letter + (_VNI_AFTER[shape].get(tone, "") if shape or tone else "")
    written.encode("cp1252")
    return written.upper() if capital else written


def _shown(byte: int) -> str:
    return tables.WINDOWS.get(byte, chr(byte))
