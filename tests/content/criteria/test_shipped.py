"""The sets that are shipped: whole by our checks, honest about what is not known, with sources."""

from __future__ import annotations

from importlib import resources

import pytest

from content.criteria import checks, toml_format, words
from content.criteria.scoring import assess

FILES = sorted(
    (f for f in resources.files("content.criteria.shipped").iterdir() if f.name.endswith(".toml")),
    key=lambda file: file.name,
)
VERSIONS = {f.name: toml_format.read(f.read_text(encoding="utf-8"), f.name) for f in FILES}


@pytest.mark.parametrize("name", VERSIONS)
def test_a_shipped_set_is_well_made(name):
    version = VERSIONS[name]
    assert checks.faults(version) == []
    assert name == f"{version.set_id}-{version.id}.toml"
    assert toml_format.read(toml_format.write(version)) == version
    assert version.sources
    assert version.document or version.status == "empty"


def test_what_is_not_known_gives_no_result():
    scorable = {name for name, version in VERSIONS.items() if version.scorable}
    assert scorable == {
        "cong-dan-hoc-tap-324-2023.toml",
        "don-vi-hoc-tap-tt-22-2020.toml",
    }
    for version in VERSIONS.values():
        if not version.scorable:
            assert version.status in ("partial", "empty")
            assert any("hờ nhập" in note or "hưa" in note for note in version.notes)


def test_the_frame_of_the_citizen_is_ten_times_ten():
    version = VERSIONS["cong-dan-hoc-tap-324-2023.toml"]
    assert [len(group.criteria) for group in version.groups] == [4, 4, 2]
    assert sum(each.most for each in version.indicators()) == 10_000
    answers = {each.id: "8" for each in version.indicators()}
    assert assess(version, answers).passed
    assert not assess(version, answers | {"10.1": "4"}).passed
    assert all("chờ nhập" in each.text for each in version.indicators())


@pytest.mark.parametrize(
    ("total", "grade", "passed"),
    [
        (49, "Chưa đạt", False),
        (50, "Trung bình", True),
        (69, "Trung bình", True),
        (70, "Khá", True),
        (84, "Khá", True),
        (85, "Tốt", True),
        (100, "Tốt", True),
    ],
)
def test_the_grades_of_circular_22(total, grade, passed):
    version = VERSIONS["don-vi-hoc-tap-tt-22-2020.toml"]
    left, answers = total * 100, {}
    for each in version.indicators():
        given = min(each.most, left)
        answers[each.id] = words.points(given)
        left -= given
    result = assess(version, answers)
    assert (result.total, result.grade, result.passed) == (total * 100, grade, passed)


def test_the_points_of_circular_22_are_those_of_the_source():
    version = VERSIONS["don-vi-hoc-tap-tt-22-2020.toml"]
    most = [[each.most // 100 for each in criterion.indicators] for criterion in version.criteria()]
    assert most == [[10, 10, 10], [10, 5, 10, 5], [25, 10, 5]]


def test_circular_24_asks_each_kind_of_unit_what_it_asks():
    version = VERSIONS["don-vi-hoc-tap-tt-24-2023.toml"]
    asked = {kind: {each.id for each in version.indicators(kind)} for kind, _ in version.kinds}
    first = {"1.1", "1.2", "1.4", "1.5", "2.1", "2.2"}
    assert asked["huyen-khac"] == first
    assert asked["huyen-mam-non-cong"] == first | {"1.3"}, "the budget is asked of public units"
    assert asked["tinh-khac"] == first | {"3.1a", "3.2", "3.3"}
    assert asked["tinh-dai-hoc-khac"] == first | {"3.1a", "3.1b", "3.2", "3.3", "3.5"}
    assert "3.6" in asked["tinh-nghe-cong"]
    assert {"3.4a", "3.4b"} <= asked["tinh-pho-thong-cong"]
    shares = {each.id: dict(each.least) for each in version.indicators() if each.least}
    assert shares == {
        "2.1": {1: 9000},
        "2.2": {1: 9000},
        "3.1a": {1: 9000, 2: 9500},
        "3.1b": {1: 9500, 2: 9700},
    }


def test_communes_keep_their_recognition_for_36_months():
    version = VERSIONS["cong-dong-hoc-tap-cap-xa-tt-25-2023.toml"]
    assert (version.months, version.in_force.isoformat()) == (36, "2024-02-12")
    assert [len(criterion.indicators) for criterion in version.criteria()] == [3, 3, 0, 0, 0]


def test_the_four_sets_of_the_association_are_empty():
    empty = {name for name, version in VERSIONS.items() if version.status == "empty"}
    assert empty == {
        "cong-dong-hoc-tap-khung.toml",
        "don-vi-hoc-tap-thuoc-xa-khung.toml",
        "dong-ho-hoc-tap-khung.toml",
        "gia-dinh-hoc-tap-khung.toml",
    }
    for name in empty:
        assert VERSIONS[name].groups == () and VERSIONS[name].rule is None


def test_no_special_threshold_ships():
    """The only lower mark that was found is the pilot's: none is told as in force."""
    rules = [version.rule for version in VERSIONS.values()]
    assert [rule for rule in rules if getattr(rule, "special", ())] == []
