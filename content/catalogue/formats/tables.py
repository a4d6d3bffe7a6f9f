"""Records out of the rows of a sheet, with Vietnamese or English headings. Pure.

Letters and separators are the business of who reads the file (`content.reading.tables`); here a
row is a list of texts, and several values in a cell stand between semicolons.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from content.catalogue import identifiers
from content.catalogue.formats import dublin_core, terms
from content.catalogue.record import Identifier, Link, Name, Record, Refused, Subject, Taken
from content.errors import BadInput
from content.letters.result import Wish
from content.letters.runs import convert_runs
from content.vietnamese import fold, nfc

# Element → headings, folded. The English ones are those of Dublin Core and of shops.
HEADINGS = {
    "id": ("ma", "ma tai lieu", "ma sach", "so dang ky ca biet", "dkcb", "id", "identifier",
           "so dang ky", "ky hieu"),
    "title": ("nhan de", "ten sach", "ten tai lieu", "tieu de", "ten", "title", "ten an pham",
              "nhan de chinh", "nhan de sach"),
    "subtitle": ("phu de", "nhan de phu", "subtitle"),
    "author": ("tac gia", "tac gia chinh", "ho ten tac gia", "ten tac gia", "author", "authors",
               "creator", "dc creator"),
    "translator": ("nguoi dich", "dich gia", "translator"),
    "editor": ("chu bien", "bien tap", "editor"),
    "issuer": ("co quan ban hanh", "noi ban hanh", "issuer"),
    "publisher": ("nha xuat ban", "nxb", "nha xb", "publisher", "don vi xuat ban"),
    "published_in": ("noi xuat ban", "noi xb", "place", "place of publication"),
    "date": ("nam xuat ban", "nam xb", "nam", "ngay xuat ban", "year", "date", "ngay ban hanh"),
    "edition": ("lan xuat ban", "lan in", "edition"),
    "series": ("tung thu", "bo sach", "series"),
    "host": ("tap chi", "nguon trich", "ten tap chi", "journal", "source"),
    "extent": ("so trang", "mo ta vat ly", "khuon kho", "pages", "extent"),
    "languages": ("ngon ngu", "tieng", "language", "languages"),
    "subjects": ("chu de", "de muc chu de", "tu khoa", "the loai", "linh vuc", "subject",
                 "subjects", "keywords"),
    "abstract": ("tom tat", "gioi thieu", "noi dung", "mo ta", "abstract", "description"),
    "isbn": ("isbn", "ma isbn", "so isbn"),
    "issn": ("issn", "ma issn"),
    "doi": ("doi",),
    "number": ("so hieu", "so ky hieu", "number"),
    "links": ("lien ket", "duong dan", "dia chi web", "link", "url", "website"),
    "rights": ("ban quyen", "quyen", "giay phep", "rights", "license"),
    "kind": ("loai", "loai tai lieu", "dang tai lieu", "type", "kind"),
    "audiences": ("doi tuong", "doi tuong ban doc", "audience"),
    "level": ("cap hoc", "trinh do", "lop", "level"),
    "notes": ("ghi chu", "notes", "note"),
}  # fmt: skip
MOST_ROWS = 50_000
_LOOKED_AT = 30  # rows in which the headings may stand
_PLAIN = ("title", "subtitle", "publisher", "published_in", "date", "edition", "series", "host",
          "extent", "abstract", "rights", "level", "notes")  # fmt: skip
_ROLES = ("author", "translator", "editor", "issuer")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_BY_HEADING = {heading: name for name, known in HEADINGS.items() for heading in known}


def read(tables: Iterable[tuple[str, Sequence[Sequence[str]]]]) -> Iterator[Taken | Refused]:
    """The records of all sheets that have a column of titles; a faulty row is Refused.

    tables: (name, rows), rows[n] the row that Excel calls n + 1. BadInput when no sheet has one.
    """
    found = False
    for name, rows in tables:
        at = _header(rows)
        if at is None:
            continue
        found = True
        columns = _columns(rows[at])
        told = _converted(rows[at + 1 :])
        for number, row in enumerate(told, start=at + 2):
            if any(cell.strip() for cell in row):
                where = f"Trang “{name}”, dòng {number}" if name else f"Dòng {number}"
                yield _line(where, {key: _cell(row, column) for key, column in columns.items()})
    if not found:
        raise BadInput(
            "Không thấy cột nhan đề; trong tệp phải có dòng tên cột, ví dụ: "
            "Nhan đề, Tác giả, Nhà xuất bản, Năm xuất bản, ISBN."
        )


def _header(rows: Sequence[Sequence[str]]) -> int | None:
    for at, row in enumerate(_converted(rows[:_LOOKED_AT])):
        if "title" in _columns(row):
            return at
    return None


def _columns(row: Sequence[str]) -> dict[str, int]:
    """Element → column; the first of several."""
    found: dict[str, int] = {}
    for at, cell in enumerate(row):
        plain = _BETWEEN.sub(" ", fold(nfc(cell))).strip()
        name = _BY_HEADING.get(plain.removeprefix("dc "))
        if name:
            found.setdefault(name, at)
    return found


def _converted(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    """The cells with old letters made right where they prove it (workbooks typed in TCVN3)."""
    runs: list[tuple[str, str | None]] = []
    for row in rows:
        for cell in row:
            runs += [(cell, None), ("\n", None)]
    texts, _met = convert_runs(runs, Wish())
    cells = iter(texts[::2])
    return [[next(cells) for _cell in row] for row in rows]


def _line(where: str, cells: dict[str, str]) -> Taken | Refused:
    if not cells.get("title"):
        return Refused(where, "Dòng không có nhan đề.")
    numbers, faults = _numbers(cells)
    given: dict[str, Any] = {name: cells.get(name, "") for name in _PLAIN}
    record = Record(
        **given,
        kind=_kind(cells),
        names=tuple(
            Name(terms.name(one), role) for role in _ROLES for one in _several(cells.get(role, ""))
        ),
        languages=tuple(filter(None, map(terms.language, _several(cells.get("languages", ""))))),
        subjects=tuple(map(Subject, _several(cells.get("subjects", ""), ",;"))),
        audiences=tuple(_several(cells.get("audiences", ""))),
        identifiers=tuple(numbers),
        links=tuple(Link(one) for one in _several(cells.get("links", ""), "; ") if "://" in one),
        access=terms.access([cells.get("rights", "")]),
    )
    own = cells.get("id", "")
    return Taken((own or dublin_core.own_id(record))[:500], record, faults=tuple(faults))


def _kind(cells: dict[str, str]) -> str:
    if cells.get("kind"):
        return terms.kind([cells["kind"]])
    return "van-ban" if cells.get("number") else "sach"


def _numbers(cells: dict[str, str]) -> tuple[list[Identifier], list[str]]:
    found: list[Identifier] = []
    faults: list[str] = []
    for name in ("isbn", "issn", "doi"):
        for one in _several(cells.get(name, "")):
            number, fault = identifiers.read(one if name == "doi" else f"{name} {one}")
            found += [number] if number else []
            faults += [fault] if fault else []
    if cells.get("number"):
        found.append(Identifier("number", cells["number"]))
    if cells.get("id"):
        found.append(Identifier("local", cells["id"]))
    return found, faults


def _several(text: str, between: str = ";|") -> list[str]:
    apart = re.split(f"[{re.escape(between)}\n]", text)
    return [one.strip() for one in apart if one.strip()]


def _cell(row: Sequence[str], column: int) -> str:
    text = nfc(row[column]).strip() if column < len(row) else ""
    return re.sub(r"^(\d{9,13}|\d{4})\.0$", r"\1", text)  # a number that a sheet made a fraction
