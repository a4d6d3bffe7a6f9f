"""Targets and figures: what is kept, what is asked about, what announced decisions add up to."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa

from content import changes, places, trail
from content.database import db
from content.errors import BadInput
from content.recognition import target_queries, target_sums
from content.recognition.commands import targets
from content.recognition.models import Decision, RecognitionCount
from content.recognition.target_fields import DeadlineFields, FigureFields, TargetFields
from content.recognition.target_models import Deadline, Figure, Target
from tests.factories import make_place

pytestmark = pytest.mark.usefixtures("session_app", "clock")
FAMILY = "gia-dinh-hoc-tap"


def figure(**more: Any) -> FigureFields:
    given: dict[str, Any] = {"title": FAMILY, "year": 2025, "source": "Báo cáo của xã Mẫu"}
    return FigureFields(**(given | more))


def target(**more: Any) -> TargetFields:
    given: dict[str, Any] = {
        "title": FAMILY, "denominator": "gia đình", "year": 2025, "hundredths": 7000,
        "number": "1/KH-MAU", "issued": dt.date(2022, 1, 2), "issuer": "UBND xã Mẫu",
    }  # fmt: skip
    return TargetFields(**(given | more))


def announced(place_id: int, title_id: int, count: int, year: int = 2025, **more: Any) -> Decision:
    row = Decision(slug=f"qd-{place_id}-{title_id}-{year}", number="12/QĐ-UBND", year=year,
                   state="announced", issued=dt.date(year, 12, 1), **more)  # fmt: skip
    row.counts = [RecognitionCount(title_id=title_id, place_id=place_id, count=count)]
    db.session.add(row)
    db.session.commit()
    return row


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (figure(total=819, recognised=900), r"Công nhận \(900\) lớn hơn tổng số \(819\)"),
        (figure(total=819, registered=1000), r"Đăng ký \(1.000\) lớn hơn tổng số \(819\)"),
        (figure(registered=5, recognised=7), "ghi lý do ở Ghi chú"),
        (figure(), "Chưa có con số nào"),
        (figure(total=-1), "từ 0 trở lên"),
        (figure(title="", total=1), "danh hiệu nào"),
        (figure(total=1, source=""), "Chưa ghi nguồn"),
        (figure(total=1, year=25), "Năm 25"),
        (target(hundredths=None), "Chưa có chỉ tiêu"),
        (target(denominator=" "), "60% của ai"),
        (target(link="https://noi.khac/"), "địa chỉ trong trang này"),
        (target(measure="x" * 301), "viết gọn lại"),
        (DeadlineFields(what="", month=1, day=1, source="x"), "việc gì"),
        (DeadlineFields(what="Nộp", month=2, day=30, source="x"), "không có ngày 30/2"),
    ],
)  # fmt: skip
def test_what_is_asked_about(given: Any, sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        targets.save(given)
    for model in (Target, Figure, Deadline):
        assert not list(db.session.scalars(sa.select(model)))


def test_more_recognised_than_registered_may_have_a_reason() -> None:
    row = targets.save(figure(registered=5, recognised=7, remark="Hai nhà nộp muộn"))
    assert row.id


def test_a_row_is_saved_once_changed_and_dropped() -> None:
    place = make_place()
    row = targets.save(figure(place_id=place.id, total=10, recognised=4), actor_id=7)
    assert changes.since(0)[-1][1:] == ("figure", row.id, "added")
    with pytest.raises(BadInput, match="Đã có"):
        targets.save(figure(place_id=place.id, total=11))
    with pytest.raises(BadInput, match="vừa lưu"):
        targets.save(figure(place_id=place.id, total=12), row_id=row.id, seen_version=99)
    seen = row.version
    targets.save(figure(place_id=place.id, total=12), row_id=row.id, seen_version=seen)
    targets.drop(Figure, row.id, actor_id=7)
    told = [entry.action for entry in trail.of_subject("figure", row.id)]
    assert told == ["figure.dropped", "figure.changed", "figure.added"]
    with pytest.raises(BadInput, match="không còn"):
        targets.drop(Figure, row.id)


def test_a_list_twice_changes_nothing() -> None:
    rows = [figure(total=n, year=2000 + n) for n in range(1, 30)]
    assert targets.record_all(rows) == 29
    before = changes.newest()
    assert targets.record_all(rows) == 0
    assert changes.newest() == before


def test_the_golden_figures_are_held_against_the_country(titles: dict[str, int]) -> None:
    place = make_place("tỉnh Quảng Trị", "province")
    targets.save(target(hundredths=7000))
    counts = {"total": 167_687, "registered": 139_605, "recognised": 122_151}
    targets.save(figure(place_id=place.id, year=None, printed="72,84", **counts))
    [line] = target_queries.lines(place)
    assert (line.of_total, line.of_registered) == (Decimal("72.84"), Decimal("87.50"))
    assert (line.wanted, line.gap) == (Decimal(70), Decimal("2.84"))
    assert line.printed == "", "the source prints what rounding gives"


def test_a_target_of_another_denominator_measures_nothing(titles: dict[str, int]) -> None:
    place = make_place()
    who = {"title": "cong-dan-hoc-tap", "place_id": place.id}
    targets.save(target(**who, denominator="người lao động", hundredths=4000))
    targets.save(target(**who, denominator="cán bộ, công chức", hundredths=6000))
    targets.save(figure(**who, total=100, recognised=50))
    targets.save(figure(**who, measure="cán bộ, công chức", total=100, recognised=50))
    whole, cadres = target_queries.lines(place)
    assert whole.target is None, "60 % of whom would be guessed"
    assert cadres.gap == Decimal(-10)


def test_the_nearest_plan_and_the_next_year_measure(titles: dict[str, int]) -> None:
    province = make_place("tỉnh Mẫu", "province")
    commune = make_place(parent=province)
    targets.save(target(hundredths=5000))
    targets.save(target(place_id=province.id, hundredths=6000))
    targets.save(target(place_id=province.id, hundredths=9000, year=2030))
    for year in (2025, 2026, 2031):
        targets.save(figure(place_id=commune.id, year=year, total=10, recognised=8))
    wanted = {line.year: line.wanted for line in target_queries.lines(commune)}
    assert wanted == {2025: Decimal(60), 2026: Decimal(90), 2031: Decimal(90)}


def test_announced_decisions_add_up_where_nothing_was_typed(titles: dict[str, int]) -> None:
    province = make_place("tỉnh Mẫu", "province")
    one, two = (make_place(f"xã {n}", parent=province) for n in ("Một", "Hai"))
    village = make_place("thôn Trong", "village", parent=one)
    announced(village.id, titles[FAMILY], 5)
    announced(two.id, titles[FAMILY], 7)
    announced(one.id, titles["dong-ho-hoc-tap"], 3).state = "draft"
    db.session.commit()
    [line] = target_queries.lines(province)
    assert (line.recognised, line.total, line.of_total) == (12, None, None)
    assert [decision.number for decision in line.decisions] == ["12/QĐ-UBND"] * 2
    below = target_sums.below(province)
    assert {(x.place.title if x.place else "", x.recognised) for x in below} == {
        ("Một", 5), ("Hai", 7),
    }  # fmt: skip
    targets.save(figure(place_id=one.id, total=20, recognised=6))
    [line] = target_queries.lines(one)
    assert (line.recognised, line.decisions) == (6, ()), "what was typed stands"
    [added] = target_sums.sums(target_sums.below(province))
    assert (added.recognised, added.total, added.of_total) == (13, None, None)


def test_a_district_is_not_added_up_with_the_communes_after_it(titles: dict[str, int]) -> None:
    province = make_place("tỉnh Mẫu", "province")
    old = places.record("huyện Cũ", "district", parent=province, valid_to=dt.date(2025, 7, 1))
    new = places.record("xã Mới", "commune", parent=province, valid_from=dt.date(2025, 7, 1))
    for place in (old, new):
        for year in (2024, 2025):
            targets.save(figure(place_id=place.id, year=year, total=10, recognised=1))
    found = {(x.year, x.place.title if x.place else "") for x in target_sums.below(province)}
    assert found == {(2024, "Cũ"), (2025, "Mới")}


def test_which_communes_are_silent(titles: dict[str, int]) -> None:
    province = make_place("tỉnh Mẫu", "province")
    one, two, three, four = (
        make_place(f"xã {n}", parent=province) for n in ("Một", "Hai", "Ba", "Bốn")
    )
    places.record("xã Xưa", "commune", parent=province, valid_to=dt.date(2025, 7, 1))
    make_place("xã Ngoài", parent=make_place("tỉnh Khác", "province"))
    targets.save(figure(place_id=one.id, total=3))
    announced(two.id, titles[FAMILY], 7)
    announced(three.id, titles[FAMILY], 7, year=2024)
    assert {place.id for place in target_queries.silent(province, 2025)} == {three.id, four.id}
