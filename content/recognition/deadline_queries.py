"""Reading deadlines and events: what falls when, of which place, and what is due soon."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa

from content import calendar, places, scopes
from content.database import db
from content.places import Place
from content.recognition import deadline_rules
from content.recognition.deadline_rules import Occurrence
from content.recognition.target_fields import rule_of
from content.recognition.target_models import Deadline

# How far the calendar looks, in days, and how near "sắp đến hạn" is.
AHEAD, SOON = 365, 60
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """One fall of a deadline or event."""

    row: Deadline
    when: Occurrence

    @property
    def last_day(self) -> dt.date:
        """The last day on which it is in time: "trước ngày 10/11" is the 9th, read strictly."""
        return self.when.ends - dt.timedelta(days=1) if self.row.before else self.when.ends

    @property
    def better_by(self) -> dt.date | None:
        """The Friday before, where the last day is a Saturday or Sunday; None else."""
        past = self.last_day.weekday() - _SATURDAY
        if past < 0 or self.row.kind != "deadline" or self.row.words:
            return None
        return self.last_day - dt.timedelta(days=past + 1)

    @property
    def place_ended(self) -> dt.date | None:
        """Since when the place of it is no more, where that is before it falls."""
        place = self.row.place
        ended = place.valid_to if place is not None else None
        return ended if ended is not None and ended <= self.when.starts else None


def every() -> list[Deadline]:
    """All rows, by what they say and their number."""
    query = sa.select(Deadline).order_by(Deadline.what, Deadline.id)
    return list(db.session.scalars(query).unique())


def of(place: Place | None = None, level: str = "") -> list[Deadline]:
    """The rows that concern a place (its own, those of the units above it and of what went into
    it, those of the whole country), or one kind of submitter."""
    query = sa.select(Deadline).order_by(Deadline.id)
    if place is not None:
        ids = {each.id for each in places.lineage(place)} | scopes.within(place.id)
        query = query.where(sa.or_(Deadline.place_id.is_(None), Deadline.place_id.in_(ids)))
    if level:
        query = query.where(Deadline.level == level)
    return list(db.session.scalars(query).unique())


def coming(rows: list[Deadline], today: dt.date | None = None, days: int = AHEAD) -> list[Day]:
    """What falls from today on, within so many days, soonest first; what goes on leads.

    What comes back each year is there once, and what falls further ahead than `days` too, if it
    falls once: it would be in no calendar before its own year.
    """
    day = today or calendar.today()
    last = day + dt.timedelta(days=days)
    found = []
    for row in rows:
        when = deadline_rules.next_one(rule_of(row), day)
        if when is not None and (when.starts <= last or row.on is not None):
            found.append(Day(row, when))
    return sorted(found, key=_order)


def soon(today: dt.date | None = None, days: int = SOON, limit: int = 4) -> list[Day]:
    """What is due within so many days and still holds: the place of it stands."""
    day = today or calendar.today()
    found = coming(every(), day, days)
    last = day + dt.timedelta(days=days)
    return [d for d in found if not d.place_ended and d.when.ends <= last][:limit]


def turned(rows: list[Deadline], before: dt.date, today: dt.date) -> list[Deadline]:
    """The rows whose next fall is another one today than on an earlier day."""
    return [
        row
        for row in rows
        if deadline_rules.next_one(rule_of(row), before)
        != deadline_rules.next_one(rule_of(row), today)
    ]


def places_with_any() -> list[Place]:
    """The places that have a row of their own, wider ones first."""
    own = sa.select(Deadline.place_id).where(Deadline.place_id.is_not(None))
    order = list(places.LEVELS)
    found = db.session.scalars(sa.select(Place).where(Place.id.in_(own)))
    return sorted(found, key=lambda p: (order.index(p.level), p.slug))


def levels() -> list[str]:
    """The kinds of submitters that a row names."""
    asked = sa.select(Deadline.level).where(Deadline.level != "").distinct()
    return sorted(db.session.scalars(asked))


def any_there() -> bool:
    """Whether there is a deadline."""
    return bool(db.session.scalar(sa.select(sa.exists(sa.select(Deadline.id)))))


def last_change() -> dt.datetime | None:
    """When a row was last written."""
    return db.session.scalar(sa.select(sa.func.max(Deadline.updated_at)))


def _order(day: Day) -> tuple[dt.date, int, str, int]:
    return day.when.starts, day.row.kind == "event", day.row.what, day.row.id
