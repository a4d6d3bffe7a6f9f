"""What only some kinds of items have: the event of a notice, the particulars of training material.

A set is training material with parts: other items and files of its own, in an order.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import Model


class Event(Model):
    """When and where something happens. Days and hours are Vietnamese ones."""

    __tablename__ = "event"

    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), primary_key=True)
    starts: orm.Mapped[dt.date] = orm.mapped_column(index=True)
    starts_at: orm.Mapped[dt.time | None]
    ends: orm.Mapped[dt.date | None]  # the last day; None: the day it starts
    ends_at: orm.Mapped[dt.time | None]
    venue: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    contact: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")

    @property
    def last_day(self) -> dt.date:
        """The day after which the event is over."""
        return self.ends or self.starts


class TrainingLabel(Model):
    """One word that material is found by: facet and value as in `audiences.FACETS`."""

    __tablename__ = "training_label"

    item_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("training.item_id"), primary_key=True
    )
    facet: orm.Mapped[str] = orm.mapped_column(sa.String(20), primary_key=True)
    value: orm.Mapped[str] = orm.mapped_column(sa.String(40), primary_key=True, index=True)


class SetPart(Model):
    """One part of a set: the address of another item, or the name of a file of the set itself.

    The address is kept as written: the item may come later, move (a redirect leads on) or go.
    """

    __tablename__ = "set_part"

    item_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("training.item_id"), primary_key=True
    )
    position: orm.Mapped[int] = orm.mapped_column(primary_key=True)
    target: orm.Mapped[str] = orm.mapped_column(sa.String(240), default="", index=True)
    file_name: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")


class Training(Model):
    """The particulars of training material. `links`: [{"title", "url"}], material elsewhere."""

    __tablename__ = "training"

    item_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("item.id"), primary_key=True)
    year: orm.Mapped[int | None]
    edition: orm.Mapped[str] = orm.mapped_column(sa.String(40), default="")
    licence: orm.Mapped[str] = orm.mapped_column(sa.String(40), default="")
    links: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)

    labels: orm.Mapped[list[TrainingLabel]] = orm.relationship(
        cascade="all, delete-orphan", order_by=(TrainingLabel.facet, TrainingLabel.value)
    )
    parts: orm.Mapped[list[SetPart]] = orm.relationship(
        cascade="all, delete-orphan", order_by=SetPart.position
    )

    def words(self, facet: str) -> tuple[str, ...]:
        """The values of one facet."""
        return tuple(label.value for label in self.labels if label.facet == facet)
