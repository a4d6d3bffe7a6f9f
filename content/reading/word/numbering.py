"""Numbers that Word counts by itself and does not write into the text. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def _roman(number: int) -> str:
    text = ""
    for value, letters in _ROMAN:
        while number >= value:
            text, number = text + letters, number - value
    return text


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda n: f"{n:02d}",
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
}


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts: its format, its text ("%1.%2."), where it starts."""

    format: str
    text: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of one document, in their order."""

    def __init__(self, document: WordDocument) -> None:
        self._document = document
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._of: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if any(rel.reltype.endswith("/numbering") for rel in document.part.rels.values()):
            self._read(document.part.numbering_part.element)

    def label(self, paragraph: Any) -> str:
        """What Word shows before a paragraph element: "1.", "a)", "-" for a bullet, or ""."""
        num_id, depth = self._numbered(paragraph)
        levels = self._abstract.get(self._of.get(num_id, ""), {})
        level = levels.get(depth)
        if level is None:
            return ""
        if level.format == "bullet":
            return "-" if depth == 0 else "+"
        if level.format == "none":
            return ""
        counts = self._counts[self._of[num_id]]
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [d for d in counts if d > depth]:
            del counts[deeper]
        return re.sub(r"%(\d)", lambda m: _shown(levels, counts, int(m.group(1)) - 1), level.text)

    def _read(self, element: Any) -> None:
        for abstract in element.findall(qn("w:abstractNum")):
            key = abstract.get(qn("w:abstractNumId"))
            self._abstract[key] = {
                int(level.get(qn("w:ilvl"))): _level(level)
                for level in abstract.findall(qn("w:lvl"))
            }
        for num in element.findall(qn("w:num")):
            target = num.find(qn("w:abstractNumId"))
            self._of[num.get(qn("w:numId"))] = "" if target is None else target.get(qn("w:val"))

    def _numbered(self, paragraph: Any) -> tuple[str, int]:
        """List and depth of a paragraph, from itself or from its style."""
        found = _num_pr(paragraph.find(qn("w:pPr")))
        style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        styles = {s.style_id: s for s in self._document.styles} if found is None else {}
        current = styles.get(style.get(qn("w:val"))) if style is not None else None
        while found is None and current is not None:
            found = _num_pr(current.element.find(qn("w:pPr")))
            current = getattr(current, "base_style", None)
        return found or ("", 0)


def _num_pr(properties: Any) -> tuple[str, int] | None:
    element = None if properties is None else properties.find(qn("w:numPr"))
    if element is None:
        return None
    num, depth = element.find(qn("w:numId")), element.find(qn("w:ilvl"))
    if num is None:
        return None
    level = depth.get(qn("w:val")) if depth is not None else "0"
    return num.get(qn("w:val")), int(level) if str(level).isdigit() else 0


def _level(element: Any) -> _Level:
    def value(tag: str, default: str) -> str:
        child = element.find(qn(tag))
        found = None if child is None else child.get(qn("w:val"))
        return default if found is None else str(found)

    start = value("w:start", "1")
    return _Level(value("w:numFmt", "decimal"), value("w:lvlText", "%1."), int(start or 1))


def _shown(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth)
    number = counts.get(depth, level.start if level else 1)
    return _FORMATS.get(level.format if level else "decimal", str)(number)
