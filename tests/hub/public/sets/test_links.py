"""Links of a text that leaves the site: beside it, on the site, or plain words."""

from __future__ import annotations

import pytest

from content import markup
from hub.public.sets.links import Links, is_loopback

HELD = {
    "/huong-dan/hai/": "02-hai/bai.html",
    "/tep/0123456789abcdef/anh.png": "01-mot/anh.png",
    "/tai-lieu/bo/": "BAT-DAU.html",
}
SITE = "https://hoc.example"


def rewritten(source: str, site: str = SITE) -> str:
    links = Links("01-mot/bai.html", "/tin-tuc/mot/", HELD, site)
    return links.rewritten(markup.render(source).html)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("/huong-dan/hai/", "../02-hai/bai.html"),
        ("/huong-dan/hai/#muc", "../02-hai/bai.html#muc"),
        ("/huong-dan/hai/?x=1", "../02-hai/bai.html"),
        ("https://hoc.example/huong-dan/hai/", "../02-hai/bai.html"),
        ("../../huong-dan/hai/", "../02-hai/bai.html"),
        ("/tai-lieu/bo/", "../BAT-DAU.html"),
        ("/tep/0123456789abcdef/anh.png", "anh.png"),
        ("/tin-tuc/khac/?a=1&b=2", "https://hoc.example/tin-tuc/khac/?a=1&amp;b=2"),
        ("/tim-kiem/?q=a%20b", "https://hoc.example/tim-kiem/?q=a%20b"),
        ("https://example.org/x?a=1&b=2", "https://example.org/x?a=1&amp;b=2"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("tel:0215000000", "tel:0215000000"),
        ("#muc", "#muc"),
    ],
)
def test_where_a_link_leads(url: str, wanted: str) -> None:
    assert f'href="{wanted}"' in rewritten(f"[chữ]({url})")


def test_where_nobody_can_follow_words_stay() -> None:
    text = rewritten(
        "Xem [**bài** khác](/tin-tuc/khac/) và [hai](/huong-dan/hai/).", "http://[::1]"
    )
    assert text == ('<p>Xem <strong>bài</strong> khác và <a href="../02-hai/bai.html">hai</a>.</p>')


def test_pictures_lie_beside_or_leave_their_words() -> None:
    own = rewritten('![Một "lớp" học](/tep/0123456789abcdef/anh.png)')
    assert 'src="anh.png"' in own
    assert 'alt="Một &quot;lớp&quot; học"' in own
    other = rewritten("![Ảnh <khác>](/tep/ffffffffffffffff/khac.png)")
    assert other == "<p><em>[Ảnh &lt;khác&gt;]</em></p>"


def test_text_that_looks_like_a_tag_stays_text() -> None:
    text = rewritten('`<a href="/tin-tuc/khac/">` và [x](/huong-dan/hai/ "a > b")')
    assert "&lt;a href=" in text
    assert 'href="../02-hai/bai.html" title="a > b"' in text.replace("&gt;", ">")


def test_footnotes_keep_working() -> None:
    text = rewritten("Một[^1].\n\n[^1]: Hai.")
    assert 'href="#fn:1"' in text
    assert 'href="#fnref:1"' in text


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "http://localhost", "http://[::1]:1"])
def test_this_machine_is_of_no_use_elsewhere(url: str) -> None:
    assert is_loopback(url)
    assert not is_loopback(SITE)
