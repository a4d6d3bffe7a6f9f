"""Người dùng: invitations, lists of accounts, limits, sessions, the asked-for second factor."""

from __future__ import annotations

import base64
import csv
import html
import io
import re

import pytest

from content import accounts, house_rules, invitations, people, places, scopes, sign_in
from content.database import db
from content.people import SECOND_FACTOR_RULE

NEW = "sáu quả cam trên bàn gỗ"
PEOPLE = "/quan-tri/nguoi-dung/"


@pytest.fixture
def chief(office):
    return office.signed_in("administrator")


@pytest.fixture
def commune(office):
    with office.app.app_context():
        province = places.record("tỉnh Mẫu", "province")
        return places.record("xã Mẫu", "commune", parent=province).id


def handed_link(text: str) -> str:
    """The path of the link that a page hands over."""
    found = re.search(r'id="lk" value="http://127.0.0.1:8000([^"]+)"', text)
    assert found, text
    return found[1]


# ---- one invitation -----------------------------------------------------------------------------


def test_who_is_invited_sets_a_password_and_is_in(office, chief, post, door, commune):
    made = post(
        chief, PEOPLE, act="invite", email="Moi@xa.example", name="Lò Thị Mới", role="editor",
        place="xa mau", kinds=["news", "notice"], days="3",
    )  # fmt: skip
    path = handed_link(made.text)
    message = html.unescape(re.search(r'id="tin"[^>]*>\n(.*?)</textarea>', made.text, re.S)[1])
    assert "Kính gửi Lò Thị Mới!" in message
    assert "Biên tập viên" in message
    assert "xã Mẫu, tỉnh Mẫu" in message
    assert message.rstrip().endswith(path)
    assert 'src="data:image/svg+xml;base64,' in made.text
    assert path not in chief.get(PEOPLE).text, "shown once"
    client = office.client()
    for _ in range(3):  # messengers look at links
        asked = client.get(path)
        assert asked.status_code == 200
        assert "Lò Thị Mới" in asked.text
        assert client.head(path).status_code == 200
    for word, again, said in (
        (NEW, NEW + "x", "không giống nhau"),
        ("ngan", "ngan", "ít nhất 10"),
        ("moi@xa.example", "moi@xa.example", "dễ đoán"),
    ):
        data = {"csrf_token": door.token(client, path), "password": word, "password_again": again}
        refused = client.post(path, data=data)
        assert refused.status_code == 400
        assert said in refused.text
    data = {"csrf_token": door.token(client, path), "password": NEW, "password_again": NEW}
    assert client.post(path, data=data).location == "/quan-tri/"
    assert "xã Mẫu" in client.get("/quan-tri/soan/").text
    assert door.sign_in(office.client(), "moi@xa.example", NEW).status_code == 302
    dead = office.client()
    assert dead.get(path).status_code == 404
    data = {"csrf_token": door.token(dead), "password": NEW, "password_again": NEW}
    assert dead.post(path, data=data).status_code == 404
    with office.app.app_context():
        person = people.by_email("moi@xa.example")
        assert scopes.of(person.id).to_json() == {"kinds": ["news", "notice"], "place": commune}


def test_the_account_of_an_invitation_is_no_door_before(office, chief, post, door):
    post(chief, PEOPLE, act="invite", email="moi@xa.example", role="editor")
    for word in ("", " ", "None", NEW):
        assert door.sign_in(office.client(), "moi@xa.example", word).status_code == 200


def test_guessing_at_invitations_is_slowed(office, door):
    client = office.client()
    client.environ_base["REMOTE_ADDR"] = "203.0.113.50"
    data = {"csrf_token": door.token(client), "password": NEW, "password_again": NEW}
    codes = [client.post(f"/quan-tri/loi-moi/doan-{n}/", data=data).status_code for n in range(6)]
    assert codes == [404] * 5 + [429]


