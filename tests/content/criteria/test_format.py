"""A set as TOML: there and back, refused in one sentence; faults of sets; what changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.criteria import checks, differences, toml_format
from content.criteria.sets import Band, Criterion, Group, Indicator, PointsRule, Source
from content.errors import BadInput
from tests.content.criteria.samples import levels_set, points_set

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).map(
    str.strip
)

BELOW_NOTHING = """set = "a"
version = "1"
title = "x"
status = "empty"
[[group]]
id = "A"
[[group.criterion]]
id = "1"
points = -3
"""


@pytest.mark.parametrize("made", [points_set(), levels_set()], ids=["points", "levels"])
def test_there_and_back(made):
    text = toml_format.write(made)
    assert toml_format.read(text) == made
    assert toml_format.write(toml_format.read(text)) == text
    assert checks.faults(made) == []


@given(
    text=TEXTS.filter(bool),
    most=st.integers(1, 99_999),
    evidence=st.lists(TEXTS.filter(bool), max_size=3),
    local=st.booleans(),
    number=TEXTS,
)
def test_any_words_come_back(text, most, evidence, local, number):
    each = Indicator("1.1", text, most=most, evidence=tuple(evidence), local=local, note=text)
    groups = (Group("A", text, (Criterion("1", text, (each,), most=most),)),)
    made = points_set(groups=groups, document=Source(number, "2026-01", text, text))
    assert toml_format.read(toml_format.write(made)) == made


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("set = [", "không đọc được theo TOML"),
        ('set = "a"', "thiếu mục “version”"),
        ('set = 5\nversion = "1"\ntitle = "x"\nstatus = "empty"', "“set” phải là chữ"),
        ("la = 1", "mục lạ “la”"),
        ("x = " + "[" * 20_000, "không đọc được"),
        ('set = "a"\nversion = "1"\ntitle = "x"\nstatus = "empty"\nrule = 3', "phải là một bảng"),
        (
            'set = "a"\nversion = "1"\ntitle = "x"\nstatus = "empty"\n[rule]\nkind = "doan"',
            "cách xét phải là",
        ),
        (BELOW_NOTHING, "“points” phải là số từ 0"),
        (
            'set = "a"\nversion = "1"\ntitle = "x"\nstatus = "empty"\nin_force = "hôm qua"',
            "phải là ngày",
        ),
    ],
)
def test_what_is_no_set_is_one_sentence(text, words):
    with pytest.raises(BadInput, match=words) as refused:
        toml_format.read(text, "bo.toml")
    assert refused.value.message.startswith("“bo.toml”")
    assert "\n" not in refused.value.message


def changed(version, number, **fields):
    """The version with one indicator of its first criterion changed."""
    group = version.groups[0]
    criterion = group.criteria[0]
    asked = list(criterion.indicators)
    asked[number] = replace(asked[number], **fields)
    first = replace(criterion, indicators=tuple(asked))
    rest = version.groups[1:]
    return replace(version, groups=(replace(group, criteria=(first, *group.criteria[1:])), *rest))


def test_points_that_add_up_to_95_are_told():
    found = checks.faults(changed(points_set(), 0, most=500))
    assert "Tiêu chí “1”: các chỉ tiêu cộng lại 5 điểm, không phải 10." in found
    assert "Điểm cộng lại là 95, không phải 100; hãy kiểm tra từng chỉ tiêu." in found


def test_a_mark_nobody_can_reach_is_told():
    rule = PointsRule(12_000, 1500, (Band("Đạt", 8000), Band("Vàng", 11_000)))
    found = checks.faults(points_set(rule=rule))
    assert any("Điểm đạt 120 cao hơn tổng điểm 100" in said for said in found)
    assert any("không thể đạt mức ít nhất 15 điểm" in said for said in found)
    assert any("Loại “Vàng” từ 110 điểm: không ai đạt được" in said for said in found)


def test_equal_names_and_strange_kinds_are_told():
    twice = changed(levels_set(), 1, id="1.1")
    assert "Chỉ tiêu “1.1” có 2 lần; mỗi mã chỉ dùng một lần." in checks.faults(twice)
    strange = changed(levels_set(), 0, applies_when=("benh-vien",))
    assert any("bộ không có loại này" in said for said in checks.faults(strange))
    less = changed(levels_set(), 1, least=((1, 9000), (2, 8000)))
    assert any("mức cao đòi tỷ lệ thấp hơn" in said for said in checks.faults(less))
    more = changed(levels_set(), 1, least=((1, 9000), (3, 9500)))
    assert any("nói tới mức độ 3" in said for said in checks.faults(more))


def test_changes_in_plain_words():
    old = points_set()
    new = changed(old, 0, text="Việc MẪU khác", most=1500)
    new = replace(new, rule=replace(new.rule, pass_sum=7000), id="2027")
    said = [(each.where, each.sentence) for each in differences.changes(old, new)]
    assert said == [
        ("Điểm đạt", "Từ 80 thành 70."),
        ("Chỉ tiêu 1.1", "Sửa lời."),
        ("Chỉ tiêu 1.1", "Điểm tối đa từ 10 thành 15."),
    ]
    assert differences.changes(old, old) == []


def test_new_and_gone_indicators_and_another_kind_of_rule_are_told():
    old, new = points_set(), levels_set()
    said = [each.sentence for each in differences.changes(old, new)]
    assert "Đổi cách xét." in said
    assert said.count("Bỏ.") == 18  # nine criteria and nine indicators
    assert said.count("Thêm mới.") == 3
