"""Trang của chúng tôi: five steps, faults at their fields, conflicts, and who may enter."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from content.identity import queries
from content.identity.fields import SiteFields
from tests.desk_forms import picture
from tests.factories import make_item, make_topic

BASE = "/quan-tri/bat-dau/"
STEPS = ("ten", "lien-he", "bieu-trung", "muc-luc", "trang-chu")
Post = Callable[..., TestResponse]


@pytest.fixture
def chief(office) -> FlaskClient:
    """A browser of the administrator."""
    return office.signed_in("administrator")


def saved(office) -> SiteFields:
    """The identity in force, over settings that say nothing."""
    with office.app.app_context():
        return queries.current(SiteFields())


def version(client: FlaskClient, step: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(f"{BASE}{step}/").text)
    assert found
    return found[1]


def send(client: FlaskClient, post: Post, step: str, **fields: object) -> TestResponse:
    """Save a step as a browser does that has just opened it, unless `version` says otherwise."""
    given = {"version": version(client, step), "act": "save", **fields}
    return post(client, f"{BASE}{step}/", **given)


@pytest.mark.parametrize("role", ["contributor", "editor", "publisher"])
def test_only_administrators_enter(office, role: str) -> None:
    client = office.signed_in(role)
    for path in ("", *(f"{step}/" for step in STEPS)):
        assert client.get(BASE + path).status_code == 403
    assert "Làm cho trang này thành của bạn" not in client.get("/quan-tri/").text
    assert "Trang của chúng tôi" not in client.get("/quan-tri/").text


def test_the_first_page_reminds_until_the_steps_are_done(office, chief, post) -> None:
    assert "còn 5 việc" in chief.get("/quan-tri/").text
    send(chief, post, "ten", name="Học tập ở xã Mẫu")
    page = chief.get("/quan-tri/").text
    assert "còn 4 việc" in page
    assert f'href="{BASE}lien-he/"' in page
    for step in STEPS[1:]:
        send(chief, post, step)
    assert "Làm cho trang này thành của bạn" not in chief.get("/quan-tri/").text
    assert saved(office).set_up
    assert "Trang của chúng tôi" in chief.get("/quan-tri/").text


def test_nobody_is_reminded_after_saying_so(office, chief, post) -> None:
    assert post(chief, f"{BASE}thoi-nhac/").status_code == 302
    assert "Làm cho trang này thành của bạn" not in chief.get("/quan-tri/").text
    assert saved(office).name == ""  # the settings still speak


def test_an_unknown_step_is_not_there(chief) -> None:
    assert chief.get(f"{BASE}khac/").status_code == 404


def test_a_fault_stands_at_its_field_and_nothing_typed_is_lost(office, chief, post) -> None:
    answer = send(
        chief,
        post,
        "lien-he",
        address="Thôn Đông",
        email="không phải thư",
        officer_name=["", "Chị Hai"],
        officer_post=["Chủ tịch", ""],
        officer_phone=["", "mười"],
        officer_email=["", ""],
    )
    assert answer.status_code == 400
    page = answer.text
    assert 'id="thu-loi"' in page
    assert 'id="pt-ten-1-loi"' in page
    assert 'id="pt-dt-2-loi"' in page
    for kept in ("Thôn Đông", "không phải thư", "Chủ tịch", "Chị Hai", "mười"):
        assert f'value="{kept}"' in page
    assert saved(office).address == ""


def test_lines_move_go_and_come(office, chief, post) -> None:
    answer = send(
        chief,
        post,
        "muc-luc",
        menu_title=["Một", "Hai", "Ba", ""],
        menu_path=["/tin-tuc", "http://127.0.0.1:8000/huong-dan/", "/lien-he/", " "],
        menu_icon=["news", "", "chat", "home"],
        menu_position=["3", "2", "1", ""],
        menu_remove=["2"],
    )
    assert answer.status_code == 302, answer.text
    menu = saved(office).menu
    assert [(e.title, e.path, e.icon) for e in menu] == [
        ("Hai", "/huong-dan/", ""),
        ("Một", "/tin-tuc/", "news"),
    ]


def test_what_leads_nowhere_yet_is_flagged(office, chief, post) -> None:
    with office.app.app_context():
        make_item("guidance", "Đăng ký lớp")
    page = chief.get(f"{BASE}muc-luc/").text
    assert "Mục “Tin tức” dẫn tới chỗ chưa có bài" in page
    assert "Mục “Hướng dẫn” dẫn tới" not in page


def blocks(**changes: object) -> dict[str, object]:
    """The form of a home page with a question, errands and a text."""
    return {
        "block_kind": ["hero", "tasks", "latest", "text"],
        "block_title": ["Bạn cần gì?", "Việc", "Mới", "Chào"],
        "block_hint": ["lop hoc", "", "", ""],
        "block_topic": [""] * 4,
        "block_count": ["", "", "3", ""],
        "block_body": ["", "", "", "Chào **bà con**."],
        "block_position": ["1", "2", "4", "3"],
        "block_kinds": ["2:news", "2:story"],
        "task_block": ["1", "1"],
        "task_title": ["Hỏi", ""],
        "task_path": ["/lien-he/", ""],
        "task_line": ["Ai cũng hỏi được", ""],
        "task_icon": ["chat", ""],
        "task_position": ["1", ""],
        **changes,
    }


def test_the_home_page_is_a_list_of_blocks(office, chief, post) -> None:
    assert send(chief, post, "trang-chu", **blocks()).status_code == 302
    found = saved(office).blocks
    assert [block.kind for block in found] == ["hero", "tasks", "text", "latest"]
    assert found[1].tasks[0].title == "Hỏi"
    assert (found[3].kinds, found[3].count) == (("news", "story"), 3)
    assert found[2].body == "Chào **bà con**."


def test_adding_a_block_saves_nothing_yet_and_keeps_what_was_typed(office, chief, post) -> None:
    with office.app.app_context():
        make_topic("Đọc sách")
    before = saved(office)
    answer = send(chief, post, "trang-chu", **blocks(act="add", new_block="topic"))
    assert answer.status_code == 200
    assert "<span data-number>5</span>. Bài của một chủ đề" in answer.text
    assert "Chào **bà con**." in answer.text
    assert saved(office) == before
    answer = send(chief, post, "trang-chu", **blocks(new_block="topic"))
    assert answer.status_code == 400
    assert "Chưa chọn chủ đề" in answer.text


def test_a_picture_becomes_the_logo_and_may_go(office, chief, post) -> None:
    answer = send(chief, post, "bieu-trung", logo_file=(io.BytesIO(picture()), "a.png"))
    assert answer.status_code == 302
    assert saved(office).logo
    assert "Biểu trưng đang dùng" in chief.get(f"{BASE}bieu-trung/").text
    send(chief, post, "bieu-trung", logo_remove="1")
    assert saved(office).logo == ""


def test_what_is_no_picture_is_refused_at_the_field(office, chief, post) -> None:
    answer = send(chief, post, "bieu-trung", logo_file=(io.BytesIO(b"<svg/>"), "a.svg"))
    assert answer.status_code == 400
    assert 'id="anh-loi"' in answer.text


def test_two_people_see_both_versions_and_nothing_is_lost(office, chief, post) -> None:
    send(chief, post, "ten", name="Mẫu")
    seen = version(chief, "ten")
    send(chief, post, "ten", name="Tên của người kia")
    answer = send(chief, post, "ten", name="Tên của tôi", version=seen)
    assert answer.status_code == 409
    assert "Người administrator đã lưu phần này" in answer.text
    assert "<del>" in answer.text
    assert 'value="Tên của tôi"' in answer.text
    newer = re.search(r'name="version" value="(\d+)"', answer.text)
    assert newer
    send(chief, post, "ten", name="Tên của tôi", version=newer[1])
    assert saved(office).name == "Tên của tôi"


def test_an_expired_session_shows_what_was_typed(office) -> None:
    client = office.client()
    answer = client.post(f"{BASE}lien-he/", data={"address": "Thôn Đông, xã Mẫu"})
    assert answer.status_code in (400, 403)
    assert "Thôn Đông, xã Mẫu" in answer.text
    assert "Địa chỉ" in answer.text


def test_nasty_text_stays_text(office, chief, post) -> None:
    nasty = '"><img src=x onerror=alert(1)>'
    send(chief, post, "ten", name=nasty)
    for path in ("/quan-tri/", BASE, f"{BASE}ten/"):
        assert "<img src=x" not in chief.get(path).text
