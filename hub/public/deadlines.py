"""The calendar: deadlines and events by month, of everybody, of a place, of who hands in; with
files for a telephone's calendar and a feed that reminds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content import calendar, places
from content.places import Place
from content.publishing import event_queries, queries
from content.publishing.models import Item
from content.recognition import deadline_queries
from content.recognition.deadline_queries import Day
from content.recognition.target_models import SUBMITTERS, Deadline
from content.vietnamese import fold
from hub.face import site, words
from hub.public import event_calendar, events, feeds
from hub.public.addresses import Address, Route
from hub.public.cited import Cited, Sources

START, FILE, FEED = "/lich/", "lich.ics", "/lich/feed.xml"
# Days before a deadline from which the feed reminds of it.
REMIND = 30
# The words of submitters in the path.
LEVELS = {
    "tinh": "province",
    "huyen": "district",
    "xa": "commune",
    "thon": "village",
    "co-quan": "unit",
}


_NOWHERE = Cited("", "")


@dataclass(frozen=True, slots=True)
class Shown:
    """One line of the calendar. day: what its leaf shows; month: under which month it stands."""

    day: dt.date
    month: dt.date
    title: str
    path: str
    when: str
    who: str = ""
    cited: Cited = _NOWHERE
    source: str = ""
    place: str = ""
    remark: str = ""
    better_by: dt.date | None = None
    ended: dt.date | None = None
    to_check: bool = False
    is_event: bool = False


class Narrowing(NamedTuple):
    """Whose calendar: all, a place's, or one kind of submitter's; path: its part of the address."""

    path: str = ""
    label: str = ""
    place: Place | None = None
    level: str = ""


def show(slug: str = "", level: str = "") -> ResponseReturnValue:
    """A year from today, month by month; what lies further ahead below it."""
    narrowing = _narrowing(slug, level)
    today = calendar.today()
    lines = _lines(narrowing, today)
    last = today + dt.timedelta(days=deadline_queries.AHEAD)
    near = [line for line in lines if line.day <= last]
    base = START + narrowing.path
    title = _("Nộp gì, cho ai, khi nào")
    return render_template(
        "public/calendar.html",
        page_title=f"{title}: {narrowing.label}" if narrowing.label else title,
        description=_("Hạn nộp, ngày và sự kiện của chương trình học tập suốt đời, có căn cứ."),
        canonical_path=base,
        narrowing=narrowing,
        months=[(month, list(found)) for month, found in groupby(near, lambda x: x.month)],
        later=[line for line in lines if line.day > last],
        places=deadline_queries.places_with_any(),
        levels=[(word, SUBMITTERS[key]) for word, key in _levels()],
        file=f"{base}{FILE}",
    )


def show_file(slug: str = "", level: str = "") -> ResponseReturnValue:
    """The same as a file for the calendar of a telephone."""
    narrowing = _narrowing(slug, level)
    whose = site.current()
    days = deadline_queries.coming(deadline_queries.of(narrowing.place, narrowing.level))
    notices = _notices(narrowing)
    days = [day for day in days if not _is_announced(day, notices)]
    name = " · ".join(filter(None, (_("Lịch"), narrowing.label, whose.site_name)))
    text = event_calendar.written(notices, name, whose.site_url, days)
    return Response(text, content_type=f"{event_calendar.MEDIA_TYPE}; charset=utf-8")


def show_feed() -> ResponseReturnValue:
    """What is due within REMIND days, soonest first; each keeps its entry from year to year."""
    whose = site.current()
    found = deadline_queries.soon(days=REMIND, limit=feeds.NEWEST)
    entries = [_entry(day, whose.site_url) for day in found]
    text = render_template(
        "public/feed.xml",
        title=feeds.legal(" · ".join(filter(None, (_("Sắp đến hạn"), whose.site_name)))),
        author=feeds.legal(whose.organisation),
        id=feeds.tag(whose.site_url, dt.date(2026, 1, 1), FEED),
        self_url=whose.site_url + FEED,
        page_url=whose.site_url + START,
        updated=max((entry.updated for entry in entries), default=_changed()),
        entries=entries,
    )
    return Response(text, mimetype="application/atom+xml")


# ---- what a page is made of ---------------------------------------------------------------------


def when(day: Day) -> str:
    """When something falls, with its year: "trước 10/11/2026", "quý IV/2030"."""
    row, found = day.row, day.when
    if row.words:
        return row.words
    if found.starts != found.ends:
        return f"{words.day(found.starts)} {_('đến')} {words.day(found.ends)}"
    return f"{_('trước')} {words.day(found.starts)}" if row.before else words.day(found.starts)


def who(row: Deadline) -> str:
    """Who to whom: "UBND xã gửi Hội Khuyến học huyện"."""
    if row.sender and row.receiver:
        told: str = _("%(sender)s gửi %(receiver)s", sender=row.sender, receiver=row.receiver)
        return told
    return row.sender or row.receiver


def soon() -> list[Day]:
    """What the home page pins up: what is due soon and still holds."""
    return deadline_queries.soon()


def _lines(narrowing: Narrowing, today: dt.date) -> list[Shown]:
    rows = deadline_queries.of(narrowing.place, narrowing.level)
    sources = Sources(rows)
    notices = _notices(narrowing)
    days = deadline_queries.coming(rows, today)
    found = [_due(day, sources, today) for day in days if not _is_announced(day, notices)]
    found += [_announced(item, today) for item in notices]
    return sorted(found, key=lambda line: (line.month, line.day, line.is_event, line.title))


def _notices(narrowing: Narrowing) -> list[Item]:
    """The events that notices announce; a submitter's calendar has only what is due."""
    if narrowing.level:
        return []
    found = event_queries.coming()
    if narrowing.place is None:
        return found
    ids = {place.id for place in places.lineage(narrowing.place)} | {None}
    return [item for item in found if item.place_id in ids]


