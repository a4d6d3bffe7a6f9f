"""Lists of what stands on a shelf, as sheets hold them: headings understood, works found, planned.

A volunteer counts books with a pencil and types them into Excel: title, author, ISBN, copies. A
line is matched by ISBN, else by title (and author where it is given); what is not in the catalogue
yet may be added from the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from content.catalogue import identifiers
from content.catalogue.models import LibraryRecord, RecordKey
from content.catalogue.record import Identifier, Name, Record
from content.database import db
from content.errors import BadInput
from content.vietnamese import fold, nfc, slugify

MOST_LINES = 20_000
_COLUMNS = {
    "title": ("nhan de", "ten sach", "ten tai lieu", "ten", "title"),
    "names": ("tac gia", "nguoi soan", "author"),
    "isbn": ("isbn", "ma isbn"),
    "publisher": ("nha xuat ban", "nxb", "publisher"),
    "year": ("nam xuat ban", "nam xb", "nam", "year"),
    "copies": ("so ban", "so luong", "sl", "copies"),
    "call_number": ("ky hieu", "ma kho", "so dang ky", "ky hieu xep gia", "call number"),
    "remark": ("ghi chu", "remark"),
}
# The heading of each column in the lists we write.
HEADINGS = {
    "title": "Nhan đề",
    "names": "Tác giả",
    "isbn": "ISBN",
    "publisher": "Nhà xuất bản",
    "year": "Năm",
    "copies": "Số bản",
    "call_number": "Ký hiệu xếp giá",
    "remark": "Ghi chú",
}
STATUSES = {"known": "Có trong mục lục", "new": "Chưa có, sẽ thêm", "refused": "Chưa ghi được"}


class Line(NamedTuple):
    """A line of a list: where it stood, what it says, and the record it means."""

    number: int
    title: str
    status: str
    said: str = ""
    record_id: int | None = None
    record: Record | None = None  # for a work that is not in the catalogue yet
    copies: int = 1
    call_number: str = ""
    remark: str = ""


def plan(rows: Sequence[Sequence[str]]) -> list[Line]:
    """What each line of a list means. BadInput when no heading is understood."""
    start, columns = _head(rows)
    if len(rows) - start > MOST_LINES:
        raise BadInput(f"Danh sách dài hơn {MOST_LINES} dòng; hãy chia thành nhiều tệp.")
    planned = []
    for number, row in enumerate(rows[start:], start=start + 1):
        cells = {key: nfc(row[at]).strip() if at < len(row) else "" for key, at in columns.items()}
        if any(cells.values()):
            planned.append(_line(number, cells))
    return _once(planned)


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Where the lines begin, and which column holds what."""
    for number, row in enumerate(rows[:15]):
        columns: dict[str, int] = {}
        for at, cell in enumerate(row):
            words = " ".join(fold(cell).replace("*", " ").split())
            for key, names in _COLUMNS.items():
                if words in names and key not in columns:
                    columns[key] = at
        if "title" in columns or "isbn" in columns:
            return number + 1, columns
    raise BadInput(
        "Không thấy dòng tiêu đề; dòng đầu của danh sách cần có cột “Nhan đề” hoặc “ISBN”."
    )


def _line(number: int, cells: dict[str, str]) -> Line:
    title = " ".join(cells.get("title", "").split())
    copies = cells.get("copies", "").replace(".", "") or "1"
    isbn = _isbn(cells.get("isbn", ""))
    if not copies.isdecimal() or len(copies) > 6:
        return Line(number, title, "refused", f"Số bản “{copies[:20]}” không phải số.")
    if not title and not isbn:
        return Line(number, title, "refused", "Không có nhan đề, cũng không có ISBN đúng.")
    found = _found(title, isbn, cells.get("names", ""))
    more = (cells.get("call_number", "")[:80], cells.get("remark", "")[:200])
    if len(found) > 1:
        said = f"Có {len(found)} tài liệu cùng nhan đề; hãy ghi thêm ISBN hoặc tác giả."
        return Line(number, title, "refused", said)
    if found:
        return Line(
            number, title or found[0][1], "known", "", found[0][0], None, int(copies), *more
        )
    if not title:
        return Line(number, isbn, "refused", "Mục lục chưa có ISBN này; hãy ghi thêm nhan đề.")
    return Line(number, title, "new", "", None, _record(title, isbn, cells), int(copies), *more)


def _isbn(text: str) -> str:
    if not text.strip():
        return ""
    found, _odd = identifiers.of_isbn(text)
    return found.value if found.scheme == "isbn" else ""


def _found(title: str, isbn: str, names: str) -> list[tuple[int, str]]:
    """(id, title) of the records that a line may mean."""
    if isbn and (by_number := _keyed("isbn", isbn)):
        return [(row.id, row.title) for row in by_number[:1]]
    if not title:
        return []
    rows = _keyed("title", slugify(title, 300))
    if names and len(rows) > 1:
        wanted = fold(names)
        rows = [row for row in rows if fold(row.byline) == wanted] or rows
    if isbn:  # another ISBN is another edition
        rows = [row for row in rows if row.record.identifier("isbn") in ("", isbn)]
    return [(row.id, row.title) for row in rows]


def _keyed(scheme: str, value: str) -> list[LibraryRecord]:
    query = (
        sa.select(LibraryRecord)
        .join(RecordKey, RecordKey.record_id == LibraryRecord.id)
        .where(
            RecordKey.scheme == scheme,
            RecordKey.value == value,
            LibraryRecord.merged_into_id.is_(None),
            LibraryRecord.state != "gone",
        )
        .order_by(LibraryRecord.id)
    )
    return list(db.session.scalars(query))


def _record(title: str, isbn: str, cells: dict[str, str]) -> Record:
    names = [part.strip() for part in cells.get("names", "").replace(";", ",").split(",")]
    return Record(
        title,
        kind="sach",
        names=tuple(Name(name) for name in names if name),
        publisher=cells.get("publisher", ""),
        date=cells.get("year", ""),
        languages=("vie",),
        identifiers=(Identifier("isbn", isbn),) if isbn else (),
    )


def _once(planned: Sequence[Line]) -> list[Line]:
    """A work that stands on two lines is refused the second time: which number would count?"""
    seen: dict[int | str, int] = {}
    lines = []
    for line in planned:
        key = line.record_id or (slugify(line.title, 300) if line.status == "new" else None)
        if key is not None and key in seen:
            line = line._replace(
                status="refused", said=f"Đã có ở dòng {seen[key]}; hãy cộng số bản vào một dòng."
            )
        elif key is not None:
            seen[key] = line.number
        lines.append(line)
    return lines
