"""Days that come back: the turn of the year, 29 February, what lasts, what is asked for wrongly."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import calendar
from content.errors import BadInput
from content.recognition import deadline_rules
from content.recognition.deadline_rules import Occurrence, Rule

D = dt.date


def falls(rule: Rule, today: dt.date) -> dt.date | None:
    found = deadline_rules.next_one(rule, today)
    return found.starts if found else None


@pytest.mark.parametrize(
    ("today", "next_day"),
    [
        (D(2026, 11, 9), D(2026, 11, 10)),
        (D(2026, 11, 10), D(2026, 11, 10)),  # the day itself is not past
        (D(2026, 11, 11), D(2027, 11, 10)),
        (D(2026, 12, 31), D(2027, 11, 10)),
    ],
)
def test_a_day_of_each_year(today: dt.date, next_day: dt.date) -> None:
    assert falls(Rule(month=11, day=10), today) == next_day


def test_29_february_is_the_28th_where_there_is_none() -> None:
    rule = Rule(month=2, day=29)
    assert falls(rule, D(2027, 1, 1)) == D(2027, 2, 28)
    assert falls(rule, D(2028, 2, 29)) == D(2028, 2, 29)
    assert falls(rule, D(2028, 3, 1)) == D(2029, 2, 28)
    assert falls(rule, D(2100, 1, 1)) == D(2100, 2, 28)


def test_what_lasts_over_the_turn_of_the_year() -> None:
    rule = Rule(month=12, day=20, end_month=1, end_day=10)
    inside = Occurrence(D(2026, 12, 20), D(2027, 1, 10))
    assert deadline_rules.next_one(rule, D(2027, 1, 5)) == inside
    assert deadline_rules.next_one(rule, D(2027, 1, 11)) == Occurrence(
        D(2027, 12, 20), D(2028, 1, 10)
    )


def test_years_from_and_to() -> None:
    rule = Rule(month=5, day=1, first_year=2028, last_year=2029)
    assert falls(rule, D(2026, 1, 1)) == D(2028, 5, 1)
    assert falls(rule, D(2029, 5, 2)) is None
    once = Rule(on=D(2030, 10, 1), until=D(2030, 12, 31))
    assert deadline_rules.next_one(once, D(2030, 12, 31)) == Occurrence(
        D(2030, 10, 1), D(2030, 12, 31)
    )
    assert falls(once, D(2031, 1, 1)) is None


def test_a_day_turns_at_midnight_in_viet_nam() -> None:
    """Seventeen o'clock UTC is midnight in Việt Nam: the rule follows the Vietnamese date."""
    rule = Rule(month=12, day=31)
    before = calendar.today(dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC))
    after = calendar.today(dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC))
    assert falls(rule, before) == D(2026, 12, 31)
    assert falls(rule, after) == D(2027, 12, 31)


@pytest.mark.parametrize(
    "rule",
    [
        Rule(),
        Rule(month=2, day=30),
        Rule(month=13, day=1),
        Rule(month=4, day=31),
        Rule(month=4),
        Rule(month=4, day=1, end_month=5),
        Rule(month=4, day=1, end_month=2, end_day=31),
        Rule(month=4, day=1, on=D(2026, 1, 1)),
        Rule(on=D(2026, 1, 2), until=D(2026, 1, 1)),
        Rule(month=4, day=1, first_year=2030, last_year=2029),
    ],
)
def test_what_no_calendar_has(rule: Rule) -> None:
    with pytest.raises(BadInput):
        deadline_rules.checked(rule)


@given(st.dates(D(2000, 1, 1), D(2099, 12, 31)), st.dates(D(2024, 1, 1), D(2024, 12, 31)))
def test_the_next_one_is_never_past_and_never_a_year_away(today: dt.date, day: dt.date) -> None:
    rule = deadline_rules.checked(Rule(month=day.month, day=day.day))
    found = falls(rule, today)
    assert found is not None
    assert today <= found <= today + dt.timedelta(days=366)
