"""Addresses that changed: led on, or said to be taken down."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from content.publishing.commands import workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import fields_of
from tests.factories import make_document, make_item


def renamed(item: Item, slug: str) -> Item:
    item = writing.save(item.id, replace(fields_of(item), slug=slug), seen_version=item.version)
    return workflow.publish(item.id, seen_version=item.version)


@pytest.mark.parametrize("kind", ["news", "page"])
def test_an_old_address_leads_on(client: FlaskClient, kind: str) -> None:
    item = make_item(kind, "Tin", slug="ten-cu")
    old = item.path
    item = renamed(item, "ten-moi")
    answer = client.get(old)
    assert answer.status_code == 301
    assert answer.headers["Location"] == item.path
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    item = renamed(item, "ten-moi-hon")
    assert client.get(old).headers["Location"] == item.path
    assert client.get(old, follow_redirects=True).status_code == 200


def test_what_stands_at_an_address_goes_before_what_stood_there(client: FlaskClient) -> None:
    renamed(make_item("news", "Tin", slug="cho"), "noi-khac")
    make_item("news", "Tin khác", slug="cho")
    assert "Tin khác" in client.get("/tin-tuc/cho/").text


@pytest.mark.parametrize("kind", ["news", "page"])
def test_an_old_address_of_a_withdrawn_item_says_so_too(client: FlaskClient, kind: str) -> None:
    item = make_item(kind, "Kỳ lân", slug="ten-cu")
    old = item.path
    item = renamed(item, "ten-moi")
    workflow.withdraw(item.id, "Số liệu sai nên gỡ.", seen_version=item.version)
    answers = [client.get(path) for path in (old, item.path)]
    assert [answer.status_code for answer in answers] == [410, 410]
    assert all("Số liệu sai nên gỡ." in answer.text for answer in answers)
    assert "lân" not in answers[0].text.lower()


def test_what_stands_at_an_old_address_of_a_withdrawn_item_is_shown(client: FlaskClient) -> None:
    item = renamed(make_item("news", "Tin", slug="cho"), "noi-khac")
    workflow.withdraw(item.id, "Đã gỡ.", seen_version=item.version)
    make_item("news", "Tin khác", slug="cho")
    assert "Tin khác" in client.get("/tin-tuc/cho/").text


def test_an_old_address_of_an_item_whose_time_is_over_says_so(
    client: FlaskClient, clock: Any
) -> None:
    item = renamed(make_item("news", "Tin", slug="ten-cu"), "ten-moi")
    item = writing.save(
        item.id,
        replace(fields_of(item), expires_at=clock.now + dt.timedelta(hours=1)),
        seen_version=item.version,
    )
    workflow.publish(item.id, seen_version=item.version)
    clock.forward(hours=2)
    answer = client.get("/tin-tuc/ten-cu/")
    assert answer.status_code == 410
    assert "đã hết hạn từ ngày 20/10/2026" in answer.text


def test_a_withdrawn_item_says_so_and_nothing_else(client: FlaskClient) -> None:
    item = make_item("story", "Chị Kỳ Lân", slug="chi-mau", body="Chuyện kỳ lân.", summary="Lân")
    workflow.withdraw(item.id, "Gỡ theo yêu cầu của <người> có tên.", seen_version=item.version)
    answer = client.get("/guong-dien-hinh/chi-mau/")
    assert answer.status_code == 410
    assert "Gỡ theo yêu cầu của &lt;người&gt; có tên." in answer.text
    assert "lân" not in answer.text.lower()
    assert answer.headers["Cache-Control"] == "no-store"
    assert 'content="noindex"' in answer.text


def test_a_withdrawn_page_and_document_too(client: FlaskClient) -> None:
    for item in (make_item("page", "Trang", slug="trang-cu"), make_document()):
        workflow.withdraw(item.id, "Lý do gỡ.", seen_version=item.version)
        answer = client.get(item.path)
        assert (answer.status_code, "Lý do gỡ." in answer.text) == (410, True)


def test_a_draft_is_unknown(client: FlaskClient) -> None:
    item = make_item("news", "Nháp kỳ lân", slug="nhap", published=False)
    assert client.get(item.path).status_code == 404


def test_a_missing_slash_is_added_without_naming_a_host(client: FlaskClient) -> None:
    make_item("news", "Tin", slug="tin")
    answer = client.get("/tin-tuc/tin?x=1")
    assert answer.status_code == 308
    assert answer.headers["Location"] == "/tin-tuc/tin/?x=1"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "//evil。example/a".encode().decode("latin-1"),
        "/.//evil.example",
    ],
)
def test_no_address_leads_to_another_site(client: FlaskClient, path: str) -> None:
    answer = client.get("/", environ_overrides={"PATH_INFO": path, "REQUEST_URI": path})
    for _ in range(3):
        location = answer.headers.get("Location")
        if location is None:
            break
        inside = location.removeprefix("http://localhost")
        assert inside.startswith("/")
        assert not inside.startswith(("//", "/\\"))
        answer = client.get(inside)
    assert answer.status_code in (200, 400, 404)


def test_an_address_whose_time_is_over_says_so_and_not_what_stood_there(
    client: FlaskClient, clock: Any
) -> None:
    item = make_item("notice", "Tuyển sinh lớp đêm", slug="tuyen-sinh")
    ends = clock.now + dt.timedelta(days=2)
    fields = replace(fields_of(item), expires_at=ends)
    item = writing.save(item.id, fields, seen_version=item.version)
    item = workflow.publish(item.id, seen_version=item.version)
    assert client.get(item.path).status_code == 200
    clock.forward(days=3)
    answer = client.get(item.path)
    assert answer.status_code == 410
    assert "đã hết hạn từ ngày 22/10/2026" in answer.text
    assert "Tuyển sinh lớp đêm" not in answer.text
    assert "noindex" in answer.text
