"""Details in the form: sources, events, training; nothing is lost, faults stand at a field."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from admin import detail_form, times
from content.errors import BadInput
from content.publishing import desk_queries
from content.publishing.commands import media
from content.publishing.detail_fields import (
    EventFields,
    PartFields,
    SourceFields,
    TrainingFields,
)
from content.publishing.snapshot import AttachmentFields
from tests.desk_forms import item_of, send, typed

NEW = "/quan-tri/soan/"
SOURCES = "Quyết định 387/QĐ-TTg | https://vanban.chinhphu.vn/?pageid=1&docid=2\nSổ lưu ở xã"


def fields_at(office, path):
    """The working fields of the item of a form."""
    with office.app.app_context():
        return desk_queries.working(item_of(office, int(path.rstrip("/").rsplit("/", 1)[1])))


def test_sources_and_the_day_they_were_looked_at(office):
    client = office.signed_in("editor")
    made = send(client, NEW, title="Có nguồn", sources=SOURCES, checked="20/10/2026")
    fields = fields_at(office, made.location)
    assert fields.sources == (
        SourceFields("Quyết định 387/QĐ-TTg", "https://vanban.chinhphu.vn/?pageid=1&docid=2"),
        SourceFields("Sổ lưu ở xã"),
    )
    assert fields.checked == dt.date(2026, 10, 20)
    shown = typed(client, made.location)
    assert (shown["sources"], shown["checked"]) == (SOURCES, "20/10/2026")
    assert send(client, made.location).status_code == 302
    assert fields_at(office, made.location) == fields


def test_the_event_of_a_notice(office):
    client = office.signed_in("editor")
    given = {
        "event_starts": "21/4/2027",
        "event_starts_at": "7h30",
        "event_ends": "22/04/2027",
        "event_ends_at": "11:00",
        "venue": "Nhà văn hóa thôn Đông",
        "contact": "Văn phòng xã",
    }
    made = send(client, NEW, kind="notice", title="Ngày sách", **given)
    assert fields_at(office, made.location).event == EventFields(
        dt.date(2027, 4, 21),
        dt.time(7, 30),
        dt.date(2027, 4, 22),
        dt.time(11),
        "Nhà văn hóa thôn Đông",
        "Văn phòng xã",
    )
    shown = typed(client, made.location)
    assert (shown["event_starts"], shown["event_starts_at"]) == ("21/04/2027", "07:30")
    send(client, made.location, **dict.fromkeys(given, ""))
    assert fields_at(office, made.location).event is None


def test_the_particulars_of_training(office):
    with office.app.app_context():
        name, file = media.attach_upload("Bài giảng.txt", "Chữ.\n".encode())
        kept = AttachmentFields(file.sha256, name, "Bài giảng")
    number = office.item("Bộ tập huấn", kind="training", attachments=(kept,))
    client = office.signed_in("editor")
    path = f"{NEW}{number}/"
    given = {
        "for_titles": ["gia-dinh-hoc-tap", "cong-dan-hoc-tap"],
        "for_roles": ["can-bo-xa"],
        "for_levels": [],
        "year": "2026",
        "edition": "bản 2",
        "licence": "cc-by-4.0",
        "links": "Bài giảng có tiếng | https://hoc.example/bai",
        "parts": f"/huong-dan/doc-truoc | Đọc trước\nbài giảng | Chiếu trong lớp\n{name}",
    }
    assert send(client, path, **given).status_code == 302
    assert fields_at(office, path).training == TrainingFields(
        titles=("cong-dan-hoc-tap", "gia-dinh-hoc-tap"),
        roles=("can-bo-xa",),
        year=2026,
        edition="bản 2",
        licence="cc-by-4.0",
        links=(SourceFields("Bài giảng có tiếng", "https://hoc.example/bai"),),
        parts=(
            PartFields("/huong-dan/doc-truoc/", note="Đọc trước"),
            PartFields(file_name=name, note="Chiếu trong lớp"),
            PartFields(file_name=name),
        ),
    )
    before = fields_at(office, path)
    assert send(client, path).status_code == 302
    assert fields_at(office, path) == before
    send(client, path, for_titles=[])
    assert fields_at(office, path).training.titles == ()


def test_an_unknown_part_is_told_and_kept(office):
    office.item("Có thật", kind="guidance", slug="co-that")
    number = office.item("Bộ", kind="training")
    client = office.signed_in("editor")
    path = f"{NEW}{number}/"
    lines = "/huong-dan/co-that/ | Nháp cũng là có\n/huong-dan/chua-viet/"
    assert send(client, path, parts=lines).status_code == 302
    page = client.get(path).text
    assert "Chưa có bài nào ở /huong-dan/chua-viet/" in page
    assert "Chưa có bài nào ở /huong-dan/co-that/" not in page
    assert len(fields_at(office, path).training.parts) == 2


FAULTS = [
    ("news", "sources", "Tên | javascript:alert(1)", "Nguồn, dòng 1: địa chỉ"),
    ("news", "sources", "Một\nHai | vanban.chinhphu.vn", "Nguồn, dòng 2: địa chỉ"),
    ("news", "sources", "x" * 501, "Nguồn dài 501 ký tự"),
    ("news", "sources", "\n".join(f"Nguồn {n}" for n in range(61)), "tối đa 60 dòng"),
    ("news", "checked", "hôm qua", "không phải một ngày"),
    ("notice", "event_starts", "mai", "không phải một ngày"),
    ("notice", "event_starts_at", "25:00", "không phải giờ"),
    ("notice", "event_ends", "01/04/2027", "kết thúc trước khi bắt đầu"),
    ("notice", "event_ends_at", "0:30", "kết thúc trước khi bắt đầu"),
    ("notice", "venue", "n" * 501, "Nơi diễn ra dài 501"),
    ("training", "for_roles", "vua", "không có trong danh sách"),
    ("training", "year", "năm nay", "không phải một năm"),
    ("training", "year", "0001", "không hợp lý"),
    ("training", "edition", "e" * 41, "Lần biên soạn dài 41"),
    ("training", "licence", "cua-toi", "Giấy phép không có"),
    ("training", "links", "Tên | ftp://hoc.example", "Liên kết, dòng 1"),
    ("training", "parts", "/huong-dan/co/\nkhông phải gì", "dòng 2"),
    ("training", "parts", "khong-co.pdf", "Bài chưa kèm tệp nào"),
    ("training", "parts", "/a/b/c/d/", "không phải địa chỉ một bài"),
]


@pytest.mark.parametrize(("kind", "field", "value", "says"), FAULTS)
def test_a_fault_stands_at_its_field_and_keeps_the_text(office, kind, field, value, says):
    client = office.signed_in("editor")
    given = {"title": "Bài có lỗi", "sources": SOURCES, "venue": "Nhà văn hóa", "year": "2026"}
    if kind == "notice":
        given |= {"event_starts": "21/04/2027", "event_starts_at": "19:30"}
    answer = send(client, NEW, kind=kind, **(given | {field: value}))
    assert answer.status_code == 400
    assert says in html.unescape(answer.text)
    box = re.search(rf'<(?:input|textarea|select)[^>]* name="{field}"[^>]*>', answer.text)[0]
    if field not in detail_form.TICKED:
        assert 'aria-invalid="true"' in box
    shown = typed_in(answer.text)
    for name, kept in (given | {field: value}).items():
        if name not in detail_form.TICKED:
            assert shown[name] == kept


def typed_in(page):
    """What stands in the form of a page, by the reader of the tests."""

    class Answer:
        text = page

    class Client:
        def get(self, _path):
            return Answer

    return typed(Client(), "")


def test_hours_without_a_day_ask_for_it(office):
    client = office.signed_in("editor")
    answer = send(client, NEW, kind="notice", title="Không ngày", venue="Nhà văn hóa")
    assert answer.status_code == 400
    assert "Ngày diễn ra còn trống" in answer.text


def test_a_kind_shows_only_its_own_groups(office):
    client = office.signed_in("editor")
    own = {"notice": "event_starts", "training": "for_titles", "document": "number"}
    for kind in ("news", *own):
        page = client.get(f"{NEW}{office.item(f'Bài {kind}', kind=kind)}/").text
        for other, name in own.items():
            assert (f'name="{name}"' in page) == (kind == other), (kind, name)
        assert 'name="sources"' in page
    new = client.get(NEW).text
    for name in own.values():
        assert f'name="{name}"' in new


def test_history_and_conflict_compare_the_details_in_words(office):
    number = office.item("Bộ", kind="training")
    one, two = office.signed_in("editor"), office.signed_in("publisher")
    path = f"{NEW}{number}/"
    before = typed(two, path)
    send(one, path, for_titles=["cong-dan-hoc-tap"], sources="Sổ xã", licence="cc-by-4.0")
    page = one.get(f"{path}lich-su/").text
    for words in ("Danh hiệu", "Công dân học tập", "Sổ xã", "CC BY 4.0"):
        assert words in page
    assert "cong-dan-hoc-tap" not in page
    mine = {**before, "for_titles": ["gia-dinh-hoc-tap", "don-vi-hoc-tap"], "act": "save"}
    clash = two.post(path, data=mine)
    assert clash.status_code == 409
    assert "Đơn vị học tập" in clash.text
    hidden = {
        name: html.unescape(value)
        for name, value in re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', clash.text
        )
    }
    chosen = two.post(path, data={**hidden, "title": "Bộ", "body": "", "choice": "mine"})
    assert chosen.status_code == 302
    assert fields_at(office, path).training.titles == ("don-vi-hoc-tap", "gia-dinh-hoc-tap")


def test_a_lost_session_shows_the_details_for_copying(office):
    client = office.signed_in("editor")
    data = typed(client, NEW) | {"sources": SOURCES, "venue": "Nhà văn hóa thôn Đông"}
    client.delete_cookie("ban_bien_tap", path="/quan-tri")
    lost = client.post(NEW, data=data | {"act": "save"})
    assert "vanban.chinhphu.vn" in lost.text
    assert "Nơi diễn ra" in lost.text


@pytest.mark.parametrize(
    ("text", "hour"),
    [("19:30", dt.time(19, 30)), ("7h", dt.time(7)), ("7g05", dt.time(7, 5)), ("  ", None)],
)
def test_hours_are_read_as_people_write_them(text, hour):
    assert times.hour(text, "Giờ") == hour


@pytest.mark.parametrize("text", ["24:00", "7:60", "bảy giờ", "7:30:00"])
def test_what_is_no_hour_is_said(text):
    with pytest.raises(BadInput, match="không phải giờ"):
        times.hour(text, "Giờ")
