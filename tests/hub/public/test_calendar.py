"""The calendar of deadlines and events: months, files for telephones, a feed that reminds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import icalendar
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from content import changes, places
from content.publishing.detail_fields import EventFields
from content.recognition.commands import deadlines, targets
from content.recognition.target_fields import DeadlineFields
from content.recognition.target_models import Deadline
from tests.factories import make_document, make_item, make_place

# The clock stands at 20 October 2026, 08:00 in Việt Nam.
pytestmark = pytest.mark.usefixtures("clock")
ATOM = "{http://www.w3.org/2005/Atom}"


def due(what: str = "Nộp báo cáo năm", **more: Any) -> Deadline:
    given: dict[str, Any] = {
        "month": 11, "day": 10, "sender": "UBND xã", "receiver": "UBND tỉnh", "level": "commune",
        "source": "Kế hoạch của xã Mẫu",
    }  # fmt: skip
    row = targets.save(DeadlineFields(what=what, **(given | more)))
    assert isinstance(row, Deadline)
    return row


def months(client: FlaskClient, path: str = "/lich/") -> dict[str, list[str]]:
    root = etree.HTML(client.get(path).text)
    return {
        part.find("h2").text: ["".join(h3.itertext()) for h3 in part.iter("h3")]
        for part in root.findall(".//section[@class='month']")
    }


def test_a_deadline_says_who_to_whom_by_which_document(client: FlaskClient, app: Flask) -> None:
    make_document("12/KH-UBND", issuer="UBND xã Mẫu", item={"slug": "ke-hoach"})
    document = {"number": "12/KH-UBND", "issued": dt.date(2026, 3, 2), "issuer": "UBND xã Mẫu"}
    due(before=True, **document)
    page = client.get("/lich/").text
    assert months(client) == {"Tháng 11/2026": ["Nộp báo cáo năm"]}
    assert "Trước 10/11/2026, hằng năm. UBND xã gửi UBND tỉnh" in page
    assert "12/KH-UBND ngày 02/03/2026, UBND xã Mẫu" in page
    assert '<h3><a href="/van-ban/' in page
    assert "còn 2" not in page, "a frozen page counts no days"


def test_the_year_rolls_over_at_a_midnight_in_viet_nam(
    client: FlaskClient, app: Flask, clock: Any
) -> None:
    due(month=12, day=31)
    clock.now = dt.datetime(2026, 12, 31, 16, 59, tzinfo=dt.UTC)
    assert list(months(client)) == ["Tháng 12/2026"]
    clock.now = dt.datetime(2026, 12, 31, 17, 0, tzinfo=dt.UTC)
    assert list(months(client)) == ["Tháng 12/2027"]


def test_29_february_and_what_lasts(client: FlaskClient, app: Flask) -> None:
    due("Ngày nhuận", month=2, day=29)
    due("Quý IV", kind="event", month=10, day=1, end_month=12, end_day=31, words="quý IV hằng năm")
    found = months(client)
    assert found == {"Tháng 10/2026": ["Quý IV"], "Tháng 2/2027": ["Ngày nhuận"]}
    assert "28/02/2027" in client.get("/lich/").text
    assert "Quý IV hằng năm" in client.get("/lich/").text


def test_a_weekend_is_told_with_the_friday_before(client: FlaskClient, app: Flask) -> None:
    due(month=11, day=15)  # a Sunday in 2026
    assert "nộp từ Thứ Sáu 13/11/2026" in client.get("/lich/").text


def test_a_place_that_has_ended_is_flagged_and_not_due_at_home(
    client: FlaskClient, app: Flask
) -> None:
    old = places.record("huyện Cũ", "district", valid_to=dt.date(2025, 7, 1))
    due("Báo cáo của huyện", place_id=old.id)
    due("Báo cáo của xã", day=12)
    assert "Nơi này kết thúc ngày 01/07/2025: hỏi lại nơi nhận" in client.get("/lich/").text
    home = client.get("/").text
    assert "Báo cáo của xã" in home
    assert "Báo cáo của huyện" not in home


def test_each_place_and_submitter_has_a_calendar(client: FlaskClient, app: Flask) -> None:
    province = make_place("tỉnh Mẫu", "province")
    mine, other = (make_place(name, parent=province) for name in ("xã Mình", "xã Bạn"))
    due("Của tỉnh", place_id=province.id, level="province")
    due("Của mình", place_id=mine.id)
    due("Của bạn", place_id=other.id)
    due("Của cả nước", level="unit")
    assert months(client, f"/lich/noi/{mine.slug}/") == {
        "Tháng 11/2026": ["Của cả nước", "Của mình", "Của tỉnh"]
    }
    assert months(client, "/lich/cap/co-quan/") == {"Tháng 11/2026": ["Của cả nước"]}
    for path in ("cap/thon/", "cap/khong-co/", "noi/khong-co/", "cap/thon/lich.ics"):
        assert client.get(f"/lich/{path}").status_code == 404


def test_a_notice_stands_in_for_the_rule_it_announces(client: FlaskClient, app: Flask) -> None:
    due("Ngày hội đọc sách", kind="event", month=4, day=21)
    event = EventFields(dt.date(2027, 4, 21), dt.time(8))
    make_item("notice", "Mời dự Ngày hội đọc sách 2027", slug="hoi", event=event)
    assert months(client) == {"Tháng 4/2027": ["Mời dự Ngày hội đọc sách 2027"]}
    book = icalendar.Calendar.from_ical(client.get("/lich/lich.ics").data)
    assert len(book.walk("VEVENT")) == 1


def test_what_is_years_ahead_stands_below(client: FlaskClient, app: Flask) -> None:
    due("Tổng kết", kind="event", month=None, day=None, on=dt.date(2030, 10, 1),
        until=dt.date(2030, 12, 31), words="quý IV/2030")  # fmt: skip
    page = client.get("/lich/").text
    assert page.index("Những năm sau") < page.index("quý IV/2030")


def test_the_file_for_telephones(client: FlaskClient, app: Flask) -> None:
    row = due(before=True)
    due("Ngày nhuận", month=2, day=29)
    answer = client.get("/lich/lich.ics")
    assert answer.mimetype == "text/calendar"
    one, leap = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
    assert one["UID"] == f"lich-{row.slug}@hoc.example"
    assert one.decoded("DTSTART") == dt.date(2026, 11, 10)
    assert one["RRULE"]["FREQ"] == ["YEARLY"]
    assert one.walk("VALARM")[0].decoded("TRIGGER") == dt.timedelta(days=-7)
    assert "RRULE" not in leap, "the rule would leave three years of four out"
    assert client.get("/lich/lich.ics").data == answer.data


def entries(client: FlaskClient) -> list[tuple[str, str, str]]:
    root = etree.fromstring(client.get("/lich/feed.xml").data)
    return [
        (e.findtext(f"{ATOM}id"), e.findtext(f"{ATOM}title"), e.findtext(f"{ATOM}updated"))
        for e in root.iter(f"{ATOM}entry")
    ]


def test_the_feed_reminds_and_keeps_its_ids(client: FlaskClient, app: Flask, clock: Any) -> None:
    row = due(before=True)
    [(name, title, updated)] = entries(client)
    assert name == f"tag:hoc.example,2026-01-01:lich/{row.slug}-2026"
    assert title == "Nộp báo cáo năm: trước 10/11/2026"
    clock.forward(days=3)
    assert entries(client) == [(name, title, updated)], "not read twice"
    clock.forward(days=60)
    assert entries(client) == []
    clock.forward(days=300)
    [(again, _title, _updated)] = entries(client)
    assert again.endswith("-2027")


def test_a_midnight_that_moves_a_deadline_on_is_noted_once(app: Flask, clock: Any) -> None:
    row = due()
    assert deadlines.settle() == 0
    clock.forward(days=5)
    assert deadlines.settle() == 0
    clock.now = dt.datetime(2026, 11, 10, 17, 0, tzinfo=dt.UTC)  # the 11th in Việt Nam
    before = changes.newest()
    assert deadlines.settle() == 1
    assert changes.since(before)[0][1:] == ("deadline", row.id, "changed")
    assert deadlines.settle() == 0


def test_an_empty_calendar_says_so(client: FlaskClient) -> None:
    assert "Chưa có hạn nộp" in client.get("/lich/").text
    assert client.get("/lich/feed.xml").status_code == 200
