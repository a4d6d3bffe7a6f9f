"""Headers: a strict policy on every answer, no cookie for readers, no page in the wrong cache."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from content.database import db
from hub.app import create_app
from hub.config import Settings
from tests.factories import make_attachment, make_item

PATHS = ("/", "/tin-tuc/", "/tin-tuc/tin/", "/tim-kiem/?q=tin", "/feed.xml", "/sitemap.xml")
OTHERS = (
    "/khong-co/",
    "/api/v1/search?q=a",
    "/api/v1/search?limit=0",
    "/openapi.json",
    "/robots.txt",
)


@pytest.fixture(autouse=True)
def item(request: pytest.FixtureRequest) -> None:
    if "client" in request.fixturenames:
        request.getfixturevalue("client")
        make_item("news", "Tin", slug="tin")


def stylesheet(client: FlaskClient) -> str:
    found = re.search(r'href="(/static/readers\.[0-9a-f]{8}\.css)"', client.get("/").text)
    assert found
    return found[1]


@pytest.mark.parametrize("path", [*PATHS, *OTHERS])
def test_every_answer_is_guarded(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    parts = [part.split() for part in headers["Content-Security-Policy"].split("; ")]
    policy = {part[0]: part[1:] for part in parts}
    assert policy["default-src"] == ["'none'"]
    assert policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


@pytest.mark.parametrize("path", [*PATHS, *OTHERS])
def test_readers_get_no_cookie_and_no_answer_of_their_own(client: FlaskClient, path: str) -> None:
    for _ in range(2):
        headers = client.get(path).headers
        assert headers.getlist("Set-Cookie") == []
        assert "Cookie" not in headers.get("Vary", "")


def test_readers_get_no_cookie_beside_the_desk(desk_client: FlaskClient) -> None:
    desk_client.get("/quan-tri/dang-nhap/")
    for path in ("/", "/tin-tuc/", "/tim-kiem/?q=a", "/khong-co/"):
        answer = desk_client.get(path)
        assert answer.headers.getlist("Set-Cookie") == []
        assert "private" not in answer.headers["Cache-Control"]


def test_the_desk_is_kept_by_nobody(desk_client: FlaskClient) -> None:
    for path in ("/quan-tri/", "/quan-tri/dang-nhap/", "/quan-tri/khong-co/", "/quan-tri"):
        headers = desk_client.get(path).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in headers["Vary"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_an_answer_with_a_cookie_is_never_public(settings: Settings) -> None:
    app = create_app(settings, desk=False)

    @app.get("/banh")
    def cookie() -> Response:
        answer = Response("x")
        answer.set_cookie("a", "b")
        answer.headers["Cache-Control"] = "public, max-age=99"
        return answer

    headers = app.test_client().get("/banh").headers
    assert headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in headers["Vary"]
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_kept_a_minute_and_then_asked_about(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    make_item("news", "Tin mới")
    changed = client.get("/", headers={"If-None-Match": client.get("/").headers["ETag"] + "x"})
    assert changed.status_code == 200


def test_static_files_are_kept_a_year_under_a_name_that_changes(client: FlaskClient) -> None:
    path = stylesheet(client)
    headers = client.get(path, buffered=True).headers
    assert "immutable" in headers["Cache-Control"]
    assert "max-age=31536000" in headers["Cache-Control"]
    assert "public" in headers["Cache-Control"]
    assert client.get("/static/readers.00000000.css").headers["Cache-Control"] == "no-store"


def test_a_room_keeps_the_policy_it_chose(client: FlaskClient) -> None:
    item = make_item("news", attachments=(make_attachment("a.txt", b"a"),))
    headers = client.get(item.attachments[0].path, buffered=True).headers
    assert headers["Content-Security-Policy"].startswith("sandbox")
    assert headers["Referrer-Policy"] == "same-origin"


def test_a_plain_http_site_does_not_promise_https(settings: Settings) -> None:
    app = create_app(replace(settings, site_url="http://hoc.example"), desk=False)
    assert "Strict-Transport-Security" not in app.test_client().get("/").headers
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.mark.parametrize(
    "given",
    [
        {"Host": "evil.example"},
        {"Host": "hoc.example.evil.example"},
        {"Host": "hoc.example@evil.example"},
        {"Host": "evil.example:443"},
        {"Host": "hoc.example", "X-Forwarded-Host": "evil.example"},
        {"Host": "localhost", "X-Forwarded-Host": "hoc.example, evil.example"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/khong-co", "/feed.xml", "/quan-tri/", "/api/v1/search"])
def test_a_forged_host_is_refused(client: FlaskClient, given: dict[str, str], path: str) -> None:
    answer = client.get(path, headers=given)
    assert answer.status_code == 400
    assert "evil" not in answer.text
    assert "evil" not in answer.headers.get("Location", "")
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("host", ["hoc.example", "localhost", "hoc.example:443"])
def test_addresses_come_from_the_settings_whatever_the_host(client: FlaskClient, host: str) -> None:
    for path in ("/feed.xml", "/sitemap.xml", "/robots.txt", "/openapi.json", "/tin-tuc/tin/"):
        answer = client.get(path, headers={"Host": host, "X-Forwarded-Host": "hoc.example"})
        assert answer.status_code == 200
        assert "https://hoc.example" in answer.text
        assert "localhost" not in answer.text


@pytest.mark.parametrize("path", ["/tin-tuc/tin", "/tin-tuc"])
def test_redirects_name_no_host(client: FlaskClient, path: str) -> None:
    assert client.get(path).headers["Location"] == f"{path}/"


def test_no_page_loads_from_elsewhere_or_holds_inline_code(client: FlaskClient, app: Flask) -> None:
    for path in ("/", "/tin-tuc/", "/tin-tuc/tin/", "/tim-kiem/?q=tin", "/khong-co/", "/lien-he/"):
        page = client.get(path).text
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), path
        scripts = re.findall(r"<script([^>]*)>", page)
        assert all('src="/static/' in s or "application/ld+json" in s for s in scripts)
        loaded = re.findall(r'<(?:link|script|img)[^>]*(?:href|src)="([^"]+)"', page)
        assert [u for u in loaded if not u.startswith(("/", "https://hoc.example"))] == []
