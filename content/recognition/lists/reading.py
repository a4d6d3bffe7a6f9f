"""The lines of a list, read out of the rows of its sheets. Pure.

Titles may stand above the headings, places as lines of their own between the names, sums and
signatures below; what is no field of the register is left out and said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from content.errors import BadInput
from content.letters.result import Letters, Wish
from content.letters.runs import convert_runs
from content.places import LEVEL_WORDS
from content.recognition.lists import headings
from content.vietnamese import fold, tidy

MOST_ROWS = 20_000
_LOOKED_AT = 30  # rows in which the headings may stand
_MOST_CELL = 300
_END = (
    "tong cong", "tong so", "an dinh danh sach", "danh sach nay co", "danh sach co",
    "nguoi lap", "noi nhan", "tm ", "chu tich", "xac nhan cua",
)  # fmt: skip
_NUMBERED = re.compile(r"^\s*(?:[IVXLC]{1,6}|\d{1,3}|[a-zA-Z])\s*[.):/-]\s*")
_VILLAGES = tuple(fold(word) + " " for word in (*LEVEL_WORDS["village"], "xóm", "tổ"))
_FIELDS = tuple(headings.HEADINGS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was written; `number` is the row that Excel shows, `keep` a person's word
    that it is right although it looks like another one."""

    number: int
    sheet: str = ""
    name: str = ""
    head: str = ""
    place: str = ""
    commune: str = ""
    title: str = ""
    level: str = ""
    year: str = ""
    consent: str = ""
    evidence: str = ""
    child: str = ""
    both: str = ""
    keep: bool = False

    @property
    def where(self) -> str:
        """The line as a person finds it again."""
        return f"Trang “{self.sheet}”, dòng {self.number}" if self.sheet else f"Dòng {self.number}"


@dataclass(slots=True)
class Found:
    """A list. fields: those that it has columns for, with their headings; left_out: the headings
    of the other columns, each with why; notes: what was done to it, in sentences."""

    lines: list[Line] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read(
    tables: Sequence[tuple[str, Sequence[Sequence[str]]]], *, community: bool = False
) -> Found:
    """The lines of all sheets that have a column of names.

    tables: (name, rows) of each sheet, rows[n] the row that Excel calls n + 1. community: where
    only places are listed, they are the names. BadInput: no sheet has names, no line, too many.
    """
    found = Found()
    shown = [(name, rows) for name, rows in tables if any(map(any, rows))]
    for name, rows in shown:
        said = name if len(shown) > 1 else ""
        told = _converted(rows, found, said)
        if not _read_sheet(said, told, community, found):
            found.notes.append(f"Trang “{name or '1'}” không có cột họ tên nên được bỏ qua.")
    if not found.fields:
        raise BadInput(
            "Không thấy cột họ tên; trên danh sách phải có dòng tên cột, ví dụ: "
            "STT, Họ và tên, Thôn, Đồng ý đăng tên."
        )
    if not found.lines:
        raise BadInput("Danh sách chưa có dòng nào dưới dòng tên cột.")
    if len(found.lines) > MOST_ROWS:
        raise BadInput(f"Danh sách có hơn {MOST_ROWS} dòng; hãy chia làm mấy quyết định.")
    return found


def line_of(data: Any) -> Line:
    """A line that a form sent back; BadInput for anything else."""
    try:
        line = Line(**data)
    except TypeError:
        raise BadInput("Dòng gửi lại không còn nguyên; hãy chọn tệp hoặc dán lại.") from None
    texts = ("sheet", *_FIELDS)
    if type(line.number) is not int or any(type(getattr(line, name)) is not str for name in texts):
        raise BadInput("Dòng gửi lại không còn nguyên; hãy chọn tệp hoặc dán lại.")
    return line


def _converted(rows: Sequence[Sequence[str]], found: Found, sheet: str) -> list[list[str]]:
    """The cells with old letters (TCVN3, VNI) made right, where the whole sheet proves them."""
    runs: list[tuple[str, str | None]] = []
    for row in rows:
        for cell in row:
            runs += [(cell, None), ("\n", None)]
    texts, met = convert_runs(runs, Wish())
    cells = iter(texts[::2])
    for letters in met:
        found.notes.append(_of_letters(letters, sheet))
    return [[next(cells) for _cell in row] for row in rows]


def _of_letters(letters: Letters, sheet: str) -> str:
    called = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "cp1258": "Windows 1258", "viscii": "VISCII"}
    where = f"Trang “{sheet}”" if sheet else "Danh sách"
    name = called[letters.encoding]
    if letters.sure:
        before, after = (" ".join(text.split())[:60] for text in (letters.before, letters.after))
        return f"{where} gõ bằng bảng mã {name}, đã đổi sang Unicode: “{before}” là “{after}”."
    return f"{where} có thể gõ bằng bảng mã {name} mà chưa chắc nên để nguyên; hãy xem lại tên."