def test_again_revoke_and_the_list_of_open_ones(office, chief, post):
    first = handed_link(post(chief, PEOPLE, act="invite", email="a@xa.example", role="editor").text)
    with office.app.app_context():
        number = people.by_email("a@xa.example").id
    assert "Lời mời chưa nhận" in chief.get(PEOPLE).text
    second = handed_link(post(chief, PEOPLE, act="again", person=number).text)
    stranger = office.client()
    assert stranger.get(first).status_code == 404
    assert stranger.get(second).status_code == 200
    third = handed_link(post(chief, f"{PEOPLE}{number}/", act="again").text)
    assert stranger.get(second).status_code == 404
    assert post(chief, PEOPLE, act="revoke", person=number).status_code == 302
    assert stranger.get(third).status_code == 404
    assert "Lời mời chưa nhận" not in chief.get(PEOPLE).text
    for person in ("", "x", "9" * 30, "-1"):
        assert post(chief, PEOPLE, act="again", person=person).status_code == 400


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"email": "editor@xa.example"}, "Đã có tài khoản"),
        ({"email": "khong"}, "không phải địa chỉ thư"),
        ({"role": "root"}, "Vai trò"),
        ({"place": "xã Không Có"}, "Không thấy địa bàn"),
        ({"role": "administrator", "place": "xã Mẫu"}, "không giới hạn được"),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(office, chief, post, commune, given, said):
    fields = {"email": "moi@xa.example", "role": "editor", "name": "Tên đã gõ", **given}
    refused = post(chief, PEOPLE, act="invite", **fields)
    assert refused.status_code == 400
    assert said in refused.text
    assert "Tên đã gõ" in refused.text
    assert html.escape(fields["email"]) in refused.text


def test_people_are_found_by_words_without_marks(office, chief):
    with office.app.app_context():
        accounts.add_person("tra.cuu@xa.example", role="editor", name="Đặng Thị Bưởi")
    for q in ("buoi", "dang thi", "ĐẶNG", "tra.cuu"):
        found = chief.get(f"{PEOPLE}?q={q}").text
        assert "Đặng Thị Bưởi" in found
        assert "Người editor" not in found
    assert "Không có ai như vậy" in chief.get(f"{PEOPLE}?q=khong+ai").text
    assert chief.get(f"{PEOPLE}?q=%00&trang=999999999999").status_code == 200


def test_limits_are_set_and_lifted_on_the_page_of_a_person(office, chief, post, commune):
    number = office.id_of("editor")
    path = f"{PEOPLE}{number}/"
    post(chief, path, act="scope", kinds=["news"], place="Xã Mẫu")
    page = chief.get(path).text
    assert 'value="xã Mẫu, tỉnh Mẫu"' in page
    assert 'value="news" checked' in page
    assert "Tin tức; xã Mẫu, tỉnh Mẫu" in chief.get(PEOPLE).text
    post(chief, path, act="scope", place="xã Không Có")
    assert 'value="xã Mẫu, tỉnh Mẫu"' in chief.get(path).text, "a fault changes nothing"
    post(chief, path, act="scope", kinds=["lạ", "'; --"], place="")
    with office.app.app_context():
        assert scopes.of(number) == scopes.EVERYTHING


# ---- a list -------------------------------------------------------------------------------------

LIST = "Họ tên;Thư điện tử;Vai trò;Xã\n" + "".join(
    f"Người {n};n{n}@xa.example;Biên tập viên;xã Mẫu\n" for n in range(166)
)


def rows_of(text: str) -> str:
    """What the dry run carries along to the next step."""
    return html.unescape(re.search(r'name="rows" hidden>\n(.*?)</textarea>', text, re.S)[1])


def sheet_of(text: str) -> list[list[str]]:
    data = re.search(r'href="data:text/csv;charset=utf-8;base64,([^"]+)"', text)[1]
    raw = base64.b64decode(data)
    assert raw.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))


def test_166_accounts_from_a_list_dry_first(office, chief, post, door, commune):
    path = f"{PEOPLE}danh-sach/"
    named = (io.BytesIO(LIST.encode("utf-16")), "xã.csv")
    tried = post(chief, path, act="try", file=named)
    assert tried.status_code == 200
    assert "Xem trước danh sách" in tried.text
    assert tried.text.count("Tài khoản mới</span>") == 166
    with office.app.app_context():
        assert people.by_email("n0@xa.example") is None
    done = post(chief, path, act="do", rows=rows_of(tried.text), role="editor", days="14")
    assert done.status_code == 200
    sheet = sheet_of(done.text)
    assert len(sheet) == 167
    assert len({line[4] for line in sheet[1:]}) == 166
    link = sheet[1][4].removeprefix("http://127.0.0.1:8000")
    client = office.client()
    data = {"csrf_token": door.token(client, link), "password": NEW, "password_again": NEW}
    assert client.post(link, data=data).status_code == 302
    again = post(chief, path, act="do", rows=rows_of(tried.text), role="editor")
    assert "Không có lời mời mới nào" in again.text
    assert link not in again.text
    assert "166 giữ nguyên" in again.text


