"""Comparison: every word of both sides is there, and only changes are marked."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from admin.differences import compare, counted
from tests.pace import times_of

TEXTS = st.lists(
    st.lists(
        st.sampled_from(["học", "tập", "suốt", "đời,", "trong", "gia", "đình."]), max_size=6
    ).map(" ".join),
    max_size=6,
).map("\n\n".join)


def side(stretches, name):
    """The words of one side of the changed stretches."""
    return re.sub(r"\s+", "", "".join(p.text for s in stretches for p in getattr(s, name)))


@given(TEXTS, TEXTS)
def test_nothing_is_lost(old, new):
    found = compare(old, new)
    kept_old, kept_new = side(found, "old"), side(found, "new")
    same = sum(s.same for s in found)
    for text, kept in ((old, kept_old), (new, kept_new)):
        parts = [re.sub(r"\s+", "", p) for p in re.split(r"\n\s*\n", text) if p.strip()]
        assert len(kept) <= sum(map(len, parts))
        if not same:
            assert kept == "".join(parts)


@given(TEXTS)
def test_equal_texts_have_no_marks(text):
    assert all(s.same and not s.old and not s.new for s in compare(text, text))


def test_words_are_marked_not_letters():
    (change,) = compare("Đạt từ 70 điểm.", "Đạt từ 80 điểm.")
    assert [p.text for p in change.old if p.changed] == ["70"]
    assert [p.text for p in change.new if p.changed] == ["80"]


def test_long_texts_stay_quick():
    def work() -> None:
        compare("một hai ba bốn " * 12_000, "bốn ba hai một " * 12_000)
        compare("\n\n".join("abcdefgh"[i % 8] for i in range(60_000)), "x\n\n" * 60_000)

    assert times_of(work, 50) <= 50  # about five seconds of a quiet machine


LONG = "Lớp học mở vào tối thứ Bảy ở nhà văn hóa."


def test_a_paragraph_that_stands_elsewhere_was_moved_not_lost():
    found = compare(f"{LONG}\n\nMột.\n\nHai.\n\nBa.", f"Một.\n\nHai.\n\nBa.\n\n{LONG}")
    assert [s.moved for s in found if s.moved] == ["away", "here"]
    assert not [p for s in found for p in (*s.old, *s.new) if p.changed]


def test_what_was_moved_and_changed_or_is_short_or_doubled_is_told_as_changed():
    moved = compare(f"{LONG}\n\nMột.\n\nHai.", f"Một.\n\nHai.\n\n{LONG} Thêm.")
    short = compare("Một.\n\nHai.\n\nBa.", "Hai.\n\nBa.\n\nMột.")
    doubled = compare(f"{LONG}\n\nMột.\n\nHai.", f"Một.\n\n{LONG}\n\nHai.\n\n{LONG}")
    assert not [s for found in (moved, short, doubled) for s in found if s.moved]


@given(TEXTS, TEXTS)
def test_one_column_holds_both_texts(old, new):
    for stretch in compare(old, new):
        if stretch.same or stretch.moved:
            continue
        for side, mark in ((stretch.old, "ins"), (stretch.new, "del")):
            kept = "".join(m.text for m in stretch.mixed if m.mark != mark)
            assert kept == "".join(p.text for p in side)


def test_pictures_that_came_and_went_are_named():
    before = "Đoạn.\n\n![Lớp học](/tep/0123456789abcdef/lop.jpg) chung"
    after = 'Đoạn.\n\n![Sân](/tep/fedcba9876543210/san.jpg "Chú thích") chung'
    (change,) = [s for s in compare(before, after) if not s.same]
    assert [(p.prefix, p.file_name, p.words) for p in change.gone] == [
        ("0123456789abcdef", "lop.jpg", "Lớp học")
    ]
    assert [p.words for p in change.come] == ["Sân"]
    assert not [s for s in compare(before, before) if s.gone or s.come]


def test_the_counts_of_a_comparison():
    parts = [("Nội dung", compare("Một.\n\nHai.\n\nBa.", "Một.\n\nBốn.\n\nBa."))]
    assert counted(parts) == (1, 2)
