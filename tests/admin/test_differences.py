"""Comparison: every word of both sides is there, and only changes are marked."""

from __future__ import annotations

import re
import time

from hypothesis import given
from hypothesis import strategies as st

from admin.differences import compare

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
    start = time.perf_counter()
    compare("một hai ba bốn " * 12_000, "bốn ba hai một " * 12_000)
    compare("\n\n".join("abcdefgh"[i % 8] for i in range(60_000)), "x\n\n" * 60_000)
    assert time.perf_counter() - start < 5
