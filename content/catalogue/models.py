"""Rows of records: the value whole as JSON, and beside it what lists, facets and joins ask.

The JSON is the truth (`record.as_plain`). Columns, keys and facets are derived from it by
`derived.py` at each save and can be made again; what belongs to this hub (state, files, origins)
stands in columns alone.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue.record import Record, from_plain
from content.database import EditedRow, Row, UTCDateTime
from content.files import StoredFile

# Where a record stands. Only "shown" ones are seen by readers; rows are never deleted, so that
# harvesters hear of what went (persistent deletes).
STATES = {
    "review": "Chờ duyệt",
    "shown": "Đang hiện",
    "hidden": "Đã ẩn",
    "gone": "Đã gỡ",
}
# What records are narrowed by: the derived rows of `RecordFacet`.
FACETS = {
    "subject": "Chủ đề",
    "kind": "Loại tài liệu",
    "language": "Ngôn ngữ",
    "year": "Năm",
    "source": "Nguồn",
    "access": "Quyền đọc",
    "shelf": "Tủ sách",
    "topic": "Chủ đề của trang",
    "name": "Tác giả",
    "place": "Địa phương",
}


class LibraryRecord(EditedRow):
    """One work. `stamped_at`: when what harvesters see of it changed; None while never shown."""

    __tablename__ = "library_record"
    __change_kind__: ClassVar[str] = "record"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(120), unique=True)
    state: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="review", index=True)
    value: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON)
    digest: orm.Mapped[str] = orm.mapped_column(sa.String(64), default="")  # of the value
    title: orm.Mapped[str] = orm.mapped_column(sa.String(500))
    folded: orm.Mapped[str] = orm.mapped_column(sa.String(300), index=True)  # order of titles
    byline: orm.Mapped[str] = orm.mapped_column(sa.String(500), default="")
    kind: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    year: orm.Mapped[int | None]
    # Kept whole beside the value when somebody gave MARC: ISO 2709, UTF-8.
    marc: orm.Mapped[bytes | None] = orm.mapped_column(sa.LargeBinary)
    cover_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("stored_file.id"))
    # Whether /oai gives it on: our own and what an editor chose, not what came from others.
    offered: orm.Mapped[bool] = orm.mapped_column(default=False)
    shown_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime, index=True)
    stamped_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime, index=True)
    # When harvesters first got it: from then on they are told of its end as well.
    given_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    merged_into_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("library_record.id"), index=True
    )

    cover: orm.Mapped[StoredFile | None] = orm.relationship()
    merged_into: orm.Mapped[LibraryRecord | None] = orm.relationship(remote_side="LibraryRecord.id")
    files: orm.Mapped[list[RecordFile]] = orm.relationship(
        cascade="all, delete-orphan", order_by="RecordFile.position"
    )
    origins: orm.Mapped[list[RecordOrigin]] = orm.relationship(
        back_populates="record", order_by="RecordOrigin.id"
    )

    __table_args__ = (sa.Index("ix_library_record_state_shown", "state", "shown_at"),)

    @property
    def record(self) -> Record:
        """The value."""
        return from_plain(self.value)

    @property
    def path(self) -> str:
        """The permanent address of its page."""
        return f"/thu-vien/{self.slug}/"


class RecordKey(Row):
    """A number or a folded title by which two records of one work are found: derived."""

    __tablename__ = "record_key"

    record_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("library_record.id", ondelete="CASCADE"), index=True
    )
    scheme: orm.Mapped[str] = orm.mapped_column(sa.String(12))
    value: orm.Mapped[str] = orm.mapped_column(sa.String(300))

    __table_args__ = (sa.Index("ix_record_key_scheme_value", "scheme", "value"),)


class RecordFacet(Row):
    """What a record is narrowed by: derived. value: as addresses name it; label: as readers do."""

    __tablename__ = "record_facet"

    record_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("library_record.id", ondelete="CASCADE"), index=True
    )
    facet: orm.Mapped[str] = orm.mapped_column(sa.String(12))
    value: orm.Mapped[str] = orm.mapped_column(sa.String(120))
    label: orm.Mapped[str] = orm.mapped_column(sa.String(200))

    __table_args__ = (sa.Index("ix_record_facet_asked", "facet", "value", "record_id"),)


class RecordFile(Row):
    """A file of our own that holds the work: PDF, EPUB, sound or film."""

    __tablename__ = "record_file"

    record_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("library_record.id"), index=True)
    file_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"), index=True)
    file_name: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    title: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    position: orm.Mapped[int] = orm.mapped_column(default=0)

    file: orm.Mapped[StoredFile] = orm.relationship(lazy="joined")

    @property
    def path(self) -> str:
        """Its permanent address, of the shape that all files of the site have."""
        return f"/tep/{self.file.sha256[:16]}/{self.file_name}"


class RecordOrigin(Row):
    """One description of a work at one source, as it last came: what a merge can be undone from.

    taken: `as_plain` of what came; against it an editor's own changes are told from the source's.
    It carries no change kind: whoever changes it saves its record in the same commit.
    """

    __tablename__ = "record_origin"

    record_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("library_record.id"), index=True)
    source_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("catalogue_source.id"))
    foreign_id: orm.Mapped[str] = orm.mapped_column(sa.String(500))
    stamp: orm.Mapped[str] = orm.mapped_column(sa.String(40), default="")
    taken: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON)
    marc: orm.Mapped[bytes | None] = orm.mapped_column(sa.LargeBinary)
    digest: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    deleted: orm.Mapped[bool] = orm.mapped_column(default=False)
    taken_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)

    record: orm.Mapped[LibraryRecord] = orm.relationship(back_populates="origins")

    __table_args__ = (sa.UniqueConstraint("source_id", "foreign_id"),)


class DuplicatePair(Row):
    """Two records that may be one work. state: waiting, merged or apart (somebody looked)."""

    __tablename__ = "duplicate_pair"

    first_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("library_record.id"))
    second_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("library_record.id"), index=True)
    reason: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    state: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="waiting", index=True)
    # What merging moved, so that it can be undone: ids by table, the first's value before.
    moved: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON, default=dict)

    first: orm.Mapped[LibraryRecord] = orm.relationship(foreign_keys=[first_id])
    second: orm.Mapped[LibraryRecord] = orm.relationship(foreign_keys=[second_id])

    __table_args__ = (sa.UniqueConstraint("first_id", "second_id"),)
