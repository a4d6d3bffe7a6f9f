"""Official documents as nodes of a graph: what is known of each, held or only cited."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Row
from content.documents.dates import PartialDate

# Relations as the text or an editor states them: the holder is based on / implements / … the other.
RELATIONS = ("based_on", "implements", "replaces", "amends", "mentions")


class Document(EditedRow):
    """One official document. `key` is number + date + issuer, or the known parts of it.

    A document without a published item is "known but missing": another one cites it.
    Dates are partial: `issued_year` 2022, `issued_month` 7 and no day means the day is not written.
    """

    __tablename__ = "document"
    __change_kind__: ClassVar[str] = "document"

    key: orm.Mapped[str] = orm.mapped_column(sa.String(600), unique=True)
    slug: orm.Mapped[str] = orm.mapped_column(sa.String(120), unique=True)
    number: orm.Mapped[str | None] = orm.mapped_column(sa.String(80), index=True)
    # The number as it is compared (`keys.number_key`); "" where it is not known.
    number_key: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="", index=True)
    kind: orm.Mapped[str | None] = orm.mapped_column(sa.String(40))
    title: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    issuer: orm.Mapped[str | None] = orm.mapped_column(sa.String(300))
    issued_year: orm.Mapped[int | None]
    issued_month: orm.Mapped[int | None]
    issued_day: orm.Mapped[int | None]
    issued_at_place: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")
    effective: orm.Mapped[dt.date | None]
    expires: orm.Mapped[dt.date | None]
    signer: orm.Mapped[str | None] = orm.mapped_column(sa.String(120))
    signer_role: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    recipients: orm.Mapped[list[str]] = orm.mapped_column(sa.JSON, default=list)
    poorly_recognised: orm.Mapped[bool] = orm.mapped_column(default=False)
    # True once a text of it was loaded or written; False for one that is only cited.
    held: orm.Mapped[bool] = orm.mapped_column(default=False)

    links: orm.Mapped[list[DocumentLink]] = orm.relationship(
        back_populates="holder",
        foreign_keys="DocumentLink.holder_id",
        cascade="all, delete-orphan",
        order_by="DocumentLink.position",
    )

    @property
    def issued(self) -> PartialDate | None:
        """The date it bears, as far as it is known."""
        if self.issued_year is None:
            return None
        return PartialDate(self.issued_year, self.issued_month, self.issued_day)

    @issued.setter
    def issued(self, date: PartialDate | None) -> None:
        """Keep the known parts of a date."""
        self.issued_year, self.issued_month, self.issued_day = date or (None, None, None)


class DocumentLink(Row):
    """`holder` cites `other`. `origin`: "text" (read from the body) or "editor" (stated)."""

    __tablename__ = "document_link"

    holder_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("document.id"), index=True)
    other_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("document.id"), index=True)
    relation: orm.Mapped[str] = orm.mapped_column(sa.String(12))
    origin: orm.Mapped[str] = orm.mapped_column(sa.String(6), default="text")
    quote: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    # What the holder says of the other (`fields.LinkFields`): all that may be shown of a document
    # whose own text is not visible.
    cited: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON, default=dict)
    position: orm.Mapped[int] = orm.mapped_column(default=0)

    holder: orm.Mapped[Document] = orm.relationship(
        back_populates="links", foreign_keys=[holder_id]
    )
    other: orm.Mapped[Document] = orm.relationship(foreign_keys=[other_id])

    __table_args__ = (sa.UniqueConstraint("holder_id", "other_id", "relation"),)
