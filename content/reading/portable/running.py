"""What is on paper only: running heads and feet, page numbers, and notes at the foot. Pure."""

from __future__ import annotations

import re
import statistics
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import nsmallest

from content.reading.portable.letterhead import names_nation
from content.reading.portable.pieces import Line, Sheet
from content.vietnamese import fold

_HIGH, _LOW = 0.16, 0.84  # shares of the page's height above and below which running lines stand
_MOST_ROWS = 4
_LEAST_PAGES = 3
_SMALLER = 0.9  # of the text's size: what tells a running head on two pages only
_SMALL = 0.8  # the same on one page only
_PLACE = 9.0  # points that one running line may move by between pages
_PAGE_NUMBER = re.compile(
    r"^[\W_]*(?:trang|page|tr\.?)?\s*(\d{1,4})(?:\s*(?:/|\||of|tren|trong)\s*\d{1,4})?[\W_]*$"
)
_COUNTED = re.compile(r"^(?:phu luc|bang|bieu|mau|hinh|dieu|muc|chuong|phan|khoan|so|bai)\b")


@dataclass(slots=True)
class Running:
    """What was taken out: text → how many pages; the pages whose number was."""

    heads: Counter[str] = field(default_factory=Counter)
    numbered: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Seen:
    """One line that may be running: where it stands and what it says. body: the text's size."""

    sheet: Sheet
    line: Line
    top: bool
    number: int | None
    body: float

    @property
    def key(self) -> tuple[bool, str]:
        """What it says, wherever it is counted."""
        folded = fold(self.line.text)
        if self.number is not None:
            return self.top, "#"
        digits = re.sub(r"\d+", "#", folded)
        return self.top, folded if _COUNTED.match(folded) else digits


def take_running(sheets: Sequence[Sheet]) -> Running:
    """Take running heads, feet and page numbers out of the sheets."""
    found = Running()
    for _ in range(_MOST_ROWS):
        seen = [one for sheet in sheets for one in _outermost(sheet)]
        running = _running(seen)
        tops = nsmallest(2, ((min(x.y for x in s.lines), s.number) for s in sheets if s.lines))
        for one in seen:
            running[id(one.line)] = running[id(one.line)] or _in_margin(one, tops)
        if not any(running.values()):
            break
        if not _take(seen, running, found):
            break
    found.numbered = sorted(set(found.numbered))
    return found


def _take(seen: list[_Seen], running: dict[int, bool], found: Running) -> bool:
    """Take out the rows all of whose parts are running."""
    rows: dict[tuple[int, bool], list[_Seen]] = defaultdict(list)
    for one in seen:
        rows[one.sheet.number, one.top].append(one)
    taken = False
    for row in rows.values():
        if not all(running[id(one.line)] for one in row):
            continue
        gone = {id(one.line) for one in row}
        sheet = row[0].sheet
        sheet.lines = [line for line in sheet.lines if id(line) not in gone]
        taken = True
        for one in row:
            if one.number is not None:
                found.numbered.append(sheet.number)
            else:
                found.heads[one.line.text] += 1
    return taken


def _outermost(sheet: Sheet) -> Iterator[_Seen]:
    """The first and the last row of a page, when they stand near its edge."""
    if not sheet.lines:
        return
    high = sheet.size[1]
    body = statistics.median_high([line.size for line in sheet.lines])
    first = min(sheet.lines, key=lambda line: line.y)
    last = max(sheet.lines, key=lambda line: line.y)
    for edge, top in ((first, True), (last, False)):
        if (edge.y > _HIGH * high) if top else (edge.y < _LOW * high):
            continue
        if any(grid.y < edge.y if top else grid.bottom > edge.y for grid in sheet.grids):
            continue
        row = [x for x in sheet.lines if abs(x.y - edge.y) < 0.5 * max(x.size, edge.size)]
        if any(names_nation(line.text) for line in row):
            continue
        for line in row:
            number = _PAGE_NUMBER.match(fold(line.text))
            yield _Seen(sheet, line, top, int(number[1]) if number else None, body)


def _running(seen: list[_Seen]) -> dict[int, bool]:
    """For each line whether it is a running one."""
    alike: dict[tuple[bool, str], list[_Seen]] = defaultdict(list)
    for one in seen:
        alike[one.key].append(one)
    verdict: dict[int, bool] = {}
    for group in alike.values():
        known = _Known(group)
        for one in group:
            found = known.repeats(one) if one.number is None else known.counts(one)
            verdict[id(one.line)] = found
    return verdict


class _Known:
    """Lines that say the same or count on: what they say or count → (place, page), in order."""

    def __init__(self, group: list[_Seen]) -> None:
        self.texts: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self.offsets: dict[int, list[tuple[float, int]]] = defaultdict(list)
        self.ahead: dict[int, set[int]] = defaultdict(set)
        for one in sorted(group, key=lambda one: (one.line.y, one.sheet.number)):
            place = one.line.y, one.sheet.number
            self.texts[one.line.text].append(place)
            offset = _offset(one)
            if offset is not None:
                self.offsets[offset].append(place)
            if one.number is not None:
                self.ahead[one.number - one.sheet.number].add(one.sheet.number)

    def repeats(self, one: _Seen) -> bool:
        """Does it stand at the same place on enough pages, with the same words or counting?"""
        pages = _pages_at(self.texts[one.line.text], one.line.y)
        apart = one.line.artifact or one.line.size < _SMALLER * one.body
        if pages >= _LEAST_PAGES or (pages == 2 and apart):
            return True
        offset = _offset(one)
        return offset is not None and _pages_at(self.offsets[offset], one.line.y) >= _LEAST_PAGES

    def counts(self, one: _Seen) -> bool:
        """Is a number one that counts the pages?"""
        ahead = (one.number or 0) - one.sheet.number
        return ahead == 0 or len(self.ahead[ahead]) >= 2


def _pages_at(places: list[tuple[float, int]], y: float) -> int:
    """On how many pages something stands near a height; what is more than enough is not counted."""
    pages: set[int] = set()
    for index in range(bisect_left(places, (y - _PLACE, 0)), len(places)):
        place, page = places[index]
        if place > y + _PLACE or len(pages) >= _LEAST_PAGES:
            break
        pages.add(page)
    return len(pages)


def _in_margin(one: _Seen, tops: list[tuple[float, int]]) -> bool:
    """Does it stand in small print above the place where every other page begins?

    tops: where the two pages begin that begin highest.
    """
    other = next((y for y, number in tops if number != one.sheet.number), None)
    if not one.top or one.sheet.number == 1 or other is None:
        return False
    return one.line.size <= _SMALL * one.body and one.line.y < other - 1.5 * one.body


def _offset(one: _Seen) -> int | None:
    """By how much its last or first number is ahead of the page's own."""
    numbers = re.findall(r"\d+", one.line.text)
    for text in (*numbers[-1:], *numbers[:1]):
        if len(text) <= 4 and 0 <= int(text) - one.sheet.number < 3000:
            return int(text) - one.sheet.number
    return None
