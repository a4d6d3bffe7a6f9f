"""Tables whose lines are drawn: cells found by the lines, and the words in them. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from content.reading.portable.bands import take_bands
from content.reading.portable.pieces import Grid, Line, Piece
from content.reading.portable.rows import lines_of
from content.reading.portable.shapes import Stroke

_NEAR = 2.5  # points within which lines meet
_ONE_LINE = 1.5  # points within which two lines are one
_MOST_STROKES = 6000
_MOST_CELLS = 6000
_LEAST_CELL = 4.0
_MOST_HEAD_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Ruling:
    """The lines of one table: places of columns and rows, and the strokes between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    level: tuple[Stroke, ...]
    upright: tuple[Stroke, ...]


def take_tables(pieces: list[Piece], strokes: Sequence[Stroke]) -> tuple[list[Piece], list[Grid]]:
    """The pieces that stand in no table, and the tables with the others."""
    grids: list[Grid] = []
    rulings, lone = _rulings(strokes)
    for ruling in rulings:
        inside, outside = _within(pieces, ruling)
        grid = _grid(inside, ruling) if inside else None
        if grid is not None:
            grids.append(grid)
            pieces = outside
    if lone:
        pieces, others = take_bands(pieces, lone)
        grids += others
    return pieces, grids


def _rulings(strokes: Sequence[Stroke]) -> tuple[list[_Ruling], list[Stroke]]:
    """Sets of lines that touch each other and make at least two cells, the largest first.

    And the lines that touch no other.
    """
    if not strokes or len(strokes) > _MOST_STROKES:
        return [], []
    level = _merged([s for s in strokes if s.level])
    upright = _merged([s for s in strokes if not s.level])
    found: list[_Ruling] = []
    lone: list[Stroke] = []
    for group in _touching(level, upright):
        if len(group) == 1:
            lone += group
        flat = [s for s in group if s.level]
        high = [s for s in group if not s.level]
        xs = _places([s.at for s in high])
        ys = _places([*(s.at for s in flat), *_open_ends(flat, high)])
        if len(xs) < 2 or len(ys) < 2 or len(xs) + len(ys) < 5:
            continue
        if (len(xs) - 1) * (len(ys) - 1) <= _MOST_CELLS:
            found.append(_Ruling(xs, ys, tuple(flat), tuple(high)))
    found.sort(key=lambda r: (r.xs[0] - r.xs[-1]) * (r.ys[-1] - r.ys[0]))
    return found, lone


def _open_ends(flat: Sequence[Stroke], high: Sequence[Stroke]) -> list[float]:
    """Where a row ends that has no line of its own there, as the end of a page breaks it."""
    found: list[float] = []
    if flat and high:
        top, bottom = min(s.start for s in high), max(s.end for s in high)
        if sum(s.start < top + _NEAR for s in high) > 1 and top < min(s.at for s in flat) - _NEAR:
            found.append(top)
        if (
            sum(s.end > bottom - _NEAR for s in high) > 1
            and bottom > max(s.at for s in flat) + _NEAR
        ):
            found.append(bottom)
    return found


def _merged(strokes: list[Stroke]) -> list[Stroke]:
    """Strokes on one line that touch, as one."""
    merged: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda s: (s.at, s.start)):
        place = _joins(stroke, merged)
        if place is None:
            merged.append(stroke)
        else:
            other = merged[place]
            start, end = min(stroke.start, other.start), max(stroke.end, other.end)
            merged[place] = Stroke(stroke.level, other.at, start, end)
    return merged


def _joins(stroke: Stroke, merged: list[Stroke]) -> int | None:
    for index in range(len(merged) - 1, max(-1, len(merged) - 60), -1):
        other = merged[index]
        if stroke.at - other.at > _ONE_LINE:
            return None
        if stroke.start <= other.end + _NEAR and other.start <= stroke.end + _NEAR:
            return index
    return None


