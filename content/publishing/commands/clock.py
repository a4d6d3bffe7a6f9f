"""The clock: what began or ended since the last look is noted, so that index and export follow."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from content import calendar, changes
from content.database import db, utc_now
from content.publishing.commands import dependents
from content.publishing.details import Event
from content.publishing.event_queries import last_day
from content.publishing.models import Item
from content.transactions import one_commit

_READER = "clock"
# The cursor counts whole seconds from here; a 32-bit column lasts until 2088.
_ERA = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def settle(now: dt.datetime | None = None) -> int:
    """Note each item that the clock changed for readers since the last call; commits.

    It began or ended to be visible, or its event is over since a midnight in Việt Nam. Returns how
    many. Calling it again at the same moment, or with the clock set back, is 0.
    """
    reached = int(((now or utc_now()) - _ERA).total_seconds())
    since = changes.cursor(_READER)
    if reached <= since:
        return 0
    begin, end = (_ERA + dt.timedelta(seconds=s) for s in (since, reached))
    changed = sa.or_(_turned_visible_or_not(begin, end), _event_ended(begin, end))
    query = sa.select(Item).where(Item.state == "published", changed)
    with one_commit():
        items = list(db.session.scalars(query))
        changes.note_many(("item", item.id, item.version, "changed") for item in items)
        for item in items:
            dependents.note_items_of(dependents.neighbours_of(item.document), but=item.id)
            dependents.note_sets_with(item)
        changes.move_cursor(_READER, reached)
    return len(items)


def _turned_visible_or_not(begin: dt.datetime, end: dt.datetime) -> sa.ColumnElement[bool]:
    moments = (Item.publish_at, Item.expires_at)
    return sa.or_(*(sa.and_(column > begin, column <= end) for column in moments))


def _event_ended(begin: dt.datetime, end: dt.datetime) -> sa.ColumnElement[bool]:
    """Its last day was not over at `begin` and is over at `end`."""
    first, past = calendar.today(begin), calendar.today(end)
    ended = sa.select(Event.item_id).where(last_day() >= first, last_day() < past)
    return Item.id.in_(ended)
