"""Keeping sets: drafts, two pairs of eyes, words that stay once they are published."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from content import trail
from content.criteria import commands, queries
from content.database import db
from content.errors import BadInput
from tests.content.criteria.samples import levels_set, points_set

pytestmark = pytest.mark.usefixtures("session_app")


def test_a_draft_changes_and_the_same_words_change_nothing():
    row, status = commands.take_in(points_set(), actor_id=7)
    assert (status, row.state, row.path) == ("loaded", "draft", "/tieu-chi/cong-dan-mau/2026/")
    assert row.read == points_set()
    assert commands.take_in(points_set())[1] == "unchanged"
    again, status = commands.take_in(points_set(title="Tên khác (MẪU)"))
    assert (again.id, status, again.title) == (row.id, "changed", "Tên khác (MẪU)")
    assert [e.action for e in trail.of_subject("criteria", row.id, 9)] == ["criteria.saved"] * 2


def test_a_set_that_does_not_fit_together_is_refused():
    with pytest.raises(BadInput, match="mỗi mã chỉ dùng một lần") as refused:
        groups = points_set().groups
        commands.take_in(points_set(groups=(*groups, groups[0])))
    assert "điều khác" in refused.value.message
    assert queries.every_set() == []


def test_published_words_never_change():
    row, _status = commands.take_in(points_set())
    commands.publish(row.id, seen_version=row.version)
    with pytest.raises(BadInput, match="đã đăng nên lời không đổi nữa"):
        commands.take_in(points_set(title="Sửa lén"))
    commands.withdraw(row.id)
    with pytest.raises(BadInput, match="lời không đổi"):
        commands.take_in(points_set(title="Sửa lén"))
    with pytest.raises(BadInput, match="không xóa"):
        commands.drop(row.id)
    assert queries.by_id(row.id).read == points_set()
    next_one = commands.copy(row.id, "2027", actor_id=7)
    assert (next_one.state, next_one.read) == ("draft", points_set(id="2027"))
    with pytest.raises(BadInput, match="đã có phiên bản"):
        commands.copy(row.id, "2027")


def test_two_people_hold_it_against_the_source():
    row, _status = commands.take_in(points_set())
    commands.confirm(row.id, row.sha256, actor_id=1)
    assert not row.verified
    with pytest.raises(BadInput, match="cần một người khác"):
        commands.confirm(row.id, row.sha256, actor_id=1)
    commands.confirm(row.id, row.sha256, actor_id=2)
    assert row.verified
    old = row.sha256
    commands.take_in(points_set(title="Sửa một chữ (MẪU)"))
    assert not queries.by_id(row.id).verified  # these words nobody has seen
    with pytest.raises(BadInput, match="vừa sửa"):
        commands.confirm(row.id, old, actor_id=3)


def test_somebody_elses_change_stops_publishing():
    row, _status = commands.take_in(points_set())
    seen = row.version
    commands.take_in(points_set(title="Khác (MẪU)"))
    with pytest.raises(BadInput, match="vừa sửa"):
        commands.publish(row.id, seen_version=seen)
    commands.publish(row.id, seen_version=queries.by_id(row.id).version)
    with pytest.raises(BadInput, match="đăng rồi"):
        commands.publish(row.id, seen_version=queries.by_id(row.id).version)


def test_the_version_in_force_follows_the_days():
    days = {"2022": dt.date(2022, 7, 28), "2023": dt.date(2023, 10, 25)}
    for slug, day in days.items():
        row, _status = commands.take_in(points_set(id=slug, in_force=day))
        commands.publish(row.id, seen_version=row.version)
    commands.take_in(points_set(id="2030", in_force=dt.date(2030, 1, 1)))  # a draft
    found = queries.by_slug("cong-dan-mau")
    db.session.refresh(found)

    def on(*day: int) -> str:
        held = queries.in_force(found, dt.date(*day))
        return held.slug if held else ""

    assert [on(2022, 7, 27), on(2022, 7, 28), on(2023, 10, 24), on(2023, 10, 25)] == [
        "",
        "2022",
        "2022",
        "2023",
    ]
    assert on(2031, 1, 1) == "2023"
    assert [each.slug for each in queries.published(found)] == ["2023", "2022"]


def test_a_draft_can_go_and_its_set_with_it():
    row, _status = commands.take_in(levels_set())
    other, _status = commands.take_in(replace(levels_set(), id="2027"))
    commands.drop(row.id)
    assert queries.by_slug("don-vi-mau") is not None
    commands.drop(other.id)
    assert queries.by_slug("don-vi-mau") is None


def test_shipped_sets_are_loaded_once_and_stay_as_an_office_left_them():
    assert commands.load_shipped() == 8
    assert commands.load_shipped() == 0
    row = queries.version("cong-dan-hoc-tap", "324-2023")
    assert (row.state, row.status, row.verified) == ("published", "frame", False)
    commands.withdraw(row.id)
    assert commands.load_shipped() == 0
    assert queries.version("cong-dan-hoc-tap", "324-2023").state == "withdrawn"
    assert {found.slug for found in queries.every_set()} == {
        "cong-dan-hoc-tap",
        "cong-dong-hoc-tap",
        "cong-dong-hoc-tap-cap-xa",
        "dong-ho-hoc-tap",
        "don-vi-hoc-tap",
        "don-vi-hoc-tap-thuoc-xa",
        "gia-dinh-hoc-tap",
    }


def test_a_version_without_a_day_stands_where_its_document_was_issued():
    """Circular 24 of 2023, whose day in force is not known, comes after circular 22 of 2020."""
    commands.load_shipped()
    units = queries.by_slug("don-vi-hoc-tap")
    assert [row.slug for row in queries.published(units)] == ["tt-24-2023", "tt-22-2020"]
    assert queries.in_force(units, dt.date(2026, 1, 1)).slug == "tt-24-2023"
    assert queries.in_force(units, dt.date(2022, 1, 1)).slug == "tt-22-2020"
    assert queries.in_force(units, dt.date(2020, 1, 1)) is None