def _is_announced(day: Day, notices: list[Item]) -> bool:
    """Whether a notice tells of this very event: it says more than the rule it follows."""
    if day.row.kind != "event":
        return False
    name = fold(day.row.what)
    return any(
        item.event is not None and item.event.starts == day.when.starts and name in fold(item.title)
        for item in notices
    )


def _due(day: Day, sources: Sources, today: dt.date) -> Shown:
    row = day.row
    cited = sources.of(row)
    leaf = day.when.starts if row.kind == "event" else day.when.ends
    return Shown(
        day=leaf,
        month=max(leaf, today).replace(day=1),
        title=row.what,
        path=cited.path,
        when=when(day) + (_(", hằng năm") if row.on is None and not row.words else ""),
        who=who(row),
        cited=cited,
        source=row.source if row.source != cited.words else "",
        place=row.place.full_name if row.place else "",
        remark=row.remark,
        better_by=day.better_by,
        ended=day.place_ended,
        to_check=row.to_check,
        is_event=row.kind == "event",
    )


def _announced(item: Item, today: dt.date) -> Shown:
    assert item.event is not None
    starts = item.event.starts
    return Shown(
        day=starts,
        month=max(starts, today).replace(day=1),
        title=item.title,
        path=item.path,
        when=events.when(item.event),
        who=item.event.venue,
        place=item.place.full_name if item.place else "",
        is_event=True,
    )


def _narrowing(slug: str, level: str) -> Narrowing:
    if level:
        key = LEVELS.get(level, "")
        if key not in deadline_queries.levels():
            abort(404)
        return Narrowing(f"cap/{level}/", SUBMITTERS[key], level=key)
    if not slug:
        return Narrowing()
    place = places.by_slug(slug)
    if place is None or place.id not in {p.id for p in deadline_queries.places_with_any()}:
        abort(404)
    return Narrowing(f"noi/{slug}/", place.full_name, place=place)


def _levels() -> list[tuple[str, str]]:
    known = set(deadline_queries.levels())
    return [(word, key) for word, key in LEVELS.items() if key in known]


def _entry(day: Day, site_url: str) -> feeds.Entry:
    row = day.row
    begins = calendar.start_of(day.last_day - dt.timedelta(days=REMIND))
    told = [who(row), f"{_('Căn cứ:')} {Sources([row]).of(row).words}", row.remark]
    return feeds.Entry(
        id=feeds.tag(site_url, dt.date(2026, 1, 1), f"lich/{row.slug}-{day.when.starts.year}"),
        title=feeds.legal(f"{row.what}: {when(day)}"),
        url=site_url + START,
        summary=feeds.legal(". ".join(filter(None, told))),
        published=begins,
        updated=max(begins, row.updated_at),
        topics=[],
    )


def _changed() -> dt.datetime:
    own = deadline_queries.last_change()
    return max(queries.last_change(), own) if own else queries.last_change()


def addresses() -> Iterator[Address]:
    """The calendar, each narrowed one, their files, and the feed."""
    changed = _changed()
    pages = [START]
    pages += [f"{START}noi/{place.slug}/" for place in deadline_queries.places_with_any()]
    pages += [f"{START}cap/{word}/" for word, _key in _levels()]
    for page in pages:
        yield Address(page, changed)
        yield Address(f"{page}{FILE}", changed)
    yield Address(FEED, changed)


def pages() -> Iterator[Address]:
    """Those of the addresses that a search engine should know."""
    yield from (address for address in addresses() if address.path.endswith("/"))


# What the templates of other rooms call: the board of the home page.
WORDS = {
    "deadlines_soon": soon,
    "deadline_when": when,
    "deadline_who": who,
    "weekday": events.weekday,
}
ROUTES = (
    Route(START, "calendar", show),
    Route(f"{START}{FILE}", "calendar_file", show_file),
    Route(FEED, "calendar_feed", show_feed),
    Route(f"{START}noi/<slug>/", "calendar_place", show),
    Route(f"{START}noi/<slug>/{FILE}", "calendar_place_file", show_file),
    Route(f"{START}cap/<level>/", "calendar_level", show),
    Route(f"{START}cap/<level>/{FILE}", "calendar_level_file", show_file),
)
