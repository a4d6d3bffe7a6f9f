"""Events: what is coming and what is over, asked of the clock; the days are Vietnamese ones."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from content import changes, places
from content.publishing import event_queries
from content.publishing.commands import clock as settling
from content.publishing.detail_fields import EventFields
from content.publishing.models import Item
from tests.factories import make_item, make_place, make_topic

TODAY = dt.date(2026, 10, 20)  # of the standing clock


def event(title: str, days: int, *, until: int | None = None, at: int | None = None) -> Item:
    """A notice of an event some days from today; `until`: its last day; `at`: its hour."""
    fields = EventFields(
        TODAY + dt.timedelta(days=days),
        dt.time(at) if at is not None else None,
        None if until is None else TODAY + dt.timedelta(days=until),
    )
    return make_item("notice", title, event=fields)


def titles(items: list[Item]) -> list[str]:
    return [item.title for item in items]


def test_what_is_coming_stands_soonest_first(session_app: Flask, clock) -> None:
    event("Xa", 30)
    event("Chiều nay", 0, at=14)
    event("Sáng nay", 0, at=7)
    event("Cả ngày hôm nay", 0)
    event("Đang diễn ra", -3, until=1)
    event("Hôm qua", -1)
    make_item("notice", "Không có sự kiện")
    make_item("news", "Tin")
    expected = ["Đang diễn ra", "Cả ngày hôm nay", "Sáng nay", "Chiều nay", "Xa"]
    assert titles(event_queries.coming()) == expected
    assert titles(event_queries.coming(2)) == expected[:2]


def test_an_event_is_over_when_its_last_day_has_ended_in_viet_nam(session_app: Flask, clock):
    item = event("Hai ngày", -1, until=0)
    assert item.event is not None
    clock.now = dt.datetime(2026, 10, 20, 16, 59, 59, tzinfo=dt.UTC)  # 23:59:59 in Việt Nam
    assert not event_queries.is_over(item.event)
    assert titles(event_queries.coming()) == ["Hai ngày"]
    clock.forward(seconds=1)
    assert event_queries.is_over(item.event)
    assert event_queries.coming() == []


def test_only_what_readers_may_see_is_coming(session_app: Flask, clock) -> None:
    day = EventFields(TODAY)
    make_item("notice", "Nháp", published=False, event=day)
    later = clock.now + dt.timedelta(hours=1)
    make_item("notice", "Hẹn giờ", publish_at=later, event=day)
    assert event_queries.coming() == []
    assert event_queries.every_with_event() == []
    assert event_queries.with_event("nhap") is None
    clock.forward(hours=1)
    assert titles(event_queries.coming()) == ["Hẹn giờ"]


def test_the_board_holds_the_next_events_and_notices_without_one(session_app: Flask, clock) -> None:
    for days in (4, 2, 3, 1, -5):
        event(f"Sau {days} ngày", days)
    for number in range(4):
        make_item("notice", f"Báo {number}", date=TODAY - dt.timedelta(days=number))
    board = event_queries.board(coming_limit=2, recent_limit=3)
    assert titles(board.coming) == ["Sau 1 ngày", "Sau 2 ngày"]
    assert titles(board.recent) == ["Báo 0", "Báo 1", "Báo 2"]


def test_the_list_below_has_every_other_notice_newest_first(session_app: Flask, clock) -> None:
    place, topic = make_place(), make_topic("Đọc sách")
    coming = EventFields(TODAY)
    more = {"place": place.slug, "topics": (topic.name,)}
    make_item("notice", "Sắp tới", event=coming, date=dt.date(2026, 9, 1), **more)
    make_item("notice", "Cũ", date=dt.date(2025, 1, 1), **more)
    event("Đã qua", -9)
    make_item("news", "Tin")
    assert titles(event_queries.listing().items) == ["Đã qua", "Cũ"]
    assert titles(event_queries.listing(per_page=1, page=2).items) == ["Cũ"]
    for narrowed in ({"place": places.by_slug(place.slug)}, {"topic": topic}):
        assert titles(event_queries.listing(**narrowed).items) == ["Sắp tới", "Cũ"]
    assert titles(event_queries.listing(year=2025).items) == ["Cũ"]


@pytest.mark.parametrize("hours_a_look", [1, 24, 24 * 9])
def test_the_day_after_its_end_a_look_notes_the_notice_once(
    session_app: Flask, clock, hours_a_look: int
) -> None:
    item = event("Hai ngày", 1, until=2)
    event("Năm sau", 400)
    settling.settle()
    found = []
    for _ in range(24 * 9 // hours_a_look):
        before = changes.newest()
        now = clock.forward(hours=hours_a_look)
        if settling.settle():
            notes = [note.subject_id for note in changes.since(before)]
            found.append((now, notes))
    assert [notes for _now, notes in found] == [[item.id]]
    assert found[0][0] >= dt.datetime(2026, 10, 22, 17, 0, tzinfo=dt.UTC)
    if hours_a_look == 1:
        assert found[0][0] == dt.datetime(2026, 10, 22, 17, 0, tzinfo=dt.UTC)


def test_looking_again_or_with_the_clock_set_back_notes_nothing(session_app: Flask, clock) -> None:
    event("Hôm nay", 0)
    settling.settle()
    clock.forward(days=2)
    assert settling.settle() == 1
    assert settling.settle() == 0
    clock.forward(days=-1)
    assert settling.settle() == 0
    clock.forward(days=2)
    assert settling.settle() == 0


def test_an_event_of_a_text_that_is_not_out_is_no_news(session_app: Flask, clock) -> None:
    make_item("notice", "Nháp", published=False, event=EventFields(TODAY))
    settling.settle()
    clock.forward(days=3)
    assert settling.settle() == 0
