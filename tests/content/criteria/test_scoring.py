"""What the two kinds of rules say of answers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.criteria import words
from content.criteria.scoring import Missing, assess, hundredths
from content.criteria.sets import Band, PointsRule
from tests.content.criteria.samples import levels_set, points_set

IDS = [f"{number}.1" for number in range(1, 11)]


def answers(*values):
    return dict(zip(IDS, map(str, values), strict=False))


@pytest.mark.parametrize(
    ("text", "value"),
    [("7,5", 750), ("7.25", 725), (" 10 ", 1000), ("0", 0), ("5,0", 500), ("05", 500)],
)
def test_numbers_as_people_write_them(text, value):
    assert hundredths(text) == value


@pytest.mark.parametrize(
    "text", ["", "mười", "-1", "1e3", "7,555", "１０", "1 000", "٣", "+5", "."]
)
def test_anything_else_is_no_number(text):
    assert hundredths(text) is None


@given(st.integers(0, 99_999))
def test_a_number_that_is_shown_is_read_again(value):
    assert hundredths(words.points(value)) == value


def test_eighty_with_none_below_five_passes_and_tells_of_the_next_grade():
    result = assess(points_set(), answers(*[8] * 10))
    assert (result.total, result.passed, result.grade, result.complete) == (8000, True, "Đạt", True)
    assert result.missing == (Missing("sum", "", 8000, 9000),)
    assert words.verdict(points_set(), result) == "Xếp loại Đạt: 80 trên 100 điểm."
    assert words.heading(result) == "Để đạt Tiêu biểu:"


def test_one_item_below_five_fails_whatever_the_sum():
    result = assess(points_set(), answers(10, 10, 10, 10, 10, 10, 10, 10, 10, "4,5"))
    assert (result.total, result.passed, result.grade) == (9450, False, "")
    assert result.missing == (Missing("item", "10.1", 450, 500),)
    said = words.missing(result.missing[0])
    assert said == "Mục 10.1: được 4,5 điểm, mỗi mục cần ít nhất 5."


def test_a_sum_that_is_short_says_by_how_much():
    result = assess(points_set(), answers(*[7] * 9, "7,5"))
    assert not result.passed
    assert words.missing(result.missing[0]) == "Còn thiếu 9,5 điểm: được 70,5, cần 80."


def test_the_special_mark_holds_only_where_it_is_asked_for():
    given_ = answers(*[7] * 10)
    assert not assess(points_set(), given_).passed
    assert assess(points_set(), given_, special="vung-kho").passed
    assert not assess(points_set(), given_, special="khong-co").passed


def test_what_is_not_answered_or_no_answer_is_missing():
    result = assess(points_set(), answers(10, "11", "chín", *[10] * 6))
    assert (result.answered, result.asked, result.complete) == (7, 10, False)
    lacking = [(each.what, each.indicator) for each in result.missing]
    assert lacking == [("answer", "2.1"), ("answer", "3.1"), ("answer", "10.1"), ("sum", "")]
    assert words.verdict(points_set(), result) == "Đã trả lời 7 trên 10 mục."


def test_bands_alone_decide_where_there_is_no_pass_mark():
    bands = (Band("Chưa đạt", 0, passes=False), Band("Trung bình", 5000), Band("Khá", 7000))
    version = points_set(rule=PointsRule(bands=bands))
    low, middle = assess(version, answers(*[4] * 10)), assess(version, answers(*[5] * 10))
    assert (low.passed, low.grade, low.goal) == (False, "Chưa đạt", "Trung bình")
    assert low.missing == (Missing("sum", "", 4000, 5000),)
    assert (middle.passed, middle.grade, middle.goal) == (True, "Trung bình", "Khá")


def test_levels_need_all_that_they_ask():
    version = levels_set()
    base = {"1.1": "yes", "1.2": "95", "1.3": "no", "1.4": "yes"}
    result = assess(version, base, kind="truong")
    assert (result.level, result.grade, result.goal) == (1, "Mức độ 1 (Khá)", "Mức độ 2 (Tốt)")
    assert result.missing == (
        Missing("share", "1.2", 9500, 9550, 2),
        Missing("met", "1.3", 0, 10_000, 2),
    )
    assert words.missing(result.missing[0]) == "Mục 1.2: được 95 %, cần ít nhất 95,5 %."
    top = assess(version, base | {"1.2": "95,5", "1.3": "yes"}, kind="truong")
    assert (top.level, top.missing, words.heading(top)) == (2, (), "")


def test_conditions_leave_out_what_a_kind_is_not_asked():
    base = {"1.1": "yes", "1.2": "90", "1.3": "yes"}
    assert assess(levels_set(), base, kind="co-quan").level == 1
    assert assess(levels_set(), base, kind="truong").level == 0
    assert assess(levels_set(), base).level == 0  # who says nothing is asked everything


def test_a_level_is_not_reached_over_one_that_is_not():
    version = levels_set()
    result = assess(version, {"1.1": "no", "1.2": "100", "1.3": "yes", "1.4": "yes"})
    assert (result.level, result.passed) == (0, False)
    assert result.missing == (Missing("met", "1.1", 0, 10_000, 1),)


@pytest.mark.parametrize("status", ["partial", "empty"])
def test_a_set_that_is_not_whole_gives_no_result(status):
    with pytest.raises(ValueError, match="no rule"):
        assess(points_set(status=status), answers(*[10] * 10))


@given(st.lists(st.integers(0, 1000), min_size=10, max_size=10))
def test_more_points_never_make_it_worse(values):
    version = points_set()
    texts = {name: words.points(value) for name, value in zip(IDS, values, strict=True)}
    before = assess(version, texts)
    assert before.total == sum(values)
    assert before.passed == (sum(values) >= 8000 and min(values) >= 500)
    for name in IDS[:3]:
        after = assess(version, texts | {name: "10"})
        assert after.total >= before.total
        assert after.passed >= before.passed
