"""What harvesters are told of publications: whatever readers ever saw, by stamp.

A stamp follows the clock, as visibility does: a text that began to show without a write is
stamped with that moment, and one whose time is over with its end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import UTCDateTime, db, utc_now
from content.publishing.models import Attachment, Item
from content.publishing.visibility import visible


class Told(NamedTuple):
    """A publication as a list of headers has it. deleted: harvesters forget it."""

    id: int
    kind: str
    stamp: dt.datetime
    deleted: bool


def told(
    since: dt.datetime | None,
    before: dt.datetime,
    *,
    kind: str = "",
    after: tuple[dt.datetime, int] | None = None,
    limit: int = 100,
) -> list[Told]:
    """Publications stamped in since ≤ stamp < before, by (stamp, id), those behind `after`."""
    now = utc_now()
    stamp = _stamp(now)
    query = _within(sa.select(*_columns(now)), stamp, since, before, kind, now)
    if after is not None:
        query = query.where(
            sa.or_(stamp > after[0], sa.and_(stamp == after[0], Item.id > after[1]))
        )
    query = query.order_by(stamp, Item.id).limit(limit)
    return [Told(row[0], row[1], row[2], bool(row[3])) for row in db.session.execute(query)]


def count(since: dt.datetime | None, before: dt.datetime, *, kind: str = "") -> int:
    """How many publications `told` would give in all."""
    now = utc_now()
    counted = sa.select(sa.func.count()).select_from(Item)
    return db.session.scalar(_within(counted, _stamp(now), since, before, kind, now)) or 0


def earliest() -> dt.datetime | None:
    """The first stamp; None where nothing was ever public."""
    now = utc_now()
    return db.session.scalar(sa.select(sa.func.min(_stamp(now))).where(_was_public(now)))


def one(item_id: int) -> Told | None:
    """The publication of a number, if readers ever saw it."""
    now = utc_now()
    query = sa.select(*_columns(now)).where(Item.id == item_id, _was_public(now))
    row = db.session.execute(query).first()
    return Told(row[0], row[1], row[2], bool(row[3])) if row else None


def rows(ids: Sequence[int]) -> dict[int, Item]:
    """The items of these ids with what a description needs, by id."""
    query = (
        sa.select(Item)
        .where(Item.id.in_(ids))
        .options(
            orm.defer(Item.body),
            orm.defer(Item.html),
            orm.selectinload(Item.topics),
            orm.selectinload(Item.attachments).joinedload(Attachment.file),
            orm.joinedload(Item.document),
            orm.joinedload(Item.place),
        )
    )
    return {item.id: item for item in db.session.scalars(query).unique()}


def _columns(now: dt.datetime) -> tuple[Any, ...]:
    return Item.id, Item.kind, _stamp(now), sa.case((visible(now), 0), else_=1)


def _was_public(now: dt.datetime) -> sa.ColumnElement[bool]:
    """Published once, and its hour has come: what waits for its hour was seen by nobody."""
    return sa.and_(
        Item.first_published_at.is_not(None),
        sa.or_(Item.publish_at.is_(None), Item.publish_at <= now),
    )


def _stamp(now: dt.datetime) -> sa.ColumnElement[dt.datetime]:
    """The latest of the last write, the hour it began and the hour it was over."""
    begun = sa.func.coalesce(Item.publish_at, Item.updated_at, type_=UTCDateTime())
    later = sa.case((begun > Item.updated_at, begun), else_=Item.updated_at)
    return sa.case(
        (sa.and_(Item.expires_at <= now, Item.expires_at > later), Item.expires_at), else_=later
    )


def _within(
    query: Any,
    stamp: sa.ColumnElement[dt.datetime],
    since: dt.datetime | None,
    before: dt.datetime,
    kind: str,
    now: dt.datetime,
) -> Any:
    query = query.where(_was_public(now), stamp < before)
    if since is not None:
        query = query.where(stamp >= since)
    return query.where(Item.kind == kind) if kind else query
