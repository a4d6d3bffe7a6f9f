"""Scopes: the place of an account with all below it, through mergers; what its lists ask."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from content import places, scopes
from content.database import db
from content.errors import BadInput
from content.publishing import desk_queries, scope
from content.publishing.commands import previews, remarks, workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields
from content.scopes import Scope

TODAY = dt.date(2026, 10, 20)
MERGED = dt.date(2025, 7, 1)


@pytest.fixture
def land(session_app):
    """A province with two communes, a village, and what stood there before the mergers."""
    made = {"tinh": places.record("tỉnh Mẫu", "province")}
    made["huyen"] = places.record("huyện Cũ", "district", parent=made["tinh"], valid_to=MERGED)
    for name in ("xã Một", "xã Hai", "xã Ba"):
        made[name] = places.record(name, "commune", parent=made["huyen"])
    made["thôn"] = places.record("thôn Đông", "village", parent=made["xã Một"])
    made["xã Mới"] = places.record("xã Mới", "commune", parent=made["tinh"], valid_from=MERGED)
    made["xã Khác"] = places.record("xã Khác", "commune", parent=made["tinh"])
    places.merge([made["xã Một"], made["xã Hai"]], made["xã Mới"], MERGED)
    return made


def names(ids) -> set[str]:
    return {place.name for place in places.every() if place.id in ids}


def test_a_place_counts_with_all_below_it_and_all_that_went_into_it(land):
    found = names(scopes.within(land["xã Mới"].id, TODAY))
    assert found == {"xã Mới", "xã Một", "xã Hai", "thôn Đông"}
    whole = names(scopes.within(land["tinh"].id, TODAY))
    assert whole == {place.name for place in places.every()}
    assert names(scopes.within(land["xã Khác"].id, TODAY)) == {"xã Khác"}


def test_an_ended_place_is_what_it_became(land):
    assert scopes.within(land["xã Một"].id, TODAY) == scopes.within(land["xã Mới"].id, TODAY)
    before = scopes.within(land["xã Một"].id, MERGED - dt.timedelta(days=1))
    assert names(before) == {"xã Một", "thôn Đông"}
    assert scopes.home(Scope(place_id=land["xã Một"].id), TODAY) == land["xã Mới"]


def test_a_district_that_became_nothing_is_what_its_communes_became(land):
    found = names(scopes.within(land["huyen"].id, TODAY))
    assert found == {"huyện Cũ", "xã Một", "xã Hai", "xã Ba", "thôn Đông", "xã Mới"}


def test_a_part_that_went_elsewhere_gives_no_more_than_before(land):
    """What went into my commune may have gone into another too: that one stays closed."""
    places.merge([land["xã Hai"]], land["xã Khác"], MERGED)
    assert "xã Khác" not in names(scopes.within(land["xã Mới"].id, TODAY))
    divided = names(scopes.within(land["xã Hai"].id, TODAY))
    assert {"xã Mới", "xã Khác"} <= divided
    assert scopes.home(Scope(place_id=land["xã Hai"].id), TODAY) == land["xã Hai"]


def test_mergers_in_a_circle_end(land):
    places.merge([land["xã Mới"]], land["xã Một"], MERGED)
    assert land["xã Mới"].id in scopes.within(land["xã Một"].id, TODAY)


def test_an_unlimited_account_asks_nothing_more(session_app):
    assert scopes.of(None) == scopes.of(7) == scopes.EVERYTHING
    assert scope.conditions(scopes.EVERYTHING) == ()
    assert scopes.EVERYTHING.covers("news", None)


def test_limits_are_put_changed_and_taken_away(land):
    scopes.put(7, ["story", "news"], land["xã Mới"].id)
    assert scopes.of(7).to_json() == {"kinds": ["news", "story"], "place": land["xã Mới"].id}
    assert scopes.is_limited(7)
    scopes.put(7, ["news"], None)
    assert scopes.of(7) == Scope(frozenset({"news"}))
    assert set(scopes.limits_of([7, 8])) == {7}
    scopes.put(7, [], None)
    assert scopes.of(7) == scopes.EVERYTHING
    assert not scopes.is_limited(7)


@pytest.fixture
def item(land):
    """Makes an item at a place of the land."""

    def make(title: str, at: str | None, kind: str = "news", by: int | None = None) -> Item:
        slug = land[at].slug if at else None
        return writing.create(ItemFields(kind=kind, title=title, place=slug), actor_id=by)

    return make


def test_lists_and_counts_hold_what_the_scope_covers_and_nothing_else(land, item):
    made = [
        item(f"{kind} {at}", at, kind)
        for kind in ("news", "story")
        for at in (None, "xã Mới", "xã Một", "thôn", "xã Khác")
    ]
    for kinds, place in (
        ([], "xã Mới"),
        (["news"], None),
        (["news"], "xã Mới"),
        (["page"], "xã Mới"),
        ([], "thôn"),
        ([], "tinh"),
    ):
        scopes.put(7, kinds, land[place].id if place else None)
        mine = scopes.of(7)
        wanted = {i.id for i in made if scope.sees(mine, i)}
        asked = scope.conditions(mine)
        found = desk_queries.desk_listing(scope=asked)
        assert {i.id for i in found.items} == wanted, (kinds, place)
        assert found.total == len(wanted)
        assert desk_queries.counts_by_state(asked)["draft"] == len(wanted)


def test_a_whole_country_fits_into_one_question(land, item):
    """SQLite binds no more than 32,766 values; a country has more units than that."""
    number = item("Bài", "xã Mới").id
    many = Scope(place_id=1, place_ids=frozenset(range(1, 60_000)))
    assert [i.id for i in desk_queries.desk_listing(scope=scope.conditions(many)).items] == [number]


def test_texts_stay_where_the_account_may_write(land, item):
    scopes.put(7, ["news", "story"], land["xã Một"].id)
    db.session.commit()
    mine = item("Không ghi nơi", None, by=7)
    assert mine.place == land["xã Mới"], "the place that stands there today"
    assert item("Ở thôn", "thôn", by=7).place == land["thôn"]
    with pytest.raises(BadInput, match="chỉ viết cho xã Mới, tỉnh Mẫu"):
        item("Nơi khác", "xã Khác", by=7)
    with pytest.raises(BadInput, match="chỉ viết mục Tin tức, Gương điển hình"):
        item("Mục khác", "xã Mới", "page", by=7)
    assert db.session.scalar(sa.select(sa.func.count(Item.id))) == 2


def test_what_lies_beyond_cannot_be_taken_over(land, item):
    theirs = item("Của xã khác", "xã Khác")
    mine = item("Của tôi", "xã Mới", by=7)
    first = desk_queries.revisions(mine)[0]
    writing.save(
        mine.id,
        ItemFields(kind="news", title="Của tôi", place=land["xã Khác"].slug),
        seen_version=mine.version,
    )
    scopes.put(7, [], land["xã Mới"].id)
    db.session.commit()
    for number in (theirs.id, mine.id):
        row = desk_queries.by_id(number)
        wanted = ItemFields(kind="news", title="Lấy về", place=land["xã Mới"].slug)
        with pytest.raises(BadInput, match="ngoài phần việc"):
            writing.save(number, wanted, seen_version=row.version, actor_id=7)
        with pytest.raises(BadInput, match="ngoài phần việc"):
            workflow.publish(
                number, seen_version=row.version, actor_id=7, because="thử vượt phạm vi"
            )
        for act in (
            lambda: workflow.send_for_review(number, actor_id=7),  # noqa: B023 - called at once
            lambda: previews.hand_out_preview(number, actor_id=7),  # noqa: B023
            lambda: remarks.say(number, "Lời lạ.", actor_id=7),  # noqa: B023
        ):
            with pytest.raises(BadInput, match="ngoài phần việc"):
                act()
    workflow.publish(theirs.id, seen_version=theirs.version)
    with pytest.raises(BadInput, match="ngoài phần việc"):
        workflow.withdraw(theirs.id, "Gỡ của người khác.", actor_id=7)
    with pytest.raises(BadInput, match="ngoài phần việc"):
        writing.restore(mine.id, first.id, seen_version=mine.version, actor_id=7)
