"""Events as iCalendar files (RFC 5545), for the calendar of a telephone. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

import icalendar

from content import calendar
from content.publishing.detail_fields import EventFields, fields_of_event
from content.publishing.models import Item
from content.recognition.deadline_queries import Day

MEDIA_TYPE = "text/calendar"
_ZONE = "Asia/Ho_Chi_Minh"
_LEAP_DAY = (2, 29)
_REMIND = dt.timedelta(days=7)
_PRODUCT = "-//khuyenhoc-hub//lich//VI"


def written(items: Iterable[Item], name: str, site_url: str, days: Iterable[Day] = ()) -> bytes:
    """A calendar with the events of some notices, and what is due. name: what a telephone calls it.

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
    for day in days:
        book.add_component(_due(day, site_url))
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


def _due(day: Day, site_url: str) -> icalendar.Event:
    """A deadline or a day that comes back, with a reminder a week before."""
    row, when = day.row, day.when
    entry = icalendar.Event()
    entry.add("uid", f"lich-{row.slug}@{urlsplit(site_url).hostname}")
    entry.add("dtstamp", row.updated_at.astimezone(dt.UTC).replace(microsecond=0))
    entry.add("dtstart", when.starts)
    entry.add("dtend", when.ends + dt.timedelta(days=1))
    # A rule for 29 February would leave three years of four out.
    if row.on is None and (row.month, row.day) != _LEAP_DAY:
        until = {"until": dt.date(row.last_year, 12, 31)} if row.last_year else {}
        entry.add("rrule", {"freq": "yearly", **until})
    entry.add("summary", f"Trước ngày này: {row.what}" if row.before else row.what)
    who = " → ".join(filter(None, (row.sender, row.receiver)))
    cited = " ".join(filter(None, (row.number, row.issuer))) or row.source
    place = row.place.full_name if row.place else ""
    entry.add("description", "\n".join(filter(None, (row.words, who, place, cited, row.remark))))
    entry.add("url", f"{site_url}/lich/")
    if row.kind == "deadline":
        bell = icalendar.Alarm()
        bell.add("action", "DISPLAY")
        bell.add("description", row.what)
        bell.add("trigger", -_REMIND)
        entry.add_component(bell)
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
