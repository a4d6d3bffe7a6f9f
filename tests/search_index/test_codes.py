"""Numbers of documents and dates: every writing leads to one token."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.codes import codes_of


def _names(text: str) -> set[str]:
    return {name for code in codes_of(text) for name in code.names}


@pytest.mark.parametrize(
    "text",
    [
        "Số: 41/KH-UBND",
        "KH 41",
        "kh41",
        "kế hoạch số 41",
        "Kế hoạch 41",
        "41 / KH - UBND",
        "KE HOACH 41",
    ],
)
def test_a_number_in_any_writing(text: str) -> None:
    assert "n:41/kh" in _names(text)


@pytest.mark.parametrize(
    "text", ["TT 25/2023", "thông tư 25/2023", "25/2023/TT-BGDĐT", "tt25/2023"]
)
def test_a_number_with_its_year(text: str) -> None:
    assert "n:25/2023/tt" in _names(text)


@pytest.mark.parametrize(
    "text",
    ["15/11/2024", "15-11-2024", "15.11.2024", "ngày 15 tháng 11 năm 2024", "15 / 11 / 2024"],
)
def test_a_day_in_any_writing(text: str) -> None:
    assert {"d:15/11", "d:2024-11-15"} <= _names(text)


@pytest.mark.parametrize("text", ["tháng 7/2022", "tháng 07 năm 2022", "7/2022"])
def test_a_month(text: str) -> None:
    assert "d:2022-07" in _names(text)


@pytest.mark.parametrize("text", ["quý IV", "quý 4", "Quí IV hằng năm"])
def test_a_quarter(text: str) -> None:
    assert "q:4" in _names(text)


@pytest.mark.parametrize("text", ["70% gia đình", "giai đoạn 2021-2030", "45/13", "công nghệ 4.0"])
def test_other_numbers_are_neither(text: str) -> None:
    assert _names(text) == set()


@given(st.text(alphabet="0123456789/-. qdkhttngàythángnămQĐ&%", max_size=80))
def test_spans_lie_within_the_text(text: str) -> None:
    assert all(0 <= code.start < code.end <= len(text) for code in codes_of(text))
