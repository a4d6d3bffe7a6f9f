"""The letters of a web page: by its mark, by what it declares, else by the letters themselves."""

from __future__ import annotations

import codecs
import re
import unicodedata

from content.letters.decoding import decode
from content.letters.result import Letters, Wish

_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w:.-]+)|<\?xml[^>]+encoding\s*=\s*["']([\w:.-]+)""",
    re.IGNORECASE,
)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Pages set in TCVN3 or VNI fonts declare these: each byte is a place in the font.
_BY_FONT = frozenset({"iso-8859-1", "latin-1", "latin1", "windows-1252", "x-user-defined", "ascii"})
_VIETNAMESE = frozenset({"windows-1258", "cp1258", "x-windows-1258"})


def text_of(data: bytes, wish: Wish, declared: str = "") -> tuple[str, tuple[Letters, ...]]:
    """The text of a page, and the old encodings that were met in its bytes.

    declared: the encoding that an e-mail names for it. BadInput when the bytes are no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ()
    named = _DECLARED.search(data[:4096])
    by_page = (named[1] or named[2]).decode("ascii", "ignore") if named else ""
    declared = (declared or by_page).lower()
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    if declared in _VIETNAMESE:
        return unicodedata.normalize("NFC", data.decode("cp1258", "replace")), ()
    if declared in _BY_FONT:
        return data.decode("cp1252", "replace") if _whole(data) else data.decode("latin-1"), ()
    if declared.startswith(("utf-8", "utf8")):
        return data.decode("utf-8", "replace"), ()  # cut in the middle of a letter, most likely
    return decode(data, wish)


def _whole(data: bytes) -> bool:
    """Whether every byte has a letter in Windows' Western table; five have none."""
    return not set(data) & {0x81, 0x8D, 0x8F, 0x90, 0x9D}
