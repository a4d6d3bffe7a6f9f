"""Boxes of links, and pictures with their captions, in rendered texts."""

from __future__ import annotations

import pytest

from content.markup import render

PICTURE = "/tep/0123456789abcdef/a.png"
IMG = f'<img src="{PICTURE}" alt="Góc đọc" loading="lazy">'


def flat(source):
    return " ".join(render(source).html.split())


@pytest.mark.parametrize(("name", "title"), [("lien-quan", "Liên quan"), ("nen-doc", "Nên đọc")])
def test_a_box_is_an_aside_with_its_title(name, title):
    got = flat(f"Trước\n\n::: {name}\n- [Một](/a/)\n- [Hai](/b/): nên xem\n:::\n\nSau")
    assert got == (
        f'<p>Trước</p> <aside class="{name}" aria-label="{title}"><p>{title}</p> <ul> '
        '<li><a href="/a/">Một</a></li> <li><a href="/b/">Hai</a>: nên xem</li> </ul> </aside> '
        "<p>Sau</p>"
    )


def test_blank_lines_inside_and_none_behind():
    box = "::: nen-doc\n\n- [Một](/a/)\n\n- [Hai](/b/)\n\n:::\nSau"
    got = flat(box)
    assert got.count("<aside") == got.count("</aside>") == 1
    assert got.endswith("</aside> <p>Sau</p>")
    assert got.count("<li>") == 2


def test_its_words_are_found_by_search_but_not_its_title():
    assert render("::: lien-quan\n- [Một](/a/)\n:::").plain == "Một"


@pytest.mark.parametrize(
    "source",
    [
        "::: lien-quan\n- [Một](/a/)",
        "::: khac\n- a\n:::",
        "chữ ::: lien-quan\n:::",
        "    ::: nen-doc\n    :::",
    ],
)
def test_what_is_no_box_stays_words(source):
    got = render(source).html
    assert "<aside" not in got
    assert ":::" in got


def test_boxes_side_by_side_and_headings_in_them():
    got = render("## Mục\n\n::: lien-quan\n### Nhỏ\n:::\n\n::: nen-doc\n- a\n:::")
    assert got.html.count("<aside") == 2
    assert [heading["text"] for heading in got.headings] == ["Mục", "Nhỏ"]


def test_a_wall_of_openings_is_rendered_in_time():
    source = "::: lien-quan\n\n" * 5_000
    assert "<aside" not in render(source).html  # not refused: within the time of its size


def test_a_picture_with_a_caption_is_a_figure():
    got = flat(f'![Góc đọc]({PICTURE} "Ảnh: Hội <b>Khuyến học</b>")')
    caption = "Ảnh: Hội &lt;b&gt;Khuyến học&lt;/b&gt;"
    assert got == f"<figure>{IMG}<figcaption>{caption}</figcaption></figure>"
    assert render(f'![Góc đọc]({PICTURE} "Ảnh A")').plain == "Góc đọc\nẢnh A"


def test_without_a_caption_or_within_a_line_it_stays_a_picture():
    assert flat(f"![Góc đọc]({PICTURE})") == f"<p>{IMG}</p>"
    assert flat(f'Xem ![Góc đọc]({PICTURE} "Ảnh")') == f"<p>Xem {IMG}</p>"
    assert flat('![Góc đọc](https://a.vn/a.png "Ảnh")') == "<p>Góc đọc</p>"


def test_nothing_of_a_caption_is_carried_to_another_paragraph():
    got = flat(f'- ![Góc đọc]({PICTURE} "Ảnh")\n\n![Góc đọc]({PICTURE})\n\n`<img x>`')
    assert "<figure" not in got


def test_divs_from_outside_close_what_they_opened():
    got = render('a <div class="lien-quan">b <div>c</div></div></div></aside> d').html
    assert got.count("<aside") == got.count("</aside>")
    assert got.count("<div") == got.count("</div>")
