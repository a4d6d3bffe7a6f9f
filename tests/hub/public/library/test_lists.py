"""The library's home and lists: doors with numbers, filters in the path, friendly when bare."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from content.catalogue.commands import records
from content.catalogue.record import Record
from content.database import db
from hub.public.library import lines
from tests.catalogue_shelves import Library


def test_a_bare_library_is_friendly_and_stands_in_no_menu(client: FlaskClient) -> None:
    page = client.get("/thu-vien/").text
    assert "Thư viện chưa có tài liệu nào" in page
    assert 'href="/thu-vien/"' not in client.get("/lien-he/").text
    for path in ("tat-ca/", "moi/", "chu-de/", "tu-sach/", "danh-sach/"):
        assert client.get(f"/thu-vien/{path}").status_code == 200
    for path in ("loai/sach/", "doc-ngay/", "nam/2020/", "tac-gia/x/", "tu-sach/x/"):
        assert client.get(f"/thu-vien/{path}").status_code == 404, path


def test_the_home_leads_everywhere(client: FlaskClient, library: Library) -> None:
    page = client.get("/thu-vien/").text
    assert "12 tài liệu" in page
    for path in (
        "loai/sach/", "doc-ngay/", "moi/", "tat-ca/", "tu-sach/", "danh-sach/", "tieng/hmn/",
        "nam/2024/", "chu-de/van-hoa-doc/", "tu-sach/tu-sach-thon-dong/",
    ):  # fmt: skip
        assert f'href="/thu-vien/{path}"' in page, path
        assert client.get(f"/thu-vien/{path}").status_code == 200, path
    assert "46 cuốn" in page
    assert 'href="/thu-vien/"' in client.get("/lien-he/").text  # the menu knows it now
    assert "Sách mới trong thư viện" in client.get("/").text


def test_lists_say_how_many_the_others_hold(client: FlaskClient, library: Library) -> None:
    page = client.get("/thu-vien/loai/sach/").text
    assert "<b>3 tài liệu</b>" in page
    kinds = dict(re.findall(r'href="/thu-vien/loai/([a-z-]+)/"[^>]*>.*?nowrap">(\d+)<', page))
    assert kinds["sach"] == "3"
    assert kinds["video"] == "1"
    assert 'href="/thu-vien/loai/sach/" aria-current="true"' in page
    free = client.get("/thu-vien/doc-ngay/").text
    assert "<b>3 tài liệu</b>" in free
    name = client.get("/thu-vien/tac-gia/nguyen-van-mau/").text
    assert "<b>2 tài liệu</b>" in name


def test_pages_in_the_path(client: FlaskClient, library: Library) -> None:
    for number in range(lines.PER_PAGE):
        records.save(Record(f"Sổ tay {number}", kind="sach"), show=True)
    first = client.get("/thu-vien/tat-ca/").text
    assert 'href="/thu-vien/tat-ca/trang-2/"' in first
    assert client.get("/thu-vien/tat-ca/trang-2/").status_code == 200
    assert client.get("/thu-vien/loai/sach/trang-2/").status_code == 200
    for wrong in ("tat-ca/trang-3/", "tat-ca/trang-0/", "loai/sach/trang-9/"):
        assert client.get(f"/thu-vien/{wrong}").status_code == 404, wrong
    titles = re.findall(r'<h2><a href="/thu-vien/[^"]+">([^<]+)</a>', first)
    assert len(titles) == lines.PER_PAGE


@pytest.fixture
def asked(client: FlaskClient) -> list[str]:
    """The statements that the database was asked."""
    statements: list[str] = []

    def note(_c: object, _k: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    return statements


def test_a_page_asks_as_much_for_twenty_works_as_for_one(
    client: FlaskClient, asked: list[str], library: Library
) -> None:
    def many() -> int:
        asked.clear()
        assert client.get("/thu-vien/loai/sach/").status_code == 200
        return len(asked)

    client.get("/thu-vien/loai/sach/")
    few = many()
    for number in range(lines.PER_PAGE):
        records.save(Record(f"Sổ tay {number}", kind="sach"), show=True)
    assert many() <= few
    assert few < 30


def test_what_is_hidden_is_nowhere(client: FlaskClient, library: Library) -> None:
    records.set_state([row.id for row in library.records], "hidden")
    for path in ("", "tat-ca/", "tu-sach/tu-sach-thon-dong/", "tim/?q=dan+lat"):
        assert "Nghề đan lát" not in client.get(f"/thu-vien/{path}").text, path
    assert client.get(library.reading_list.path).text.count("<h2><a") == 1  # our own page alone
