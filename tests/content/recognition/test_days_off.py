"""The clock of a request: working days without weekends and the days that the office entered."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from content import trail
from content.errors import BadInput
from content.recognition import days_off

FRIDAY = dt.date(2026, 10, 16)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        (dt.date(2026, 10, 19), 2, dt.date(2026, 10, 21)),  # a Monday
        (FRIDAY, 2, dt.date(2026, 10, 20)),
        (dt.date(2026, 10, 17), 2, dt.date(2026, 10, 20)),  # a Saturday
        (FRIDAY, 0, FRIDAY),
        (dt.date(2028, 2, 28), 2, dt.date(2028, 3, 1)),  # a leap year
    ],
)
def test_weekends_do_not_count(
    session_app: Flask, start: dt.date, days: int, last: dt.date
) -> None:
    assert days_off.after(start, days) == last


def test_days_of_the_office_do_not_count(session_app: Flask) -> None:
    text = "20/10/2026 Nghỉ mẫu\n19/10/2026\n\n 21.10.2026 - Nghỉ bù \n"
    assert days_off.record(text, actor_id=3) == 3
    assert days_off.after(FRIDAY, 2) == dt.date(2026, 10, 23)
    assert days_off.written().splitlines() == [
        "19/10/2026",
        "20/10/2026 Nghỉ mẫu",
        "21/10/2026 Nghỉ bù",
    ]
    assert days_off.record(days_off.written()) == 3
    assert [entry.action for entry in trail.found(trail.Wanted(), limit=5)] == [
        "days_off.recorded"
    ] * 2


@pytest.mark.parametrize("line", ["31/02/2027", "mai", "2026-10-20 Nghỉ", "20/10/26"])
def test_a_line_that_is_no_day_changes_nothing(session_app: Flask, line: str) -> None:
    days_off.record("20/10/2026")
    with pytest.raises(BadInput, match="Dòng 2 “"):
        days_off.record(f"21/10/2026\n{line}")
    assert days_off.written() == "20/10/2026"


def test_no_holiday_is_shipped(session_app: Flask) -> None:
    assert days_off.every() == []
