"""Rows of shelves with what stands on them, the mobile library's timetable, and reading lists."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.models import LibraryRecord
from content.database import EditedRow, Row
from content.places import Place

SHELF_KINDS = {
    "shelf": "Tủ sách cộng đồng",
    "centre": "Tủ sách trung tâm học tập cộng đồng",
    "school": "Thư viện trường học",
    "library": "Thư viện",
    "clan": "Tủ sách dòng họ, gia đình",
    "mobile": "Thư viện lưu động",
}


class Shelf(EditedRow):
    """A place where works can be borrowed or read on paper."""

    __tablename__ = "shelf"
    __change_kind__: ClassVar[str] = "shelf"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(100), unique=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    kind: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="shelf")
    place_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"), index=True)
    address: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    hours: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    contact: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    about: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    # Books that stand there and are not in the catalogue one by one; counts in books per person.
    uncatalogued: orm.Mapped[int] = orm.mapped_column(default=0)
    shown: orm.Mapped[bool] = orm.mapped_column(default=True)

    place: orm.Mapped[Place | None] = orm.relationship(lazy="joined")
    stops: orm.Mapped[list[ShelfStop]] = orm.relationship(
        cascade="all, delete-orphan", order_by="ShelfStop.position"
    )

    @property
    def path(self) -> str:
        """The permanent address of its page."""
        return f"/thu-vien/tu-sach/{self.slug}/"


class ShelfStop(Row):
    """A stop of a mobile library: when and where, as a person would say it, or on one day."""

    __tablename__ = "shelf_stop"

    shelf_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("shelf.id"), index=True)
    position: orm.Mapped[int] = orm.mapped_column(default=0)
    day: orm.Mapped[dt.date | None]  # None: it comes again and again, as `times` says
    times: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    where: orm.Mapped[str] = orm.mapped_column(sa.String(300))


class Holding(Row):
    """How many copies of a work stand on a shelf."""

    __tablename__ = "holding"

    record_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("library_record.id"), index=True)
    shelf_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("shelf.id"))
    copies: orm.Mapped[int] = orm.mapped_column(default=1)
    call_number: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="")
    remark: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")

    record: orm.Mapped[LibraryRecord] = orm.relationship()
    shelf: orm.Mapped[Shelf] = orm.relationship()

    __table_args__ = (sa.UniqueConstraint("shelf_id", "record_id"),)


class ReadingList(EditedRow):
    """Works gathered for a purpose, in order, each with a word why."""

    __tablename__ = "reading_list"
    __change_kind__: ClassVar[str] = "reading_list"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(100), unique=True)
    title: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    about: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    shown: orm.Mapped[bool] = orm.mapped_column(default=False)

    entries: orm.Mapped[list[ReadingListEntry]] = orm.relationship(
        cascade="all, delete-orphan", order_by="ReadingListEntry.position"
    )

    @property
    def path(self) -> str:
        """The permanent address of its page."""
        return f"/thu-vien/danh-sach/{self.slug}/"


class ReadingListEntry(Row):
    """A record, or a page of this site by its address, with a word why to read it."""

    __tablename__ = "reading_list_entry"

    list_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("reading_list.id"), index=True)
    position: orm.Mapped[int] = orm.mapped_column(default=0)
    record_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("library_record.id"), index=True
    )
    page: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")

    record: orm.Mapped[LibraryRecord | None] = orm.relationship()
