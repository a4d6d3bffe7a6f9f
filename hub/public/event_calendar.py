"""Events as iCalendar files (RFC 5545), for the calendar of a telephone. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

import icalendar

from content import calendar
from content.publishing.detail_fields import EventFields, fields_of_event
from content.publishing.models import Item

MEDIA_TYPE = "text/calendar"
_ZONE = "Asia/Ho_Chi_Minh"
_PRODUCT = "-//khuyenhoc-hub//lich//VI"


def written(items: Iterable[Item], name: str, site_url: str) -> bytes:
    """A calendar with the events of some notices. name: what a telephone calls the calendar.

    The same items give the same bytes, so that a copy made twice is the same. Without an event it
    holds the time zone alone, since the standard wants one component at least.
    """
    book = icalendar.Calendar()
    book.add("prodid", _PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("name", name)
    book.add("x-wr-calname", name)  # what telephones read, older than NAME
    book.add_component(_zone())
    for item in items:
        if item.event is not None:
            book.add_component(_entry(item, fields_of_event(item.event), site_url))
    text: bytes = book.to_ical()
    return text


def _entry(item: Item, event: EventFields, site_url: str) -> icalendar.Event:
    entry = icalendar.Event()
    # Made of what never changes: a notice that moves or is put off is not entered twice.
    entry.add("uid", f"thong-bao-{item.id}@{urlsplit(site_url).hostname}")
    entry.add("dtstamp", item.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    begin, end = _span(event)
    entry.add("dtstart", begin)
    if end is not None:
        entry.add("dtend", end)
    entry.add("summary", item.title)
    contact = f"Liên hệ: {event.contact}" if event.contact else ""
    told = "\n".join(filter(None, (item.summary, contact)))
    if told:
        entry.add("description", told)
    if event.venue:
        entry.add("location", event.venue)
    entry.add("url", site_url + item.path)
    return entry


def _span(event: EventFields) -> tuple[dt.date, dt.date | None]:
    """DTSTART and DTEND: days where no hour of beginning is known, else Vietnamese moments.

    A day's DTEND is the day after the last. An end that is not known is left out, never made up.
    """
    last = event.ends or event.starts
    if event.starts_at is None:
        return event.starts, last + dt.timedelta(days=1)
    begin = dt.datetime.combine(event.starts, event.starts_at, calendar.VIETNAM)
    if event.ends_at is not None:
        end = dt.datetime.combine(last, event.ends_at, calendar.VIETNAM)
        return begin, end if end > begin else None
    if last == event.starts:
        return begin, None
    midnight = dt.time(tzinfo=calendar.VIETNAM)
    return begin, dt.datetime.combine(last + dt.timedelta(days=1), midnight)


def _zone() -> icalendar.Timezone:
    """Việt Nam's zone: seven hours before UTC, all year, since 13 June 1975."""
    offset = dt.timedelta(hours=7)
    standard = icalendar.TimezoneStandard()
    standard.add("dtstart", dt.datetime(1975, 6, 13))  # noqa: DTZ001 - the standard wants it bare
    standard.add("tzoffsetfrom", dt.timedelta(hours=8))
    standard.add("tzoffsetto", offset)
    standard.add("tzname", "+07")
    zone = icalendar.Timezone()
    zone.add("tzid", _ZONE)
    zone.add_component(standard)
    return zone
