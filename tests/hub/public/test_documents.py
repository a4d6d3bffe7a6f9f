"""The page of a document: what stands as its heading, and what is said of its force."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient

from content import files, places
from content.database import db
from content.documents.dates import PartialDate
from content.publishing import file_titles
from content.publishing.models import Attachment
from content.scans import commands as scans
from content.scans.page_text import PageText
from tests.factories import cites, make_document

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


def test_the_second_page_of_the_list_is_no_document(client: FlaskClient) -> None:
    for number in range(21):
        make_document(f"{number + 1}/KH-UBND")
    assert client.get("/van-ban/trang-2/").status_code == 200
    assert client.get("/van-ban/trang-3/").status_code == 404


def test_a_replaced_document_leads_straight_to_where_the_new_one_stands(
    client: FlaskClient,
) -> None:
    old = make_document("1/KH-UBND")
    new = make_document(
        "2/KH-UBND",
        links=(
            cites("1/KH-UBND", "replaces", issuer="UBND xã Mẫu", issued=PartialDate(2026, 3, 2)),
        ),
        item={"slug": "ke-hoach-moi"},
    )
    page = page_of(client, old.path)
    assert "Đã có văn bản thay thế" in page
    assert f'<a href="{new.path}">' in page
    assert new.document is not None
    assert new.document.slug not in page.replace(new.path, "")


def test_a_text_that_only_a_machine_read_says_so(client: FlaskClient) -> None:
    note = "do máy đọc từ bản chụp"
    item = make_document()
    scan = files.add(b"%PDF-1.7 trang", "application/pdf")
    item.attachments.append(Attachment(file=scan, file_name="a.pdf", title=file_titles.ORIGINAL))
    db.session.commit()
    assert note not in page_of(client, item.path)
    scans.keep(scan.sha256, PageText(1, "Chữ", 95.0, "tesseract"))
    db.session.commit()
    assert note in page_of(client, item.path)
    words = files.add("Chữ".encode(), "text/plain")
    item.attachments.append(Attachment(file=words, file_name="a.txt", title=file_titles.WORDS))
    db.session.commit()
    assert note not in page_of(client, item.path)
