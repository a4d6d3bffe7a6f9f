"""Shares are exact: rounded by one rule, cut where the source cuts, written as Vietnamese do."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.errors import BadInput
from content.recognition import rates

# DOMAIN 2.6: total, registered, recognised, printed, rounded of all, rounded of the registered.
GOLDEN = [
    (167_687, 139_605, 122_151, "72,84", "72,84", "87,50"),
    (2_080, 1_682, 1_419, "68,22", "68,22", "84,36"),
    (1_103, 1_014, 939, "85,13", "85,13", "92,60"),
    (819, 801, 712, "86,93", "86,94", "88,89"),
]


@pytest.mark.parametrize(("total", "registered", "recognised", "printed", "all_", "signed"), GOLDEN)
def test_the_figures_of_quang_tri(
    total: int, registered: int, recognised: int, printed: str, all_: str, signed: str
) -> None:
    assert rates.two_places(rates.cut(recognised, total)) == printed
    assert rates.two_places(rates.share(recognised, total)) == all_
    assert rates.two_places(rates.share(recognised, registered)) == signed


def test_the_half_goes_up() -> None:
    assert rates.share(1, 800) == Decimal("0.13")
    assert rates.cut(1, 800) == Decimal("0.12")
    assert rates.share(1, 0) is None
    assert rates.share(None, 5) is None


@pytest.mark.parametrize(
    ("text", "count"),
    [("85", 8500), ("72,84", 7284), ("72.8 %", 7280), ("100%", 10_000), ("0,05", 5), (" ", None)],
)
def test_a_share_as_it_is_typed(text: str, count: int | None) -> None:
    assert rates.hundredths(text, "Chỉ tiêu") == count


@pytest.mark.parametrize("text", ["101", "-1", "72,845", "=1+1", "chín mươi", "1e2", "85 xã"])
def test_what_is_no_share(text: str) -> None:
    with pytest.raises(BadInput, match="Chỉ tiêu"):
        rates.hundredths(text, "Chỉ tiêu")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("167.687", 167_687), ("167,687", 167_687), ("167 687", 167_687), ("167687", 167_687),
        ("1.234.567", 1_234_567), ("0", 0), ("12.0", 12), ("939.00", 939), ("", None),
    ],
)  # fmt: skip
def test_a_count_as_it_is_typed(text: str, count: int | None) -> None:
    assert rates.count(text, "Tổng số") == count


@pytest.mark.parametrize("text", ["1,5", "-3", "1.23", "=A1", "1.234,567", "12 34", "một"])
def test_what_is_no_count(text: str) -> None:
    with pytest.raises(BadInput, match="Tổng số"):
        rates.count(text, "Tổng số")


@given(st.integers(0, 10_000))
def test_what_is_written_is_read_again(count: int) -> None:
    assert rates.hundredths(rates.written(rates.of_hundredths(count)), "x") == count


@given(st.integers(0, 10**8))
def test_a_count_that_is_written_is_read_again(count: int) -> None:
    assert rates.count(rates.number(count), "x") == count