def _touching(level: list[Stroke], upright: list[Stroke]) -> list[list[Stroke]]:
    """Groups of strokes that cross or touch each other."""
    strokes = [*level, *upright]
    parent = list(range(len(strokes)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    columns = sorted(range(len(level), len(strokes)), key=lambda i: strokes[i].at)
    places = [strokes[i].at for i in columns]
    for index, stroke in enumerate(level):
        for at in range(bisect_right(places, stroke.start - _NEAR), len(columns)):
            other = strokes[columns[at]]
            if other.at > stroke.end + _NEAR:
                break
            if other.start - _NEAR <= stroke.at <= other.end + _NEAR:
                parent[root(columns[at])] = root(index)
    groups: dict[int, list[Stroke]] = defaultdict(list)
    for index, stroke in enumerate(strokes):
        groups[root(index)].append(stroke)
    return list(groups.values())


def _places(values: list[float]) -> tuple[float, ...]:
    """Places of lines, those that are one line drawn as several taken together."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _LEAST_CELL:
            found.append(value)
    return tuple(found)


def _within(pieces: list[Piece], ruling: _Ruling) -> tuple[list[Piece], list[Piece]]:
    inside: list[Piece] = []
    outside: list[Piece] = []
    for piece in pieces:
        x, y = _middle(piece)
        here = ruling.xs[0] <= x <= ruling.xs[-1] and ruling.ys[0] <= y <= ruling.ys[-1]
        (inside if here else outside).append(piece)
    return inside, outside


def _middle(piece: Piece) -> tuple[float, float]:
    return (piece.x0 + piece.x1) / 2, piece.y - 0.3 * piece.size


def _grid(pieces: list[Piece], ruling: _Ruling) -> Grid | None:
    """The table; None where the lines frame one text only."""
    owner = _owners(ruling)
    wide = len(ruling.xs) - 1
    if len(set(owner)) < 2 or not _has_columns(owner, wide):
        return None
    words: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        x, y = _middle(piece)
        column = min(max(bisect_right(ruling.xs, x) - 1, 0), wide - 1)
        row = min(max(bisect_right(ruling.ys, y) - 1, 0), len(ruling.ys) - 2)
        words[owner[row * wide + column]].append(piece)
    high = len(ruling.ys) - 1
    cells = [
        _lines(words.get(cell, [])) if owner[cell] == cell else [] for cell in range(wide * high)
    ]
    heads = _head_rows([cell if cell in words else -1 for cell in owner], wide, high)
    for cell in range(wide * heads if heads > 1 else 0):
        if owner[cell] // wide == cell // wide:
            cells[cell] = cells[owner[cell]]
    rows = [cells[start : start + wide] for start in range(0, len(cells), wide)]
    return Grid(ruling.ys[0], ruling.ys[-1], ruling.xs, rows, heads)


def _lines(pieces: list[Piece]) -> list[Line]:
    """The lines of a cell; those that stand upright in it are in their order already."""
    upright = [line for piece in pieces if piece.across for line in lines_of([piece])]
    return upright + lines_of(piece for piece in pieces if not piece.across)


def _head_rows(owner: list[int], wide: int, high: int) -> int:
    """How many rows are the head: the first, and those that a cell of it reaches down to.

    owner: -1 for cells without words, as beside a narrower table that touches another.
    """
    spans = any(owner[cell] == owner[cell - 1] >= 0 for cell in range(1, wide))
    top = 1
    while spans and top < min(_MOST_HEAD_ROWS, high - 1):
        row = range(top * wide, (top + 1) * wide)
        if not any(0 <= owner[cell] < top * wide for cell in row):
            break
        top += 1
    return top


def _has_columns(owner: list[int], wide: int) -> bool:
    """Does any row hold two cells beside each other?"""
    rows = (owner[start : start + wide] for start in range(0, len(owner), wide))
    return any(len(set(row)) > 1 for row in rows)


def _owners(ruling: _Ruling) -> list[int]:
    """For each smallest cell the first of the cell it is part of: no line parts them."""
    wide, high = len(ruling.xs) - 1, len(ruling.ys) - 1
    parent = list(range(wide * high))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    def unite(one: int, other: int) -> None:
        first, second = sorted((root(one), root(other)))
        parent[second] = first

    upright, level = _by_place(ruling.upright, ruling.xs), _by_place(ruling.level, ruling.ys)
    for row in range(high):
        middle = (ruling.ys[row] + ruling.ys[row + 1]) / 2
        for column in range(wide):
            cell = row * wide + column
            if column and not _covers(upright[column], middle):
                unite(cell - 1, cell)
            across = (ruling.xs[column] + ruling.xs[column + 1]) / 2
            if row and not _covers(level[row], across):
                unite(cell - wide, cell)
    return [root(cell) for cell in range(wide * high)]


def _by_place(strokes: Sequence[Stroke], places: Sequence[float]) -> list[list[Stroke]]:
    found: list[list[Stroke]] = [[] for _ in places]
    for stroke in strokes:
        nearest = min(range(len(places)), key=lambda i: abs(places[i] - stroke.at))
        found[nearest].append(stroke)
    return found


def _covers(strokes: list[Stroke], at: float) -> bool:
    return any(stroke.start <= at <= stroke.end for stroke in strokes)
