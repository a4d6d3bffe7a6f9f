"""Days that come back: a day of each year, or one day of one year, and when each falls. Pure.

A rule of each year falls on the Vietnamese date. 29 February falls on the 28th where the year has
no 29th. What lasts over the turn of the year (20/12 to 10/01) ends in the next one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from content.errors import BadInput

_FEBRUARY, _LEAP_DAY = 2, 29
MOST_YEARS = 12  # the next one is looked for no further


@dataclass(frozen=True, slots=True)
class Rule:
    """When something falls.

    Each year: `month` and `day` (with `end_month` and `end_day` for what lasts), in the years from
    `first_year` to `last_year` (None: open). Once: `on` (with `until` for what lasts).
    """

    month: int | None = None
    day: int | None = None
    end_month: int | None = None
    end_day: int | None = None
    on: dt.date | None = None
    until: dt.date | None = None
    first_year: int | None = None
    last_year: int | None = None

    @property
    def yearly(self) -> bool:
        """Whether it comes back each year."""
        return self.on is None


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One fall of a rule: its first and its last day (the same for a single day)."""

    starts: dt.date
    ends: dt.date


def checked(rule: Rule) -> Rule:
    """The rule itself; BadInput, one sentence, for days that no calendar has."""
    if rule.on is not None:
        if rule.month or rule.day:
            raise BadInput("Ghi ngày đầy đủ, hoặc ngày và tháng hằng năm; không ghi cả hai.")
        if rule.until is not None and rule.until < rule.on:
            raise BadInput("Ngày kết thúc đứng trước ngày bắt đầu; hãy kiểm tra lại.")
        return rule
    if not rule.month or not rule.day:
        raise BadInput("Chưa có ngày; ghi ngày và tháng hằng năm, hoặc một ngày đầy đủ.")
    _refuse_no_day(rule.day, rule.month)
    if bool(rule.end_month) != bool(rule.end_day):
        raise BadInput("Ngày kết thúc hằng năm cần cả ngày lẫn tháng.")
    if rule.end_day and rule.end_month:
        _refuse_no_day(rule.end_day, rule.end_month)
    if rule.first_year and rule.last_year and rule.last_year < rule.first_year:
        raise BadInput("Năm cuối đứng trước năm đầu; hãy kiểm tra lại.")
    return rule


def _refuse_no_day(day: int, month: int) -> None:
    try:
        dt.date(2024, month, day)  # a leap year: 29 February is a day of some years
    except ValueError:
        raise BadInput(f"Lịch không có ngày {day}/{month}; hãy kiểm tra lại.") from None


def in_year(rule: Rule, year: int) -> Occurrence | None:
    """The fall that begins in a year; None in years that the rule does not know."""
    if rule.on is not None:
        return Occurrence(rule.on, rule.until or rule.on) if rule.on.year == year else None
    if (rule.first_year and year < rule.first_year) or (rule.last_year and year > rule.last_year):
        return None
    assert rule.month is not None
    assert rule.day is not None
    starts = _day_of(year, rule.month, rule.day)
    if not rule.end_month or not rule.end_day:
        return Occurrence(starts, starts)
    ends = _day_of(year, rule.end_month, rule.end_day)
    if ends < starts:
        ends = _day_of(year + 1, rule.end_month, rule.end_day)
    return Occurrence(starts, ends)


def coming(rule: Rule, today: dt.date, until: dt.date | None = None) -> Iterator[Occurrence]:
    """The falls whose last day is not past, soonest first, beginning no later than `until`."""
    if rule.on is not None:
        years: range = range(rule.on.year, rule.on.year + 1)
    else:
        # What began last year may still last; a rule that begins later begins in its first year.
        first = max(today.year - 1, rule.first_year or 0)
        years = range(first, first + MOST_YEARS)
    for year in years:
        found = in_year(rule, year)
        if found is None or found.ends < today:
            continue
        if until is not None and found.starts > until:
            return
        yield found


def next_one(rule: Rule, today: dt.date) -> Occurrence | None:
    """The fall that is on or comes next; None when there is none any more."""
    return next(coming(rule, today), None)


def _day_of(year: int, month: int, day: int) -> dt.date:
    if (month, day) == (_FEBRUARY, _LEAP_DAY) and not _is_leap(year):
        return dt.date(year, _FEBRUARY, _LEAP_DAY - 1)
    return dt.date(year, month, day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
