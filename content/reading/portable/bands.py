"""Tables whose rows are parted by level lines and whose columns only by empty room. Pure."""

from __future__ import annotations

import statistics
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from content.reading.portable.pieces import Grid, Piece
from content.reading.portable.rows import lines_of
from content.reading.portable.shapes import Stroke

_LEAST_STROKES, _LEAST_ROWS = 3, 3
_MOST_TABLES = 20  # of one page
_LEAST_WIDE = 120.0  # points
_SAME_END = 4.0
_GUTTER = 0.62  # of the size of the letters, free in every row
_MOST_LINES = 4.0  # in a cell, at the median: what holds more is a column of text


def take_bands(pieces: list[Piece], strokes: Iterable[Stroke]) -> tuple[list[Piece], list[Grid]]:
    """The pieces that stand in no such table, and the tables. strokes: that cross no other."""
    grids: list[Grid] = []
    for group in _alike(strokes):
        bands = _bands(pieces, group)
        grid = _grid(bands, group) if len(bands) >= _LEAST_ROWS else None
        if grid is not None:
            taken = {id(piece) for band in bands for piece in band}
            pieces = [piece for piece in pieces if id(piece) not in taken]
            grids.append(grid)
    return pieces, grids


def _alike(strokes: Iterable[Stroke]) -> list[list[Stroke]]:
    """Level lines that begin and end at the same places, from the top down."""
    groups: list[list[Stroke]] = []
    wide = (s for s in strokes if s.level and s.end - s.start >= _LEAST_WIDE)
    for stroke in sorted(wide, key=lambda s: (s.start, s.end, s.at)):
        last = groups[-1][0] if groups else None
        if last and max(stroke.start - last.start, abs(stroke.end - last.end)) < _SAME_END:
            groups[-1].append(stroke)
        else:
            groups.append([stroke])
    found = [sorted(group, key=lambda s: s.at) for group in groups]
    found = [group for group in found if len(group) >= _LEAST_STROKES]
    return sorted(found, key=len, reverse=True)[:_MOST_TABLES]


def _bands(pieces: Sequence[Piece], strokes: Sequence[Stroke]) -> list[list[Piece]]:
    """What stands between the lines; above the first of them may stand the head of the table."""
    places = [stroke.at for stroke in strokes]
    usual = statistics.median(b - a for a, b in pairwise(places))
    edges = [places[0] - 1.2 * usual, *places]
    bands: list[list[Piece]] = [[] for _ in places]
    for piece in pieces:
        middle = piece.y - 0.3 * piece.size
        if piece.x0 < strokes[0].start - 2 or piece.x1 > strokes[0].end + 2:
            continue
        number = bisect_left(edges, middle) - 1
        if 0 <= number < len(bands):
            bands[number].append(piece)
    head, others = bands[0], [band for band in bands[1:] if band]
    whole = [head, *others]
    # A line of prose above the table fills the room between its columns.
    return whole if head and len(_columns(whole)) == len(_columns(others)) > 2 else others


def _columns(bands: Sequence[Sequence[Piece]]) -> list[float]:
    """Where columns begin and end: the middles of the room that is free in every row."""
    pieces = sorted((piece for band in bands for piece in band), key=lambda piece: piece.x0)
    if not pieces:
        return []
    least = _GUTTER * statistics.median(piece.size for piece in pieces)
    edges, right = [pieces[0].x0], pieces[0].x1
    for piece in pieces:
        if piece.x0 - right > least:
            edges.append((right + piece.x0) / 2)
        right = max(right, piece.x1)
    return [*edges, right]


def _grid(bands: Sequence[Sequence[Piece]], strokes: Sequence[Stroke]) -> Grid | None:
    """The table; None when most rows fill one column only, or the cells are columns of a text."""
    columns = _columns(bands)
    if len(columns) < 3:
        return None
    rows = []
    for band in bands:
        cells: dict[int, list[Piece]] = defaultdict(list)
        for piece in band:
            middle = (piece.x0 + piece.x1) / 2
            cells[sum(middle > edge for edge in columns[1:-1])].append(piece)
        rows.append([lines_of(cells.get(n, ())) for n in range(len(columns) - 1)])
    heights = [len(cell) for row in rows for cell in row if cell]
    full = sum(sum(map(bool, row)) > 1 for row in rows)
    if full * 3 < len(rows) * 2 or statistics.median(heights) > _MOST_LINES:
        return None
    top = min(piece.y - piece.size for piece in bands[0])
    return Grid(top, strokes[-1].at, tuple(columns), rows)
