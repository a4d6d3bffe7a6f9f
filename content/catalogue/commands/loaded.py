"""Takes in the catalogue of a dump or the starter: what is there already is not written again."""

from __future__ import annotations

import datetime as dt
import mimetypes
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

import sqlalchemy as sa

from content import files, places
from content.catalogue import derived, portable
from content.catalogue.commands import rows
from content.catalogue.models import (
    STATES,
    DuplicatePair,
    LibraryRecord,
    RecordFile,
    RecordOrigin,
)
from content.catalogue.portable import only
from content.catalogue.record import FIELDS, clean, from_plain
from content.catalogue.shelf_models import (
    SHELF_KINDS,
    Holding,
    ReadingList,
    ReadingListEntry,
    Shelf,
    ShelfStop,
)
from content.catalogue.source_models import PROTOCOLS, CatalogueSource
from content.database import db, utc_now
from content.errors import BadInput
from content.transactions import one_commit

Beside = Callable[[str], bytes | None]
_FILE_TYPES = {".epub": "application/epub+zip", ".mp3": "audio/mpeg", ".webp": "image/webp"}


def sources(tables: list[Any]) -> bool:
    """Sources by slug; whether anything was different."""
    changed = False
    with one_commit():
        for table in tables:
            entry = only(table, portable.SOURCE, portable.SOURCES)
            changed |= _source(entry)
    return changed


def records(tables: list[Any], beside: Beside, name: str) -> bool:
    """Records by slug with files and origins, one commit; whether anything was different."""
    allowed = (*portable.OWN, *FIELDS, "file", "origin")
    entries = [only(table, allowed, name) for table in tables]
    known = _rows_by_slug([str(entry.get("slug", "")) for entry in entries])
    source_ids = {row.slug: row.id for row in db.session.scalars(sa.select(CatalogueSource))}
    names = {number: slug for slug, number in source_ids.items()}
    fresh = [
        entry
        for entry in entries
        if _slug(entry, name) not in known
        or portable.record(known[entry["slug"]], _path, names) != _as_dumped(entry)
    ]
    with one_commit():
        added = [entry for entry in fresh if entry["slug"] not in known]
        ids = rows.add([_new(entry, name) for entry in added])
        numbers = dict(zip((entry["slug"] for entry in added), ids, strict=True))
        again = [entry for entry in fresh if entry["slug"] in known]
        rows.change([(known[e["slug"]].id, _new(e, name).record) for e in again])
        numbers |= {entry["slug"]: known[entry["slug"]].id for entry in again}
        for entry in fresh:
            _settle(numbers[entry["slug"]], entry, beside, source_ids, name)
        db.session.flush()
        rows.settle_given_facets(list(numbers.values()))
    return bool(fresh)


def shelves_and_lists(content: Mapping[str, Any]) -> bool:
    """Shelves, reading lists, pairs and mergers; whether anything was different."""
    before = portable.shelves_and_lists()
    if before == {key: value for key, value in content.items() if value}:
        return False
    slugs = _slugs()
    with one_commit():
        for table in content.get("shelf", []):
            _shelf(only(table, (*portable.SHELF, "stop", "held"), portable.SHELVES), slugs)
        for table in content.get("list", []):
            _list(only(table, (*portable.LIST, "entry"), portable.SHELVES), slugs)
        for table in content.get("merged", []):
            _merge(only(table, portable.MERGED, portable.SHELVES), slugs)
        for table in content.get("pair", []):
            _pair(only(table, portable.PAIR, portable.SHELVES), slugs)
        db.session.flush()
        rows.settle_given_facets(list(slugs.values()))
    return portable.shelves_and_lists() != before


def _source(entry: dict[str, Any]) -> bool:
    slug = str(entry.get("slug", "")).strip()
    if not slug or entry.get("protocol") not in PROTOCOLS or not entry.get("name"):
        raise BadInput(f"{portable.SOURCES}: mỗi nguồn cần slug, name và protocol.")
    row = db.session.scalar(sa.select(CatalogueSource).where(CatalogueSource.slug == slug))
    if row is None:
        row = CatalogueSource(slug=slug, settings={}, checkpoint={})
        db.session.add(row)
    empty = {"direct": False, "paused": False, "insecure_tls": False, "allow_internal": False}
    changed = False
    for key in portable.SOURCE:
        value = entry.get(key, empty.get(key, ""))
        if key == "settings":
            value = portable.value_of(str(value), f"{slug}, settings")
        if getattr(row, key) != value:
            setattr(row, key, value)
            changed = True
    db.session.flush()
    return changed


