"""Công nhận at the desk: from a list to the announcement, and what each account may do."""

from __future__ import annotations

import io

import pytest
import sqlalchemy as sa

from content import accounts, house_rules, people, places
from content.database import db
from content.recognition.commands import titles
from content.recognition.models import Decision, Entry, RecognitionCount
from tests.admin.conftest import token

ROOM = "/quan-tri/cong-nhan/"
LIST = (
    "STT\tHọ và tên\tThôn\tSố CCCD\tĐồng ý đăng tên\tTrẻ em\n"
    "1\tVàng A Chua\tThôn 1\t011200000001\tx\t\n"
    "2\tGiàng Thị Dở\tThôn 2\t011200000002\t\t\n"
    "3\tLò Văn Bé\tThôn 2\t\tx\tx\n"
)


@pytest.fixture
def hub(office):
    with office.app.app_context():
        titles.load_shipped()
        places.record("xã Mẫu", "commune")
    return office


class Walker:
    """A browser at the four pages."""

    def __init__(self, hub, role="publisher"):
        self.hub, self.client = hub, hub.signed_in(role)
        self.token = token(self.client, "/quan-tri/tai-khoan/")

    def post(self, path, files=None, **form):
        data = {"csrf_token": self.token, **form, **(files or {})}
        return self.client.post(ROOM + path, data=data)

    def take(self, text=LIST, **form):
        values = {"title": "gia-dinh-hoc-tap", "year": "2025", "place": "xã Mẫu", "list": text}
        return self.post("moi/", **(values | form))

    def paper(self, at=1, **form):
        values = {"number": "12/QĐ-UBND", "issued": "02/03/2026", "body": "Chủ tịch UBND xã Mẫu"}
        return self.post(
            f"{at}/quyet-dinh/", version=self.version(at), act="keep", **(values | form)
        )

    def version(self, number=1):
        with self.hub.app.app_context():
            return str(db.session.get(Decision, number).version)

    def state(self, number=1):
        with self.hub.app.app_context():
            return db.session.get(Decision, number).state


def test_from_a_list_to_the_announcement(hub):
    walker = Walker(hub)
    assert walker.take().headers["Location"] == f"{ROOM}1/rieng-tu/"
    page = walker.client.get(f"{ROOM}1/rieng-tu/").text
    assert "V. A. C." in page
    assert "Số CCCD" in page
    assert "Đã bỏ" in page
    for hidden in ("Vàng A Chua", "Giàng", "G. T. D.", "0112000"):
        assert hidden not in page
    assert "1 trường hợp được tính nhưng không nêu tên" in page
    walker.post("1/rieng-tu/", display="full", act="show", version=walker.version())
    page = walker.client.get(f"{ROOM}1/rieng-tu/").text
    assert "Vàng A Chua" in page
    assert "Lò Văn Bé" not in page  # a child without both consents
    assert "L. V. B." in page
    assert walker.paper().headers["Location"] == f"{ROOM}1/gui/"
    walker.post("1/gui/", act="announce", version=walker.version())
    assert walker.state() == "announced"
    assert "Xem trang công bố" in walker.client.get(f"{ROOM}1/gui/").text


