"""Notes at the foot of a page, taken to the end of the text, their calls marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from content.reading.portable.pieces import Line, Sheet, Span

_CALL = re.compile(r"^[(\[]?(\d{1,3})[)\]]?$")
_OPENS = re.compile(r"^\s*[(\[]?(\d{1,3})[)\].]?\s*(?=\S)")
_UNIT = re.compile(r"(?:^|[\s\d])[kcdm]?m$")  # square and cubic metres
_SMALLER = 0.93  # of the size most letters have
_LOW = 0.45  # share of the page's height above which no note stands


class Footnotes:
    """The notes of a document, counted anew from 1."""

    def __init__(self) -> None:
        self.notes: list[tuple[int, list[Line]]] = []

    def take(self, sheet: Sheet, body: float) -> None:
        """Take a page's notes out of its lines and mark where they are called."""
        lines = sorted(sheet.lines, key=lambda line: line.y)
        start = len(lines)
        while start and _is_small(lines[start - 1], body, sheet):
            start -= 1
        low, rest = lines[start:], lines[:start]
        first = next((i for i, line in enumerate(low) if _opens(line)), len(low))
        rest += low[:first]
        calls = _calls(rest)
        found = _parted(low[first:], calls)
        if not found:
            return
        sheet.lines = rest
        for label, note in found:
            number = len(self.notes) + 1
            self.notes.append((number, note))
            call = calls[label]
            call.note, call.text = number, " " if call.text.endswith(" ") else ""


def _is_small(line: Line, body: float, sheet: Sheet) -> bool:
    return line.size <= _SMALLER * body and line.y > _LOW * sheet.size[1]


def _opens(line: Line) -> str:
    """The number a note begins with."""
    first = line.spans[0] if line.spans else None
    if first is not None and first.raised and (call := _CALL.match(first.text.strip())):
        return call[1]
    found = _OPENS.match(line.text)
    return found[1] if found else ""


def _calls(lines: Iterable[Line]) -> dict[str, Span]:
    """Raised numbers of the text, by what they say; a number that stands twice calls no note."""
    found: dict[str, Span] = {}
    for line in lines:
        for before, span in pairwise(line.spans):
            call = _CALL.match(span.text.strip()) if span.raised else None
            if call and call[1] not in found and not _UNIT.search(before.text):
                found[call[1]] = span
    return found


def _parted(lines: Sequence[Line], calls: dict[str, Span]) -> list[tuple[str, list[Line]]]:
    """The notes that the text calls; none when any line belongs to no such note."""
    found: list[tuple[str, list[Line]]] = []
    for line in lines:
        label = _opens(line)
        known = {name for name, _ in found}
        if label in calls and label not in known:
            found.append((label, [_without_label(line)]))
        elif found:
            found[-1][1].append(line)
        else:
            return []
    return found


def _without_label(line: Line) -> Line:
    first = line.spans[0]
    if first.raised and _CALL.match(first.text.strip()):
        line.spans = line.spans[1:]
    else:
        first.text = _OPENS.sub("", first.text, count=1)
    return line
