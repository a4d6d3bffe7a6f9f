"""Events as readers ask for them: which are coming, which are over; the clock answers each time.

A day is a Vietnamese one. An event is over once its last day has ended, whatever its hours.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content import calendar
from content.database import db
from content.places import Place
from content.publishing import queries
from content.publishing.detail_fields import EventFields
from content.publishing.details import Event
from content.publishing.models import Item, Topic
from content.publishing.queries import Listing
from content.publishing.visibility import visible

MOST_COMING = 100  # a commune has a handful; more would be a calendar, not a list
# Lists show no text; their event and place come along.
_LIGHT = (
    orm.defer(Item.body),
    orm.defer(Item.html),
    orm.defer(Item.plain),
    orm.defer(Item.headings),
    orm.joinedload(Item.place),
    orm.joinedload(Item.event),
)


@dataclass(frozen=True, slots=True)
class Board:
    """What the home page pins up: events that are coming, and notices that are no event."""

    coming: list[Item]
    recent: list[Item]


def is_over(event: Event | EventFields, today: dt.date | None = None) -> bool:
    """Whether the last day of an event has ended."""
    return (event.ends or event.starts) < (today or calendar.today())


def coming(limit: int = MOST_COMING, *, now: dt.datetime | None = None) -> list[Item]:
    """Visible notices whose event is not over, soonest first; what goes on already leads."""
    day = calendar.today(now)
    query = (
        sa.select(Item)
        .join(Event)
        .where(visible(now), Item.kind == "notice", last_day() >= day)
        .order_by(*soonest_first())
        .limit(limit)
        .options(*_LIGHT)
    )
    return list(db.session.scalars(query))


def board(coming_limit: int = 3, recent_limit: int = 3) -> Board:
    """The next events and the newest notices without one."""
    query = (
        sa.select(Item)
        .where(visible(), Item.kind == "notice", ~_has_event())
        .order_by(Item.date.desc(), Item.id.desc())
        .limit(recent_limit)
        .options(*_LIGHT)
    )
    return Board(coming(coming_limit), list(db.session.scalars(query)))


def listing(
    *,
    page: int = 1,
    per_page: int = 20,
    topic: Topic | None = None,
    place: Place | None = None,
    year: int | None = None,
) -> Listing:
    """The list of notices below what is coming: those without an event and those whose event is
    over, newest day first. A narrowed list has every notice, since nothing stands above it."""
    conditions: list[sa.ColumnElement[bool]] = [visible(), Item.kind == "notice"]
    if topic is None and place is None and year is None:
        conditions.append(~is_coming())
    if topic is not None:
        conditions.append(Item.topics.any(Topic.id == topic.id))
    if place is not None:
        conditions.append(Item.place_id.in_(queries.places_within(place)))
    if year is not None:
        conditions.append(sa.extract("year", Item.date) == year)
    also = (orm.selectinload(Item.event),)
    return queries.paged(conditions, page=page, per_page=per_page, also=also)


def with_event(slug: str) -> Item | None:
    """The visible notice of an address, when it has an event."""
    query = sa.select(Item).join(Event)
    return db.session.scalar(query.where(visible(), Item.kind == "notice", Item.slug == slug))


def every_with_event() -> list[Item]:
    """Each visible notice that has an event, over or not, by id."""
    query = sa.select(Item).join(Event).where(visible(), Item.kind == "notice").order_by(Item.id)
    return list(db.session.scalars(query.options(*_LIGHT)))


def is_coming(now: dt.datetime | None = None) -> sa.ColumnElement[bool]:
    """The SQL condition that an item has an event which is not over."""
    held = sa.select(Event.item_id).where(last_day() >= calendar.today(now))
    return Item.id.in_(held)


def last_day() -> sa.ColumnElement[dt.date]:
    """The last day of an event as SQL."""
    return sa.func.coalesce(Event.ends, Event.starts)


def soonest_first() -> tuple[sa.ColumnExpressionArgument[Any], ...]:
    """The order of coming events: by day, whole days before hours, then as they were written."""
    # Databases differ in where they put NULL, so a missing hour is given a place of its own.
    return (Event.starts, Event.starts_at.is_not(None), Event.starts_at, Item.id)


def _has_event() -> sa.ColumnElement[bool]:
    return sa.exists().where(Event.item_id == Item.id)
