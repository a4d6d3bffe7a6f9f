"""The clock: what began or ended since the last look is noted, so that index and export follow."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa

from content import changes
from content.database import db, utc_now
from content.publishing.commands import dependents
from content.publishing.commands.transactions import one_commit
from content.publishing.models import Item

_READER = "clock"
# The cursor counts whole seconds from here; a 32-bit column lasts until 2088.
_ERA = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def settle(now: dt.datetime | None = None) -> int:
    """Note each item whose visibility the clock changed since the last call; commits.

    Returns how many. Calling it again at the same moment, or with the clock set back, is 0.
    """
    reached = int(((now or utc_now()) - _ERA).total_seconds())
    since = changes.cursor(_READER)
    if reached <= since:
        return 0
    begin, end = (_ERA + dt.timedelta(seconds=s) for s in (since, reached))
    within = [
        sa.and_(column > begin, column <= end) for column in (Item.publish_at, Item.expires_at)
    ]
    query = sa.select(Item).where(Item.state == "published", sa.or_(*within))
    with one_commit():
        items = list(db.session.scalars(query))
        changes.note_many(("item", item.id, item.version, "changed") for item in items)
        for item in items:
            dependents.note_items_of(dependents.neighbours_of(item.document), but=item.id)
        changes.move_cursor(_READER, reached)
    return len(items)