def test_a_bad_line_holds_the_list_up_and_is_mended_in_place(office, chief, post, commune):
    path = f"{PEOPLE}danh-sach/"
    bad = LIST + "Sai;khong-phai-thu;;\nLạc;lac@xa.example;;xã Không Có\n"
    tried = post(chief, path, act="try", list=bad)
    assert "không phải địa chỉ thư" in tried.text
    assert "Không thấy địa bàn" in tried.text
    assert "Còn 2 dòng phải sửa" in tried.text
    assert 'value="do"' not in tried.text
    sent = post(chief, path, act="do", rows=rows_of(tried.text), role="editor")
    assert sent.status_code == 400
    assert "Có 2 dòng không nhận được" in sent.text
    with office.app.app_context():
        assert people.by_email("n0@xa.example") is None
    cells = html.unescape(re.search(r'name="list"[^>]*>\n(.*?)</textarea>', tried.text, re.S)[1])
    mended = cells.replace("khong-phai-thu", "sai@xa.example").replace("xã Không Có", "xã Mẫu")
    again = post(chief, path, act="try", list=mended)
    assert again.text.count("Tài khoản mới</span>") == 168
    assert 'value="do"' in again.text


def test_a_list_without_communes_says_how_far_its_accounts_reach(office, chief, post, commune):
    path = f"{PEOPLE}danh-sach/"
    said = "tài khoản mới sẽ làm được mọi mục, mọi nơi"
    bare = post(chief, path, act="try", list="Email\na@xa.example\nb@xa.example\n")
    assert '<b class="num">2</b> tài khoản mới' in bare.text
    assert said not in post(chief, path, act="try", list=LIST).text
    both = "Email;Xã;Mục\na@xa.example;xã Mẫu;Tin tức\n"
    assert "Tin tức; xã Mẫu, tỉnh Mẫu" in post(chief, path, act="try", list=both).text


def test_what_changed_since_the_dry_run_is_looked_at_again(office, chief, post, commune):
    path = f"{PEOPLE}danh-sach/"
    tried = post(chief, path, act="try", list=LIST)
    with office.app.app_context():
        there = accounts.add_person("n7@xa.example", role="editor")
        accounts.set_active(there, False)
    sent = post(chief, path, act="do", rows=rows_of(tried.text), role="editor")
    assert sent.status_code == 400
    assert "đang đóng" in sent.text
    assert "Xem trước danh sách" in sent.text
    with office.app.app_context():
        assert people.by_email("n0@xa.example") is None


def test_a_hostile_list_is_text_everywhere(office, chief, post):
    evil = "<img src=x onerror=alert(1)>"
    pasted = f'Email\tHọ tên\tXã\na@xa.example\t=HYPERLINK("http://e")\t\nb@xa.example\t{evil}\t\n'
    refused = pasted + f"c@xa.example\tC\t{evil}\n{evil}\tD\t\n"
    tried = post(chief, f"{PEOPLE}danh-sach/", act="try", list=refused)
    assert "<img src=x" not in tried.text
    tried = post(chief, f"{PEOPLE}danh-sach/", act="try", list=pasted)
    done = post(chief, f"{PEOPLE}danh-sach/", act="do", rows=rows_of(tried.text))
    assert "<img src=x" not in done.text
    assert [line[0] for line in sheet_of(done.text)[1:]] == ['\'=HYPERLINK("http://e")', evil]
    for page in (PEOPLE, "/quan-tri/nhat-ky/"):
        assert "<img src=x" not in chief.get(page).text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"act": "try"}, "Chưa có danh sách nào"),
        ({"act": "try", "list": "Họ tên\nA\n"}, "Không thấy cột thư điện tử"),
        ({"act": "try", "file": (b"PK\x03\x04", "hỏng.xlsx")}, "bị hỏng"),
        ({"act": "do"}, "không còn nguyên"),
        ({"act": "do", "rows": "[" * 20_000}, "không còn nguyên"),
        ({"act": "do", "rows": '[{"line": 1, "email": 5}]'}, "không còn nguyên"),
    ],
)
def test_what_is_no_list_is_one_sentence(office, chief, post, given, said):
    if "file" in given:
        given = {**given, "file": (io.BytesIO(given["file"][0]), given["file"][1])}
    refused = post(chief, f"{PEOPLE}danh-sach/", **given)
    assert refused.status_code == 400
    assert said in refused.text


# ---- the second factor --------------------------------------------------------------------------


def turn_on(office, role: str) -> None:
    """Somebody has a second factor, as far as rights are concerned."""
    with office.app.app_context():
        people.by_email(f"{role}@xa.example").tf_primary_method = "authenticator"
        db.session.commit()


