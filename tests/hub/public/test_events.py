"""Events of notices: pages, the board of the home page, files for a telephone's calendar."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from content.publishing.commands import previews, workflow
from content.publishing.detail_fields import EventFields
from content.publishing.models import Event, Item
from hub.face import drafted
from hub.public import event_calendar, events
from hub.public import rooms as all_rooms
from tests.factories import make_item

pytestmark = pytest.mark.usefixtures("clock")
DAY = dt.date(2026, 11, 20)  # a Friday, a month after the standing clock
EVENING = EventFields(
    DAY, dt.time(19, 30), None, dt.time(21), "Nhà văn hóa thôn Đông", "Văn phòng xã Mẫu"
)


def notice(title: str = "Ngày hội đọc sách", event: EventFields = EVENING, **more: Any) -> Item:
    return make_item("notice", title, event=event, **more)


def entry_of(client: FlaskClient, path: str) -> icalendar.Event:
    answer = client.get(path)
    assert answer.status_code == 200
    [entry] = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    return entry  # type: ignore[no-any-return]


# ---- pages --------------------------------------------------------------------------------------


def test_a_page_says_when_where_and_whom_to_ask(client: FlaskClient) -> None:
    page = client.get(notice(slug="ngay-hoi").path).text
    assert "Thứ Sáu 20/11/2026, 19:30 đến 21:00" in page
    assert "Nhà văn hóa thôn Đông" in page
    assert "Văn phòng xã Mẫu" in page
    assert "Đã qua" not in page
    assert 'href="/thong-bao/ngay-hoi/su-kien.ics"' in page


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (EventFields(DAY), "Thứ Sáu 20/11/2026"),
        (EventFields(DAY, ends=DAY), "Thứ Sáu 20/11/2026"),
        (EventFields(DAY, dt.time(7)), "Thứ Sáu 20/11/2026, 07:00"),
        (EventFields(DAY, ends_at=dt.time(11)), "Thứ Sáu 20/11/2026, đến 11:00"),
        (
            EventFields(DAY, dt.time(7), DAY + dt.timedelta(2), dt.time(11, 5)),
            "Thứ Sáu 20/11/2026, 07:00 đến Chủ nhật 22/11/2026, 11:05",
        ),
    ],
)
def test_words_of_time(client: FlaskClient, event: EventFields, words: str) -> None:
    assert f"<b>{words}</b>" in client.get(notice(event=event).path).text


def test_an_event_that_is_over_says_so_and_offers_no_calendar(
    client: FlaskClient, clock: Any
) -> None:
    item = notice()
    clock.forward(days=40)
    page = client.get(item.path).text
    assert "Đã qua" in page
    assert "su-kien.ics" not in page
    assert "Đã qua" in client.get("/thong-bao/").text
    assert client.get(f"{item.path}su-kien.ics").status_code == 200


def test_the_page_carries_the_event_for_machines(client: FlaskClient) -> None:
    page = client.get(notice("Hội </script> & sách", slug="hoi").path).text
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    [data] = [d for d in map(json.loads, found) if d["@type"] == "Event"]
    assert data["name"] == "Hội </script> & sách"
    assert (data["startDate"], data["endDate"]) == (
        "2026-11-20T19:30+07:00",
        "2026-11-20T21:00+07:00",
    )
    assert data["location"] == {"@type": "Place", "name": "Nhà văn hóa thôn Đông"}
    assert data["url"] == "https://hoc.example/thong-bao/hoi/"


def test_a_preview_shows_the_event_and_offers_no_file(client: FlaskClient, app: Flask) -> None:
    item = notice(published=False)
    with app.test_request_context():
        preview = drafted.path_of(previews.hand_out_preview(item.id).nonce)
    page = client.get(preview).text
    assert "Nhà văn hóa thôn Đông" in page
    assert "su-kien.ics" not in page
    workflow.publish(item.id, seen_version=item.version)
    workflow.withdraw(item.id, "Hoãn.")
    assert "Nhà văn hóa" not in client.get(preview).text


def test_the_list_begins_with_what_is_coming_soonest_first(client: FlaskClient) -> None:
    notice("Sau cùng", EventFields(DAY + dt.timedelta(9)))
    notice("Sớm nhất", EventFields(DAY))
    notice("Qua rồi", EventFields(dt.date(2026, 10, 1)))
    make_item("notice", "Nghỉ lễ")
    page = client.get("/thong-bao/").text
    coming = page[page.index('id="sap-toi"') : page.index("</section>")]
    assert re.findall(r"<h3><a[^>]*>(.*?)</a>", coming) == ["Sớm nhất", "Sau cùng"]
    below = page[page.index("</section>") :]
    assert below.index("Nghỉ lễ") < below.index("Qua rồi")
    assert 'href="/thong-bao/lich.ics"' in page
    assert 'id="sap-toi"' not in client.get("/tin-tuc/").text
    assert 'id="sap-toi"' not in client.get("/thong-bao/nam/2026/").text


def test_the_home_page_loses_an_event_by_itself(client: FlaskClient, clock: Any) -> None:
    notice("Ngày hội sách")
    make_item("notice", "Thư viện nghỉ lễ")
    page = client.get("/").text
    assert page.count("Ngày hội sách") == 1
    clock.forward(days=40)
    page = client.get("/").text
    assert "Ngày hội sách" not in page
    assert "Thư viện nghỉ lễ" in page


# ---- files --------------------------------------------------------------------------------------


def test_a_calendar_file_holds_the_event(client: FlaskClient) -> None:
    item = notice("Ngày hội; đọc, sách \\ nhớ", slug="ngay-hoi", summary="Mời cả nhà.")
    answer = client.get("/thong-bao/ngay-hoi/su-kien.ics")
    assert answer.content_type == "text/calendar; charset=utf-8"
    entry = entry_of(client, "/thong-bao/ngay-hoi/su-kien.ics")
    assert entry["summary"] == "Ngày hội; đọc, sách \\ nhớ"
    assert entry["location"] == "Nhà văn hóa thôn Đông"
    assert entry["description"] == "Mời cả nhà.\nLiên hệ: Văn phòng xã Mẫu"
    assert entry["url"] == "https://hoc.example/thong-bao/ngay-hoi/"
    begin = dt.datetime(2026, 11, 20, 12, 30, tzinfo=dt.UTC)
    assert entry.decoded("dtstart") == begin
    assert entry.decoded("dtend") == begin + dt.timedelta(hours=1.5)
    assert entry.decoded("dtstamp") == item.updated_at.replace(microsecond=0)
    assert b"SUMMARY:Ng\xc3\xa0y h\xe1\xbb\x99i\\; \xc4\x91\xe1\xbb\x8dc\\, s" in answer.data
    assert b"DTSTART;TZID=Asia/Ho_Chi_Minh:20261120T193000\r\n" in answer.data


@pytest.mark.parametrize(
    ("event", "begin", "end"),
    [
        (EventFields(DAY), DAY, DAY + dt.timedelta(1)),
        (EventFields(DAY, ends=DAY + dt.timedelta(2)), DAY, DAY + dt.timedelta(3)),
        (EventFields(DAY, ends_at=dt.time(11)), DAY, DAY + dt.timedelta(1)),
    ],
)
def test_whole_days_end_on_the_day_after(
    client: FlaskClient, event: EventFields, begin: dt.date, end: dt.date
) -> None:
    path = f"{notice(event=event).path}su-kien.ics"
    entry = entry_of(client, path)
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (begin, end)
    assert b"DTSTART;VALUE=DATE:20261120\r\n" in client.get(path).data


def test_an_end_that_is_not_known_is_not_made_up(client: FlaskClient) -> None:
    entry = entry_of(client, f"{notice(event=EventFields(DAY, dt.time(8))).path}su-kien.ics")
    assert "dtend" not in entry


def test_the_same_event_keeps_its_identifier_and_its_bytes(client: FlaskClient, clock: Any) -> None:
    item = notice()
    path = f"{item.path}su-kien.ics"
    first = client.get(path).data
    clock.forward(days=1)
    assert client.get(path).data == first
    uid = entry_of(client, path)["uid"]
    workflow.publish(item.id, seen_version=item.version)
    assert entry_of(client, path)["uid"] == uid
    assert uid.endswith("@hoc.example")


def test_the_calendar_of_all_has_only_what_is_coming(client: FlaskClient) -> None:
    empty = icalendar.Calendar.from_ical(client.get("/thong-bao/lich.ics").data)
    assert [c.name for c in empty.subcomponents] == ["VTIMEZONE"]
    notice("Sau", EventFields(DAY + dt.timedelta(3)))
    notice("Trước")
    notice("Qua", EventFields(dt.date(2026, 1, 2)))
    make_item("notice", "Nháp", published=False, event=EVENING)
    book = icalendar.Calendar.from_ical(client.get("/thong-bao/lich.ics").data)
    assert [str(e["summary"]) for e in book.walk("VEVENT")] == ["Trước", "Sau"]


@pytest.mark.parametrize("kind", ["notice", "news"])
def test_without_an_event_there_is_no_file(client: FlaskClient, kind: str) -> None:
    item = make_item(kind, "Báo", slug="bao")
    assert client.get("/thong-bao/bao/su-kien.ics").status_code == 404
    assert "su-kien.ics" not in client.get(item.path).text


def test_withdrawn_events_are_in_no_file(client: FlaskClient) -> None:
    item = notice("Kỳ lân")
    workflow.withdraw(item.id, "Hoãn.", seen_version=item.version)
    assert client.get(f"{item.path}su-kien.ics").status_code == 404
    assert "Kỳ lân" not in client.get("/thong-bao/lich.ics").text


def test_each_file_is_frozen(client: FlaskClient, clock: Any) -> None:
    item = notice()
    clock.forward(days=40)
    paths = {address.path for address in all_rooms.addresses()}
    assert {events.ALL, f"{item.path}su-kien.ics"} <= paths


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)


@given(title=TEXTS, venue=TEXTS)
def test_any_text_is_folded_between_letters_and_read_back(title: str, venue: str) -> None:
    """Lines end in CRLF, have at most 75 octets, and never tear a letter apart (RFC 5545, 3.1)."""
    event = Event(starts=DAY, venue=venue, contact="")
    moment = dt.datetime(2026, 10, 20, tzinfo=dt.UTC)
    item = Item(
        id=7, kind="notice", slug="a", title=title, summary="", event=event, updated_at=moment
    )
    data = event_calendar.written([item], "Lịch", "https://hoc.example")
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    for line in lines:
        line.decode()
    [entry] = icalendar.Calendar.from_ical(data).walk("VEVENT")
    assert (str(entry["summary"]), str(entry["location"])) == (title, venue)
