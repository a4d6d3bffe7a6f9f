"""The page of a document: what stands as its heading, and what is said of its force."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient

from content import places
from tests.factories import make_document

READ_BADLY = "Ké hoach day manh phong trào hoc tip sudt déi trong gia dinh, déng ho, cong déng"


def page_of(client: FlaskClient, path: str) -> str:
    return " ".join(client.get(path).get_data(as_text=True).split())


def test_a_title_that_a_machine_read_badly_is_not_the_heading(client: FlaskClient) -> None:
    item = make_document(poorly_recognised=True, title=READ_BADLY)
    page = page_of(client, item.path)
    assert "<h1>Kế hoạch 12/KH-UBND, 02/03/2026, UBND xã Mẫu</h1>" in page
    assert f"Tên văn bản như máy đọc được: {item.title}" in page


@pytest.mark.parametrize("poor", [True, False])
def test_a_sound_title_stays_the_heading(client: FlaskClient, poor: bool) -> None:
    item = make_document(poorly_recognised=poor)
    assert f"<h1>{item.title}</h1>" in page_of(client, item.path)


def test_a_document_of_an_ended_unit_says_so(client: FlaskClient) -> None:
    ended = places.record("huyện Mẫu", "district", valid_to=dt.date(2025, 7, 1))
    item = make_document(issuer="UBND huyện Mẫu", item={"place": ended.slug})
    assert "Huyện Mẫu kết thúc ngày 01/07/2025" in page_of(client, item.path)
    other = make_document("13/KH-UBND")
    assert "kết thúc ngày" not in page_of(client, other.path)
