"""Rows of recognised pages: the layer of text that is kept beside an original."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import Model, UTCDateTime, utc_now
from content.files import StoredFile
from content.scans.page_text import PageText, PlacedLine


class RecognisedPage(Model):
    """One page of a file as it was recognised; made from the file, so it can be made again.

    confidence: 0–100. reason: why a page holds no text. turned, places: see `PageText`; places are
    [text, left, top, width, height].
    """

    __tablename__ = "page_text"

    file_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("stored_file.id"), primary_key=True)
    number: orm.Mapped[int] = orm.mapped_column(primary_key=True)  # from 1
    text: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    confidence: orm.Mapped[float] = orm.mapped_column(default=0.0)
    source: orm.Mapped[str] = orm.mapped_column(sa.String(60))
    reason: orm.Mapped[str] = orm.mapped_column(sa.String(300), default="")
    turned: orm.Mapped[float] = orm.mapped_column(default=0.0)
    places: orm.Mapped[list[list[str | int]]] = orm.mapped_column(sa.JSON, default=list)
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())

    file: orm.Mapped[StoredFile] = orm.relationship(foreign_keys=[file_id])

    @property
    def page(self) -> PageText:
        """The page as the recogniser gave it."""
        lines = tuple(
            PlacedLine(str(text), *(int(number) for number in box)) for text, *box in self.places
        )
        return PageText(
            self.number, self.text, self.confidence, self.source, self.reason, self.turned, lines
        )
