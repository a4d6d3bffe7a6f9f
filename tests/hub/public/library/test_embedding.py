"""The library in articles: works on their topics, reading lists unfolded in their boxes."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from content.catalogue.commands import reading_lists
from tests import factories as make
from tests.catalogue_shelves import Library

BODY = """Bắt đầu từ đâu?

::: nen-doc
- [Sách cho cả nhà](/thu-vien/danh-sach/{slug}/)
- [Tiêu chí](/tieu-chi/)
:::

Xem thêm [danh sách](/thu-vien/danh-sach/{slug}/) này.
"""


def test_a_list_in_an_article(client: FlaskClient, library: Library) -> None:
    listed = library.reading_list
    slug = listed.slug
    item = make.make_item("guidance", "Cả nhà cùng đọc", body=BODY.format(slug=slug))
    page = client.get(item.path).text
    box = re.search(r'<aside class="nen-doc".*?</aside>', page, re.S)
    assert box is not None
    assert f'href="{library.records[0].path}">Nghề đan lát ở bản Mẫu</a>' in box[0]
    assert "Giàng A Mẫu. Đọc trước, vì dễ và có hình." in box[0]
    assert page.count("Đọc trước, vì dễ và có hình.") == 1  # the link in the text stays a link
    reading_lists.drop(listed.id)
    page = client.get(item.path).text
    assert "Sách cho cả nhà" in page
    assert "Đọc trước" not in page


def test_an_article_names_works_on_its_topics(client: FlaskClient, library: Library) -> None:
    page = client.get("/huong-dan/hoc-nghe-o-xa/").text
    assert "Đọc thêm trong thư viện" in page
    assert f'href="{library.records[0].path}"' in page
    other = make.make_item("news", "Chuyện khác", topics=("Việc khác",))
    assert "Đọc thêm trong thư viện" not in client.get(other.path).text


def test_the_search_of_the_site_says_what_the_library_has(
    client: FlaskClient, library: Library
) -> None:
    page = client.get("/tim-kiem/?q=dan+lat").text
    assert "Thư viện có 1 tài liệu như vậy" in page
    assert 'href="/thu-vien/tim/?q=dan%20lat"' in page
    assert "Thư viện có" not in client.get("/tim-kiem/?q=khong+co+gi+ca").text
    assert "Thư viện có" not in client.get("/tim-kiem/?q=dan+lat&loai=tin-tuc").text
