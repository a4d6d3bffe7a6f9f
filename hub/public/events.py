"""Events: their words and badges on the pages of notices, and the files for a reader's calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content.publishing import event_queries, queries
from content.publishing.detail_fields import EventFields
from content.publishing.details import Event
from content.publishing.models import Item
from hub.face import site, words
from hub.face.face import json_ld
from hub.face.site import SiteView
from hub.public import event_calendar
from hub.public.addresses import Address, Route

ALL = "/thong-bao/lich.ics"
ONE = "su-kien.ics"
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def show_all() -> ResponseReturnValue:
    """The calendar of every event that is coming."""
    whose = _site()
    name = " · ".join(filter(None, (_("Sự kiện"), whose.site_name, whose.site_place)))
    return _sent(event_queries.coming(), name)


def show_one(slug: str) -> ResponseReturnValue:
    """The event of one notice, over or not: whoever opens an old page may keep it too."""
    item = event_queries.with_event(slug)
    if item is None:
        abort(404)
    return _sent([item], item.title)


def _sent(items: list[Item], name: str) -> Response:
    text = event_calendar.written(items, name, _site().site_url)
    return Response(text, content_type=f"{event_calendar.MEDIA_TYPE}; charset=utf-8")


# ---- what templates ask -------------------------------------------------------------------------


def weekday(day: dt.date) -> str:
    """The Vietnamese name of a day of the week."""
    name: str = _(_WEEKDAYS[day.weekday()])
    return name


def when(event: Event | EventFields) -> str:
    """When an event is, in words: "Thứ Tư 21/04/2027, 19:30 đến 21:00"."""
    first = _at(event.starts, event.starts_at)
    last = event.ends or event.starts
    if last != event.starts:
        return f"{first} {_('đến')} {_at(last, event.ends_at)}"
    if event.ends_at is None:
        return first
    end = f"{event.ends_at:%H:%M}"
    return f"{first} {_('đến')} {end}" if event.starts_at else f"{first}, {_('đến')} {end}"


def address_of(item_path: str) -> str:
    """The address of the calendar file of a notice."""
    return f"{item_path}{ONE}"


def structured(view: Any) -> Any:
    """Schema.org data of an event, for a script element: nothing that the page does not say."""
    event: EventFields = view.event
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": view.title,
        "startDate": _iso(event.starts, event.starts_at),
        "endDate": _iso(event.ends or event.starts, event.ends_at)
        if event.ends or event.ends_at
        else "",
        "description": view.summary,
        "location": {"@type": "Place", "name": event.venue} if event.venue else "",
        "inLanguage": "vi",
        "url": _site().site_url + view.path,
    }
    return json_ld({key: value for key, value in data.items() if value})


def _at(day: dt.date, hour: dt.time | None) -> str:
    written = f"{weekday(day)} {words.day(day)}"
    return f"{written}, {hour:%H:%M}" if hour else written


def _iso(day: dt.date, hour: dt.time | None) -> str:
    return f"{day.isoformat()}T{hour:%H:%M}+07:00" if hour else day.isoformat()


def _site() -> SiteView:
    return site.current()


def addresses() -> Iterator[Address]:
    """The calendar of all coming events, and one for each notice with an event."""
    yield Address(ALL, queries.last_change())
    for item in event_queries.every_with_event():
        yield Address(address_of(item.path), item.updated_at)


# What the templates of other rooms call: the board of the home page, the list of notices.
WORDS = {
    "event_when": when,
    "event_is_over": event_queries.is_over,
    "event_file": address_of,
    "event_ld": structured,
    "events_coming": event_queries.coming,
    "EVENTS_FILE": ALL,
}
ROUTES = (
    Route(ALL, "events_file", show_all),
    Route(f"/thong-bao/<slug>/{ONE}", "event_file", show_one),
)
