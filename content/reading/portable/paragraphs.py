"""Lines joined into paragraphs: where a line was broken for want of room, and where it was over."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from content.reading.portable.pieces import LABEL, Line
from content.reading.portable.zones import Zone
from content.vietnamese import fold

# How a sentence or a clause ends.
ENDS = re.compile(r"[.;:!?…][\"”’'»)\]*]*$")
_BROKEN = re.compile(r"\w-$")
_REFERS = re.compile(r"\b(?:diem|khoan|muc|dieu|phan|quy|so|chuong)$")
_LETTER_LABEL = re.compile(r"^[a-zđA-ZĐ]\s?[.)]")
_LONE_NUMBER = re.compile(r"^\d{1,2}[.)]$")  # the end of a sentence: an item has words
_USUAL_LEADING = 1.5  # taken where too few lines tell


@dataclass(slots=True)
class Paragraph:
    """Lines that belong together. kind: that of their zone. right: where a full line ends."""

    kind: str
    lines: list[Line] = field(default_factory=list)
    right: float = 0.0
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """Of the text on a page: where lines begin and end, and how far apart they are, in sizes."""

    left: float
    right: float
    leading: float


def measure(lines: Sequence[Line]) -> Measure | None:
    """The measure of a text; None when it is too short to tell."""
    if len(lines) < 3:
        return None
    left, right = _edge([x.x0 for x in lines], -1), _edge([x.x1 for x in lines], 1)
    steps = [
        (b.y - a.y) / b.size
        for a, b in pairwise(lines)
        if abs(a.size - b.size) < 0.5 and 0.85 < (b.y - a.y) / b.size < 2.8
    ]
    leading = sorted(steps)[len(steps) // 5] if len(steps) >= 4 else 0.0
    return Measure(left, right, leading)


def usual(measures: Iterable[Measure], wide: float) -> Measure:
    """The measure most pages have; a guess by the width of the paper when none can tell."""
    found = list(measures)
    if not found:
        return Measure(0.12 * wide, 0.85 * wide, _USUAL_LEADING)
    leadings = [m.leading for m in found if m.leading]
    return Measure(
        statistics.median(m.left for m in found),
        statistics.median(m.right for m in found),
        statistics.median(leadings) if leadings else _USUAL_LEADING,
    )


def fitted(own: Measure | None, general: Measure) -> Measure:
    """A page's measure, mended by the usual one where its few lines tell too little."""
    if own is None:
        return general
    right = own.right if general.right - own.right < 15 else max(own.right, general.right)
    left = own.left if own.left - general.left < 15 else general.left
    return Measure(left, right, own.leading or general.leading)


def paragraphs_of(zone: Zone, page: Measure) -> list[Paragraph]:
    """The paragraphs of one zone."""
    if zone.kind == "head":
        return [Paragraph("head", [line]) for line in zone.lines]
    if zone.kind == "foot":
        return _entries(zone.lines)
    own = page if zone.kind == "text" else fitted(measure(zone.lines), page)
    if zone.kind == "column" and zone.lines:
        own = Measure(min(x.x0 for x in zone.lines), max(x.x1 for x in zone.lines), own.leading)
    found: list[Paragraph] = []
    for line in zone.lines:
        centred = _is_centred(line, own)
        if found and _continues(found[-1], line, centred, own):
            found[-1].lines.append(line)
            found[-1].centred = found[-1].centred or centred
        else:
            found.append(Paragraph(zone.kind, [line], own.right, centred))
    return found


def crosses(before: Paragraph, after: Paragraph) -> bool:
    """Does a paragraph go on where the next page or column begins?"""
    if {before.kind, after.kind} & {"head", "foot"} or before.centred or after.centred:
        return False
    last, first = before.lines[-1], after.lines[0]
    if abs(last.size - first.size) > 0.12 * last.size or last.bold != first.bold:
        return False
    if ENDS.search(last.text) or not _is_full(last, first, before.right):
        return False
    if LABEL.match(first.text):
        return _is_accident(last, first)
    return first.text[:1].islower() or not (last.bold or before.kind != after.kind)


def _edge(values: list[float], side: int) -> float:
    """The outermost place at which at least two lines begin or end."""
    ordered = sorted(values, reverse=side > 0)
    for one, other in pairwise(ordered):
        if abs(one - other) <= 4:
            return one
    return ordered[0]


