"""Places: a tree in time, found by any way of writing a name."""

from __future__ import annotations

import datetime as dt

import pytest

from content import places, trail
from content.errors import BadInput

pytestmark = pytest.mark.usefixtures("session_app")

ENDED = dt.date(2025, 7, 1)


@pytest.fixture
def province() -> places.Place:
    return places.record("tỉnh Mẫu Sơn", "province")


@pytest.fixture
def district(province: places.Place) -> places.Place:
    return places.record("huyện Mẫu Đông", "district", parent=province, valid_to=ENDED)


@pytest.mark.parametrize(
    "written",
    ["huyện Mẫu Đông", "Mẫu Đông", "HUYEN MAU DONG", "mau dong", "huyện Mẫu Đông, tỉnh Mẫu Sơn"],
)
def test_a_unit_is_found_by_any_writing_of_its_name(district: places.Place, written: str) -> None:
    assert [p.id for p in places.find(written)] == [district.id]


def test_the_level_written_before_the_name_decides(district: places.Place) -> None:
    commune = places.record("xã Mẫu Đông", "commune", parent=district.parent)
    assert places.find("xã Mẫu Đông")[0].id == commune.id
    assert places.find("huyện Mẫu Đông")[0].id == district.id
    assert {p.id for p in places.find("Mẫu Đông")} == {commune.id, district.id}


def test_a_written_level_is_never_dropped(district: places.Place) -> None:
    """A commune of 2026 must not be filed under the district of its name that ended in 2025."""
    assert places.find("xã Mẫu Đông") == []
    assert places.find("UBND xã Mẫu Đông") == []
    assert places.find("XA MAU DONG") == []


def test_exact_marks_come_before_folded_ones(province: places.Place) -> None:
    bare = places.record("xã Ban", "commune", parent=province)
    marked = places.record("xã Bạn", "commune", parent=province)
    assert [p.id for p in places.find("xã Bạn")] == [marked.id, bare.id]


def test_an_unknown_name_finds_nothing(district: places.Place) -> None:
    assert places.find("xã Không Có") == []
    assert places.find("Mẫu Đông, tỉnh Khác") == []


def test_a_unit_ends_on_the_first_day_it_is_no_more(district: places.Place) -> None:
    assert district.exists_on(dt.date(2025, 6, 30))
    assert not district.exists_on(ENDED)


def test_a_merged_unit_ends_and_points_to_what_it_became(province: places.Place) -> None:
    old = [places.record(f"xã Cũ {n}", "commune", parent=province) for n in ("Một", "Hai")]
    new = places.record("xã Mới", "commune", parent=province, valid_from=ENDED)
    places.merge(old, new, ENDED)
    places.merge(old, new, ENDED)

    assert all(not p.exists_on(ENDED) for p in old)
    assert [s.new.name for s in places.became(old[0])] == ["xã Mới"]
    assert sorted(s.old.name for s in places.was(new)) == ["xã Cũ Hai", "xã Cũ Một"]
    assert trail.of_subject("place", old[0].id)[0].action == "place.merged"


def test_recording_a_unit_again_changes_it(province: places.Place) -> None:
    first = places.record("thị trấn Mẫu", "commune", parent=province)
    again = places.record("thị trấn Mẫu", "commune", parent=province, valid_to=ENDED)
    assert (again.id, again.kind_word, again.valid_to) == (first.id, "thị trấn", ENDED)
    assert places.below(province) == [again]
    assert [p.name for p in places.lineage(again)] == ["thị trấn Mẫu", "tỉnh Mẫu Sơn"]


def test_bad_input_is_one_sentence(province: places.Place) -> None:
    with pytest.raises(BadInput, match="Cấp “hamlet”"):
        places.record("xóm Mẫu", "hamlet")
    with pytest.raises(BadInput, match="sau ngày bắt đầu"):
        places.record("xã A", "commune", valid_from=ENDED, valid_to=ENDED)
    with pytest.raises(BadInput, match="chính mình"):
        places.merge([province], province, ENDED)
    with pytest.raises(BadInput, match="trống"):
        places.record("  ", "commune")
