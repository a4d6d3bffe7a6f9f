"""The order in which a page is read: columns, heads and feet with two sides, rows. Pure."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from content.reading.portable import letterhead
from content.reading.portable.pieces import LABEL, Line, joined

_LEAST_GUTTER = 0.55  # in sizes of the letters
_LEAST_ROWS = 4  # lines on each side that make columns of a text
_FULL = 0.62  # share of its column's width that a line of running text fills, at the median
_MOST_LINES = 1500
_DEEPEST = 4
_HEAD_LINES = 14
_BULLET = re.compile(r"^[-–—•●▪◦‣⁃➢✓✔→]\s")


@dataclass(slots=True)
class Zone:
    """Lines that are read one after the other. kind: "text", "head", "foot" or "column"."""

    kind: str
    lines: list[Line]


@dataclass(slots=True)
class _Sides:
    """Lines at both sides of a gutter: kept, those that stand above or below, a zone's kind."""

    kind: str
    above: list[Line]
    left: list[Line]
    right: list[Line]
    below: list[Line]


def zones_of(lines: Sequence[Line], depth: int = 0) -> list[Zone]:
    """The lines of a page, or of a part of it, in the order they are read."""
    ordered = sorted(lines, key=lambda line: (line.y, line.x0))
    if len(ordered) > _MOST_LINES or depth > _DEEPEST:
        return [Zone("text", rows_joined(ordered))]
    sides = _best(ordered)
    if sides is None:
        return [Zone("text", rows_joined(ordered))] if ordered else []
    found = zones_of(sides.above, depth) if sides.above else []
    if sides.kind == "head":
        found.append(Zone("head", letterhead.head_in_order(sides.left, sides.right)))
    elif sides.kind == "foot":
        found += [Zone("foot", rows_joined(side)) for side in (sides.left, sides.right)]
    else:
        for side in (sides.left, sides.right):
            inner = zones_of(side, depth + 1)
            found += [Zone("column", z.lines) if z.kind == "text" else z for z in inner]
    return found + (zones_of(sides.below, depth) if sides.below else [])