def _is_centred(line: Line, own: Measure) -> bool:
    room = 1.2 * line.size
    if line.x0 < own.left + room or line.x1 > own.right - room:
        return False
    return abs(line.centre - (own.left + own.right) / 2) < 0.9 * line.size


def _is_full(line: Line, following: Line, right: float) -> bool:
    """Would the next line's first word have had no room on it?"""
    return line.x1 + 0.25 * line.size + following.first > right - 0.35 * line.size


def _continues(paragraph: Paragraph, line: Line, centred: bool, own: Measure) -> bool:
    before = paragraph.lines[-1]
    step = line.y - before.y
    usual_step = own.leading * line.size
    if step <= 0 or step > 1.75 * usual_step or before.text.endswith("./."):
        return False
    if abs(line.size - before.size) > 0.12 * max(line.size, before.size):
        return False
    apart = step > 1.13 * usual_step + 0.3
    if paragraph.centred or centred:
        return not apart and _centred_goes_on(paragraph, line, own)
    full = _is_full(before, line, own.right)
    ends = bool(ENDS.search(before.text))
    lower = line.text[:1].islower()
    if LABEL.match(line.text):
        return full and not ends and not apart and _is_accident(before, line)
    if before.bold != line.bold and not (full and not ends and (lower or _leads(line))):
        return False
    if apart or not _stands_under(paragraph, line, own, open_ended=lower and not ends):
        return apart and full and lower and not ends
    return full or (lower and not ends) or bool(_BROKEN.search(before.text))


def _leads(line: Line) -> bool:
    """Does it begin as the line before ends: in bold?"""
    return bool(line.spans) and line.spans[0].bold


def _centred_goes_on(paragraph: Paragraph, line: Line, own: Measure) -> bool:
    """Is a line in the middle the rest of a title above it?"""
    before = paragraph.lines[-1]
    if before.bold != line.bold or ENDS.search(before.text):
        return False
    if LABEL.match(line.text):
        room = own.right - own.left - (before.x1 - before.x0) - 0.6 * line.size
        return room < line.first and _is_accident(before, line)
    if before.text.isupper() != line.text.isupper() or not re.search(r"\w", before.text):
        return False
    return len(before.text.split()) > 3 or line.text[:1].islower()


def _is_accident(before: Line, line: Line) -> bool:
    """A broken line may begin with what only looks like a label: "… chính trị / - xã hội"."""
    if _REFERS.search(fold(before.text)) or _LONE_NUMBER.match(line.text):
        return True
    found = LABEL.match(line.text)
    rest = line.text[found.end() :].strip() if found else line.text
    return rest[:1].islower() and not _LETTER_LABEL.match(line.text)


def _stands_under(paragraph: Paragraph, line: Line, own: Measure, *, open_ended: bool) -> bool:
    """Does the line begin where a further line of the paragraph would?"""
    room = 0.9 * line.size
    before = paragraph.lines[-1]
    if len(paragraph.lines) > 1:
        return abs(line.x0 - before.x0) <= room
    hanging = LABEL.match(before.text) is not None and line.x0 - before.x0 < 5 * line.size
    if ENDS.search(before.text) and line.x0 > own.left + room:
        return hanging and line.x0 > before.x0 + 1  # else the first lines of two paragraphs
    return line.x0 <= before.x0 + room or hanging or open_ended


def _is_rest(line: Line) -> bool:
    return line.text[:1].islower() or line.text.startswith("(")


def _entries(lines: Sequence[Line]) -> list[Paragraph]:
    """The lines of one side of a foot: each its own, but for the rest of a broken entry."""
    found: list[Paragraph] = []
    right = max((line.x1 for line in lines), default=0.0)
    for line in lines:
        before = found[-1].lines[-1] if found else None
        opened = before is not None and LABEL.match(found[-1].lines[0].text)
        if (
            before is not None
            and opened
            and not LABEL.match(line.text)
            and (_is_rest(line) or not re.search(r"[.;,:]$", before.text))
            and not line.text.isupper()
            and (_is_rest(line) or _is_full(before, line, right))
        ):
            found[-1].lines.append(line)
        else:
            found.append(Paragraph("foot", [line]))
    return found
