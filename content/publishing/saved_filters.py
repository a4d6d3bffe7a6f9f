"""Saved filters: a narrowed list of items under a name, of one account or for everybody."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, db


class SavedFilter(EditedRow):
    """A filter of the items list. question: its address parts, "loai=news&tt=draft"."""

    __tablename__ = "saved_filter"

    person_id: orm.Mapped[int] = orm.mapped_column(index=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(60))
    question: orm.Mapped[str] = orm.mapped_column(sa.Text)
    shared: orm.Mapped[bool] = orm.mapped_column(default=False)

    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)


def of_account(person_id: int) -> list[SavedFilter]:
    """The filters that an account sees: its own, then those that others share; by name."""
    mine = SavedFilter.person_id == person_id
    query = sa.select(SavedFilter).where(sa.or_(mine, SavedFilter.shared))
    return list(db.session.scalars(query.order_by(sa.not_(mine), SavedFilter.name)))


def by_id(filter_id: int) -> SavedFilter | None:
    """The filter of a row number."""
    return db.session.get(SavedFilter, filter_id)
