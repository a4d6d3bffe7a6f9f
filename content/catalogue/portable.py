"""The catalogue as the TOML of a dump: sources, records a thousand a file, shelves with the rest.

Keys of a record are those of its value (`record.py`) with what this hub decided beside them; each
origin holds its own description in the same keys. What names rows names them by slugs.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.models import DuplicatePair, LibraryRecord, RecordFile, RecordOrigin
from content.catalogue.record import FIELDS
from content.catalogue.shelf_models import Holding, ReadingList, Shelf
from content.catalogue.shelf_queries import shelves
from content.catalogue.source_models import CatalogueSource
from content.database import db
from content.errors import BadInput

SOURCES, SHELVES = "sources.toml", "shelves.toml"
RECORDS = re.compile(r"records(-\d{4})?\.toml")
A_FILE = 1000  # records in one file
SOURCE = (
    "slug", "name", "protocol", "address", "home", "about", "remark", "rights", "settings",
    "schedule", "direct", "paused", "insecure_tls", "allow_internal", "taken_until",
)  # fmt: skip
OWN = ("slug", "state", "offered", "shown_at", "stamped_at", "given_at", "marc", "cover")
FILE = ("file", "title")
ORIGIN = ("source", "foreign_id", "stamp", "digest", "deleted", "taken_at", "marc")
SHELF = (
    "slug", "name", "kind", "place", "address", "hours", "contact", "about", "uncatalogued",
    "shown",
)  # fmt: skip
STOP = ("day", "times", "where")
HELD = ("record", "copies", "call_number", "remark")
LIST = ("slug", "title", "about", "shown")
ENTRY = ("record", "page", "note")
PAIR = ("first", "second", "reason", "state", "moved")
MERGED = ("slug", "into")
Keep = Callable[[str, str], str]  # writes a content (SHA-256, name) and gives its path


def sources() -> list[dict[str, Any]]:
    """One table a source, by slug."""
    rows = db.session.scalars(sa.select(CatalogueSource).order_by(CatalogueSource.slug))
    return [
        _filled({name: getattr(row, name) for name in SOURCE} | {"settings": _json(row.settings)})
        for row in rows
    ]


def records(keep: Keep) -> Iterator[list[dict[str, Any]]]:
    """Records by slug, `A_FILE` at a time."""
    query = (
        sa.select(LibraryRecord)
        .options(
            orm.joinedload(LibraryRecord.cover),
            orm.selectinload(LibraryRecord.files),
            orm.selectinload(LibraryRecord.origins),
        )
        .order_by(LibraryRecord.slug)
    )
    names = {row.id: row.slug for row in db.session.scalars(sa.select(CatalogueSource))}
    start = 0
    while rows := list(db.session.scalars(query.offset(start).limit(A_FILE))):
        yield [record(row, keep, names) for row in rows]
        start += A_FILE
        db.session.expunge_all()


def record(row: LibraryRecord, keep: Keep, sources: Mapping[int, str]) -> dict[str, Any]:
    """The table of one record."""
    own = {
        "slug": row.slug,
        "state": row.state,
        "offered": row.offered,
        "shown_at": row.shown_at,
        "stamped_at": row.stamped_at,
        "given_at": row.given_at,
        "marc": _text(row.marc),
        "cover": keep(row.cover.sha256, f"{row.slug[:60]}.webp") if row.cover else "",
    }
    return _filled(own | row.value) | _filled(
        {
            "file": [_file(one, keep) for one in row.files],
            "origin": [_origin(one, sources) for one in row.origins],
        }
    )


def shelves_and_lists() -> dict[str, list[dict[str, Any]]]:
    """Shelves with what stands on them, reading lists, answers about duplicates, merged records."""
    slugs = {
        row.id: row.slug
        for row in db.session.execute(sa.select(LibraryRecord.id, LibraryRecord.slug))
    }
    found = {
        "shelf": [_shelf(row, slugs) for row in sorted(shelves(hidden=True), key=lambda x: x.slug)],
        "list": [_list(row, slugs) for row in _lists()],
        "pair": sorted(
            (_pair(row, slugs) for row in db.session.scalars(sa.select(DuplicatePair))),
            key=lambda table: (table["first"], table["second"]),
        ),
        "merged": [
            {"slug": row.slug, "into": slugs[row.merged_into_id]}
            for row in db.session.execute(
                sa.select(LibraryRecord.slug, LibraryRecord.merged_into_id)
                .where(LibraryRecord.merged_into_id.is_not(None))
                .order_by(LibraryRecord.slug)
            )
        ],
    }
    return {name: tables for name, tables in found.items() if tables}


def of_value(table: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a table that are elements of a description."""
    return {key: value for key, value in table.items() if key in FIELDS}


