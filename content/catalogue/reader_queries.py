"""What the readers' pages ask beside `queries`: marks of a list, files by address, what is gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.models import LibraryRecord, RecordFacet, RecordFile
from content.catalogue.queries import shown
from content.database import db
from content.files import StoredFile

COVER = "bia.webp"  # the name that every cover has
_HASH_DIGITS = 16


class Marks(NamedTuple):
    """What a list says of a work before it is opened. files: their short types, "PDF"."""

    open: bool = False
    files: tuple[str, ...] = ()
    shelves: int = 0


class Kept(NamedTuple):
    """A file at its address: a work's own, or its cover."""

    file: StoredFile
    name: str
    title: str

    @property
    def path(self) -> str:
        """The address, of the shape that all files of the site have."""
        return f"/tep/{self.file.sha256[:_HASH_DIGITS]}/{self.name}"


def marks(ids: Sequence[int]) -> dict[int, Marks]:
    """The marks of records, two questions however many there are."""
    found = dict.fromkeys(ids, Marks())
    facets = sa.select(RecordFacet.record_id, RecordFacet.facet).where(
        RecordFacet.record_id.in_(ids),
        sa.or_(
            sa.and_(RecordFacet.facet == "access", RecordFacet.value == "open"),
            RecordFacet.facet == "shelf",
        ),
    )
    for number, facet in db.session.execute(facets):
        has = found[number]
        more = {"open": True} if facet == "access" else {"shelves": has.shelves + 1}
        found[number] = has._replace(**more)
    files = sa.select(RecordFile).where(RecordFile.record_id.in_(ids))
    for one in db.session.scalars(files.order_by(RecordFile.position)):
        has = found[one.record_id]
        kinds = dict.fromkeys([*has.files, one.file.type_title])
        found[one.record_id] = has._replace(files=tuple(kinds))
    return found


def file_at(prefix: str, name: str) -> Kept | None:
    """The file of a shown record, or its cover, by the first digits of its hash and its name."""
    begins = StoredFile.sha256.startswith(prefix, autoescape=True)
    if len(prefix) != _HASH_DIGITS:
        return None
    query = (
        sa.select(RecordFile)
        .join(LibraryRecord, LibraryRecord.id == RecordFile.record_id)
        .join(StoredFile, StoredFile.id == RecordFile.file_id)
        .where(shown(), begins, RecordFile.file_name == name)
        .limit(1)
    )
    own = db.session.scalar(query)
    if own is not None:
        return Kept(own.file, name, own.title)
    if name != COVER:
        return None
    covers = sa.select(StoredFile).join(LibraryRecord, LibraryRecord.cover_id == StoredFile.id)
    cover = db.session.scalar(covers.where(shown(), begins).limit(1))
    return Kept(cover, name, "") if cover is not None else None


def every_file() -> Iterator[Kept]:
    """The files and covers of all shown records."""
    query = (
        sa.select(RecordFile)
        .join(LibraryRecord, LibraryRecord.id == RecordFile.record_id)
        .where(shown())
        .order_by(RecordFile.id)
    )
    for one in db.session.scalars(query):
        yield Kept(one.file, one.file_name, one.title)
    covers = sa.select(StoredFile).join(LibraryRecord, LibraryRecord.cover_id == StoredFile.id)
    for file in db.session.scalars(covers.where(shown()).order_by(StoredFile.id).distinct()):
        yield Kept(file, COVER, "")


def cover_path(row: LibraryRecord) -> str:
    """The address of a record's own cover; "" when it has none."""
    return Kept(row.cover, COVER, "").path if row.cover is not None else ""


def every_shown() -> Iterator[tuple[str, dt.datetime]]:
    """Slug and last change of every shown record."""
    query = sa.select(LibraryRecord.slug, LibraryRecord.updated_at).where(shown())
    rows = db.session.execute(query.order_by(LibraryRecord.id))
    return ((slug, changed) for slug, changed in rows)


def last_change() -> dt.datetime | None:
    """When any record was changed last; None without records."""
    return db.session.scalar(sa.select(sa.func.max(LibraryRecord.updated_at)))


def any_there() -> bool:
    """Whether readers see any record."""
    return db.session.scalar(sa.select(sa.exists().where(shown()))) or False


def merged() -> list[tuple[str, str, str]]:
    """(slug before, slug now, title) of merged records that readers once saw."""
    now = orm.aliased(LibraryRecord)
    query = (
        sa.select(LibraryRecord.slug, now.slug, now.title)
        .join(now, now.id == LibraryRecord.merged_into_id)
        .where(now.state == "shown", LibraryRecord.shown_at.is_not(None))
        .order_by(LibraryRecord.id)
    )
    return [(slug, target, title) for slug, target, title in db.session.execute(query)]


def gone_slugs(limit: int = 1000) -> list[str]:
    """Slugs of what readers once saw and see no more, the last first; merged ones lead on."""
    query = (
        sa.select(LibraryRecord.slug)
        .where(
            LibraryRecord.state != "shown",
            LibraryRecord.shown_at.is_not(None),
            LibraryRecord.merged_into_id.is_(None),
        )
        .order_by(LibraryRecord.stamped_at.desc(), LibraryRecord.id.desc())
    )
    return list(db.session.scalars(query.limit(limit)))
