"""Approval without an account: who may be asked, and the links that ask them; remarks on drafts."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Row, UTCDateTime, utc_now


class Approver(EditedRow):
    """Somebody who decides over texts without an account: a chairman, a head of office.

    pin_hash: of a number that only they know, asked for at each answer; None when none was agreed.
    publishes: whether a text goes out as soon as they approve it. closed_at: asked no more since.
    """

    __tablename__ = "approver"

    name: orm.Mapped[str] = orm.mapped_column(sa.String(120))
    post: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    pin_hash: orm.Mapped[str | None] = orm.mapped_column(sa.String(255))
    publishes: orm.Mapped[bool] = orm.mapped_column(default=False)
    closed_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)


class ApprovalLink(Row):
    """A question about one revision: expiring, answered once. Only the hash of its key is stored.

    answer: "" while open, else "approved" or "returned". tries: wrong numbers typed so far.
    """

    __tablename__ = "approval_link"

    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), index=True)
    revision_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("revision.id"))
    approver_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("approver.id"))
    by_id: orm.Mapped[int | None]
    key_sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    preview: orm.Mapped[str] = orm.mapped_column(sa.String(32))  # nonce of the preview beside it
    made_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    expires_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    answered_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    answer: orm.Mapped[str] = orm.mapped_column(sa.String(12), default="")
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    tries: orm.Mapped[int] = orm.mapped_column(default=0)

    approver: orm.Mapped[Approver] = orm.relationship(lazy="joined")


class Remark(Row):
    """A remark on a draft, by an account (`by_id`) or an approver; readers never see it."""

    __tablename__ = "remark"

    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), index=True)
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    by_id: orm.Mapped[int | None]
    approver_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("approver.id"))
    text: orm.Mapped[str] = orm.mapped_column(sa.Text)
    settled_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    settled_by_id: orm.Mapped[int | None]
