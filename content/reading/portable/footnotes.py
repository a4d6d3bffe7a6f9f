"""Notes at the foot of a page, taken to the end of the text, their calls marked. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from content.reading.portable.pieces import Line, Sheet, Span, joined

_CALL = re.compile(r"^[(\[]?(\d{1,3})[)\]]?$")
_OPENS = re.compile(r"^\s*[(\[]?(\d{1,3})[)\].]?\s*(?=\S)")
_UNIT = re.compile(r"(?:^|[\s\d])[kcdm]?m$")  # square and cubic metres
_SMALLER = 0.93  # of the size most letters have
_TAB = 4  # sizes of the letters between a note's number and its words, at most
_LOW = 0.45  # share of the page's height above which no note stands


class Footnotes:
    """The notes of a document, counted anew from 1."""

    def __init__(self) -> None:
        self.notes: list[tuple[int, list[Line]]] = []
        self.open: dict[str, Span] = {}  # calls of the page before, whose notes had no room there

    def take(self, sheet: Sheet, body: float) -> None:
        """Take a page's notes out of its lines and mark where they are called."""
        low, rest = _parted_off(sheet, body)
        first = next((i for i, line in enumerate(low) if _opens(line)), len(low))
        rest += low[:first]
        own = _calls(rest)
        calls = {**self.open, **own}
        found = _parted(low[first:], calls)
        told = {label for label, _ in found}
        self.open = {label: call for label, call in own.items() if label not in told}
        if not found:
            return
        sheet.lines = rest
        for label, note in found:
            number = len(self.notes) + 1
            self.notes.append((number, note))
            call = calls[label]
            call.note, call.text = number, " " if call.text.endswith(" ") else ""


def _parted_off(sheet: Sheet, body: float) -> tuple[list[Line], list[Line]]:
    """The small lines with nothing but small lines below them, column by column; the others."""
    low: list[Line] = []
    rest: list[Line] = []
    left = right = 0.0  # between them stand the others, as far as they are known
    for line in sorted(sheet.lines, key=lambda line: -line.y):
        clear = not rest or line.x1 <= left or line.x0 >= right
        if clear and line.size <= _SMALLER * body and line.y > _LOW * sheet.size[1]:
            low.append(line)
        else:
            left = min(left, line.x0) if rest else line.x0
            right = max(right, line.x1)
            rest.append(line)
    middle = sheet.size[0] / 2
    low.sort(key=lambda line: (line.x0 > middle, line.y, line.x0))
    return _with_labels(low), rest[::-1]


def _with_labels(lines: Sequence[Line]) -> list[Line]:
    """Lines whose number stands apart from them, as a tab sets it, as one with it."""
    found: list[Line] = []
    for line in lines:
        if found and _is_label_of(found[-1], line):
            found[-1] = joined([found[-1], line])
        else:
            found.append(line)
    return found


def _is_label_of(label: Line, line: Line) -> bool:
    level = abs(line.y - label.y) < 0.5 * line.size
    close = 0 < line.x0 - label.x1 < _TAB * line.size
    return level and close and bool(_CALL.match(label.text))


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
            if call and call[1] not in found and not _UNIT.search(before.text.rstrip()):
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
    if _CALL.match(first.text.strip()):
        line.spans = line.spans[1:]
    else:
        first.text = _OPENS.sub("", first.text, count=1)
    return line
