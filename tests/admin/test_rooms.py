"""Every room opens for those who may enter and is refused to others; every address of the map."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from werkzeug.routing import Rule

from content.database import db
from content.people import RIGHTS

ROOMS = {
    "": "desk",
    "noi-dung/": "desk",
    "soan/": "write",
    "tai-khoan/": "desk",
    "tai-khoan/mat-khau/": "desk",
    "hai-lop/": "desk",
    "hai-lop/ma-du-phong/": "desk",
    "tai-len/": "upload",
    "van-ban-thieu/": "upload",
    "chu-de/": "topics",
    "xuat-ban/": "publish",
    "dia-ban/": "places",
    "nguoi-dung/": "people",
    "nhat-ky/": "settings",
    "viec-nen/": "settings",
}
# What anybody may open: the door and what it wears.
OPEN = {
    "security.login",
    "security.mf_recovery",
    "security.wan_signin",
    "vao.confirm",
    "loi_moi.confirm_invitation",
    "desk.static",
}


def desk_rules(office) -> list[Rule]:
    """Every address of the desk."""
    return [r for r in office.app.url_map.iter_rules() if r.rule.startswith("/quan-tri")]


def address(rule: Rule) -> str:
    """An address of a rule, with numbers that exist and words that do not."""
    path = re.sub(r"<int[^>]*>", "1", rule.rule)
    return re.sub(r"<[^>]*>", "khong-co", path)


@pytest.mark.parametrize("role", RIGHTS)
def test_every_role_opens_what_it_may_and_nothing_else(office, role):
    client = office.signed_in(role)
    for path, right in ROOMS.items():
        answer = client.get(f"/quan-tri/{path}")
        assert answer.status_code == (200 if right in RIGHTS[role] else 403), (role, path)
        assert '<html lang="vi">' in answer.text
    menu = client.get("/quan-tri/").text
    assert ("/quan-tri/nguoi-dung/" in menu) == ("people" in RIGHTS[role])


def test_a_stranger_is_sent_to_the_door_from_every_address(office):
    office.item()
    client = office.client()
    for rule in desk_rules(office):
        if rule.endpoint in OPEN or "GET" not in rule.methods:
            continue
        answer = client.get(address(rule))
        assert answer.status_code in (302, 401, 403, 404), rule  # 401: to the form's script
        if answer.status_code == 302:
            assert answer.location.startswith(("/quan-tri/dang-nhap/", "/quan-tri")), rule


def test_every_post_without_a_token_is_refused(office):
    office.item()
    client = office.signed_in("administrator")
    posts = [rule for rule in desk_rules(office) if "POST" in rule.methods]
    assert len(posts) > 15
    for rule in posts:
        answer = client.post(address(rule), data={"name": "x", "title": "x"})
        assert answer.status_code == 400, rule


def test_a_token_of_another_browser_is_refused(office, door):
    mine, other = office.signed_in("administrator"), office.signed_in("publisher")
    stolen = door.token(other, "/quan-tri/")
    answer = mine.post("/quan-tri/chu-de/", data={"csrf_token": stolen, "name": "Lạ"})
    assert answer.status_code == 400


def test_a_crawl_as_administrator_changes_nothing(office):
    item = office.item(publish=True)
    client = office.signed_in("administrator")
    before = snapshot(office)
    seen, waiting = set(), ["/quan-tri/", f"/quan-tri/soan/{item}/go/", "/quan-tri/dang-xuat/"]
    waiting += [address(r) for r in desk_rules(office) if "GET" in r.methods]
    while waiting:
        path = waiting.pop()
        if path in seen or not path.startswith("/quan-tri"):
            continue
        seen.add(path)
        answer = client.get(path)
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html":
            waiting += [link.split("#")[0] for link in re.findall(r'href="([^"]+)"', answer.text)]
        answer.close()
    assert len(seen) > 30
    assert snapshot(office) == before


def snapshot(office, *but: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with office.app.app_context():
        return {
            name: [tuple(row) for row in db.session.execute(sa.select(table))]
            for name, table in db.metadata.tables.items()
            if name not in but
        }


def test_a_page_far_beyond_the_end_is_no_fault(office):
    client = office.signed_in("administrator")
    far = "1" + "0" * 20
    for path in ("nhat-ky/?page=", "viec-nen/?page=", "noi-dung/?trang=", "dia-ban/?trang="):
        assert client.get(f"/quan-tri/{path}{far}").status_code == 200
    assert client.get(f"/quan-tri/soan/{far}/").status_code == 404
    assert client.get(f"/quan-tri/nhat-ky/?page=-{far}&sort={far}&desc=1").status_code == 200


def test_tables_can_only_be_read(office, door):
    client = office.signed_in("administrator")
    assert client.get("/quan-tri/nhat-ky/export/csv/").status_code in (302, 404)
    given = door.token(client, "/quan-tri/")
    for act in ("delete/", "action/", "ajax/update/", "new/", "edit/?id=1"):
        before = snapshot(office, "desk_session")
        data = {
            "csrf_token": given,
            "id": "1",
            "rowid": "1",
            "action": "delete",
            "list_form_pk": "1",
        }
        answer = client.post(f"/quan-tri/nhat-ky/{act}", data=data)
        assert answer.status_code in (302, 403, 404, 405), act
        assert snapshot(office, "desk_session") == before, act


def test_every_page_is_private_and_loads_nothing_from_elsewhere(office):
    client = office.signed_in("administrator")
    office.item()
    for path in [*ROOMS, "soan/1/", "soan/1/lich-su/", "khong-co/"]:
        answer = client.get(f"/quan-tri/{path}")
        if answer.status_code == 404:
            continue
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer.headers["Vary"]
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        text = answer.text
        assert not re.search(r"<[^>]+\s(on\w+|style)\s*=", text), path
        assert not re.search(r"<script(?![^>]+src=)", text), path
        assert "<style" not in text, path
        assert not re.search(r'(?:src|href)="(?:https?:)?//', text), path
        assert text.count("<h1") == 1, path
        for heavy in ("bootstrap", "jquery", "select2"):
            assert heavy not in text.lower(), path


def test_readers_get_no_cookie_and_no_answer_that_varies(office):
    answer = office.client().get("/")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    signed = office.signed_in("administrator").get("/")
    assert "Set-Cookie" not in signed.headers
    assert "Cookie" not in signed.headers.get("Vary", "")


def test_flask_admins_own_files_are_not_served(office):
    client = office.signed_in("administrator")
    assert client.get("/quan-tri/static/vendor/jquery.min.js").status_code == 404
