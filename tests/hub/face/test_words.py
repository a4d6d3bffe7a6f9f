"""Dates, sizes, numbers and found words are written as Vietnamese readers write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from hub.face import words


def test_a_day_is_day_month_year() -> None:
    assert words.day(dt.date(2026, 3, 2)) == "02/03/2026"
    assert words.day(dt.date(987, 1, 1)) == "01/01/0987"
    assert words.day(None) == ""


def test_a_moment_is_told_by_vietnamese_clocks() -> None:
    late = dt.datetime(2026, 12, 31, 18, 5, tzinfo=dt.UTC)
    assert words.moment(late) == "01:05, 01/01/2027"
    assert words.day(late) == "01/01/2027"
    assert words.moment(None) == ""


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        words.moment(dt.datetime(2026, 1, 1, 1, 1))  # noqa: DTZ001 - that is the point


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.000"),
        (1234.5, "1.234,5"),
        (2.0, "2"),
        (-1234567, "-1.234.567"),
    ],
)
def test_a_number_has_dots_for_thousands_and_a_comma(value: float, shown: str) -> None:
    assert words.number(value) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (0, "0 byte"),
        (999, "999 byte"),
        (42_300, "42 kB"),
        (999_499, "999 kB"),
        (999_500, "1 MB"),
        (2_100_000, "2,1 MB"),
        (1_234_000_000, "1,2 GB"),
    ],
)
def test_a_size_is_read_in_one_glance(count: int, shown: str) -> None:
    assert words.size(count) == shown


def test_only_the_first_letter_is_raised() -> None:
    assert words.first_up("đề án của UBND") == "Đề án của UBND"
    assert words.first_up("") == ""


def test_found_words_are_marked_and_everything_is_escaped() -> None:
    text = "a <b> & học tập"
    assert words.marked(text, [(2, 5), (8, 11)]) == (
        "a <mark>&lt;b&gt;</mark> &amp; <mark>học</mark> tập"
    )


@given(st.text(), st.lists(st.integers(0, 40), max_size=8, unique=True))
def test_marking_loses_nothing(text: str, cuts: list[int]) -> None:
    places = sorted(min(cut, len(text)) for cut in cuts)
    marks = list(zip(places[::2], places[1::2], strict=False))
    plain = words.marked(text, marks).replace("<mark>", "").replace("</mark>", "")
    assert plain == str(escape(text))


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://www.vanban.example/a?b=1", "vanban.example"),
        ("http://hoc.example:8080/", "hoc.example"),
        ("https://[x", ""),
        ("", ""),
    ],
)
def test_where_an_address_leads(url: str, shown: str) -> None:
    assert words.host(url) == shown
