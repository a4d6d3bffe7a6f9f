"""Rows of sources and of their runs."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Row, UTCDateTime

PROTOCOLS = {
    "oai": "OAI-PMH",
    "sru": "SRU",
    "opds": "OPDS",
    "file": "Tệp gửi lên (MARC, CSV, Excel)",
    "link": "Chỉ dẫn liên kết",
}
SCHEDULES = {"": "Chỉ khi bấm", "daily": "Mỗi ngày", "weekly": "Mỗi tuần", "monthly": "Mỗi tháng"}
RUN_STATES = {
    "running": "Đang chạy",
    "done": "Xong",
    "stopped": "Dừng giữa chừng, sẽ làm tiếp",
    "failed": "Không xong",
}


class CatalogueSource(EditedRow):
    """Where records come from.

    settings: by protocol (prefix, sets, from, until, subjects, query). checkpoint: where an
    unfinished run goes on; {} for none. direct: records are shown without somebody's look.
    """

    __tablename__ = "catalogue_source"
    __change_kind__: ClassVar[str] = "source"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    protocol: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    address: orm.Mapped[str] = orm.mapped_column(sa.String(500), default="")
    home: orm.Mapped[str] = orm.mapped_column(sa.String(500), default="")  # its page for people
    about: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")  # for readers
    remark: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")  # for the desk
    rights: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    settings: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON, default=dict)
    schedule: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="")
    direct: orm.Mapped[bool] = orm.mapped_column(default=False)
    paused: orm.Mapped[bool] = orm.mapped_column(default=False)
    insecure_tls: orm.Mapped[bool] = orm.mapped_column(default=False)
    allow_internal: orm.Mapped[bool] = orm.mapped_column(default=False)
    checkpoint: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON, default=dict)
    # Stamp up to which everything was taken: the next run asks from here.
    taken_until: orm.Mapped[str] = orm.mapped_column(sa.String(40), default="")


class CatalogueRun(Row):
    """One run of a source and its report. refusals: [{"where", "reason"}], the first 200."""

    __tablename__ = "catalogue_run"

    source_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("catalogue_source.id", ondelete="CASCADE"), index=True
    )
    started_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    finished_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    state: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="running")
    counts: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON, default=dict)
    refusals: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)
    message: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    asked_by_id: orm.Mapped[int | None]

    source: orm.Mapped[CatalogueSource] = orm.relationship()
