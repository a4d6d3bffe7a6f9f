"""Links of a page: the site's own become relative, text stays text."""

from __future__ import annotations

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.export import links


@pytest.mark.parametrize(
    ("url", "page", "expected"),
    [
        ("/", "/", "index.html"),
        ("/", "/tin-tuc/a/", "../../index.html"),
        ("/tin-tuc/", "/", "tin-tuc/index.html"),
        ("/tin-tuc/a/#muc-1", "/tin-tuc/b/", "../a/index.html#muc-1"),
        ("/tin-tuc/a/#muc-1", "/tin-tuc/a/", "index.html#muc-1"),
        ("/static/a.css?v=1", "/tin-tuc/", "../static/a.css?v=1"),
        ("/tep/0a/x.pdf", "/404.html", "tep/0a/x.pdf"),
        ("/tin-tuc/?q=/x/#y", "/feed.xml", "tin-tuc/index.html?q=/x/#y"),
    ],
)
def test_a_local_address_as_seen_from_a_page(url: str, page: str, expected: str) -> None:
    assert links.relative(url, page) == expected


segments = st.lists(
    st.text("abcđ-1", min_size=1, max_size=4).filter(lambda s: s.strip(".")), max_size=4
)


@given(segments, segments)
def test_a_relative_address_leads_back_to_the_file_it_means(to: list[str], at: list[str]) -> None:
    url, page = ("/" + "".join(part + "/" for part in parts) for parts in (to, at))
    page_file = page[1:] + "index.html"
    target, fragment = links.target_file(links.relative(url + "#x", page), page_file)
    assert (target, fragment) == (posixpath.join(url[1:], "index.html"), "x")


def test_only_attributes_inside_tags_change() -> None:
    page = (
        '<a class="x" href="/a/">href="/khong/"</a>'
        '<!-- <a href="/b/"> --><script>x = \'<a href="/c/">\';</script>'
        '<script src="/d.js"></script><textarea><a href="/e/"></textarea>'
        "<code>&lt;a href=\"/g/\"&gt;</code><img alt=\"<a href='/f/'>\" src='/h.png'>"
    )
    assert links.rewrite_html(page, str.upper) == (
        '<a class="x" href="/A/">href="/khong/"</a>'
        '<!-- <a href="/b/"> --><script>x = \'<a href="/c/">\';</script>'
        '<script src="/D.JS"></script><textarea><a href="/e/"></textarea>'
        '<code>&lt;a href="/g/"&gt;</code><img alt="<a href=\'/f/\'>" src="/H.PNG">'
    )


def test_escaped_addresses_stay_escaped() -> None:
    found = links.rewrite_html('<a href="/a/?x=1&amp;y=%22">z</a>', lambda url: url + "&'\"")
    assert found == '<a href="/a/?x=1&amp;y=%22&amp;&#x27;&quot;">z</a>'


def test_each_picture_of_a_srcset_changes() -> None:
    page = '<img srcset="/a.jpg 1x, /b.jpg 2x" src="/a.jpg">'
    found = links.rewrite_html(page, lambda url: "." + url)
    assert found == '<img srcset="./a.jpg 1x, ./b.jpg 2x" src="./a.jpg">'


def test_a_style_sheet_keeps_what_is_not_local() -> None:
    css = 'a{b:url("/x.woff2")}c{d:url(data:x)}e{f:url(/y)}g{h:url(z)}'
    assert links.rewrite_css(css, str.upper) == (
        'a{b:url("/X.WOFF2")}c{d:url(data:x)}e{f:url(/Y)}g{h:url(z)}'
    )


def test_reading_tells_what_is_fetched_from_what_is_followed() -> None:
    page = links.read(
        '<html><head><link rel="canonical" href="https://x.vn/"><link rel=stylesheet href="a.css">'
        '</head><body id="top"><h2 id="mục">.</h2><a href="https://y.vn">…</a>'
        '<img src="https://z.vn/a.png">Chữ</body>'
    )
    assert [(link.url, link.fetched) for link in page.links] == [
        ("https://x.vn/", False),
        ("a.css", True),
        ("https://y.vn", False),
        ("https://z.vn/a.png", True),
    ]
    assert page.ids == {"top", "mục"}
    assert page.has_text


def test_a_page_of_tags_alone_says_nothing() -> None:
    page = links.read("<title>Tên</title><body><script>var chu = 1;</script><p> … </p></body>")
    assert not page.has_text


def test_a_long_run_of_open_tags_is_read_in_time() -> None:
    assert links.rewrite_html("<a " * 20_000, str.upper) == "<a " * 20_000
