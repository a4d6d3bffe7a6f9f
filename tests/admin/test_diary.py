"""Nhật ký: sign-ins and all acts, filtered, in pages, as CSV; only administrators see it."""

from __future__ import annotations

import csv
import io
import re

import pytest

from content import accounts, people, places, trail
from content.database import db
from content.people import RIGHTS

DIARY = "/quan-tri/nhat-ky/"


@pytest.fixture
def chief(office):
    return office.signed_in("administrator")


def lines(client, query: str = "") -> list[list[str]]:
    """The rows of the table, as words."""
    text = client.get(f"{DIARY}{query}").text
    body = text[text.index("<tbody>") :] if "<tbody>" in text else ""
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.S)
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S) for row in rows]
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in row] for row in cells]


def sheet(client, query: str = "") -> list[list[str]]:
    answer = client.get(f"{DIARY}tai-ve.csv{query}")
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_sign_ins_are_told_failures_too(office, chief, door):
    client = office.client()
    door.sign_in(client, "editor@xa.example", "sai sai sai sai")
    door.sign_in(client, "khong.co.ai@xa.example", "sai sai sai sai")
    door.sign_in(client, "editor@xa.example", door.password)
    client.post("/quan-tri/dang-xuat/", data={"csrf_token": door.token(client, "/quan-tri/")})
    told = [(row[1], row[2], row[3], row[4]) for row in lines(chief, "?viec=vao-ra")][:4]
    assert told == [
        ("Người editor", "Đăng xuất", "Tài khoản: Người editor", ""),
        ("Người editor", "Đăng nhập", "Tài khoản: Người editor", ""),
        ("Người chưa vào", "Đăng nhập không được", "Tài khoản", "bằng mật khẩu"),
        ("Người chưa vào", "Đăng nhập không được", "Tài khoản: Người editor", "bằng mật khẩu"),
    ]
    with office.app.app_context():
        kept = str(
            [(e.detail, e.subject_id) for e in db.session.scalars(db.select(trail.TrailEntry))]
        )
        assert "khong.co.ai" not in kept, "ids, never names"


def test_changes_are_told_with_before_and_after(office, chief):
    with office.app.app_context():
        person = people.by_email("editor@xa.example")
        place = places.record("xã Mẫu", "commune")
        me = office.id_of("administrator")
        accounts.set_roles(person, ["publisher"], actor_id=me)
        accounts.set_scope(person, ["news"], place.id, actor_id=me)
    told = {row[2]: row[4] for row in lines(chief, "?viec=tai-khoan")}
    assert told["Đổi vai trò"] == "Biên tập viên → Người duyệt đăng"
    assert told["Đổi phần việc"] == "mọi mục, mọi nơi → Tin tức; xã Mẫu"


def test_filters_by_who_what_when_and_item(office, chief, clock):
    me = office.id_of("editor")
    first = office.item("Bài của biên tập viên", by=me)
    office.item("Bài của máy")
    clock.forward(days=2)
    office.item("Bài hôm sau", by=me)
    titles = {row[3] for row in lines(chief, "?ai=nguoi+editor&viec=bai")}
    assert titles == {"Bài: Bài của biên tập viên", "Bài: Bài hôm sau"}
    assert len(lines(chief, f"?ai={me}&viec=item.created")) == 2
    assert len(lines(chief, "?ai=he+thong&viec=item.created")) == 1
    assert len(lines(chief, "?viec=item.created&tu=22/10/2026")) == 1
    assert len(lines(chief, "?viec=item.created&den=20/10/2026")) == 2
    assert len(lines(chief, "?viec=item.created&tu=21/10/2026&den=21/10/2026")) == 0
    assert {row[3] for row in lines(chief, f"?voi=item&so={first}")} == {
        "Bài: Bài của biên tập viên"
    }
    assert lines(chief, "?ai=khong+co+ai") == []
    assert "Bỏ lọc" in chief.get(f"{DIARY}?viec=bai").text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?tu=hôm+qua", "Từ ngày"),
        ("?den=99/99/9999", "Đến ngày"),
        ("?so=x", "Số của mục"),
        ("?so=99999999999999999999", "Số của mục"),
    ],
)
def test_a_bad_filter_is_one_sentence_and_stays_typed(office, chief, query, said):
    answer = chief.get(f"{DIARY}{query}")
    assert answer.status_code == 400
    assert said in answer.text
    assert chief.get(f"{DIARY}tai-ve.csv{query}").status_code == 400


@pytest.mark.parametrize("query", ["?ai=%00", "?viec=drop+table", "?voi=x", "?trang=99999999999"])
def test_strange_filters_find_what_they_may(office, chief, query):
    assert chief.get(f"{DIARY}{query}").status_code == 200


def test_pages_and_a_csv_of_all_of_them(office, chief):
    with office.app.app_context():
        for number in range(2100):
            trail.write("item.saved", "item", number + 10)
        db.session.commit()
    assert len(lines(chief, "?viec=item.saved")) == 50
    first, last = (lines(chief, f"?viec=item.saved&trang={n}")[0] for n in (1, 42))
    assert first != last
    assert "viec=item.saved" in chief.get(f"{DIARY}?viec=item.saved").text
    whole = sheet(chief, "?viec=item.saved")
    assert len(whole) == 2101
    numbers = [int(row[0]) for row in whole[1:]]
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == 2100


def test_formulas_are_text_in_the_csv(office, chief):
    evil = '=HYPERLINK("http://evil.example")'
    office.item(evil)
    with office.app.app_context():
        accounts.add_person("x@xa.example", role="editor", name="@SUM(1+1)*cmd|' /C calc'!A0")
    cells = [cell for row in sheet(chief) for cell in row]
    assert f"'{evil}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))]


@pytest.mark.parametrize("role", [role for role in RIGHTS if role != "administrator"])
def test_only_administrators_see_it(office, role):
    client = office.signed_in(role)
    assert client.get(DIARY).status_code == 403
    assert client.get(f"{DIARY}tai-ve.csv").status_code == 403
    assert office.client().get(f"{DIARY}tai-ve.csv").status_code == 302


def test_a_hostile_name_is_text(office, chief):
    office.item('"><img src=x onerror=alert(1)>')
    assert "<img src=x" not in chief.get(DIARY).text
