"""Text of an old encoding into Unicode, without asking whether it is in that encoding. Pure.

A text stands as a program shows it that takes its bytes for Western European, Windows-1252 or
Latin-1.
"""

from __future__ import annotations

import re

from content.letters import tables
from content.vietnamese import is_syllable, nfc

_TABLES = {
    "tcvn3": str.maketrans(dict(tables.TCVN3)),
    "cp1258": str.maketrans(dict(tables.CP1258)),
    "viscii": str.maketrans(dict(tables.VISCII)),
}
# Signs that are letters or marks in TCVN3 only where one can stand; elsewhere they are themselves.
_STRAY = re.compile("(?<![AEIOUY¡¢£¤¥¦])[°±²³´]|(?<![A-Za-z¡-ÿ])·(?![A-Za-z¡-ÿ])")
# A word without plain small letters: it may be meant in capitals. Possessive and from a word's
# beginning, so that a megabyte without spaces takes no longer.
_TCVN3_WORD = re.compile("(?<![A-Za-z¡-ÿ])[A-Z]*+[¡-ÿ][A-Z¡-ÿ]*+(?![a-z])")
_SMALL = re.compile("[a-z]")
# A word of capitals, as TCVN3 writes it, after or before another word.
_CAPITALS_AFTER = re.compile("\\s+([A-Z]{2}[A-Z¡-ÿ]{0,5})(?![A-Za-z¡-ÿ])")
_CAPITALS_BEFORE = re.compile("(?<![A-Za-z¡-ÿ])([A-Z]{2}[A-Z¡-ÿ]{0,5})\\s+$")
_VNI = re.compile("|".join(sorted(map(re.escape, tables.VNI), key=len, reverse=True)))

# Windows-1258's loose tones, as Western European Windows shows them.
_LOOSE = frozenset(c for c, meant in tables.CP1258.items() if "\u0300" <= meant <= "\u036f")
# VISCII's Õ is the no-break space of all others: a letter only where it makes a word. While that
# is decided a private character stands for it.
_SPACE, _TILDE = "\u00a0", "\ue0d5"
_AROUND_SPACE = re.compile(
    f"(?<![A-Za-z\x80-\xff])([A-ZÐ]{{0,4}}){_SPACE}([A-Za-z]{{0,2}})(?![A-Za-z\x80-\xff])"
)


def convert(text: str, encoding: str) -> str:
    """The text in Unicode NFC; what the encoding does not know stays.

    encoding: one of tables.ENCODINGS.
    """
    if encoding == "vni":
        return nfc(_VNI.sub(lambda found: tables.VNI[found.group()], text))
    if encoding == "tcvn3":
        return nfc(tcvn3_letters(text))
    if encoding == "viscii":
        return nfc(_viscii(text))
    return nfc(text.translate(_TABLES[encoding]))


def tcvn3_letters(text: str) -> str:
    """TCVN3 letter by letter: one character for each, not yet composed; so a text may be cut."""
    return "\n".join(_tcvn3_line(line) for line in text.split("\n"))


def _tcvn3_line(line: str) -> str:
    """TCVN3 has no capitals with a tone: "CéNG" was meant as "CỘNG", and all its line with it."""
    if line.isascii():
        return line
    made = list(line.translate(_TABLES["tcvn3"]))
    for stray in _STRAY.finditer(line):
        made[stray.start()] = stray.group()
    meant = [
        (start, end)
        for start, end in (found.span() for found in _TCVN3_WORD.finditer(line))
        if _half_capital(line[start:end], made[start:end])
        or _among_capitals(line, made, start, end)
    ]
    if meant and not _SMALL.search(line):
        meant = [(0, len(line))]
    for start, end in meant:
        made[start:end] = [
            each.upper() if len(each.upper()) == 1 else each for each in made[start:end]
        ]
    return "".join(made)


def _half_capital(word: str, made: list[str]) -> bool:
    """Plain capitals alone, and a small letter of Vietnamese where no word of a sentence has one.

    "Bé" is a word; "NéI" and "ñY" are not.
    """
    if not any(map(str.islower, made)):
        return False
    plain = sum(map(str.isascii, word))
    return plain >= 2 or (plain == 1 and not word[0].isascii())


def _among_capitals(line: str, made: list[str], start: int, end: int) -> bool:
    """A capital and small letters with tones beside a word in capitals: "Uû BAN" is "UỶ BAN".

    The neighbour has to be a word: "Së GD§T" is "Sở GDĐT".
    """
    if not any(map(str.islower, made[start:end])):
        return False
    after = _CAPITALS_AFTER.match(line, end)
    before = _CAPITALS_BEFORE.search(line[max(0, start - 12) : start])
    return any(
        is_syllable(found[1].translate(_TABLES["tcvn3"]).lower())
        for found in (after, before)
        if found
    )


def unknown_to_vni(word: str) -> bool:
    """Does a letter beyond ASCII stand where VNI never writes one ("bé", "Müller")?"""
    return any(letter.isalpha() and not letter.isascii() for letter in _VNI.sub("", word))


def completes(pair: str, encoding: str) -> bool:
    """Is the second of two characters part of the letter that begins with the first?"""
    if encoding == "vni":
        return pair in tables.VNI
    if encoding == "cp1258":
        return pair[:1].isalpha() and pair[1:] in _LOOSE
    return encoding == "tcvn3" and pair[:1] in "AEIOUY¡¢£¤¥¦" and pair[1:] in "°±²³´"


def _viscii(text: str) -> str:
    if _SPACE in text:
        text = _AROUND_SPACE.sub(_tilde_or_space, text)
    return text.translate(_TABLES["viscii"] | {ord(_TILDE): "Õ", ord(_SPACE): _SPACE})


def _tilde_or_space(found: re.Match[str]) -> str:
    """Õ where the letters before and after make a word with it, as in "VÕ" and "ÕNG"."""
    before, after = found.groups()
    made = is_syllable(f"{before}õ{after}".replace("Ð", "đ")) and before + after
    return f"{before}{_TILDE}{after}" if made else found.group()
