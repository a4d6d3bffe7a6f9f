"""What is drawn on a page beside letters: the straight lines of tables, the room of pictures."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from content.reading.portable.frames import Frame

MOST_OBJECTS = 40_000
_MOST_POINTS = 60_000
_THIN = 3.0  # points: what is thinner is a line
_STRAIGHT = 0.8
_DEEPEST = 5
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line, level or upright. at: its y or x; start, end: along the other axis."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(slots=True)
class Shapes:
    """Lines, and the boxes (x0, y0, x1, y1) of pictures, as shown. many: too many to look at."""

    strokes: list[Stroke] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)
    drawn: int = 0
    many: bool = False


def read_shapes(page: Any, frame: Frame, turn: int) -> Shapes:
    """What is drawn on a page that is held so that text turned by `turn` quarters runs level."""
    walk = _Walk(frame, turn)
    count = pdfium.FPDFPage_CountObjects(page)
    walk.shapes.many = count > MOST_OBJECTS
    if not walk.shapes.many:
        for index in range(count):
            walk.take(pdfium.FPDFPage_GetObject(page, index), _SAME, 0)
    return walk.shapes


class _Walk:
    """One walk over the objects of a page and of the forms in them."""

    def __init__(self, frame: Frame, turn: int) -> None:
        self.frame, self.turn = frame, turn
        self.shapes = Shapes()
        self.left = _MOST_POINTS

    def take(self, handle: Any, outer: Matrix, depth: int) -> None:
        """Look at one object; outer: the matrix of the forms that hold it."""
        if not handle or depth > _DEEPEST or self.left <= 0:
            self.shapes.many = self.shapes.many or self.left <= 0
            return
        self.left -= 1
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            self.shapes.drawn += 1
            self._path(handle, _product(_matrix(handle), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            self._picture(_product(_matrix(handle), outer))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = _product(_matrix(handle), outer)
            for index in range(min(pdfium.FPDFFormObj_CountObjects(handle), MOST_OBJECTS)):
                self.take(pdfium.FPDFFormObj_GetObject(handle, index), inner, depth + 1)
        elif kind == pdfium.FPDF_PAGEOBJ_SHADING:
            self.shapes.drawn += 1

    def _shown(self, x: float, y: float, matrix: Matrix) -> tuple[float, float]:
        a, b, c, d, e, f = matrix
        shown = self.frame.point(a * x + c * y + e, b * x + d * y + f)
        return self.frame.turned(*shown, self.turn)

    def _picture(self, matrix: Matrix) -> None:
        corners = [self._shown(x, y, matrix) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        self.shapes.pictures.append((min(xs), min(ys), max(xs), max(ys)))

    def _path(self, handle: Any, matrix: Matrix) -> None:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(handle, ctypes.byref(fill), ctypes.byref(stroke))
        if not fill.value and not stroke.value:
            return
        boxes: list[tuple[float, float, float, float]] = []
        for points in self._outlines(handle, matrix):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            box = min(xs), min(ys), max(xs), max(ys)
            if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
                self._edge(box)
            elif stroke.value:
                for (x0, y0), (x1, y1) in pairwise(points):
                    self._side(x0, y0, x1, y1)
            else:
                boxes.append(box)
        for outer, inner in pairwise(boxes):
            self._frame(outer, inner)

    def _outlines(self, handle: Any, matrix: Matrix) -> list[list[tuple[float, float]]]:
        """The points of each part of a path; curved parts end where they curve."""
        outlines: list[list[tuple[float, float]]] = []
        x, y = ctypes.c_float(), ctypes.c_float()
        count = pdfium.FPDFPath_CountSegments(handle)
        if count > self.left:
            self.left = 0
            return []
        self.left -= count
        for index in range(count):
            segment = pdfium.FPDFPath_GetPathSegment(handle, index)
            kind = pdfium.FPDFPathSegment_GetType(segment)
            pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
            point = self._shown(x.value, y.value, matrix)
            if kind == pdfium.FPDF_SEGMENT_LINETO and outlines:
                outlines[-1].append(point)
            else:
                outlines.append([point])
            if kind != pdfium.FPDF_SEGMENT_BEZIERTO and pdfium.FPDFPathSegment_GetClose(segment):
                outlines[-1].append(outlines[-1][0])
        return [points for points in outlines if len(points) > 1]

    def _side(self, x0: float, y0: float, x1: float, y1: float) -> None:
        if abs(x1 - x0) <= _STRAIGHT or abs(y1 - y0) <= _STRAIGHT:
            self._edge((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))

    def _edge(self, box: tuple[float, float, float, float]) -> None:
        wide, high = box[2] - box[0], box[3] - box[1]
        if max(wide, high) < 1.5:
            return
        if wide >= high:
            self.shapes.strokes.append(Stroke(True, (box[1] + box[3]) / 2, box[0], box[2]))
        else:
            self.shapes.strokes.append(Stroke(False, (box[0] + box[2]) / 2, box[1], box[3]))

    def _frame(self, outer: tuple[float, ...], inner: tuple[float, ...]) -> None:
        """Two filled boxes in one path, one just inside the other: the four sides of a cell."""
        near = all(abs(one - other) <= _THIN for one, other in zip(outer, inner, strict=True))
        if not near:
            return
        x0, y0, x1, y1 = outer
        for side in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            self._side(*side)


def _matrix(handle: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(handle, ctypes.byref(found)):
        return _SAME
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def _product(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )
