"""Files into text, told apart by their content; all but plain text in a process of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath

from content.errors import BadInput
from content.letters.decoding import decode
from content.letters.result import Wish
from content.reading import kinds, office
from content.reading.apart import read_apart
from content.reading.kinds import KINDS
from content.reading.result import Note, Reading

_NOT_BLANK = re.compile(rb"[^\xef\xbb\xbf\xff\xfe \t\r\n\x00]")
_MARKDOWN = (".md", ".markdown")


def read_file(name: str, data: bytes, wish: Wish | None = None) -> Reading:
    """Read a file; BadInput (one sentence that names it) when it is empty, broken or another thing.

    What a file is, its content decides; the ending of its name must agree, or be of the same
    family (a ".doc" that is really RTF), and then a note says so.
    """
    shown = PurePosixPath(name.replace("\\", "/")).name or name
    suffix = PurePosixPath(name.lower()).suffix
    if not _NOT_BLANK.search(data):
        raise BadInput(f"“{shown}” là tệp rỗng; hãy kiểm tra lại tệp rồi nạp lại.")
    kind = _agreed(shown, suffix, data)
    try:
        reading = _read(kind, suffix, data, wish or Wish())
    except BadInput as error:
        raise BadInput(f"“{shown}”: {error.message}") from None
    if kind == "text" or suffix in KINDS[kind].own:
        return reading
    title = KINDS[kind].title
    said = Note("repaired", f"Tên mang đuôi {suffix} nhưng là {title}: đã đọc theo nội dung.")
    return replace(reading, notes=(said, *reading.notes))


def _agreed(shown: str, suffix: str, data: bytes) -> str:
    """The kind of a file whose name and content agree; BadInput, a whole sentence, otherwise."""
    found = _found(suffix, data)
    kind = KINDS[found]
    if suffix in (*kind.own, *kind.also):
        return found
    if not kind.media_type and found not in ("unknown", "zip"):
        disguised = f" mang đuôi {suffix} nhưng" if suffix in kinds.ENDINGS else ""
        raise BadInput(f"“{shown}”{disguised} là {kind.title}, không nạp được; {kind.advice}")
    if suffix not in kinds.ENDINGS:
        raise BadInput(f"“{shown}”: chỉ nạp được {kinds.LOADABLE}.")
    advice = kind.advice or f"hãy đổi đuôi thành {kind.own[0] if kind.own else '.xml'} rồi nạp lại."
    raise BadInput(f"“{shown}” mang đuôi {suffix} nhưng nội dung là {kind.title}; {advice}")


def _found(suffix: str, data: bytes) -> str:
    """What a file is; where the bytes alone leave it open, its name may tell."""
    found = kinds.what_is(data)
    if found == "mhtml" and suffix == ".eml":
        return "eml"
    if found == "eml" and suffix in KINDS["mhtml"].own:
        return "mhtml"
    if found == "unknown" and suffix in kinds.TEXT_ENDINGS:
        return "text"  # UTF-16 without a mark; what is no text, decoding refuses
    if found not in ("text", "xml"):
        return found
    if suffix in kinds.WEB_ENDINGS or (suffix in KINDS["html"].also and kinds.is_fragment(data)):
        return "html"
    return "eml" if suffix == ".eml" and found == "text" else found


def _read(kind: str, suffix: str, data: bytes, wish: Wish) -> Reading:
    if kind == "text":
        written = "markdown" if suffix in _MARKDOWN else "text"
        text, met = decode(data, wish)
        media_type = "text/markdown" if written == "markdown" else "text/plain"
        return Reading(text, media_type, written, letters=met)
    if kind not in office.TURNED:
        return read_apart(kind, data, wish)
    turned = office.TURNED[kind]
    reading = read_apart(turned, office.convert(data, kind, turned), wish)
    return replace(reading, kind=kind, media_type=KINDS[kind].media_type)
