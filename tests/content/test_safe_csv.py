"""CSV that carries no formula out, whatever a cell holds."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import safe_csv


@pytest.mark.parametrize(
    "cell",
    [
        '=HYPERLINK("http://evil.example")', "+1+cmd|' /C calc'!A0", "-1+2", "@SUM(1)", "\t=1",
        "\r=1", "\n=1", "  =1", "＝1+1", "＠SUM(1)", "＋1+1", "－1+1", "\ufeff=1", "-", "+", "=",
    ],
)  # fmt: skip
def test_a_formula_becomes_text(cell):
    assert safe_csv.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["1", "-1", "+84912345678", "-1.234,5", "0", "3.5"])
def test_a_number_stays_a_number(cell):
    assert safe_csv.harmless(cell) == cell


@pytest.mark.parametrize("cell", ["Nguyễn Văn A", "a@b.vn", "xã Mẫu; thôn Đông", "", "a=b"])
def test_plain_words_stay(cell):
    assert safe_csv.harmless(cell) == cell


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=4), max_size=5))
def test_what_is_read_back_is_what_was_written(rows):
    data = safe_csv.whole(rows).decode("utf-8-sig")
    back = list(csv.reader(io.StringIO(data, newline="")))
    wanted = [[safe_csv.harmless(cell) for cell in row] for row in rows]
    assert [row or [""] for row in back] == wanted
