"""Shelves, what stands on them, and the timetable of mobile libraries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from content import trail
from content.catalogue import derived
from content.catalogue.commands import rows
from content.catalogue.holding_lists import Line
from content.catalogue.models import LibraryRecord
from content.catalogue.record import Record, as_plain, clean
from content.catalogue.shelf_models import SHELF_KINDS, Holding, Shelf, ShelfStop
from content.database import db
from content.errors import BadInput
from content.transactions import one_commit
from content.vietnamese import nfc, slugify

# Words that stand where a shelf's slug stands in addresses.
RESERVED = frozenset({"noi"})
MOST_COPIES = 100_000


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of a mobile library. day: None where it comes again and again, as `times` says."""

    where: str
    times: str = ""
    day: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ShelfFields:
    """What a person enters of a shelf. slug "": made from the name."""

    name: str
    kind: str = "shelf"
    place_id: int | None = None
    address: str = ""
    hours: str = ""
    contact: str = ""
    about: str = ""
    uncatalogued: int = 0
    shown: bool = True
    slug: str = ""
    stops: tuple[Stop, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Held:
    """How many copies of a work stand on a shelf; 0: none any more."""

    record_id: int
    copies: int
    call_number: str = ""
    remark: str = ""


def save(
    given: ShelfFields,
    *,
    row_id: int | None = None,
    seen_version: int = 0,
    actor_id: int | None = None,
) -> Shelf:
    """Add a shelf or change the one of this id; commits. BadInput for what cannot be kept."""
    row = known(row_id) if row_id is not None else None
    if row is not None and row.version != seen_version:
        raise BadInput("Có người vừa lưu tủ sách này; hãy mở lại, xem bản mới rồi sửa tiếp.")
    _check(given)
    with one_commit():
        act = "changed" if row is not None else "added"
        if row is None:
            row = Shelf(slug=_free_slug(given.slug or given.name))
            db.session.add(row)
        _put(row, given)
        db.session.flush()
        held = sa.select(Holding.record_id).where(Holding.shelf_id == row.id)
        rows.settle_given_facets(list(db.session.scalars(held)))
        trail.write(f"shelf.{act}", "shelf", row.id, actor_id=actor_id)
    return row


def drop(row_id: int, *, actor_id: int | None = None) -> None:
    """Remove a shelf and what is said to stand on it; the works stay. Commits."""
    row = known(row_id)
    with one_commit():
        held = list(
            db.session.scalars(sa.select(Holding.record_id).where(Holding.shelf_id == row.id))
        )
        db.session.execute(sa.delete(Holding).where(Holding.shelf_id == row.id))
        trail.write("shelf.dropped", "shelf", row.id, actor_id=actor_id, detail={"slug": row.slug})
        db.session.delete(row)
        db.session.flush()
        rows.settle_given_facets(held)
        rows.touch(held)


def hold(shelf_id: int, given: Sequence[Held], *, actor_id: int | None = None) -> int:
    """Say how many copies of works a shelf has, in one commit; how many lines were different."""
    shelf = known(shelf_id)
    changed = []
    with one_commit():
        here = {
            one.record_id: one
            for one in db.session.scalars(sa.select(Holding).where(Holding.shelf_id == shelf.id))
        }
        for one in given:
            if _hold(shelf, here, one):
                changed.append(one.record_id)
        db.session.flush()
        rows.settle_given_facets(changed)
        rows.touch(changed)
        if changed:
            detail = {"count": len(changed)}
            trail.write("shelf.held", "shelf", shelf.id, actor_id=actor_id, detail=detail)
    return len(changed)


def hold_list(shelf_id: int, planned: Sequence[Line], *, actor_id: int | None = None) -> int:
    """Carry a planned list out: works that are new are added first, waiting for somebody's look.

    Returns how many lines were different from what the shelf had. A list that is read twice
    changes nothing; works that the list does not name stay as they are.
    """
    known(shelf_id)
    new = [line for line in planned if line.status == "new" and line.record is not None]
    with one_commit():
        made = rows.add(
            [
                rows.NewRecord(
                    clean(line.record),
                    _slug(line.record),
                    "review",
                    offered=True,
                )
                for line in new
                if line.record is not None
            ]
        )
        for number in made:
            trail.write("record.added", "record", number, actor_id=actor_id)
    found = dict(zip((line.number for line in new), made, strict=True))
    held = [
        Held(line.record_id or found[line.number], line.copies, line.call_number, line.remark)
        for line in planned
        if line.status in ("known", "new")
    ]
    return hold(shelf_id, held, actor_id=actor_id)


def known(row_id: int) -> Shelf:
    """The shelf of an id; BadInput when there is none any more."""
    row = db.session.get(Shelf, row_id)
    if row is None:
        raise BadInput("Tủ sách này không còn; hãy tải lại danh sách.")
    return row


def _slug(record: Record) -> str:
    """An address for a work of a list: its title and a short mark of what the line says."""
    mark = derived.digest_of(as_plain(record))[:8]
    return f"{slugify(record.title, 80) or 'tai-lieu'}-{mark}"


def _check(given: ShelfFields) -> None:
    if not given.name.strip():
        raise BadInput("Chưa có tên tủ sách; hãy nhập tên như dân trong xã vẫn gọi.")
    if given.kind not in SHELF_KINDS:
        raise BadInput("Loại tủ sách này không có; hãy chọn trong danh sách.")
    if not 0 <= given.uncatalogued <= MOST_COPIES:
        raise BadInput("Số sách chưa ghi vào mục lục phải từ 0 đến 100.000.")
    for number, stop in enumerate(given.stops, start=1):
        if not stop.where.strip() or not (stop.times.strip() or stop.day):
            raise BadInput(f"Điểm dừng thứ {number} thiếu nơi đỗ hoặc giờ; hãy điền cả hai.")


def _put(row: Shelf, given: ShelfFields) -> None:
    row.name, row.kind, row.place_id = nfc(given.name).strip()[:200], given.kind, given.place_id
    row.address, row.hours = given.address.strip()[:300], given.hours.strip()[:300]
    row.contact, row.about = given.contact.strip()[:300], given.about.strip()
    row.uncatalogued, row.shown = given.uncatalogued, given.shown
    row.stops = [
        ShelfStop(position=place, where=one.where[:300], times=one.times[:200], day=one.day)
        for place, one in enumerate(given.stops)
    ]


def _free_slug(words: str) -> str:
    stem = slugify(words, 80) or "tu-sach"
    taken = set(db.session.scalars(sa.select(Shelf.slug).where(Shelf.slug.startswith(stem))))
    slug, count = stem, 1
    while slug in taken or slug in RESERVED or slug.startswith("trang-"):
        count += 1
        slug = f"{stem}-{count}"
    return slug


def _hold(shelf: Shelf, here: Mapping[int, Holding], one: Held) -> bool:
    """Keep one line; whether it said something new."""
    if not 0 <= one.copies <= MOST_COPIES:
        raise BadInput(f"Số bản phải từ 0 đến 100.000, không phải {one.copies}.")
    row = here.get(one.record_id)
    if one.copies == 0:
        if row is not None:
            db.session.delete(row)
        return row is not None
    wanted = (one.copies, one.call_number.strip()[:80], one.remark.strip()[:200])
    if row is None:
        if db.session.get(LibraryRecord, one.record_id) is None:
            raise BadInput("Tài liệu này không còn trong mục lục; hãy tải lại danh sách.")
        row = Holding(record_id=one.record_id, shelf_id=shelf.id)
        db.session.add(row)
    elif (row.copies, row.call_number, row.remark) == wanted:
        return False
    row.copies, row.call_number, row.remark = wanted
    return True
