"""Reading lists: works gathered for a purpose, in order, each with a word why."""

from __future__ import annotations

from dataclasses import dataclass, field

import sqlalchemy as sa

from content import trail
from content.catalogue.models import LibraryRecord
from content.catalogue.shelf_models import ReadingList, ReadingListEntry
from content.database import db
from content.errors import BadInput
from content.transactions import one_commit
from content.vietnamese import nfc, slugify

MOST_ENTRIES = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A record by its slug, or a page of this site by its address ("/huong-dan/x/")."""

    record: str = ""
    page: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ListFields:
    """What a person enters of a reading list. slug "": made from the title."""

    title: str
    about: str = ""
    shown: bool = False
    slug: str = ""
    entries: tuple[Entry, ...] = field(default=())


def save(
    given: ListFields,
    *,
    row_id: int | None = None,
    seen_version: int = 0,
    actor_id: int | None = None,
) -> ReadingList:
    """Add a reading list or change the one of this id; commits. BadInput for unknown entries."""
    row = known(row_id) if row_id is not None else None
    if row is not None and row.version != seen_version:
        raise BadInput("Có người vừa lưu danh sách này; hãy mở lại, xem bản mới rồi sửa tiếp.")
    if not given.title.strip():
        raise BadInput(
            "Chưa có tên danh sách; hãy nhập tên, ví dụ “Sách cho ông bà đọc cùng cháu”."
        )
    entries = _entries(given)
    with one_commit():
        act = "changed" if row is not None else "added"
        if row is None:
            row = ReadingList(slug=_free_slug(given.slug or given.title))
            db.session.add(row)
        row.title, row.about = nfc(given.title).strip()[:200], given.about.strip()
        row.shown, row.entries = given.shown, entries
        db.session.flush()
        trail.write(f"reading_list.{act}", "reading_list", row.id, actor_id=actor_id)
    return row


def drop(row_id: int, *, actor_id: int | None = None) -> None:
    """Remove a reading list; the works stay. Commits."""
    row = known(row_id)
    with one_commit():
        detail = {"slug": row.slug}
        trail.write(
            "reading_list.dropped", "reading_list", row.id, actor_id=actor_id, detail=detail
        )
        db.session.delete(row)


def known(row_id: int) -> ReadingList:
    """The reading list of an id; BadInput when there is none any more."""
    row = db.session.get(ReadingList, row_id)
    if row is None:
        raise BadInput("Danh sách đọc này không còn; hãy tải lại trang.")
    return row


def _entries(given: ListFields) -> list[ReadingListEntry]:
    if len(given.entries) > MOST_ENTRIES:
        raise BadInput(f"Một danh sách đọc có nhiều nhất {MOST_ENTRIES} mục; hãy chia làm hai.")
    made = []
    for place, one in enumerate(given.entries):
        made.append(
            ReadingListEntry(
                position=place,
                record_id=_record_id(one, place + 1),
                page="" if one.record else one.page.strip()[:300],
                note=nfc(one.note).strip(),
            )
        )
    return made


def _record_id(one: Entry, number: int) -> int | None:
    if not one.record:
        if not one.page.strip().startswith("/"):
            raise BadInput(f"Mục thứ {number} chưa chọn tài liệu hay trang nào; hãy chọn hoặc xóa.")
        return None
    query = sa.select(LibraryRecord).where(LibraryRecord.slug == one.record.strip())
    row = db.session.scalar(query)
    if row is None:
        raise BadInput(f"Mục thứ {number}: không thấy tài liệu “{one.record}” trong thư viện.")
    return row.merged_into_id or row.id


def _free_slug(words: str) -> str:
    stem = slugify(words, 80) or "danh-sach"
    query = sa.select(ReadingList.slug).where(ReadingList.slug.startswith(stem))
    taken = set(db.session.scalars(query))
    slug, count = stem, 1
    while slug in taken or slug.startswith("trang-"):
        count += 1
        slug = f"{stem}-{count}"
    return slug
