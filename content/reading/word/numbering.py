"""Numbers that Word counts by itself and does not write into the text. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from content.reading.word.blocks import Marker
from content.reading.word.counting import shown
from content.reading.word.names import P_PR, R_PR, child, number, q, value, whole
from content.reading.word.package import Package
from content.reading.word.styles import Styles

_LEVELS = 9
_LONGEST = 60  # characters of a number's pattern: "Điều %1." and the like
_BULLET_TEXTS = frozenset("-–—−+•●○▪■*·")


@dataclass(frozen=True, slots=True)
class _Level:
    """How one level of a list counts.

    format, pattern: see `counting.shown`; text: "%1.%2."; restart: None to begin anew after any
    level above, 0 never, else only after this level (from 1) or one above it; legal: all its
    numbers in figures; style: of the paragraphs that stand on this level; looks: run properties.
    """

    format: str
    pattern: str
    text: str
    start: int
    restart: int | None
    legal: bool
    joint: str
    style: str
    looks: Any


@dataclass(frozen=True, slots=True)
class _List:
    """One w:num: its levels with what it changes in them, and the numbers it begins anew at."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """Counts the numbered paragraphs of one document, in their order."""

    def __init__(self, package: Package, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Any] = {}
        self._nums: dict[str, Any] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        self._begun: set[tuple[str, int]] = set()
        parts = package.named(package.main, "numbering")
        root = package.tree(parts[0]) if parts else None
        if root is not None:
            self._abstract = _by_id(root, "w:abstractNum", "w:abstractNumId")
            self._nums = _by_id(root, "w:num", "w:numId")

    def mark(self, properties: Any, style: str) -> tuple[str, Marker, Any] | None:
        """What Word shows before the next paragraph: ("1.", how it stands, run properties).

        Called once for each paragraph, in order. A bullet's text is "-" or "+". None for a
        paragraph that is not numbered.
        """
        num_id, depth = self._place(properties, style)
        found = self._list(num_id)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return None
        if level.format == "bullet" or level.text.strip() in _BULLET_TEXTS:
            sign = "+" if level.text.strip() == "+" else "-"
            return sign, Marker(num_id, depth, sign), level.looks
        counts = self._count(num_id, found, depth)
        text = re.sub(
            r"%([1-9])", lambda m: _figure(found, counts, int(m[1]) - 1, level), level.text
        )
        return text, Marker(num_id, depth, "", level.joint), level.looks

    def _count(self, num_id: str, found: _List, depth: int) -> dict[int, int]:
        """The counts with this paragraph: its level one on, the levels below it to begin anew."""
        counts = self._counts[found.abstract]
        if depth in found.starts and (num_id, depth) not in self._begun:
            counts[depth] = found.starts[depth]
        else:
            counts[depth] = counts.get(depth, found.levels[depth].start - 1) + 1
        self._begun.add((num_id, depth))
        for deeper in [d for d in counts if d > depth]:
            restart = found.levels[deeper].restart if deeper in found.levels else None
            if restart is None or depth < restart:
                del counts[deeper]
        return counts

    def _place(self, properties: Any, style: str) -> tuple[str, int]:
        """List and depth of a paragraph: each from itself, else from its style."""
        own = child(properties, "w:numPr")
        num_id, depth = value(own, "w:numId"), number(own, "w:ilvl")
        if num_id is None:
            num_id, styled = self._from_style(style)
            depth = styled if depth is None else depth
        return num_id, min(max(depth or 0, 0), _LEVELS - 1)

    def _from_style(self, style: str) -> tuple[str, int | None]:
        for element in self._styles.chain(style):
            given = child(element.find(P_PR), "w:numPr")
            num_id = value(given, "w:numId")
            if num_id is not None:
                found, own = self._list(num_id), element.get(q("w:styleId"))
                linked = [
                    d for d, lvl in (found.levels if found else {}).items() if lvl.style == own
                ]
                return num_id, linked[0] if linked else number(given, "w:ilvl")
        return "", None

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read(num_id)
        return self._lists[num_id]

    def _read(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        key = value(num, "w:abstractNumId") or ""
        key, abstract = self._real(key)
        if num is None or abstract is None:
            return None
        levels, starts = _levels(abstract), {}
        for override in num.findall(q("w:lvlOverride")):
            depth = whole(override.get(q("w:ilvl")))
            if depth is None:
                continue
            own = override.find(q("w:lvl"))
            if own is not None:
                levels[depth] = _level(own)
            start = number(override, "w:startOverride")
            if start is not None:
                starts[depth] = start
                if depth in levels:
                    levels[depth] = replace(levels[depth], start=start)
        return _List(key, levels, starts)

    def _real(self, key: str) -> tuple[str, Any]:
        """The list behind a list: one may only name the style that another one is built for."""
        abstract = self._abstract.get(key)
        wanted = value(abstract, "w:numStyleLink")
        if wanted:
            for other, element in self._abstract.items():
                if value(element, "w:styleLink") == wanted:
                    return other, element
        return key, abstract


def _by_id(root: Any, tag: str, name: str) -> dict[str, Any]:
    return {element.get(q(name), ""): element for element in root.findall(q(tag))}


def _levels(abstract: Any) -> dict[int, _Level]:
    found = ((whole(e.get(q("w:ilvl"))), e) for e in abstract.findall(q("w:lvl")))
    return {depth: _level(e) for depth, e in found if depth is not None and 0 <= depth < _LEVELS}


def _level(element: Any) -> _Level:
    format_, pattern = _format(element)
    start, restart = number(element, "w:start"), number(element, "w:lvlRestart")
    legal = element.find(q("w:isLgl"))
    return _Level(
        format_,
        pattern,
        (value(element, "w:lvlText") or "")[:_LONGEST],
        1 if start is None else start,
        restart,
        legal is not None and legal.get(q("w:val"), "1") not in ("0", "false", "off"),
        "" if value(element, "w:suff") == "nothing" else " ",
        value(element, "w:pStyle") or "",
        element.find(R_PR),
    )


def _format(element: Any) -> tuple[str, str]:
    """The format, also one that only newer programs know, wrapped with an older choice."""
    found = child(element, "w:numFmt")
    if found is None:
        found = child(element, "mc:AlternateContent", "mc:Choice", "w:numFmt")
    if found is None:
        return "decimal", ""
    return found.get(q("w:val"), "decimal"), found.get(q("w:format"), "")


def _figure(found: _List, counts: dict[int, int], depth: int, of: _Level) -> str:
    level = found.levels.get(depth)
    if level is None:
        return str(counts.get(depth, 1))
    format_ = "decimal" if of.legal and level.format != "decimalZero" else level.format
    return shown(counts.get(depth, level.start), format_, level.pattern)