def test_a_publisher_is_led_to_the_second_factor_and_writes_meanwhile(office, chief, post, door):
    refused = post(chief, PEOPLE, act="rule", on="1")
    assert refused.status_code == 400
    assert "cho chính bạn trước" in refused.text
    turn_on(office, "administrator")
    assert post(chief, PEOPLE, act="rule", on="1").status_code == 302
    with office.app.app_context():
        assert house_rules.holds(SECOND_FACTOR_RULE)
    client = office.signed_in("publisher")
    led = client.get("/quan-tri/")
    assert led.location == "/quan-tri/hai-lop/"
    assert "chưa bật thì vẫn viết bài được" in client.get(led.location).text
    assert client.get("/quan-tri/").status_code == 200, "led once, not locked in"
    assert client.get("/quan-tri/xuat-ban/").location == "/quan-tri/hai-lop/"
    number = office.item("Bài")
    sent = post(client, f"/quan-tri/soan/{number}/dong-y/", act="publish", version="1")
    assert sent.status_code == 403
    assert "xác nhận hai lớp" in sent.text
    assert client.get(f"/quan-tri/soan/{number}/").status_code == 200
    turn_on(office, "publisher")
    assert client.get("/quan-tri/xuat-ban/").status_code == 200
    assert office.signed_in("editor").get("/quan-tri/").status_code == 200


def test_who_is_invited_to_publish_is_led_to_the_second_factor_at_once(office, chief, post, door):
    turn_on(office, "administrator")
    post(chief, PEOPLE, act="rule", on="1")
    path = handed_link(
        post(chief, PEOPLE, act="invite", email="d@xa.example", role="publisher").text
    )
    client = office.client()
    data = {"csrf_token": door.token(client, path), "password": NEW, "password_again": NEW}
    entered = client.post(path, data=data)
    assert client.get(entered.location).location == "/quan-tri/hai-lop/"


def test_an_administrator_resets_a_lost_second_factor(office, chief, post, door):
    turn_on(office, "editor")
    path = f"{PEOPLE}{office.id_of('editor')}/"
    assert "Mất điện thoại" in chief.get(path).text
    post(chief, path, act="second_factor")
    with office.app.app_context():
        assert people.by_email("editor@xa.example").tf_primary_method is None
    assert door.sign_in(office.client(), "editor@xa.example", door.password).status_code == 302


# ---- sessions -----------------------------------------------------------------------------------

PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36"


def test_one_s_own_sessions_are_seen_and_ended(office, post, door):
    here = office.signed_in("editor")
    phone = office.client()
    phone.environ_base["HTTP_USER_AGENT"] = PHONE
    door.sign_in(phone, "editor@xa.example", door.password)
    third = office.signed_in("editor")
    page = here.get("/quan-tri/tai-khoan/").text
    assert "Chrome trên Android" in page
    assert page.count("Máy này") == 1
    with office.app.app_context():
        listed = sign_in.sessions_of(office.id_of("editor"))
        number = next(row.id for row, _ in listed if row.device == "Chrome trên Android")
    other = office.signed_in("publisher")
    post(other, "/quan-tri/tai-khoan/", act="end", session=number)
    assert phone.get("/quan-tri/").status_code == 200, "not anybody's to end"
    post(here, "/quan-tri/tai-khoan/", act="end", session=number)
    assert phone.get("/quan-tri/").status_code == 302
    assert third.get("/quan-tri/").status_code == 200
    post(here, "/quan-tri/tai-khoan/", act="end_others")
    assert third.get("/quan-tri/").status_code == 302
    assert here.get("/quan-tri/").status_code == 200
    for session in ("", "x", "9" * 30):
        assert post(here, "/quan-tri/tai-khoan/", act="end", session=session).status_code == 302


def test_an_administrator_signs_somebody_out_everywhere(office, chief, post):
    clients = [office.signed_in("editor") for _ in range(2)]
    post(chief, f"{PEOPLE}{office.id_of('editor')}/", act="sign_out")
    assert [client.get("/quan-tri/").status_code for client in clients] == [302, 302]
    assert chief.get("/quan-tri/").status_code == 200


def test_a_closed_account_loses_its_open_invitation(office, chief, post):
    path = handed_link(post(chief, PEOPLE, act="invite", email="e@xa.example", role="editor").text)
    with office.app.app_context():
        number = people.by_email("e@xa.example").id
    post(chief, f"{PEOPLE}{number}/", act="close")
    assert office.client().get(path).status_code == 404
    with office.app.app_context():
        assert invitations.open_ones() == []