def _read_sheet(sheet: str, rows: Sequence[Sequence[str]], community: bool, found: Found) -> bool:
    header = _header(rows, community)
    if header is None:
        return _read_bare(sheet, rows, found)
    at, columns = header
    fields = {column: name for name, column in columns.items()}
    for column, cell in enumerate(rows[at]):
        if column in fields:
            found.fields.setdefault(fields[column], _clean(cell))
        elif cell.strip() and not headings.is_order(cell):
            found.left_out.setdefault(_clean(cell), headings.why_left_out(cell))
    lines = list(_lines(sheet, rows, at + 1, columns, community))
    if any(line.place for line in lines):
        found.fields.setdefault("place", "")
    found.lines += lines
    return True


def _lines(
    sheet: str,
    rows: Sequence[Sequence[str]],
    first: int,
    columns: dict[str, int],
    community: bool,
) -> Iterator[Line]:
    """The lines below the headings, until a sum or a signature."""
    village = "" if community else _village(sheet)
    for number, row in enumerate(rows[first:], start=first + 1):
        if _ends(row):
            break
        here = "" if community else _village_line(row)
        village = here or village
        cells: dict[str, Any] = {name: _cell(row, column) for name, column in columns.items()}
        if not here and _is_line(cells, row):
            cells["place"] = cells.get("place") or village
            yield Line(number, sheet, **cells)


def _header(rows: Sequence[Sequence[str]], community: bool) -> tuple[int, dict[str, int]] | None:
    """(row, field → column) of the headings."""
    for at, row in enumerate(rows[:_LOOKED_AT]):
        columns = headings.columns(row)
        if community and "name" not in columns and "place" in columns:
            columns["name"] = columns.pop("place")
        if "name" in columns and _is_header(row, columns):
            return at, columns
    return None


def _is_header(row: Sequence[str], columns: dict[str, int]) -> bool:
    """Whether a row names columns: several that are known, or one that says nothing else."""
    different = {headings.plain(cell) for cell in row if cell.strip()}
    if len(different) == 1:
        said = next(iter(different))
        return any(said in headings.HEADINGS[name] for name in ("name", "place"))
    return len(columns) > 1 or len(different) == 2 or _numbers(row)


def _names() -> tuple[str, ...]:
    return headings.HEADINGS["name"]


def _numbers(row: Sequence[str]) -> bool:
    return any(headings.is_order(cell) for cell in row)


def _read_bare(sheet: str, rows: Sequence[Sequence[str]], found: Found) -> bool:
    """Names alone, one a line, need no heading."""
    filled = [(number, [c for c in row if c.strip()]) for number, row in enumerate(rows, start=1)]
    lines = [(number, cells) for number, cells in filled if cells]
    if not lines or any(len(cells) > 1 for _number, cells in lines) or len(sheet) > 0:
        return False
    found.fields.setdefault("name", "")
    found.lines += [Line(number, sheet, _clean(cells[0])) for number, cells in lines]
    return True


def _is_line(cells: dict[str, str], row: Sequence[str]) -> bool:
    """Whether a row says anything of somebody; headings repeated on each page do not."""
    if headings.plain(cells["name"]) in _names():
        return False
    others = any(value for name, value in cells.items() if name != "name")
    return bool(cells["name"]) or (others and len({c for c in row if c.strip()}) > 1)


def _ends(row: Sequence[str]) -> bool:
    first = next((headings.plain(cell) for cell in row if cell.strip()), "")
    return any(f"{first} ".startswith(word) for word in _END)


def _village_line(row: Sequence[str]) -> str:
    """The place that a line between the names says: "II. Thôn 2"; "" for any other line."""
    different = list(dict.fromkeys(_clean(cell) for cell in row if cell.strip()))
    if len(different) == 2 and re.fullmatch(r"[IVXLC]+|\d{1,3}|[A-Z]", different[0]):
        different = different[1:]
        if not _numberless(row):
            return ""
    return _village(different[0]) if len(different) == 1 else ""


def _numberless(row: Sequence[str]) -> bool:
    """Whether the mark of a line is a Roman number or a letter: "1" before a place numbers it."""
    first = next(cell.strip() for cell in row if cell.strip())
    return not first.isdecimal()


def _village(text: str) -> str:
    name = _NUMBERED.sub("", text).strip(" :.-")
    return name[:200] if fold(f"{name} ").startswith(_VILLAGES) and len(name) < 60 else ""


def _cell(row: Sequence[str], column: int) -> str:
    return _clean(row[column]) if column < len(row) else ""


def _clean(text: str) -> str:
    return " ".join(tidy(text).split())[:_MOST_CELL]


def shown_fields(found: Found) -> Iterator[tuple[str, str]]:
    """(heading as written, field as the desk calls it) of the columns that are kept."""
    for name, heading in found.fields.items():
        yield heading or headings.CALLED[name], headings.CALLED[name]
