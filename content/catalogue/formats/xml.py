"""XML as sources give it: parsed without network or entities, mended where it is broken.

DOCTYPE is refused at once, whatever it declares (TRUST S12). Bytes that are no UTF-8, control
characters, bare ampersands and HTML's entities are mended, because one such letter in a title
would else cost a page of a hundred records.
"""

from __future__ import annotations

import html.entities
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from content.errors import BadInput

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(\d{1,7})|[xX]0*([0-9a-fA-F]{1,6}));")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#\d+;|#[xX][0-9a-fA-F]+;)(\w{1,30};)?")
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_PROLOG = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_HTML = re.compile(r"(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE)
_NAMESPACE = re.compile(r"""xmlns(?::[\w.-]+)?\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_DOCTYPE = "XML có khai báo DOCTYPE nên không được nhận; hãy báo cho nơi cung cấp."


def tree(data: bytes | str) -> Any:
    """The root element; BadInput, one sentence, for HTML, DOCTYPE and what no mending helps."""
    text = text_of(data)
    refuse(text)
    try:
        return etree.fromstring(text.encode(), _parser())
    except etree.LxmlError as fault:
        first = fault
    try:
        return etree.fromstring(mended(text).encode(), _parser())
    except etree.LxmlError:
        raise BadInput(f"XML hỏng, không đọc được ({_told(first)}).") from None


def refuse(text: str) -> None:
    """BadInput for a web page, for no XML at all, and for a DOCTYPE."""
    found = _PROLOG.match(text)
    rest = text[found.end() if found else 0 :]
    if _HTML.match(rest):
        raise BadInput(
            "Máy chủ trả lời bằng một trang web (HTML), không phải dữ liệu thư viện; "
            "hãy xem lại địa chỉ."
        )
    if not rest.startswith("<"):
        raise BadInput("Nội dung nhận được không phải XML; hãy xem lại địa chỉ hoặc tệp.")
    if rest[:9].upper() == "<!DOCTYPE":
        raise BadInput(_DOCTYPE)


def text_of(data: bytes | str) -> str:
    """Bytes as text without declaration and control characters; U+FFFD for bytes that are lost."""
    text = data if isinstance(data, str) else _decoded(data)
    text = _CONTROLS.sub("", text).lstrip("\ufeff \t\r\n")
    if text.startswith("<?xml"):
        text = text[text.find("?>") + 2 :].lstrip()
    return text


def mended(text: str) -> str:
    """The text with references to control characters, HTML's entities and bare "&" made right."""
    text = _CONTROL_REFERENCE.sub(_referenced, text)
    return _ENTITY.sub(_meant, text)


def pieces(text: str, name: str) -> Iterator[tuple[int, str]]:
    """(offset, XML) of each element of a name, whatever its prefix, each able to stand alone.

    For text that does not parse as a whole: each piece goes from one start tag to the last end tag
    before the next one, within the namespaces that stood above it.
    """
    starts = [
        found.start() for found in re.finditer(rf"<(?:[\w.-]+:)?{re.escape(name)}(?=[\s>])", text)
    ]
    if not starts:
        return
    above = text[: starts[0]][-20_000:]
    end = re.compile(rf"</(?:[\w.-]+:)?{re.escape(name)}\s*>")
    for start, following in zip(starts, [*starts[1:], len(text)], strict=True):
        closed = [found.end() for found in end.finditer(text, start, following)]
        yield start, alone(above, text[start : closed[-1] if closed else following])


def alone(above: str, piece: str) -> str:
    """A piece of XML under one root with the namespaces that were declared above it."""
    by_name = {one.split("=", 1)[0].strip(): one for one in _NAMESPACE.findall(above)}
    return f"<piece {' '.join(by_name.values())}>{piece}</piece>"


def local(element: Any) -> str:
    """The name of an element without its namespace; "" for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Any, *names: str) -> list[Any]:
    """The child elements of these names, in any namespace."""
    return [one for one in element if local(one) in names]


def below(element: Any, *names: str) -> list[Any]:
    """The elements of these names anywhere below, in any namespace."""
    return [one for one in element.iter() if local(one) in names]


def words(element: Any) -> str:
    """All text of an element, blanks made one; "" for None."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def said(element: Any, name: str) -> str:
    """The text of the first child of a name; "" without one."""
    return words(next(iter(children(element, name)), None))


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    declared = _DECLARED.match(data)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        return data.decode(name if "utf" not in name else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")


def _referenced(found: re.Match[str]) -> str:
    code = int(found[1]) if found[1] else int(found[2], 16)
    character = chr(code) if code <= 0x10FFFF else "\x00"
    return "" if _CONTROLS.match(character) else found[0]


def _meant(found: re.Match[str]) -> str:
    named = found[1]
    character = html.entities.html5.get(named or "", "")
    if character and character not in "<&":
        return character
    return f"&amp;{named or ''}"


def _told(fault: Exception) -> str:
    position = getattr(fault, "position", (0, 0))
    return f"dòng {position[0]}, cột {position[1]}" if position and position[0] else "không rõ chỗ"
