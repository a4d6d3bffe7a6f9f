"""Readers' pages are compressed for those who ask; the desk's and attachments never are."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask
from flask.testing import FlaskClient

from hub.app import create_app
from hub.config import Settings
from hub.face import assets

ASKS = {"Accept-Encoding": "gzip, deflate, br"}
PAGE_BUDGET = 14_000  # bytes of HTML and CSS of an article


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def test_a_page_is_the_same_page_in_fewer_bytes(client: FlaskClient) -> None:
    plain, small = client.get("/"), client.get("/", headers=ASKS)
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.data) == plain.data
    assert int(small.headers["Content-Length"]) == len(small.data) < len(plain.data) / 2
    for answer in (plain, small):
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_page_and_its_sheet_keep_the_budget(client: FlaskClient) -> None:
    sheet = client.get(assets.asset("readers.css"), headers=ASKS, buffered=True)
    page = client.get("/", headers=ASKS)
    assert sheet.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(sheet.data) == assets.sent(assets.FOLDER / "readers.css")
    assert len(page.data) + len(sheet.data) <= PAGE_BUDGET


def test_an_unchanged_page_is_not_sent_again(client: FlaskClient) -> None:
    etag = client.get("/", headers=ASKS).headers["ETag"]
    again = client.get("/", headers=ASKS | {"If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    assert "Content-Encoding" not in again.headers


@pytest.mark.parametrize("asked", ["", "identity", "br", "gzip;q=0"])
def test_who_does_not_ask_gets_plain_text(client: FlaskClient, asked: str) -> None:
    assert "Content-Encoding" not in client.get("/", headers={"Accept-Encoding": asked}).headers


def test_a_small_answer_is_left_alone(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=", headers=ASKS)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_the_desk_is_never_compressed(settings: Settings) -> None:
    made = create_app(settings)
    answer = made.test_client().get("/quan-tri/dang-nhap/", headers=ASKS)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers
