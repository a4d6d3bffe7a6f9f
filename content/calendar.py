"""The calendar readers live by: Vietnamese days, whatever zone the server is in."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from content.database import utc_now

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def local(moment: dt.datetime) -> dt.datetime:
    """An aware moment as Vietnamese clocks show it; ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError("a naive datetime has no Vietnamese time")
    return moment.astimezone(VIETNAM)


def today(now: dt.datetime | None = None) -> dt.date:
    """The Vietnamese date at an aware moment (default: now)."""
    return local(utc_now() if now is None else now).date()


def start_of(day: dt.date) -> dt.datetime:
    """The first moment of a Vietnamese day, in UTC."""
    return dt.datetime(day.year, day.month, day.day, tzinfo=VIETNAM).astimezone(dt.UTC)
