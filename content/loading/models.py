"""What loads did: a row for each load, and one for each file it met; kept for a while only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import Row, UTCDateTime, utc_now


class Load(Row):
    """One load. `way`: "desk" or "shell"; `draft`: whether all of it became drafts.

    stopped: it ended before its last file and could still say so; one whose process died has no end
    and is known by its silence.
    """

    __tablename__ = "load"

    way: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    draft: orm.Mapped[bool] = orm.mapped_column(default=False)
    actor_id: orm.Mapped[int | None] = orm.mapped_column(index=True)
    started_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    finished_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    stopped: orm.Mapped[bool] = orm.mapped_column(default=False)


class LoadEntry(Row):
    """What became of one file of a load (`content.loading.order.FileReport` says it of a new one).

    item_id and file_sha256 refer to nothing by force: an item may go, the report of its coming
    stays. findings: [{"kind", "text"}], kinds of `order.REPORT_KINDS`, some with more. scanned:
    page numbers whose text was to be recognised; what came of them is kept with the pages. letters:
    `content.letters.result.Letters` as objects. asks: the letters are unsure and nobody has
    answered yet. answered: {"encoding", "at", "by", "letters"}, the last with what the file was
    read as afterwards. waits: it asks, or has pages to be recognised. attention: a person has to do
    something with this file.
    """

    __tablename__ = "load_entry"

    load_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("load.id"))
    position: orm.Mapped[int]  # from 1
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    path: orm.Mapped[str] = orm.mapped_column(sa.Text)
    status: orm.Mapped[str] = orm.mapped_column(sa.String(10))
    kind: orm.Mapped[str | None] = orm.mapped_column(sa.String(12))
    slug: orm.Mapped[str | None] = orm.mapped_column(sa.String(120))
    item_id: orm.Mapped[int | None] = orm.mapped_column(index=True)
    file_sha256: orm.Mapped[str | None] = orm.mapped_column(sa.String(64), index=True)
    pages: orm.Mapped[int] = orm.mapped_column(default=1)
    scanned: orm.Mapped[list[int]] = orm.mapped_column(sa.JSON, default=list)
    findings: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)
    letters: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)
    answered: orm.Mapped[dict[str, Any] | None] = orm.mapped_column(sa.JSON(none_as_null=True))
    asks: orm.Mapped[bool] = orm.mapped_column(default=False, index=True)
    waits: orm.Mapped[bool] = orm.mapped_column(default=False)
    attention: orm.Mapped[bool] = orm.mapped_column(default=False)

    load: orm.Mapped[Load] = orm.relationship()

    __table_args__ = (sa.UniqueConstraint("load_id", "position"),)