def test_broken_lines_are_mended_on_the_spot_and_the_others_are_there_already(hub):
    walker = Walker(hub)
    answer = walker.take(LIST + "4\t=1+1\tThôn 2\t\tx\t\n5\tVàng A Chua\tThôn 1\t\tx\t\n")
    assert answer.status_code == 200
    assert "2 dòng cần xem lại" in answer.text
    assert "Dòng 5" in answer.text
    assert "Trùng với dòng 2" in answer.text
    import html
    import re

    kept = [html.unescape(one.strip()) for one in re.findall(r"hidden>\n([^<]+)<", answer.text)]
    form = {"line-0": kept[0], "name-0": "Lò Thị Sửa", "line-1": kept[1], "keep-1": "1"}
    form |= {"act": "mend", "title": "gia-dinh-hoc-tap", "version": walker.version()}
    done = walker.post("1/danh-sach/", **form)
    assert done.headers["Location"] == f"{ROOM}1/rieng-tu/"
    assert "vừa sửa" in walker.post("1/danh-sach/", **form).text
    with hub.app.app_context():
        names = list(db.session.scalars(sa.select(Entry.name).order_by(Entry.position)))
        assert names[3:] == ["Lò Thị Sửa", "Vàng A Chua"]
        assert db.session.scalar(sa.select(RecognitionCount.count)) == 5


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"list": ""}, "Chưa có danh sách nào"),
        ({"list": "a\tb\n1\t2"}, "cột họ tên"),
        ({"title": "khong-co"}, "chọn danh hiệu"),
        ({"year": "hai nghìn"}, "bốn chữ số"),
        ({"place": "xã Không Có"}, "Không thấy địa bàn"),
        ({"year": "1200"}, "Năm đánh giá"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(hub, form, said):
    answer = Walker(hub).take(**form)
    assert answer.status_code == 400
    assert said in answer.text
    if "list" not in form:
        assert "Vàng A Chua" in answer.text


def test_without_a_number_it_stays_a_draft_and_says_so(hub):
    walker = Walker(hub)
    walker.take()
    walker.paper(number="")
    assert "bản nháp vẫn được giữ" in walker.client.get(f"{ROOM}1/gui/").text
    answer = walker.post("1/gui/", act="announce", version=walker.version())
    assert (answer.status_code, walker.state()) == (400, "draft")
    assert "còn thiếu số quyết định" in answer.text


def paper_with(walker, text):
    file = (io.BytesIO(text.encode()), "quyet-dinh.txt")
    return walker.paper(file=file)


def test_a_file_that_spells_out_names_is_warned_of_before_it_goes_out(hub):
    walker = Walker(hub)
    walker.take()
    paper_with(walker, "Quyết định công nhận: VÀNG A CHUA, căn cước 011200000001.")
    page = walker.client.get(f"{ROOM}1/gui/").text
    assert "Tệp ghi đủ họ tên của 1 người" in page
    assert "Tệp có số căn cước" in page
    answer = walker.post("1/gui/", act="announce", version=walker.version())
    assert (answer.status_code, walker.state()) == (400, "draft")
    walker.post("1/gui/", act="announce", version=walker.version(), file_seen="1")
    assert walker.state() == "announced"


def test_an_editor_sends_and_a_publisher_announces(hub):
    editor = Walker(hub, "editor")
    editor.take()
    editor.paper()
    assert editor.post("1/gui/", act="announce", version=editor.version()).status_code == 403
    editor.post("1/gui/", act="send", version=editor.version())
    assert "Chờ công bố" in editor.client.get(ROOM).text
    publisher = Walker(hub)
    assert "1 danh sách công nhận đã gửi" in publisher.client.get("/quan-tri/").text
    assert "danh sách công nhận đã gửi" not in editor.client.get("/quan-tri/").text
    publisher.post("1/gui/", act="announce", version=publisher.version())
    assert publisher.state() == "announced"
    taken = editor.post("1/gui/", act="take_back", version=editor.version(), reason="Vì thế đấy")
    assert taken.status_code == 403
    publisher.post("1/gui/", act="take_back", version=publisher.version(), reason="Ghi nhầm năm.")
    assert publisher.state() == "withdrawn"
    assert "Ghi nhầm năm." in publisher.client.get(f"{ROOM}1/gui/").text


def test_where_the_house_wants_two_people_the_maker_only_sends(hub):
    with hub.app.app_context():
        house_rules.decide("second_eyes", True)
    walker = Walker(hub)
    walker.take()
    walker.paper()
    page = walker.client.get(f"{ROOM}1/gui/").text
    assert 'value="announce"' not in page
    assert 'value="send"' in page


def test_an_account_with_limits_works_on_its_own_place_alone(hub):
    with hub.app.app_context():
        mine = places.record("xã Khác", "commune").id
        accounts.set_scope(people.by_email("editor@xa.example"), (), mine)
    publisher, editor = Walker(hub), Walker(hub, "editor")
    publisher.take()
    for path in ("danh-sach", "rieng-tu", "quyet-dinh", "gui"):
        assert editor.client.get(f"{ROOM}1/{path}/").status_code == 404
    assert "ngoài phần việc" in editor.take().text
    assert "trong danh sách" not in editor.client.get(ROOM).text
    assert editor.take(place="xã Khác").status_code == 302
    with hub.app.app_context():
        accounts.set_scope(people.by_email("editor@xa.example"), ("news",), None)
    assert editor.client.get(f"{ROOM}2/gui/").status_code == 404


def test_a_draft_is_deleted_with_its_list(hub):
    walker = Walker(hub, "editor")
    walker.take()
    walker.post("1/gui/", act="drop", version=walker.version())
    with hub.app.app_context():
        assert db.session.get(Decision, 1) is None
        assert db.session.scalar(sa.select(sa.func.count(Entry.id))) == 0


def test_who_decides_is_written_with_its_days(hub):
    walker = Walker(hub, "administrator")
    form = {"title": "gia-dinh-hoc-tap", "body": "Chủ tịch UBND xã", "source": "Kế hoạch số 1"}
    walker.post("co-quan/", act="add", starts="01/07/2025", **form)
    page = walker.client.get(f"{ROOM}co-quan/").text
    assert "từ 01/07/2025" in page
    again = walker.post("co-quan/", act="add", starts="01/01/2026", **form)
    assert (again.status_code, "đã có “Chủ tịch UBND xã”" in again.text) == (400, True)
    walker.take()
    walker.paper(body="Hội Khuyến học xã")
    assert "do Chủ tịch UBND xã quyết định" in walker.client.get(f"{ROOM}1/gui/").text


def test_papers_come_out_of_the_offices_own_template(hub):
    walker = Walker(hub, "administrator")
    walker.take()
    walker.paper()
    for kind in ("to-trinh", "danh-sach", "giay-cong-nhan"):
        answer = walker.client.get(f"{ROOM}1/giay-to/{kind}/")
        assert answer.data.startswith(b"PK")
        assert "attachment" in answer.headers["Content-Disposition"]
        assert "no-store" in answer.headers["Cache-Control"]
    assert walker.client.get(f"{ROOM}1/giay-to/khac/").status_code == 404
    bad = walker.post("mau/", kind="to-trinh", act="keep", file=(io.BytesIO(b"x"), "m.docx"))
    assert (bad.status_code, "tệp Word .docx" in bad.text) == (400, True)
    mine = walker.client.get(f"{ROOM}mau/to-trinh/").data
    walker.post("mau/", kind="to-trinh", act="keep", file=(io.BytesIO(mine), "mẫu xã.docx"))
    assert "mẫu xã.docx" in walker.client.get(f"{ROOM}mau/").text
    walker.post("mau/", kind="to-trinh", act="drop")
    assert "mẫu xã.docx" not in walker.client.get(f"{ROOM}mau/").text
