"""Names of the XML of Word files, and the few questions every room asks of an element. Pure."""

from __future__ import annotations

from functools import cache
from typing import Any

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}
_OFF = frozenset({"0", "false", "off", "none"})


@cache
def q(name: str) -> str:
    """The name lxml knows an element or attribute by: "w:p" → "{http://…/main}p"."""
    space, _, local = name.partition(":")
    return f"{{{_SPACES[space]}}}{local}"


VAL = q("w:val")
P, TBL, TR, TC = q("w:p"), q("w:tbl"), q("w:tr"), q("w:tc")
P_PR, R_PR = q("w:pPr"), q("w:rPr")
TXBX = q("w:txbxContent")


def child(element: Any, *path: str) -> Any:
    """The first element along a path of names ("w:pPr", "w:numPr"), or None."""
    for name in path:
        if element is None:
            return None
        element = element.find(q(name))
    return element


def value(element: Any, *path: str) -> str | None:
    """w:val of the first element along a path; None without the element or the attribute."""
    found = child(element, *path)
    given = None if found is None else found.get(VAL)
    return None if given is None else str(given)


def number(element: Any, *path: str) -> int | None:
    """w:val along a path as a whole number of at most six digits; None for anything else."""
    return whole(value(element, *path))


def whole(text: str | None) -> int | None:
    """A whole number of at most six digits; None for anything else."""
    text = (text or "").strip()
    digits = text[1:] if text.startswith("-") else text
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else None


def switch(properties: Any, name: str) -> bool | None:
    """A property that is on by standing there and off by its value; None where it is not named."""
    found = None if properties is None else properties.find(q(name))
    return None if found is None else found.get(VAL, "1").lower() not in _OFF
