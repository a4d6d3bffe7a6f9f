"""Lists of yearly figures as they come (XLSX, CSV, pasted cells): read row by row, tried first."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from content import place_choice
from content.database import db
from content.errors import BadInput
from content.reading import tables
from content.recognition import rates, target_queries
from content.recognition.target_fields import FigureFields, checked
from content.recognition.target_models import Figure
from content.vietnamese import fold, nfc

MOST_ROWS = 5000
# Column → how heads of columns are usually written, folded.
HEADS = {
    "place": ("noi", "dia phuong", "dia ban", "xa", "xa phuong", "ten xa", "don vi", "ten don vi"),
    "title": ("danh hieu", "mo hinh", "loai danh hieu"),
    "measure": ("nhom", "doi tuong"),
    "year": ("nam",),
    "total": ("tong so", "tong"),
    "registered": ("dang ky", "so dang ky"),
    "recognised": ("cong nhan", "so cong nhan", "duoc cong nhan", "dat"),
    "printed": ("ty le in", "ty le bao cao"),
    "source": ("nguon", "can cu"),
    "remark": ("ghi chu",),
}
# Abbreviations keep their Đ: without it citizens and communities would be the same letters.
_SHORT = {
    "CDHT": "cong-dan-hoc-tap",
    "GĐHT": "gia-dinh-hoc-tap",
    "DHHT": "dong-ho-hoc-tap",
    "CĐHT": "cong-dong-hoc-tap",
    "ĐVHT": "don-vi-hoc-tap",
}
_SUM = re.compile(r"(tong )?cong\b")
# What a row would do, and what the page calls it.
STATUSES = {"new": "Thêm", "changed": "Sửa", "same": "Đã có", "refused": "Không nhận"}


@dataclass(frozen=True, slots=True)
class Planned:
    """One row of a list: its line, what it names, what it would do, and why not."""

    line: int
    place: str
    title: str
    status: str
    said: str = ""
    fields: FigureFields | None = None


def rows_of_file(name: str, data: bytes) -> list[list[str]]:
    """The rows of a file; BadInput, one sentence that names it."""
    return tables.rows_of_file(name, data, MOST_ROWS + 50)


def rows_of_text(text: str) -> list[list[str]]:
    """The rows of cells copied out of a sheet."""
    return tables.rows_of_text(text)


def plan(
    rows: list[list[str]],
    *,
    year: int | None,
    source: str,
    may: Callable[[int | None], bool] = lambda _place_id: True,
) -> list[Planned]:
    """What each row would do; nothing is written. BadInput where no row names the columns.

    year, source: for rows that do not say. may: whether the figures of a place may be written.
    """
    at, columns = _columns(rows)
    lines = [(number, row) for number, row in enumerate(rows[at + 1 :], start=at + 2) if any(row)]
    if len(lines) > MOST_ROWS:
        raise BadInput(f"Mỗi lần nhận nhiều nhất {MOST_ROWS} dòng; hãy chia danh sách.")
    reader = _Reader(year, source, may)
    found = []
    for number, row in lines:
        cells = {name: nfc(row[c]).strip() if c < len(row) else "" for name, c in columns.items()}
        told = [cells.get(name, "") for name in _SAYING]
        if not any(told) or _SUM.match(fold(cells.get("place", ""))):
            continue  # a note, or a sum that is made anew of the rows
        found.append(reader.planned(number, cells))
    if not found:
        raise BadInput("Danh sách không có dòng số liệu nào dưới dòng tên cột.")
    return found


def wanted(planned: list[Planned]) -> list[FigureFields]:
    """The figures that would be written."""
    return [row.fields for row in planned if row.fields and row.status in ("new", "changed")]


class _Reader:
    """Reads the rows of one list; what a name means is asked for once."""

    def __init__(self, year: int | None, source: str, may: Callable[[int | None], bool]) -> None:
        self._year, self._source, self._may = year, source, may
        self._places: dict[str, int | BadInput] = {}
        self._titles = _title_names()
        self._met: dict[tuple[object, ...], int] = {}
        self._kept = {_key(row): row for row in db.session.scalars(sa.select(Figure)).unique()}

    def planned(self, number: int, cells: dict[str, str]) -> Planned:
        place, title = cells.get("place", "")[:120], cells.get("title", "")[:120]
        try:
            given = self._fields(cells)
            first = self._met.setdefault(_key(given), number)
            if first != number:
                raise BadInput(f"Trùng nơi, danh hiệu và năm với dòng {first}; chỉ lấy dòng đầu.")
            kept = self._kept.get(_key(given))
            if kept is not None:
                # What a list has no column for stays as it is.
                beside = (*_BESIDE, *(name for name in _COUNTS if name not in cells))
                given = replace(given, **{name: getattr(kept, name) for name in beside})
            given = checked(given)
        except BadInput as fault:
            return Planned(number, place, title, "refused", fault.message)
        if kept is None:
            return Planned(number, place, title, "new", fields=given)
        same = all(getattr(kept, name) == getattr(given, name) for name in _COUNTS)
        return Planned(number, place, title, "same" if same else "changed", fields=given)

    def _fields(self, cells: dict[str, str]) -> FigureFields:
        place_id = self._place(cells.get("place", ""))
        if not self._may(place_id):
            raise BadInput("Nơi này không thuộc phần việc của tài khoản bạn.")
        year = rates.count(cells.get("year", ""), "Năm")
        return FigureFields(
            place_id=place_id,
            title=self._title(cells.get("title", "")),
            measure=cells.get("measure", ""),
            year=self._year if year is None else year,
            total=rates.count(cells.get("total", ""), "Tổng số"),
            registered=rates.count(cells.get("registered", ""), "Đăng ký"),
            recognised=rates.count(cells.get("recognised", ""), "Công nhận"),
            printed=cells.get("printed", ""),
            source=cells.get("source", "") or self._source,
            remark=cells.get("remark", ""),
        )

    def _place(self, name: str) -> int:
        if not name:
            raise BadInput("Dòng này chưa ghi nơi.")
        if name not in self._places:
            try:
                self._places[name] = place_choice.chosen(name, level="commune").id
            except BadInput as fault:
                self._places[name] = fault
        found = self._places[name]
        if isinstance(found, BadInput):
            raise found
        return found

    def _title(self, name: str) -> str:
        found = _SHORT.get(name.upper()) or self._titles.get(fold(name))
        if found is None:
            raise BadInput(
                f"Không rõ danh hiệu “{name[:60]}”; ghi đủ tên, ví dụ “Gia đình học tập”."
            )
        return found


# A row that says none of these is a note.
_SAYING = ("title", "total", "registered", "recognised")
_BESIDE = ("number", "issued", "issuer", "link", "to_check")
_COUNTS = ("total", "registered", "recognised", "printed", "remark")


def _key(row: FigureFields | Figure) -> tuple[object, ...]:
    return row.place_id, row.title, row.measure, row.year


def _title_names() -> dict[str, str]:
    found = {}
    for slug, name in target_queries.titles().items():
        folded = fold(name)
        found[folded] = slug
        found.setdefault(folded.removesuffix(" hoc tap"), slug)
    return found


def _columns(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    """The row that names the columns, and where each column stands."""
    known = {head: name for name, heads in HEADS.items() for head in heads}
    for at, row in enumerate(rows[:20]):
        found: dict[str, int] = {}
        for column, cell in enumerate(row):
            name = known.get(" ".join(re.sub(r"[^a-z ]", " ", fold(cell)).split()))
            if name is not None:
                found.setdefault(name, column)
        if {"place", "title"} <= set(found) and set(found) & {"total", "registered", "recognised"}:
            return at, found
    raise BadInput(
        "Không thấy dòng tên cột; cần các cột: Nơi, Danh hiệu, Tổng số, Đăng ký, Công nhận "
        "(thêm Năm, Nguồn, Ghi chú nếu có)."
    )
