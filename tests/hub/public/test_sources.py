"""Sources under a text: words, where an address leads, when they were last looked at."""

from __future__ import annotations

import datetime as dt

from flask.testing import FlaskClient

from content.publishing.detail_fields import SourceFields
from tests.factories import make_item


def test_a_source_says_where_its_address_leads(client: FlaskClient) -> None:
    item = make_item(
        sources=(
            SourceFields("Quyết định <387>", "https://www.vanban.example/?a=1&b=2"),
            SourceFields("Sổ lưu ở xã"),
        ),
        checked=dt.date(2026, 10, 20),
    )
    page = client.get(item.path).text
    block = page[page.index('id="_nguon"') :]
    block = block[: block.index("</section>")]
    assert 'href="https://www.vanban.example/?a=1&amp;b=2" rel="noopener noreferrer"' in block
    assert "Quyết định &lt;387&gt;" in block
    assert "</svg>vanban.example</span>" in block
    assert "<li>Sổ lưu ở xã</li>" in block
    assert '<time datetime="2026-10-20">20/10/2026</time>' in block


def test_the_day_alone_is_said_too(client: FlaskClient) -> None:
    page = client.get(make_item(checked=dt.date(2026, 10, 20)).path).text
    assert "Kiểm tra lần cuối" in page


def test_without_sources_there_is_no_heading(client: FlaskClient) -> None:
    assert 'id="_nguon"' not in client.get(make_item().path).text
