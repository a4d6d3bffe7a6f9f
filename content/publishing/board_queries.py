"""The board: what waits, for whom and since when; each list a question asked of rows and clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from content import calendar
from content.database import db, utc_now
from content.publishing.models import Item
from content.publishing.visibility import visible

MOST = 100
# How long ahead an ending is told, and how long afterwards.
SOON, LONG_AGO = dt.timedelta(days=30), dt.timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One list of the board: its items (at most 100) and how many there are in all."""

    items: list[Item]
    total: int


Scope = Sequence[sa.ColumnElement[bool]]


def in_state(state: str, scope: Scope = ()) -> Waiting:
    """Items whose working text is in a state, the longest-waiting first; none of them twice.

    A published item counts with the edit that waits beside it.
    """
    own = sa.and_(Item.state == state, Item.pending_state == "")
    return _found(sa.or_(own, Item.pending_state == state), Item.updated_at, scope)


def scheduled(scope: Scope = (), now: dt.datetime | None = None) -> Waiting:
    """Published items that readers do not see yet, the next one first."""
    begins = sa.and_(Item.state == "published", Item.publish_at > (now or utc_now()))
    return _found(begins, Item.publish_at, scope)


def ending(scope: Scope = (), now: dt.datetime | None = None) -> Waiting:
    """Published items that end within 30 days or ended in the last 90, the earliest first."""
    moment = now or utc_now()
    within = sa.and_(Item.expires_at > moment - LONG_AGO, Item.expires_at <= moment + SOON)
    return _found(sa.and_(Item.state == "published", within), Item.expires_at, scope)


def ageing(scope: Scope = (), today: dt.date | None = None) -> Waiting:
    """Visible items whose day of being looked at again has come, the most overdue first."""
    due = sa.and_(visible(), Item.review_by <= (today or calendar.today()))
    return _found(due, Item.review_by, scope)


def _found(
    condition: sa.ColumnElement[bool], order: sa.SQLColumnExpression[object], scope: Scope
) -> Waiting:
    conditions = (condition, *scope)
    total = db.session.scalar(sa.select(sa.func.count(Item.id)).where(*conditions)) or 0
    query = sa.select(Item).where(*conditions).order_by(order, Item.id).limit(MOST)
    return Waiting(list(db.session.scalars(query)), total)
