"""The desk's room for requests about names: clock, limits, one button, answers, days off."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from content import files, places
from content.database import db, utc_now
from content.files import StoredFile
from content.publishing import library_uses
from content.publishing.commands import media
from content.publishing.media_assets import MediaAsset
from content.recognition.commands import requests
from content.recognition.models import Decision, Entry, PrivacyRequest
from search_index import index
from tests import recognised as make
from tests.admin.matrix.addresses import limit

NAME = "Vừ Thị Đỗ Quyên"
PAPER = "/quan-tri/cong-nhan/1/quyet-dinh/"
ROOM = "/quan-tri/yeu-cau/"
Post = Callable[..., Any]


@pytest.fixture
def asked(office: Any) -> int:
    """A request to take a name of a decision down."""
    with office.app.app_context():
        index.rebuild()
        made = make.decision(names=[NAME, "Lò Văn Mẫu"])
        return requests.receive("withdraw", NAME, decision_slug=made.slug, contact="0215 1").id


def entry(office: Any, name: str = NAME) -> int:
    with office.app.app_context():
        found = db.session.scalar(sa.select(Entry.id).where(Entry.name == name))
        assert found is not None
        return found


def row(office: Any, number: int) -> PrivacyRequest:
    with office.app.app_context():
        return db.session.get_one(PrivacyRequest, number)


def test_one_button_takes_the_name_down_and_finishes(office: Any, post: Post, asked: int) -> None:
    client = office.signed_in("publisher")
    home = client.get("/quan-tri/").text
    assert "1 yêu cầu xem, sửa hoặc gỡ tên đang chờ" in home
    page = client.get(f"{ROOM}{asked}/").text
    assert "Thôn 1" in page
    done = post(client, f"{ROOM}{asked}/", act="take_down", entry=entry(office))
    assert done.status_code == 302
    left = client.get(f"{ROOM}{asked}/").text
    assert NAME not in left
    assert "Đã gỡ tên ngày" in left
    assert "Yêu cầu về tên</h2>" not in client.get("/quan-tri/").text
    assert NAME not in client.get(ROOM).text
    with office.app.app_context():
        assert db.session.scalar(sa.select(Entry.id).where(Entry.name == NAME)) is None


def test_an_entry_that_the_page_did_not_offer_is_not_taken_down(
    office: Any, post: Post, asked: int
) -> None:
    client = office.signed_in("publisher")
    other = entry(office, "Lò Văn Mẫu")
    for sent in (str(other), "999", "", "9" * 30, "-1"):
        got = post(client, f"{ROOM}{asked}/", act="take_down", entry=sent)
        assert got.status_code == 404
    assert row(office, asked).finished_at is None
    got = post(client, f"{ROOM}{asked}/", act="take_down", entry=other, ten="lo van mau")
    assert got.status_code == 302  # looked for by another spelling, and offered


def test_late_requests_come_first(office: Any, asked: int) -> None:
    with office.app.app_context():
        late = requests.receive("see", "Người Trễ")
        late.answer_by -= (utc_now() - utc_now().replace(year=utc_now().year - 1)) / 30
        db.session.commit()
    client = office.signed_in("publisher")
    page = client.get(ROOM).text
    assert page.index("Người Trễ") < page.index(NAME)
    assert "Trễ" in page
    assert "1 yêu cầu trễ hạn" in client.get("/quan-tri/").text


def test_an_answer_without_the_name(office: Any, post: Post, asked: int) -> None:
    client = office.signed_in("publisher")
    got = post(client, f"{ROOM}{asked}/", act="finish", text=f"Chào {NAME}")
    assert (got.status_code, "đừng ghi họ tên" in got.text) == (400, True)
    assert f"Chào {NAME}" in got.text
    post(client, f"{ROOM}{asked}/", act="answer", text="Đang kiểm tra.")
    assert row(office, asked).outcome == "Đang kiểm tra."
    post(client, f"{ROOM}{asked}/", act="finish", text="Trang này không có tên như vậy.")
    assert row(office, asked).name == ""


def test_a_file_that_shows_the_name_is_told_and_hidden(office: Any, post: Post, asked: int) -> None:
    with office.app.app_context():
        decision = db.session.scalars(sa.select(Decision)).one()
        path = make.attach(decision, f"Danh sach: {NAME.upper()}".encode())
        number = decision.id
    client = office.signed_in("publisher")
    assert "quyet-dinh.txt” có tên này" in client.get(f"{ROOM}{asked}/").text
    got = post(client, f"{ROOM}{asked}/", act="hide_file", decision=number)
    assert got.status_code == 302
    assert not path.exists()
    assert "Tệp của quyết định" not in client.get(f"{ROOM}{asked}/").text
    assert post(client, f"{ROOM}{asked}/", act="hide_file", decision="77").status_code == 404


def test_a_text_that_holds_the_name_is_told(office: Any, asked: int) -> None:
    office.item("Gia đình hiếu học", body=f"Gia đình ông {NAME} ở thôn Một.", publish=True)
    with office.app.app_context():
        index.rebuild()
    page = office.signed_in("publisher").get(f"{ROOM}{asked}/").text
    assert "Bài có tên này" in page
    assert "Gia đình hiếu học" in page


def test_limits_hide_what_is_of_another_place(office: Any, asked: int) -> None:
    with office.app.app_context():
        province = places.record("tỉnh Mẫu", "province")
        mine = places.record("xã Mình", "commune", parent=province)
        own = make.decision(names=["Người Mình"], place=mine, slug="minh", number="5/QĐ")
        seen = requests.receive("see", "Người Mình", decision_slug=own.slug).id
        nowhere = requests.receive("see", "Người Nào").id
        place_id = mine.id
    limit(office, "publisher", place_id=place_id)
    client = office.signed_in("publisher")
    page = client.get(ROOM).text
    assert "Người Mình" in page
    assert NAME not in page
    assert "Người Nào" not in page
    assert client.get(f"{ROOM}{seen}/").status_code == 200
    for hidden in (asked, nowhere):
        assert client.get(f"{ROOM}{hidden}/").status_code == 404
    assert "Lò Văn Mẫu" not in client.get(f"{ROOM}{seen}/?ten=lo+van+mau").text
    limit(office, "publisher", kinds=["news"])
    assert "Người Mình" not in client.get(ROOM).text


def test_days_off_are_the_administrators(office: Any, post: Post, asked: int) -> None:
    path = f"{ROOM}ngay-nghi/"
    assert office.signed_in("publisher").get(path).status_code == 403
    client = office.signed_in("administrator")
    got = post(client, path, days="31/02/2027")
    assert (got.status_code, "Dòng 1" in got.text, "31/02/2027" in got.text) == (400, True, True)
    assert post(client, path, days="02/09/2027 Nghỉ mẫu").status_code == 302
    assert "02/09/2027 Nghỉ mẫu" in client.get(path).text


def test_hostile_words_of_strangers_are_words(office: Any, asked: int) -> None:
    evil = '"><img src=x onerror=alert(1)>{{7*7}}'
    with office.app.app_context():
        number = requests.receive("see", evil, contact=evil, words=evil).id
    client = office.signed_in("administrator")
    for path in (ROOM, f"{ROOM}{number}/", f"{ROOM}{number}/?ten={evil}", "/quan-tri/"):
        text = client.get(path).text
        assert "<img src=x" not in text
        assert ">49<" not in text


def test_a_wrong_name_is_corrected_in_its_place(office: Any, post: Post, asked: int) -> None:
    client = office.signed_in("publisher")
    with office.app.app_context():
        number = requests.receive("correct", "Lò Văn Mẫu", decision_slug="12-qd-ubnd").id
    wrong = entry(office, "Lò Văn Mẫu")
    page = f"{ROOM}{number}/"
    got = post(client, page, act="correct", entry=wrong, name=" . ")
    assert (got.status_code, "Hãy ghi tên đúng" in got.text) == (400, True)
    assert post(client, page, act="correct", entry=wrong, name="Lò  Văn Mậu").status_code == 302
    assert entry(office, "Lò Văn Mậu") == wrong
    assert post(client, page, act="correct", entry=entry(office), name="X").status_code == 404
    assert row(office, number).finished_at is None


def test_the_file_of_a_decision_is_not_of_the_library_and_does_not_come_back(
    office: Any, post: Post, asked: int
) -> None:
    data = f"Danh sach: {NAME}".encode()
    client = office.signed_in("publisher")

    def attach() -> Any:
        with office.app.app_context():
            seen = db.session.scalars(sa.select(Decision)).one().version
        fields = {"number": "12/QĐ-UBND", "issued": "02/03/2026", "body": "UBND xã Mẫu"}
        file = (io.BytesIO(data), "quyet-dinh.txt")
        return post(client, PAPER, version=seen, file=file, **fields)

    assert attach().status_code == 302
    with office.app.app_context():
        kept = db.session.scalars(sa.select(StoredFile)).one()
        assert db.session.scalar(sa.select(MediaAsset.id)) is None
        path, number = files.path_of(kept.sha256), db.session.scalars(sa.select(Decision.id)).one()
    assert path.exists()
    assert post(client, f"{ROOM}{asked}/", act="hide_file", decision=number).status_code == 302
    assert not path.exists()
    again = attach()
    assert (again.status_code, "kèm bản đã che tên" in again.text) == (400, True)
    assert not path.exists()


def test_the_library_keeps_a_file_that_a_decision_shows(office: Any, asked: int) -> None:
    with office.app.app_context():
        make.attach(db.session.scalars(sa.select(Decision)).one(), b"Quyet dinh", "a.txt")
        media.attach_upload("a.txt", b"Quyet dinh")
        asset = db.session.scalars(sa.select(MediaAsset)).one()
        assert [use.kind for use in library_uses.uses_of(asset)] == ["decision"]
        assert library_uses.used_among([asset]) == {asset.id}