def rows_joined(lines: Sequence[Line]) -> list[Line]:
    """Lines from the top down, parts of one row joined."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y):
        if rows and _one_row(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [joined(row) for row in rows]


def _one_row(row: list[Line], line: Line) -> bool:
    other = row[-1]
    if line.y - other.y > 0.4 * min(line.size, other.size):
        return False
    return all(line.x0 >= part.x1 - 1 or line.x1 <= part.x0 + 1 for part in row)


def _best(lines: list[Line]) -> _Sides | None:
    """The gutter that parts most letters; heads and feet before columns."""
    if len({round(line.x0) for line in lines}) < 2:
        return None
    best: _Sides | None = None
    most = 0.0
    for place in sorted({round(line.x0 - 0.6) for line in lines}):
        for run in _runs(lines, float(place)):
            sides = _sides(run, lines, float(place))
            weight = _weight(sides) if sides else 0.0
            if weight > most:
                best, most = sides, weight
    return best


def _weight(sides: _Sides) -> float:
    size = sum(len(line.text) for line in (*sides.left, *sides.right))
    gutter = min(p.x0 for p in sides.right) - max(p.x1 for p in sides.left)
    formal = {"head": 4.0, "foot": 2.0}.get(sides.kind, 1.0)
    return formal * size + min(gutter, 50) / 10


def _runs(lines: list[Line], place: float) -> list[list[Line]]:
    """Lines that follow each other and do not cross a place."""
    runs: list[list[Line]] = [[]]
    for line in lines:
        if line.x0 < place - 0.5 and line.x1 > place + 1:
            if runs[-1]:
                runs.append([])
        else:
            runs[-1].append(line)
    return [run for run in runs if len(run) > 1]


def _sides(run: list[Line], lines: list[Line], place: float) -> _Sides | None:
    """What a gutter parts, when it parts a head, a foot or columns of text."""
    left = [line for line in run if line.x0 < place - 0.5]
    right = [line for line in run if line.x0 >= place - 0.5]
    if not left or not right:
        return None
    size = statistics.median_low([line.size for line in run])
    gutter = min(p.x0 for p in right) - max(p.x1 for p in left)
    kind = _kind(left, right)
    if not kind or (gutter < _LEAST_GUTTER * size and kind != "head"):
        return None
    if kind == "head":
        left, right = _head_only(left, right)
    elif kind == "foot":
        left, right = _foot_only(left, right)
    elif kind == "column":
        left, right = _overlapping(left, right)
    if not left or not right or (kind == "column" and not _is_text(left, right)):
        return None
    taken = {id(line) for line in (*left, *right)}
    first = min(line.y for line in (*left, *right))
    others = [line for line in lines if id(line) not in taken]
    above = [line for line in others if line.y < first]
    return _Sides(kind, above, left, right, [line for line in others if line.y >= first])


def _kind(left: list[Line], right: list[Line]) -> str:
    if letterhead.is_head((*left[:6], *right[:6])) and _beside(left, right):
        return "head"
    if letterhead.is_foot((*left, *right)) and _beside(left, right) and _is_short(left, right):
        return "foot"
    enough = min(len(left), len(right)) >= _LEAST_ROWS or _are_lists(left, right)
    return "column" if enough else ""


def _are_lists(left: list[Line], right: list[Line]) -> bool:
    """Do both sides hold bullets, as the two boxes of a slide do?"""
    return all(sum(bool(_BULLET.match(x.text)) for x in side) > 1 for side in (left, right))


def _beside(left: list[Line], right: list[Line]) -> bool:
    """Does any line stand beside one of the other side?"""
    return any(abs(a.y - b.y) < 1.2 * a.size for a in left for b in right)


def _is_short(left: list[Line], right: list[Line]) -> bool:
    return len(left) + len(right) <= 60


def _head_only(left: list[Line], right: list[Line]) -> tuple[list[Line], list[Line]]:
    """The head's lines; below it stands what only happens to be on one side."""
    first = min(left[0].y, right[0].y)
    start = left[0].size
    end = max(
        (a.y for a in (*left, *right) for b in (right if a in left else left)
         if abs(a.y - b.y) < 1.2 * a.size and a.y - first < _HEAD_LINES * 1.6 * start),
        default=first,
    )  # fmt: skip
    return _down_to(left, end), _down_to(right, end)


def _down_to(side: list[Line], end: float) -> list[Line]:
    """The lines of one side down to a place, and those that go on right below it."""
    kept: list[Line] = []
    for line in side:
        close = bool(kept) and line.y - kept[-1].y < 1.65 * max(line.size, kept[-1].size)
        alike = bool(kept) and abs(line.size - kept[-1].size) < 1
        alike = alike or letterhead.is_about(line.text)
        if line.y <= end + 1 or (close and alike and not line.bold):
            kept.append(line)
        else:
            break
    return kept


def _foot_only(left: list[Line], right: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines from the first on that names receivers or an office."""
    start = min(line.y - 0.5 * line.size for line in (*left, *right) if letterhead.is_foot([line]))
    return [x for x in left if x.y >= start], [x for x in right if x.y >= start]


def _overlapping(left: list[Line], right: list[Line]) -> tuple[list[Line], list[Line]]:
    """The lines of both sides that have the other side beside them."""
    first, last = max(left[0].y, right[0].y), min(left[-1].y, right[-1].y)
    room = 2.2 * left[0].size
    if last - first < _LEAST_ROWS * left[0].size and not _are_lists(left, right):
        return [], []
    top = first - room
    return [x for x in left if x.y >= top], [x for x in right if x.y >= top]


def _is_text(left: list[Line], right: list[Line]) -> bool:
    """Do both sides hold running text: lines that fill their column, and no mere labels?"""
    if _are_lists(left, right):
        return True
    for side in (left, right):
        rows = rows_joined(side)
        if len(rows) < _LEAST_ROWS:
            return False
        wide = max(r.x1 for r in rows) - min(r.x0 for r in rows)
        widths = sorted(row.x1 - row.x0 for row in rows)
        if widths[len(widths) // 2] < _FULL * wide or wide < 60:
            return False
        if sum(bool(LABEL.fullmatch(row.text)) for row in rows) * 2 > len(rows):
            return False
    return True
