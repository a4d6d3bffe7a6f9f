"""Passages cover the text, keep within their length, and know their headings."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from search_index.passages import (
    MOST_LENGTH,
    MOST_PASSAGES,
    Heading,
    anchor_at,
    headings_of,
    passages,
)

_PARAGRAPH = "Thôn Mẫu mở lớp buổi tối cho người lớn muốn học chữ và học nghề. " * 6


@given(st.text(alphabet="ab cđ\n", max_size=6000))
def test_passages_cover_the_text_in_order(plain: str) -> None:
    found = passages(plain)
    assert found[0].start == 0
    assert all(a.end == b.start for a, b in pairwise(found))
    assert found[-1].end == len(plain) or len(found) == MOST_PASSAGES
    assert all(p.end - p.start <= MOST_LENGTH for p in found)


def test_a_section_begins_a_passage_under_its_headings() -> None:
    plain = f"Mục tiêu\n{_PARAGRAPH}\nĐến 2025\n{_PARAGRAPH}\nKinh phí\n{_PARAGRAPH}"
    stored = [
        {"level": 2, "id": "muc-tieu", "text": "Mục tiêu"},
        {"level": 3, "id": "den-2025", "text": "Đến 2025"},
        {"level": 2, "id": "kinh-phi", "text": "Kinh phí"},
    ]
    headings = headings_of(stored, plain)

    found = passages(plain, headings)

    assert [p.trail for p in found] == [("Mục tiêu",), ("Mục tiêu", "Đến 2025"), ("Kinh phí",)]
    assert anchor_at(headings, plain.index("Kinh phí") + 20) == "kinh-phi"
    assert anchor_at([Heading(2, "sau", "Sau", 50)], 10) == ""


def test_a_stored_offset_wins_over_looking_up() -> None:
    stored = [{"level": 2, "id": "x", "text": "Mẫu", "offset": 8}]
    assert headings_of(stored, "Mẫu\nxx\n\nMẫu")[0].offset == 8


def test_an_empty_text_is_one_passage() -> None:
    assert [(p.start, p.end) for p in passages("")] == [(0, 0)]
