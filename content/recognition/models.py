"""Rows of the register: titles and who decides them, decisions, what they recognise, withdrawals.

Lists of places, years and titles are answered from `RecognitionCount`, never from the entries:
a register of a million entries opens as quickly as an empty one, and a name can be met only on the
pages of its decision.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Row, UTCDateTime, utc_now
from content.places import Place

# What is recognised; a name of a person or a family is personal data, of a unit it is not.
SUBJECTS = {
    "person": "công dân",
    "family": "gia đình",
    "clan": "dòng họ",
    "community": "cộng đồng",
    "unit": "đơn vị",
}
PERSONAL = frozenset({"person", "family"})
# draft: not seen; announced: readers see it; withdrawn: its address says that it was taken back.
STATES = {"draft": "Nháp", "announced": "Đã công bố", "withdrawn": "Đã thu hồi"}
# How the names of a list are shown.
DISPLAYS = {"full": "Họ tên đầy đủ", "initials": "Viết tắt", "count": "Chỉ số lượng"}
# On what ground a name may be published (Luật 91/2025/QH15, Điều 16); "": none, so it is not.
GROUNDS = {"": "Chưa có", "consent": "Đồng ý của người có tên", "law": "Quy định của pháp luật"}


class RecognitionTitle(Row):
    """A title that is recognised: "Gia đình học tập"."""

    __tablename__ = "recognition_title"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    title: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    subject: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    # What one counts: "gia đình", "chi tộc", "thôn, bản, tổ dân phố".
    counted: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")
    criteria_set: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="")
    months_valid: orm.Mapped[int | None]
    position: orm.Mapped[int] = orm.mapped_column(default=0)

    bodies: orm.Mapped[list[DecidingBody]] = orm.relationship(
        cascade="all, delete-orphan", order_by="DecidingBody.starts"
    )


class DecidingBody(Row):
    """Who decides a title from one day until another (the first day it no longer does)."""

    __tablename__ = "deciding_body"

    title_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("recognition_title.id"), index=True)
    body: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    starts: orm.Mapped[dt.date | None]
    ends: orm.Mapped[dt.date | None]
    source: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")


class Decision(EditedRow):
    """A recognition decision with its list. One without a number stays a draft."""

    __tablename__ = "recognition_decision"
    __change_kind__: ClassVar[str] = "decision"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(120), unique=True)
    number: orm.Mapped[str] = orm.mapped_column(sa.String(60), default="")  # "125/QĐ-UBND"
    issued: orm.Mapped[dt.date | None] = orm.mapped_column(index=True)
    body: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    signer: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")
    signer_post: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")
    year: orm.Mapped[int] = orm.mapped_column(index=True)  # the year that was assessed
    period: orm.Mapped[str] = orm.mapped_column(sa.String(20), default="")  # "2021-2025"
    place_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"), index=True)
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    display: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="initials")
    state: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="draft", index=True)
    file_sha256: orm.Mapped[str | None] = orm.mapped_column(sa.String(64), index=True)
    file_name: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    announced_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    withdrawn_why: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    created_by_id: orm.Mapped[int | None]
    # Sent for a second pair of eyes: a draft that waits for whoever announces it.
    sent_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    sent_by_id: orm.Mapped[int | None]

    place: orm.Mapped[Place | None] = orm.relationship(lazy="joined")
    counts: orm.Mapped[list[RecognitionCount]] = orm.relationship(cascade="all, delete-orphan")

    @property
    def path(self) -> str:
        """The permanent address of its announcement."""
        return f"/cong-nhan/{self.slug}/"


class Entry(Row):
    """One that a decision recognises. After a withdrawal `name`, `folded`, `head` and `evidence`
    are empty and `withdrawn_at` is set: the entry counts and is nobody."""

    __tablename__ = "recognition_entry"

    decision_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("recognition_decision.id"))
    position: orm.Mapped[int]
    title_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("recognition_title.id"))
    place_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"))
    place_text: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")  # as written
    name: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    folded: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    head: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")  # head of clan or unit
    level: orm.Mapped[str] = orm.mapped_column(sa.String(60), default="")  # "Mức 1", "Khá"
    child: orm.Mapped[bool] = orm.mapped_column(default=False)
    ground: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="")  # GROUNDS
    evidence: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")  # where the consent lies
    # Điều 24: a child's name needs the child's consent (from seven on) and the representative's.
    both_consents: orm.Mapped[bool] = orm.mapped_column(default=False)
    withdrawn_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)

    title: orm.Mapped[RecognitionTitle] = orm.relationship(lazy="joined")

    __table_args__ = (sa.Index("ix_recognition_entry_decision", "decision_id", "position"),)


class RecognitionCount(Row):
    """How many a decision recognises of one title in one place; kept with the entries."""

    __tablename__ = "recognition_count"

    decision_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("recognition_decision.id"), index=True
    )
    title_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("recognition_title.id"), index=True)
    place_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"), index=True)
    count: orm.Mapped[int]

    __table_args__ = (sa.UniqueConstraint("decision_id", "title_id", "place_id"),)


class PrivacyRequest(EditedRow):
    """Somebody asks to see, correct or take down a name. What was typed goes when it is done."""

    __tablename__ = "privacy_request"

    receipt: orm.Mapped[str] = orm.mapped_column(sa.String(20), unique=True)
    wish: orm.Mapped[str] = orm.mapped_column(sa.String(10))  # see, correct, withdraw
    decision_id: orm.Mapped[int | None] = orm.mapped_column(
        sa.ForeignKey("recognition_decision.id")
    )
    entry_id: orm.Mapped[int | None]  # which entry was meant, once a person has found it
    name: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    contact: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    words: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    received_at: orm.Mapped[dt.datetime] = orm.mapped_column(
        UTCDateTime, default=lambda: utc_now(), index=True
    )
    answer_by: orm.Mapped[dt.date]  # 2 working days (NĐ 356/2025, Điều 5)
    finish_by: orm.Mapped[dt.date]  # 15 days for a withdrawal
    answered_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    finished_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    outcome: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    handled_by_id: orm.Mapped[int | None]


class Suppressed(Row):
    """A name that was taken down, as a keyed hash: whoever restores an older copy takes it down
    again, and nobody reads names out of the list."""

    __tablename__ = "suppressed_name"

    digest: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