def _rows_by_slug(slugs: list[str]) -> dict[str, LibraryRecord]:
    found: dict[str, LibraryRecord] = {}
    for start in range(0, len(slugs), 400):
        some = slugs[start : start + 400]
        query = sa.select(LibraryRecord).where(LibraryRecord.slug.in_(some))
        found |= {row.slug: row for row in db.session.scalars(query)}
    return found


def _slug(entry: dict[str, Any], name: str) -> str:
    slug = entry.get("slug")
    if not isinstance(slug, str) or not slug.strip() or not str(entry.get("title", "")).strip():
        raise BadInput(f"{name}: có tài liệu thiếu “slug” hoặc “title”.")
    return slug


def _as_dumped(entry: dict[str, Any]) -> dict[str, Any]:
    """A table with its files by name alone, as `_path` gives them."""
    plain = {key: value for key, value in entry.items() if value not in ("", [], False)}
    if "cover" in plain:
        plain["cover"] = PurePosixPath(plain["cover"]).parent.name
    if "file" in plain:
        plain["file"] = [
            one | {"file": PurePosixPath(str(one.get("file", ""))).parent.name}
            for one in plain["file"]
        ]
    return plain


def _path(sha256: str, _name: str) -> str:
    """A kept file as the folder that a dump keeps it in: enough to tell whether it is the same."""
    return sha256[:16]


def _new(entry: dict[str, Any], name: str) -> rows.NewRecord:
    try:
        record = clean(from_plain(portable.of_value(entry)))
    except (TypeError, AttributeError, KeyError):
        raise BadInput(f"{name}, “{entry['slug']}”: có khóa ghi sai kiểu.") from None
    state = entry.get("state", "review")
    if state not in STATES:
        raise BadInput(f"{name}, “{entry['slug']}”: không có trạng thái “{state}”.")
    marc = portable.bytes_of(str(entry.get("marc", "")), f"{name}, “{entry['slug']}”")
    return rows.NewRecord(record, entry["slug"], state, marc, bool(entry.get("offered")))


def _settle(
    number: int,
    entry: dict[str, Any],
    beside: Beside,
    source_ids: Mapping[str, int],
    name: str,
) -> None:
    """What stands beside the value: times as they were, files, origins."""
    new = _new(entry, name)
    cover = _kept(entry["cover"], beside, name) if entry.get("cover") else None
    now = utc_now() if new.state == "shown" else None
    db.session.execute(
        sa.update(LibraryRecord)
        .where(LibraryRecord.id == number)
        .values(
            state=new.state,
            offered=new.offered,
            marc=new.marc,
            cover_id=cover.id if cover else None,
            shown_at=entry.get("shown_at", now),
            stamped_at=entry.get("stamped_at", now),
            given_at=entry.get("given_at", now if new.offered else None),
        )
        .execution_options(synchronize_session=False)
    )
    for model in (RecordFile, RecordOrigin):
        db.session.execute(sa.delete(model).where(model.record_id == number))
    for place, table in enumerate(entry.get("file", [])):
        one = only(table, portable.FILE, name)
        kept = _kept(str(one.get("file", "")), beside, name)
        db.session.add(
            RecordFile(
                record_id=number,
                file_id=kept.id,
                file_name=PurePosixPath(one["file"]).name,
                title=one.get("title", ""),
                position=place,
            )
        )
    for table in entry.get("origin", []):
        db.session.add(_origin(number, table, source_ids, name))


def _kept(path: str, beside: Beside, name: str) -> files.StoredFile:
    data = beside(path) if path else None
    if data is None:
        raise BadInput(f"Không thấy tệp “{path}” bên cạnh {name}.")
    ending = PurePosixPath(path).suffix.lower()
    media_type = _FILE_TYPES.get(ending) or mimetypes.guess_type(path)[0]
    return files.add(data, media_type or "application/octet-stream")


def _origin(number: int, table: Any, source_ids: Mapping[str, int], name: str) -> RecordOrigin:
    one = only(table, (*portable.ORIGIN, *FIELDS), name)
    if one.get("source") not in source_ids:
        raise BadInput(f"{name}: không thấy nguồn “{one.get('source')}” trong {portable.SOURCES}.")
    taken = portable.of_value(one)
    at = one.get("taken_at")
    return RecordOrigin(
        record_id=number,
        source_id=source_ids[one["source"]],
        foreign_id=str(one.get("foreign_id", "")),
        stamp=str(one.get("stamp", "")),
        taken=taken,
        marc=portable.bytes_of(str(one.get("marc", "")), name),
        digest=str(one.get("digest") or derived.digest_of(taken)),
        deleted=bool(one.get("deleted")),
        taken_at=at if isinstance(at, dt.datetime) else utc_now(),
    )


