"""Previews: what a signed link shows, to whom, how long, and that nobody keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer

from content.publishing.commands import previews, workflow, writing
from content.publishing.models import Item
from content.publishing.snapshot import fields_of
from hub.public import rooms
from tests.factories import cites, make_attachment, make_document, make_item, make_topic

Link = Callable[..., str]


@pytest.fixture
def link(app: Flask) -> Link:
    """Makes a link as the desk does."""

    def made(item: Item, **more: int) -> str:
        row = previews.hand_out_preview(item.id, **more)
        signer = URLSafeTimedSerializer(str(app.secret_key), salt="preview")
        return f"/xem-truoc/{signer.dumps({'n': row.nonce})}/"

    return made


def test_a_draft_is_shown_as_its_page_will_be(client: FlaskClient, link: Link) -> None:
    topic = make_topic("Đọc sách")
    item = make_item(
        "news",
        "Tin nháp",
        published=False,
        body="## Đầu mục\n\nĐoạn **đậm**.",
        topics=(topic.slug,),
    )
    answer = client.get(link(item))
    assert answer.status_code == 200
    assert "Bản xem trước" in answer.text
    assert "<strong>đậm</strong>" in answer.text
    assert '<h2 id="dau-muc">' in answer.text
    assert "Đọc sách" in answer.text
    assert answer.text.count("<h1") == 1
    assert client.get(item.path).status_code == 404


def test_nobody_keeps_or_lists_it(client: FlaskClient, link: Link) -> None:
    answer = client.get(link(make_item("news", "Tin nháp", published=False)))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in answer.text
    assert "canonical" not in answer.text
    assert "ETag" not in answer.headers
    assert answer.headers.getlist("Set-Cookie") == []


def test_it_shows_the_revision_it_was_made_for(client: FlaskClient, link: Link) -> None:
    item = make_item("news", "Tin", body="Chữ đã đăng.")
    item = writing.save(
        item.id, replace(fields_of(item), body="Chữ đang chờ."), seen_version=item.version
    )
    address = link(item)
    item = writing.save(
        item.id, replace(fields_of(item), body="Chữ sau nữa."), seen_version=item.version
    )
    page = client.get(address).text
    assert "Chữ đang chờ." in page
    assert "Chữ sau nữa." not in page
    assert "Chữ đã đăng." in client.get(item.path).text


def test_attached_files_open_under_the_link_alone(client: FlaskClient, link: Link) -> None:
    given = make_attachment("lich.txt", b"19 gio", "Lịch")
    public = f"/tep/{given.sha256[:16]}/lich.txt"
    item = make_item("news", "Tin", published=False, attachments=(given,), body=f"[tệp]({public})")
    other = make_item("news", "Khác", published=False)
    address = link(item)
    page = client.get(address).text
    assert f'href="{public}"' not in page
    # In the text, among the files, and at the top of the page.
    assert page.count(f'href="{address}tep/{given.sha256[:16]}/lich.txt"') == 3
    file = client.get(f"{address}tep/{given.sha256[:16]}/lich.txt", buffered=True)
    assert (file.status_code, file.data) == (200, b"19 gio")
    assert file.headers["Cache-Control"] == "private, no-store"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert client.get(public).status_code == 404
    assert client.get(f"{link(other)}tep/{given.sha256[:16]}/lich.txt").status_code == 404
    assert client.get(f"{address}tep/{given.sha256[:16]}/khac.txt").status_code == 404


def test_a_document_shows_what_is_known_of_it(client: FlaskClient, link: Link) -> None:
    item = make_document(
        "77/KH-UBND", published=False, links=(cites("1/QĐ-TTg"),), signer="Vàng Mẫu"
    )
    page = client.get(link(item)).text
    for words in ("77/KH-UBND", "UBND xã Mẫu", "Vàng Mẫu", "Căn cứ vào", "1/QĐ-TTg"):
        assert words in page


def test_a_link_ends(client: FlaskClient, link: Link, clock: Any) -> None:
    item = make_item("news", "Tin nháp", published=False)
    address = link(item, hours=2)
    clock.forward(hours=1)
    assert client.get(address).status_code == 200
    clock.forward(hours=1)
    over = client.get(address)
    assert over.status_code == 404
    assert "Không mở được bản xem trước" in over.text
    assert "Tin nháp" not in over.text
    assert over.headers["Cache-Control"] == "private, no-store"


def test_a_link_can_be_revoked(client: FlaskClient, link: Link) -> None:
    item = make_item("news", "Tin nháp", published=False)
    address = link(item)
    previews.revoke_previews(item.id)
    assert client.get(address).status_code == 404


def test_a_withdrawn_text_cannot_be_seen_through_an_old_link(
    client: FlaskClient, link: Link
) -> None:
    item = make_item("story", "Chị Mẫu")
    address = link(item)
    workflow.withdraw(item.id, "Gỡ.", seen_version=item.version)
    answer = client.get(address)
    assert answer.status_code == 404
    assert "Chị Mẫu" not in answer.text


def test_a_forged_link_opens_nothing(client: FlaskClient, app: Flask, link: Link) -> None:
    address = link(make_item("news", "Tin nháp", published=False))
    token = address.split("/")[2]
    strange = URLSafeTimedSerializer(str(app.secret_key), salt="preview")
    other = URLSafeTimedSerializer(str(app.secret_key), salt="session")
    payload = strange.loads(token)
    # The first letter of the signature: some bits of the last one count for nothing.
    signed, _, seal = token.rpartition(".")
    for wrong in (
        f"{signed}.{'A' if seal[0] != 'A' else 'B'}{seal[1:]}",
        other.dumps(payload),
        URLSafeTimedSerializer("another key of some length", salt="preview").dumps(payload),
        strange.dumps("n"),
        strange.dumps({}),
        strange.dumps({"n": None}),
        strange.dumps({"n": "\x00"}),
        strange.dumps({"n": ["a"]}),
        "a" * 5_000,
        "..",
        "%00",
    ):
        assert client.get(f"/xem-truoc/{wrong}/").status_code == 404, wrong


@pytest.mark.usefixtures("client")
def test_previews_are_never_frozen(link: Link) -> None:
    link(make_item("news", "Tin nháp", published=False))
    assert not [a for a in rooms.addresses() if "/xem-truoc/" in a.path]
    assert {"preview", "preview_file"} <= rooms.LIVE_ENDPOINTS
