"""Bytes of a plain-text file into text: Unicode as it is, old Vietnamese encodings by their words.

Pure.
"""

from __future__ import annotations

import re
from dataclasses import replace

from content.errors import BadInput
from content.letters import samples, tables
from content.letters.converting import convert
from content.letters.recognising import speaks_for_unicode
from content.letters.result import Letters, Wish
from content.letters.runs import convert_runs
from content.letters.words import WORD, proves
from content.vietnamese import nfc

_NO_TEXT = "Tệp không phải văn bản thuần; hãy lưu lại dạng văn bản UTF-8 rồi nạp lại."
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_WINDOWS = str.maketrans({chr(byte): shown for byte, shown in tables.WINDOWS.items()})
# Of the characters beyond ASCII in a damaged UTF-8 text, one in so many may be unreadable.
_DAMAGED = 20


def decode(data: bytes, wish: Wish) -> tuple[str, tuple[Letters, ...]]:
    """Text of a plain-text file in NFC, and the old encodings that were met in it.

    UTF-8, UTF-16 with a byte order mark, TCVN3, VNI, Windows-1258, VISCII, or a mixture by lines.
    What is none of them for sure is taken for Windows-1252, as a program would show it.
    BadInput when the bytes are no text.
    """
    shown = _shown(data)
    if shown is None or (shown == "" and data.strip(b"\xef\xbb\xbf\xff\xfe")):
        raise BadInput(_NO_TEXT)
    (text,), met = convert_runs([(shown, None)], wish)
    if not met and not wish.letters and not _is_unicode(data):
        met = _bare_guess(shown)
    text = text.translate(_WINDOWS)
    if _is_binary(text):
        raise BadInput(_NO_TEXT)
    return nfc(text), tuple(_as_windows(letters) for letters in met)


def _is_unicode(data: bytes) -> bool:
    return b"\x00" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff") or bool(_damaged(data))


def _bare_guess(shown: str) -> tuple[Letters, ...]:
    """A question, where bytes that are no Unicode hold words of an old encoding, be it one.

    Not where more of them are right as they stand: Windows-1252 has "é" and "à" as well. In a
    document of any other kind so few words are chance; such bytes have to be of something.
    """
    words = set(WORD.findall(shown))
    proofs = {each: sum(proves(word, each) for word in words) for each in tables.ENCODINGS}
    best = max(proofs, key=proofs.__getitem__)
    if proofs[best] <= sum(speaks_for_unicode(word, best) for word in words):
        return ()
    places = [found.start() for found in WORD.finditer(shown) if proves(found.group(), best)]
    start, end = samples.telling(shown, places)
    before = shown[start:end]
    after = convert(before, best)
    return (Letters(best, False, "text", before[: samples.LENGTH], after[: samples.LENGTH]),)


def _shown(data: bytes) -> str | None:
    """The text where it is Unicode, else each byte as a character of Latin-1."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return _decode(data, "utf-16")
    if b"\x00" in data:
        return _unmarked(data)
    text = _decode(data, "utf-8-sig")
    return text if text is not None else _damaged(data) or _by_lines(data)


def _decode(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _unmarked(data: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of most letters is a zero."""
    little, big = data[1::2].count(0), data[::2].count(0)
    if 4 * max(little, big) < len(data) // 2:
        return None
    return _decode(data, "utf-16-le" if little > big else "utf-16-be")


def _damaged(data: bytes) -> str | None:
    """A UTF-8 text with a few bytes lost, as when it was cut: U+FFFD stands for them."""
    text = data.decode("utf-8-sig", "replace")
    lost = text.count("\ufffd")
    beyond = len(text) - len(text.encode("ascii", "ignore"))
    return text if lost * _DAMAGED <= beyond else None


def _by_lines(data: bytes) -> str:
    """Lines that are UTF-8 as such, for files that were put together from several."""
    lines = data.split(b"\n")
    return "\n".join(_decode(line, "utf-8") or line.decode("latin-1") for line in lines)


def _as_windows(letters: Letters) -> Letters:
    return replace(letters, before=letters.before.translate(_WINDOWS))


def _is_binary(text: str) -> bool:
    """A NUL, or more than one control character in a hundred characters."""
    return "\x00" in text or 100 * len(_CONTROLS.findall(text)) > len(text)