def only(table: Any, allowed: tuple[str, ...], where: str) -> dict[str, Any]:
    """The table, with no key that is not allowed; BadInput names the first one that is."""
    if not isinstance(table, dict):
        raise BadInput(f"{where}: mỗi mục gồm các dòng “khóa = giá trị”.")
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise BadInput(f"{where}: khóa “{unknown[0]}” không có; chỉ dùng: {', '.join(allowed)}.")
    return table


def bytes_of(text: str, where: str) -> bytes | None:
    """What `marc` holds; BadInput when it is no base64."""
    if not text:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise BadInput(f"{where}: khóa “marc” phải là base64.") from None


def value_of(text: str, where: str) -> dict[str, Any]:
    """What a key that holds JSON says; BadInput when it says nothing."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise BadInput(f"{where}: phải là JSON, ví dụ {{}}.")
    return found


def _file(one: RecordFile, keep: Keep) -> dict[str, Any]:
    return _filled({"file": keep(one.file.sha256, one.file_name), "title": one.title})


def _origin(one: RecordOrigin, sources: Mapping[int, str]) -> dict[str, Any]:
    own = {
        "source": sources[one.source_id],
        "foreign_id": one.foreign_id,
        "stamp": one.stamp,
        "digest": one.digest,
        "deleted": one.deleted,
        "taken_at": one.taken_at,
        "marc": _text(one.marc),
    }
    return _filled(own | one.taken)


def _shelf(row: Shelf, slugs: Mapping[int, str]) -> dict[str, Any]:
    place = row.place.full_name if row.place else ""
    own = {name: place if name == "place" else getattr(row, name) for name in SHELF}
    held = sorted(
        db.session.scalars(sa.select(Holding).where(Holding.shelf_id == row.id)),
        key=lambda one: slugs[one.record_id],
    )
    return _filled(own) | _filled(
        {
            "stop": [_filled({name: getattr(one, name) for name in STOP}) for one in row.stops],
            "held": [
                {"record": slugs[one.record_id], "copies": one.copies}
                | _filled({"call_number": one.call_number, "remark": one.remark})
                for one in held
            ],
        }
    )


def _lists() -> list[ReadingList]:
    return list(db.session.scalars(sa.select(ReadingList).order_by(ReadingList.slug)))


def _list(row: ReadingList, slugs: Mapping[int, str]) -> dict[str, Any]:
    entries = [
        _filled(
            {
                "record": slugs.get(one.record_id or 0, ""),
                "page": one.page,
                "note": one.note,
            }
        )
        for one in row.entries
    ]
    return _filled({name: getattr(row, name) for name in LIST}) | _filled({"entry": entries})


def _pair(row: DuplicatePair, slugs: Mapping[int, str]) -> dict[str, Any]:
    words = ("state", "before", "after")  # the numbers of rows mean nothing elsewhere
    moved = {name: row.moved[name] for name in words if name in row.moved}
    first, second = sorted((slugs[row.first_id], slugs[row.second_id]))
    return _filled(
        {
            "first": first,
            "second": second,
            "reason": row.reason,
            "state": row.state,
            "moved": _json(moved),
        }
    )


def _filled(table: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty; a truth stands only where it is true."""
    return {k: v for k, v in table.items() if v not in ("", [], None, False)}


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _text(data: bytes | None) -> str:
    return base64.b64encode(data).decode() if data else ""
