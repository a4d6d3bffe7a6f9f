"""Shelves and reading lists: hours, stops to come, works in order, one ZIP of our own files."""

from __future__ import annotations

import io
import re
import zipfile

from flask.testing import FlaskClient

from content.catalogue.commands import reading_lists, records, shelves
from hub.public.library import package
from tests.catalogue_shelves import Library, pdf


def test_shelves_by_place_with_their_next_stop(client: FlaskClient, library: Library) -> None:
    page = client.get("/thu-vien/tu-sach/").text
    assert "Xã Mẫu" in page
    assert "Điểm tới: Trường tiểu học" in page
    shelf = client.get(library.shelf.path).text
    for words in ("Thứ Ba và thứ Bảy", "Chị Mẫu, 0215 000 000", "680 NG", "khoảng 40 cuốn"):
        assert words in shelf, words
    mobile = client.get(library.mobile.path).text
    assert "Chợ phiên xã Mẫu" in mobile
    assert "Sân bóng cũ" not in mobile  # it was there already
    shelves.drop(library.shelf.id)
    assert client.get(library.shelf.path).status_code == 404


def test_a_reading_list_in_its_order_with_its_files(client: FlaskClient, library: Library) -> None:
    path = library.reading_list.path
    page = client.get(path).text
    titles = re.findall(r"<h2><a [^>]+>([^<]+)</a>", page)
    assert titles == [
        "Nghề đan lát ở bản Mẫu",
        "Thói quen đọc của học sinh vùng cao",
        "Đọc sách cùng con mỗi tối",
        "Tiêu chí",
    ]
    assert "Đọc trước, vì dễ và có hình." in page
    found = re.search(r'href="(/tep/danh-sach/[0-9a-f]{16}/[a-z0-9-]+\.zip)"', page)
    assert found is not None
    with client.get(found[1]) as answer:
        data = answer.data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        assert archive.read("01-nghe-dan-lat.pdf") == pdf()
        start = archive.read("BAT-DAU.html").decode()
    assert names == ["BAT-DAU.html", "kieu.css", "01-nghe-dan-lat.pdf", "SHA256SUMS.txt"]
    assert 'href="01-nghe-dan-lat.pdf"' in start
    assert "Đọc trước, vì dễ và có hình." in start
    older = found[1].replace(found[1].split("/")[3], "0" * 16)
    assert client.get(older).headers["Location"] == found[1]


def test_the_size_before_the_tap_is_the_size(client: FlaskClient, library: Library) -> None:
    found = library.reading_list
    with client.application.test_request_context():
        offer = package.offer_of(found)
    assert offer is not None
    with client.get(offer.path) as answer:
        assert offer.size == len(answer.data)


def test_a_list_without_files_of_ours_offers_no_zip(client: FlaskClient, library: Library) -> None:
    book = library.records[0]
    records.drop_file(book.id, book.files[0].file_id)
    assert "ZIP" not in client.get(library.reading_list.path).text
    hidden = reading_lists.save(reading_lists.ListFields("Nháp"))
    assert client.get(hidden.path).status_code == 404
    assert "Nháp" not in client.get("/thu-vien/danh-sach/").text
