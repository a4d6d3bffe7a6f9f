"""Attachments: only of visible items, named well, and never a page of ours."""

from __future__ import annotations

import io
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from PIL import Image

from content import files
from content.publishing.commands import workflow
from content.publishing.models import Item
from hub.face.sending import disposition
from hub.public import files as room
from tests.factories import make_attachment, make_item

TEXT = "Thứ hai: 19 giờ.\n".encode()


def held(name: str = "lich.txt", data: bytes = TEXT, title: str = "", **more: object) -> Item:
    return make_item("news", attachments=(make_attachment(name, data, title),), **more)  # type: ignore[arg-type]


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(out, "PNG")
    return out.getvalue()


def test_a_file_of_a_visible_item_is_sent_as_a_download(client: FlaskClient) -> None:
    item = held(title="Lịch học lớp tối")
    answer = client.get(item.attachments[0].path, buffered=True)
    assert answer.status_code == 200
    assert answer.data == TEXT
    way = answer.headers["Content-Disposition"]
    assert way.startswith("attachment; filename=\"lich.txt\"; filename*=UTF-8''")
    assert unquote(way.partition("UTF-8''")[2]) == "Lịch học lớp tối.txt"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'; ")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers.getlist("Set-Cookie") == []


def test_pictures_are_shown_in_place(client: FlaskClient) -> None:
    answer = client.get(held("anh.png", picture()).attachments[0].path, buffered=True)
    assert answer.headers["Content-Disposition"].startswith("inline; ")
    assert answer.mimetype.startswith("image/")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_part_of_a_file_can_be_asked_for(client: FlaskClient) -> None:
    path = held().attachments[0].path
    part = client.get(path, headers={"Range": "bytes=0-4"}, buffered=True)
    assert (part.status_code, part.data) == (206, TEXT[:5])
    assert part.headers["Content-Range"] == f"bytes 0-4/{len(TEXT)}"
    beyond = client.get(path, headers={"Range": "bytes=999-"}, buffered=True)
    assert beyond.status_code == 416
    assert beyond.headers["Content-Range"] == f"bytes */{len(TEXT)}"
    assert "Hãy tải lại tệp" in beyond.text


def test_an_unchanged_file_is_not_sent_twice(client: FlaskClient) -> None:
    path = held().attachments[0].path
    tag = client.get(path, buffered=True).headers["ETag"]
    again = client.get(path, headers={"If-None-Match": tag}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_files_of_drafts_and_withdrawn_items_are_not_there(client: FlaskClient) -> None:
    draft = held("nhap.txt", b"nh\xc3\xa1p", published=False)
    assert client.get(draft.attachments[0].path, buffered=True).status_code == 404
    item = held("tin.txt", b"tin")
    path = item.attachments[0].path
    assert client.get(path, buffered=True).status_code == 200
    workflow.withdraw(item.id, "Gỡ theo yêu cầu.", seen_version=item.version)
    answer = client.get(path, buffered=True)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "/tep/{sha}/khac.txt",
        "/tep/{short}/lich.txt",
        "/tep/{sha}0/lich.txt",
        "/tep/%%%%%%%%%%%%%%%%/lich.txt",
        "/tep/________________/lich.txt",
        "/tep/../hub.sqlite",
        "/tep/{sha}/..%2f..%2fhub.sqlite",
        "/tep/{sha}/lich.txt%00",
        "/tep/..%2f..%2fsecret-key/x",
    ],
)
def test_no_other_address_opens_a_file(client: FlaskClient, path: str) -> None:
    sha = held().attachments[0].file.sha256
    answer = client.get(path.format(sha=sha[:16], short=sha[:15]), buffered=True)
    assert answer.status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_our_fault_and_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    item = held()
    files.path_of(item.attachments[0].file.sha256).unlink()
    answer = client.get(item.attachments[0].path, buffered=True)
    assert answer.status_code == 500
    assert "Mã lỗi" in answer.text
    assert "FileNotFoundError" in caplog.text


@pytest.mark.parametrize(
    ("file_name", "title"),
    [
        ("a.txt", "Danh sách\r\nSet-Cookie: x=1"),
        ("a\r\nX: 1.txt", ""),
        ('a".txt', 'tên "lạ"; filename=x.exe'),
        ("a.txt", "../../etc/passwd"),
        ("a.txt", "C:\\x"),
        ("a.txt", "\x00\u202e\ud800"),
        ("a.txt", "Ế" * 300),
    ],
)
def test_no_name_can_add_a_header_or_leave_the_folder(file_name: str, title: str) -> None:
    way = disposition(file_name, title, inline=False)
    assert way.isascii()
    assert way.isprintable()
    assert way.count("filename=") == 1
    assert way.count('"') == 2
    named = unquote(way.partition("UTF-8''")[2])
    assert not set(named) & set('/\\\r\n\0":')
    assert len(named) <= 130


def test_a_title_that_carries_its_ending_keeps_it_once() -> None:
    assert unquote(disposition("ke-hoach.pdf", "Kế hoạch.PDF", inline=True)).endswith(
        "Kế hoạch.PDF"
    )


def test_each_address_is_frozen_once(client: FlaskClient) -> None:
    given = make_attachment("chung.txt", b"chung")
    make_item("news", attachments=(given,))
    make_item("story", attachments=(given,))
    held("nhap.txt", b"nhap", published=False)
    paths = [address.path for address in room.addresses()]
    assert len(paths) == 1
    assert client.get(paths[0], buffered=True).data == b"chung"
