"""Rows of targets, yearly figures, and deadlines with events; each names where it was read.

A title is named by its slug, as criteria sets are: figures of a title outlive the title's row and
load in any order. Shares are stored in hundredths of a percent, so that they are exact.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow
from content.places import Place

# Who has to hand something in; "": whoever the words name.
SUBMITTERS = {
    "province": "Tỉnh",
    "district": "Huyện (đến 30/6/2025)",
    "commune": "Xã, phường",
    "village": "Thôn, bản, tổ dân phố",
    "unit": "Cơ quan, trường học",
}
KINDS = {"deadline": "Hạn nộp", "event": "Ngày, sự kiện"}


class Sourced(EditedRow):
    """Where a row was read: an official document by number, day and issuer, or words, or both."""

    __abstract__ = True

    number: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="")
    issued: orm.Mapped[dt.date | None]
    issuer: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    # A page of this site that holds it, for a document whose number or day is blank.
    link: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    source: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    remark: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    # Readers see "chờ đối chiếu" until somebody has held it against the original.
    to_check: orm.Mapped[bool] = orm.mapped_column(default=False)
    place_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"), index=True)

    @orm.declared_attr
    def place(cls) -> orm.Mapped[Place | None]:  # noqa: N805  # declared on the class
        """The unit it is of; None for the whole country."""
        return orm.relationship(Place, lazy="joined")


class Target(Sourced):
    """What a plan wants by a year: a share of something that is named, or words ("7/9 xã")."""

    __tablename__ = "target"
    __change_kind__: ClassVar[str] = "target"

    title: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="", index=True)
    measure: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    denominator: orm.Mapped[str] = orm.mapped_column(sa.String(300))
    year: orm.Mapped[int] = orm.mapped_column(index=True)
    hundredths: orm.Mapped[int | None]
    words: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")
    position: orm.Mapped[int] = orm.mapped_column(default=0)


class Figure(Sourced):
    """How many there are, have registered and were recognised, in one place and year.

    measure: the group it counts ("nông dân"), where it is not the whole. year: None where the
    source does not say. printed: the share as the source prints it.
    """

    __tablename__ = "figure"
    __change_kind__: ClassVar[str] = "figure"

    title: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="", index=True)
    measure: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    year: orm.Mapped[int | None] = orm.mapped_column(index=True)
    total: orm.Mapped[int | None]
    registered: orm.Mapped[int | None]
    recognised: orm.Mapped[int | None]
    printed: orm.Mapped[str] = orm.mapped_column(sa.String(20), default="")


class Deadline(Sourced):
    """Something that is due or takes place: who to whom, by which document, when.

    Each year on `day`/`month` (until `end_day`/`end_month`), or once `on` (until `until`). words:
    the time as the document says it, where it names no day ("quý IV/2030"). before: the document
    says "trước ngày".
    """

    __tablename__ = "deadline"
    __change_kind__: ClassVar[str] = "deadline"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(120), unique=True)
    kind: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="deadline")
    what: orm.Mapped[str] = orm.mapped_column(sa.String(300))
    sender: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    receiver: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    level: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="")
    before: orm.Mapped[bool] = orm.mapped_column(default=False)
    month: orm.Mapped[int | None]
    day: orm.Mapped[int | None]
    end_month: orm.Mapped[int | None]
    end_day: orm.Mapped[int | None]
    on: orm.Mapped[dt.date | None]
    until: orm.Mapped[dt.date | None]
    words: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="")
    first_year: orm.Mapped[int | None]
    last_year: orm.Mapped[int | None]
