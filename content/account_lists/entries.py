"""The lines of a list of accounts, by the headings people write over their columns. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from content.errors import BadInput
from content.vietnamese import fold, nfc

# The links come back in one address of at most 2 MB, which is what browsers take.
MOST_ROWS = 1_000
# Filled rows of a file that are read at all: titles and notes may stand around the list.
MOST_READ = MOST_ROWS + 50
_MOST_CELL = 300
# Field → headings, folded; a heading also counts that begins with one of them and goes on.
_HEADINGS = {
    "email": (
        "email", "e mail", "mail", "gmail", "thu dien tu", "dia chi thu", "dia chi email",
        "hop thu", "thu", "tai khoan",
    ),
    "name": (
        "ho ten", "ho va ten", "ho va ten can bo", "ten can bo", "can bo", "nguoi phu trach",
        "ten hien ra", "ten", "name", "full name",
    ),
    "role": ("vai tro", "quyen", "phan quyen", "chuc nang", "role"),
    "place": (
        "xa", "xa phuong", "phuong xa", "phuong", "don vi", "dia ban", "dia phuong", "noi",
        "don vi cong tac", "co quan", "place", "commune",
    ),
    "kinds": ("muc", "cac muc", "loai bai", "chuyen muc", "kinds", "sections"),
}  # fmt: skip
# Field → the heading that `as_text` writes.
_WRITTEN = {
    "name": "Họ tên", "email": "Thư điện tử", "role": "Vai trò", "place": "Xã", "kinds": "Mục",
}  # fmt: skip
_BETWEEN = re.compile(r"[^a-z0-9]+")
_LOOKED_AT = 10  # rows in which the headings may stand, below a title of the sheet


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list, as it was written; `line` is its number in the list, from 1."""

    line: int
    email: str
    name: str = ""
    role: str = ""
    place: str = ""
    kinds: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON object, for a page that carries the list to its next step."""
        return {key: value for key, value in asdict(self).items() if value != ""}


def entries(table: Sequence[Sequence[str]]) -> list[Entry]:
    """The lines below the headings; empty ones are passed over.

    A list of mail addresses alone needs no heading. BadInput: no heading for the mail address,
    no line at all, too many.
    """
    found = _found(table)
    if not found:
        raise BadInput("Danh sách chưa có dòng nào; mỗi người một dòng, dưới dòng tên cột.")
    if len(found) > MOST_ROWS:
        raise BadInput(
            f"Danh sách có {len(found)} dòng, mỗi lần nhận nhiều nhất {MOST_ROWS}; hãy chia đôi."
        )
    return found


def from_json(data: object) -> list[Entry]:
    """The inverse of `Entry.to_json`, for what a browser sent back; BadInput for anything else."""
    broken = BadInput("Danh sách gửi lại không còn nguyên; hãy chọn tệp hoặc dán lại.")
    if not isinstance(data, list) or not 0 < len(data) <= MOST_ROWS:
        raise broken
    try:
        found = [Entry(**{str(key): value for key, value in row.items()}) for row in data]
    except (AttributeError, TypeError):
        raise broken from None
    texts = ("email", "name", "role", "place", "kinds")
    for entry in found:
        if type(entry.line) is not int or not all(type(getattr(entry, t)) is str for t in texts):
            raise broken
    if len({entry.line for entry in found}) != len(found):
        raise broken
    return found


def as_text(found: Sequence[Entry]) -> str:
    """The lines as cells under headings, as a sheet would be pasted; `entries` reads them again."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow(_WRITTEN.values())
    writer.writerows([getattr(entry, name) for name in _WRITTEN] for entry in found)
    return out.getvalue()


def _found(table: Sequence[Sequence[str]]) -> list[Entry]:
    for at, row in enumerate(table[:_LOOKED_AT]):
        columns = _columns(row)
        if "email" in columns:
            below = table[at + 1 :]
            return [
                _entry(number, cells, columns)
                for number, cells in enumerate(below, start=at + 2)
                if any(cell.strip() for cell in cells)
            ]
    if table and all(_is_bare_address(row) for row in table):
        return [
            Entry(number, next(c.strip() for c in row if c.strip()))
            for number, row in enumerate(table, start=1)
            if any(c.strip() for c in row)
        ]
    raise BadInput(
        "Không thấy cột thư điện tử; dòng đầu phải là tên cột, ví dụ: "
        "Họ tên, Thư điện tử, Vai trò, Xã."
    )


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Field → column; the heading that says it best wins, then the one further left."""
    written = [_BETWEEN.sub(" ", fold(nfc(cell))).strip() for cell in row]
    found: dict[str, int] = {}
    taken: set[int] = set()
    for whole in (True, False):
        for name, headings in _HEADINGS.items():
            at = next(
                (
                    at
                    for at, text in enumerate(written)
                    if text and at not in taken and _says(text, headings, whole)
                ),
                None,
            )
            if name not in found and at is not None:
                found[name] = at
                taken.add(at)
    return found


def _says(text: str, headings: tuple[str, ...], whole: bool) -> bool:
    if whole:
        return text in headings
    return any(text.startswith(f"{heading} ") for heading in headings)


def _entry(number: int, cells: Sequence[str], columns: dict[str, int]) -> Entry:
    given = {
        name: " ".join(nfc(cells[at]).replace("\x00", "").split())[:_MOST_CELL]
        for name, at in columns.items()
        if at < len(cells)
    }
    return Entry(number, given.pop("email", ""), **given)


def _is_bare_address(row: Sequence[str]) -> bool:
    filled = [cell.strip() for cell in row if cell.strip()]
    return not filled or (len(filled) == 1 and "@" in filled[0] and " " not in filled[0])