def _slugs() -> dict[str, int]:
    query = sa.select(LibraryRecord.slug, LibraryRecord.id)
    return {row[0]: row[1] for row in db.session.execute(query)}


def _number(slugs: Mapping[str, int], slug: Any) -> int:
    if slug not in slugs:
        raise BadInput(f"{portable.SHELVES}: không thấy tài liệu “{slug}” trong mục lục.")
    return slugs[slug]


def _shelf(entry: dict[str, Any], slugs: Mapping[str, int]) -> None:
    slug = str(entry.get("slug", "")).strip()
    if not slug or not entry.get("name") or entry.get("kind", "shelf") not in SHELF_KINDS:
        raise BadInput(f"{portable.SHELVES}: mỗi tủ sách cần slug, name và loại đúng.")
    row = db.session.scalar(sa.select(Shelf).where(Shelf.slug == slug))
    if row is None:
        row = Shelf(slug=slug)
        db.session.add(row)
    for key in portable.SHELF[1:]:
        if key == "place":
            row.place_id = _place(str(entry.get("place", "")))
        else:
            empty: Any = {"kind": "shelf", "uncatalogued": 0, "shown": False}.get(key, "")
            setattr(row, key, entry.get(key, empty))
    row.stops = [
        ShelfStop(
            position=place,
            day=one.get("day"),
            times=one.get("times", ""),
            where=one.get("where", ""),
        )
        for place, table in enumerate(entry.get("stop", []))
        for one in (only(table, portable.STOP, portable.SHELVES),)
    ]
    db.session.flush()
    db.session.execute(sa.delete(Holding).where(Holding.shelf_id == row.id))
    for table in entry.get("held", []):
        one = only(table, portable.HELD, portable.SHELVES)
        held = {key: one[key] for key in portable.HELD[1:] if key in one}
        db.session.add(
            Holding(shelf_id=row.id, record_id=_number(slugs, one.get("record")), **held)
        )


def _place(name: str) -> int | None:
    if not name:
        return None
    found = places.find(name)
    if not found:
        raise BadInput(f"{portable.SHELVES}: không thấy địa bàn “{name}”.")
    return found[0].id


def _list(entry: dict[str, Any], slugs: Mapping[str, int]) -> None:
    slug = str(entry.get("slug", "")).strip()
    if not slug or not entry.get("title"):
        raise BadInput(f"{portable.SHELVES}: mỗi danh sách đọc cần slug và title.")
    row = db.session.scalar(sa.select(ReadingList).where(ReadingList.slug == slug))
    if row is None:
        row = ReadingList(slug=slug)
        db.session.add(row)
    row.title, row.about = entry["title"], entry.get("about", "")
    row.shown = bool(entry.get("shown"))
    row.entries = [
        ReadingListEntry(
            position=place,
            record_id=_number(slugs, one["record"]) if one.get("record") else None,
            page=one.get("page", ""),
            note=one.get("note", ""),
        )
        for place, table in enumerate(entry.get("entry", []))
        for one in (only(table, portable.ENTRY, portable.SHELVES),)
    ]


def _merge(entry: dict[str, Any], slugs: Mapping[str, int]) -> None:
    db.session.execute(
        sa.update(LibraryRecord)
        .where(LibraryRecord.id == _number(slugs, entry.get("slug")))
        .values(merged_into_id=_number(slugs, entry.get("into")))
        .execution_options(synchronize_session=False)
    )


def _pair(entry: dict[str, Any], slugs: Mapping[str, int]) -> None:
    first, second = (_number(slugs, entry.get(key)) for key in ("first", "second"))
    query = sa.select(DuplicatePair).where(
        DuplicatePair.first_id == min(first, second), DuplicatePair.second_id == max(first, second)
    )
    row = db.session.scalar(query)
    if row is None:
        row = DuplicatePair(first_id=min(first, second), second_id=max(first, second))
        db.session.add(row)
    row.reason, row.state = entry.get("reason", ""), entry.get("state", "waiting")
    row.moved = portable.value_of(entry.get("moved", ""), f"{portable.SHELVES}, moved")
