"""Errors: a Vietnamese sentence and a next step, never a traceback, never a blank page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from content.database import db
from content.errors import BadInput
from hub.app import create_app
from hub.config import Settings
from search_index import ready
from tests.factories import make_item

CODES = (400, 403, 404, 405, 410, 413, 429)


@pytest.fixture
def faulty(settings: Settings) -> Iterator[FlaskClient]:
    """A hub with views that fail as ours might."""
    app = create_app(settings, desk=False)

    @app.get("/loi/<int:code>")
    @app.get("/api/loi/<int:code>")
    def refuse(code: int) -> str:
        abort(code)

    @app.get("/hong")
    @app.get("/api/hong")
    def break_down() -> str:
        raise RuntimeError("bí mật của máy")

    @app.get("/sai")
    def bad_input() -> str:
        raise BadInput("Ngày “<b>31/02</b>” không có trong lịch.")

    with app.app_context():
        yield app.test_client()
        ready.wait()
        db.session.remove()
        db.engine.dispose()


def lose_database(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
    home = app.extensions["hub_settings"].home
    for file in Path(home).glob("hub.sqlite*"):
        file.rename(file.with_name(f"lost-{file.name}"))


@pytest.mark.parametrize("code", CODES)
def test_each_error_says_what_happened_and_what_to_do(faulty: FlaskClient, code: int) -> None:
    answer = faulty.get(f"/loi/{code}")
    assert answer.status_code == code
    assert f"Lỗi {code}" in answer.text
    assert re.search(r'<p class="lede">[^<]{20,}</p>', answer.text)
    assert 'action="/tim-kiem/"' in answer.text
    assert 'href="/lien-he/"' in answer.text
    assert answer.text.count("<h1") == 1
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("code", [418, 451, 422])
def test_an_unforeseen_refusal_has_a_page_too(faulty: FlaskClient, code: int) -> None:
    answer = faulty.get(f"/loi/{code}")
    assert answer.status_code == code
    assert "Trang không hiểu yêu cầu này" in answer.text


@pytest.mark.parametrize("path", ["/hong", "/loi/500", "/loi/503"])
def test_a_fault_has_a_reference_that_the_log_has_too(
    faulty: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    answer = faulty.get(path)
    assert answer.status_code == 500
    found = re.search(
        r"Mã lỗi:</?\w* ?<b>(\d{4}-\d{4})</b>|Mã lỗi: <b>(\d{4}-\d{4})</b>", answer.text
    )
    assert found
    reference = found[1] or found[2]
    assert reference in caplog.text
    assert "Traceback" not in answer.text
    assert "bí mật" not in answer.text
    if path == "/hong":
        assert "RuntimeError: bí mật của máy" in caplog.text


def test_bad_input_is_told_in_its_own_words(faulty: FlaskClient) -> None:
    answer = faulty.get("/sai")
    assert answer.status_code == 400
    assert "Ngày “&lt;b&gt;31/02&lt;/b&gt;” không có trong lịch." in answer.text


@pytest.mark.parametrize("code", [400, 404, 405, 500])
def test_programs_get_json(faulty: FlaskClient, code: int) -> None:
    answer = faulty.get(f"/api/loi/{code}")
    assert answer.status_code == code
    assert list(answer.get_json()) == ["error"]
    assert faulty.get("/api/khong-co").get_json()["error"].startswith("Trang này không có ở đây")
    assert re.search(r"\d{4}-\d{4}", faulty.get("/api/hong").get_json()["error"])


def test_a_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    answer = client.post("/tim-kiem/", data={"q": "x"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert client.post("/api/v1/search").get_json()["error"]


def test_a_wrong_address_offers_what_it_may_have_meant(client: FlaskClient) -> None:
    make_item("guidance", "Đăng ký danh hiệu", slug="dang-ky-danh-hieu")
    answer = client.get("/huong-dan/dang-ky-danh-hieu-2/")
    assert answer.status_code == 404
    assert '<a href="/huong-dan/dang-ky-danh-hieu/">Đăng ký danh hiệu</a>' in answer.text


def test_without_a_database_there_is_still_a_page(
    client: FlaskClient, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    lose_database(app)
    for path in ("/", "/tin-tuc/", "/khong-co/", "/tim-kiem/?q=a", "/feed.xml", "/tep/0/a"):
        answer = client.get(path)
        assert answer.status_code == 500 or path == "/tep/0/a", path
        assert "<h1>" in answer.text
        assert "sqlalchemy" not in answer.text.lower()
    assert "OperationalError" in caplog.text
    assert client.get("/loi/1").status_code in (404, 500)


def test_the_page_of_a_fault_is_whole(faulty: FlaskClient) -> None:
    page = faulty.get("/hong").text
    assert "{{" not in page
    for name in set(re.findall(r'<use href="#(i-\w+)"', page)):
        assert f'<symbol id="{name}"' in page
    for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        assert faulty.get(path, buffered=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/%00",
        "/tin-tuc/%00/",
        "/tin-tuc/a%00b/",
        "/tin-tuc/😀/",
        "/tin-tuc/trang-100000000000000000000/",
        "/tin-tuc/nam/100000000000000000000/",
        "/tin-tuc/nam/0000/",
        "/tin-tuc/nam/%D9%A2%D9%A0%D9%A2%D9%A6/",
        "/tin-tuc/nam/%C2%B2%C2%B2%C2%B2%C2%B2/",
        "/tin-tuc/%FF%FE/",
        "/sitemap-100000000000000000000.xml",
        "/tep/100000000000000000000/%F0%9F%98%80",
        "/van-ban/" + "a" * 5_000 + "/",
        "/" + "a/" * 2_000,
        "/{{7*7}}/",
        "/<script>alert(1)</script>/",
        "/..%2f..%2fetc/passwd",
    ],
)
def test_no_address_is_a_fault(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)
    assert answer.status_code == 404
    assert "Trang này không có ở đây" in answer.text
    assert "<script>" not in answer.text
    assert "49" not in re.sub(r'<svg.*?</svg>|"[^"]*"', "", answer.text, flags=re.S)


def test_the_desk_says_it_in_its_own_face(desk_client: FlaskClient) -> None:
    answer = desk_client.get("/quan-tri/khong-co/")
    assert answer.status_code == 404
    assert "bàn biên tập" in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert desk_client.get("/khong-co/").status_code == 404
    assert "Trang này không có ở đây" in desk_client.get("/khong-co/").text


def test_in_tests_a_fault_is_raised(settings: Settings) -> None:
    app = create_app(settings, desk=False)
    app.testing = True

    @app.get("/hong")
    def break_down() -> str:
        raise RuntimeError("x")

    with pytest.raises(RuntimeError):
        app.test_client().get("/hong")
    with app.app_context():
        db.engine.dispose()
