"""The home page, the contacts and the logo: what the identity says, and nothing that is empty."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from content.identity import commands
from content.identity.fields import Block, Officer, SiteFields, Task
from tests.factories import make_item, make_topic


def say(**fields: Any) -> None:
    commands.record(SiteFields(**{"name": "Mẫu", **fields}))


def test_an_empty_hub_has_no_empty_sections(client: FlaskClient) -> None:
    page = client.get("/").text
    assert "Chưa có bài nào" in page
    assert 'href="/tin-tuc/"' not in page
    assert "Hỏi người phụ trách" in page
    assert "Mới nhất" not in page
    assert "Tra văn bản" not in page


def test_blocks_show_in_their_order_and_only_with_something_in_them(client: FlaskClient) -> None:
    topic = make_topic("Đọc sách")
    make_item("story", "Người đọc sách", topics=(topic.slug,))
    make_item("news", "Tin mới")
    say(
        blocks=(
            Block(
                "text", title="Lời chào", body="## Chủ đề\n\nChào **bà con** <script>x</script>."
            ),
            Block("topic", topic="doc-sach", count=3),
            Block("topic", topic="khong-co", count=3, title="Không có gì"),
            Block("latest", title="Tin", kinds=("news",), count=3),
            Block("events"),
        )
    )
    page = client.get("/").text
    assert page.count("<h1>") == 1
    assert "Hôm nay bạn cần gì?" in page  # a question stands there also without a block for it
    order = [page.index(text) for text in ("Lời chào", ">Đọc sách<", ">Tin<")]
    assert order == sorted(order)
    assert "<strong>bà con</strong>" in page
    assert 'id="khoi-chu-de"' in page
    assert "<script>x" not in page
    assert "Không có gì" not in page
    assert "Thông báo" not in page


def test_an_errand_that_leads_nowhere_waits(client: FlaskClient) -> None:
    tasks = (Task("/tin-tuc/", "news", "Đọc tin"), Task("/lien-he/", "chat", "Hỏi"))
    say(blocks=(Block("hero", title="Chào"), Block("tasks", tasks=tasks)))
    assert "Đọc tin" not in client.get("/").text
    make_item("news", "Tin mới")
    assert "Đọc tin" in client.get("/").text


def test_contacts_leave_out_what_was_not_entered(client: FlaskClient) -> None:
    say(phone="0215 000 000", officers=(Officer("Nguyễn Văn Mẫu", "Chủ tịch", email="a@b.vn"),))
    page = client.get("/lien-he/").text
    assert 'href="tel:0215000000"' in page
    assert 'href="mailto:a@b.vn"' in page
    assert "Nguyễn Văn Mẫu" in page
    for missing in ("Chưa nhập", "<dt>Địa chỉ", "<dt>Giờ làm việc", "chưa được nhập"):
        assert missing not in page


def test_without_any_contact_one_note_says_so(client: FlaskClient) -> None:
    say()
    assert client.get("/lien-he/").text.count("chưa được nhập") == 1


def test_the_name_reaches_every_place_that_tells_it(client: FlaskClient) -> None:
    say(name="Học tập ở xã Mẫu", organisation="Hội Mẫu", footer="Giấy phép số 1")
    make_item("news", "Tin mới")
    for path in ("/", "/tin-tuc/", "/tin-tuc/tin-moi/", "/feed.xml", "/thong-bao/lich.ics"):
        assert "Học tập ở xã Mẫu" in client.get(path).text, path
    assert client.get("/openapi.json").json["info"]["title"] == "Học tập ở xã Mẫu"  # type: ignore[index]
    page = client.get("/tin-tuc/tin-moi/").text
    assert '"name":"Hội Mẫu"' in page
    assert "Giấy phép số 1" in page


@pytest.fixture
def logo(app: Flask) -> str:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(out, "PNG")
    return commands.keep_logo(out.getvalue()).sha256


def test_the_logo_stands_in_the_masthead_and_is_kept_long(client: FlaskClient, logo: str) -> None:
    say(organisation="Hội Mẫu", logo=logo)
    path = f"/bieu-trung/{logo[:16]}.png"
    assert f'<img class="logo" src="{path}" alt="Biểu trưng Hội Mẫu">' in client.get("/").text
    with client.get(path) as answer:
        assert answer.status_code == 200
        assert answer.mimetype == "image/png"
        assert "immutable" in answer.headers["Cache-Control"]
    assert client.get("/bieu-trung/0000000000000000.png").status_code == 404
    say(organisation="Hội Mẫu")
    assert client.get(path).status_code == 404
