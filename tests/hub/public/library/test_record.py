"""A work's page: reading, borrowing, citing; files beside it; what is gone, merged, not ours."""

from __future__ import annotations

import html
import json
import re

from flask.testing import FlaskClient
from lxml import etree

from content.catalogue.commands import duplicates, records
from content.catalogue.record import Link, Record
from hub.public.library import citing
from tests.catalogue_shelves import Library, pdf


def test_reading_borrowing_and_what_is_near(client: FlaskClient, library: Library) -> None:
    book = library.records[0]
    page = client.get(book.path).text
    kept = re.search(r'href="(/tep/[0-9a-f]{16}/nghe-dan-lat\.pdf)"', page)
    assert kept is not None
    with client.get(kept[1]) as answer:
        assert answer.data == pdf()
        assert answer.headers["Content-Disposition"].startswith("inline")
    cover = re.search(r'src="(/tep/[0-9a-f]{16}/bia\.webp)"', page)
    assert cover is not None
    with client.get(cover[1]) as answer:
        assert answer.mimetype == "image/webp"
    for words in (
        "Tủ sách thôn Đông", "2 cuốn", "ký hiệu 680 NG", "Điểm tới: Trường tiểu học",
        "Học nghề ở xã", "A handbook of weaving", "Sách cho gia đình học tập", "9786040000019",
        "CC BY 4.0",
    ):  # fmt: skip
        assert words in page, words
    records.set_state([book.id], "hidden")
    assert client.get(kept[1]).status_code == client.get(cover[1]).status_code == 404


def test_links_lead_out_with_a_word_and_never_to_what_is_no_address(
    client: FlaskClient, library: Library
) -> None:
    page = client.get(library.records[2].path).text
    assert 'href="https://nguon.example/bai/12" rel="noopener noreferrer"' in page
    assert "đọc miễn phí" in page
    assert "có thể phải có tài khoản" in client.get(library.records[3].path).text
    bad = Record(
        "Bài xấu", links=(Link("javascript:alert(1)"),), rights_url="data:x", access="open",
        cover_url="https://nguon.example/bia.jpg",
    )  # fmt: skip
    page = client.get(records.save(bad, show=True).row.path).text
    assert 'href="javascript' not in page
    assert 'href="data:' not in page
    assert "bia.jpg" not in page
    assert "Chưa có bản đọc trên máy" in page


def test_programs_read_it_too(client: FlaskClient, library: Library) -> None:
    page = client.get(library.records[2].path).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found is not None
    data = json.loads(found[1])
    assert data["@type"] == "ScholarlyArticle"
    assert data["author"][0]["name"] == "Vàng Thị Mẫu"
    metas = dict(re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', page))
    assert metas["citation_journal_title"] == "Tạp chí Mẫu"
    assert metas["citation_firstpage"] == "12"
    coins = re.search(r'class="Z3988" title="([^"]+)"', page)
    assert coins is not None
    assert "rft.jtitle=T%E1%BA%A1p" in html.unescape(coins[1])
    book = client.get(library.records[0].path).text
    assert re.search(r'citation_pdf_url" content="https://hoc\.example/tep/[^"]+\.pdf"', book)


def test_each_form_stands_beside_the_page(client: FlaskClient, library: Library) -> None:
    book = library.records[0]
    for form in citing.FORMS:
        answer = client.get(book.path + form.name)
        assert answer.status_code == 200, form
        assert answer.mimetype == form.media_type
        assert f"{book.slug}." in answer.headers["Content-Disposition"]
        if form.name.endswith(".xml"):
            etree.fromstring(answer.data)
    assert "{Giàng A Mẫu}" in client.get(f"{book.path}trich-dan.bib").text
    assert client.get(f"{book.path}trich-dan.exe").status_code == 404
    assert client.get("/thu-vien/khong-co/trich-dan.bib").status_code == 404


def test_what_is_gone_says_so_and_what_never_was_is_unknown(
    client: FlaskClient, library: Library
) -> None:
    book = library.records[0]
    records.drop([book.id])
    answer = client.get(book.path)
    assert answer.status_code == 410
    assert "không còn trong thư viện" in answer.text
    assert "Nghề đan lát" not in answer.text
    assert client.get(f"{book.path}trich-dan.bib").status_code == 404
    waiting = records.save(Record("Chờ duyệt")).row
    assert client.get(waiting.path).status_code == 404


def test_a_merged_work_leads_to_the_kept_one(client: FlaskClient, library: Library) -> None:
    kept, other = library.records[:2]
    path, target = other.path, kept.path
    duplicates.merge(kept.id, other.id)
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, target)


def test_the_sitemap_has_pages_and_no_files(client: FlaskClient, library: Library) -> None:
    sitemap = client.get("/sitemap.xml").text
    assert f"https://hoc.example{library.records[0].path}</loc>" in sitemap
    assert "trich-dan" not in sitemap
    assert "goi.zip" not in sitemap
