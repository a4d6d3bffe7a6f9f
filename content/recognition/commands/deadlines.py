"""The clock of deadlines: what has another next day since the last look is noted."""

from __future__ import annotations

import datetime as dt

from content import calendar, changes
from content.database import utc_now
from content.recognition import deadline_queries
from content.transactions import one_commit

_READER = "deadlines"
# The cursor counts Vietnamese days from here.
_ERA = dt.date(2020, 1, 1)


def settle(now: dt.datetime | None = None) -> int:
    """Note each deadline that a Vietnamese midnight moved on since the last call; commits.

    Returns how many; a second call on the same day is 0.
    """
    today = calendar.today(now or utc_now())
    reached, since = (today - _ERA).days, changes.cursor(_READER)
    if reached <= since:
        return 0
    before = _ERA + dt.timedelta(days=since)
    with one_commit():
        rows = deadline_queries.turned(deadline_queries.every(), before, today) if since else []
        changes.note_many(("deadline", row.id, row.version, "changed") for row in rows)
        changes.move_cursor(_READER, reached)
    return len(rows)
