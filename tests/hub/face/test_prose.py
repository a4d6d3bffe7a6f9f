"""Stored HTML gets permalinks in its headings and is otherwise left as it is."""

from __future__ import annotations

from content.markup import render
from hub.face.prose import prose


def test_each_heading_can_be_linked_to_by_name() -> None:
    html = prose(render("## Các bước\n\nMột.\n\n### Ai làm\n\nHai.").html)
    assert (
        '<h2 id="cac-buoc">Các bước <a class="anchor" href="#cac-buoc" '
        'aria-label="Liên kết tới mục Các bước">#</a></h2>'
    ) in html
    assert html.count('class="anchor"') == 2


def test_quotes_and_tags_of_a_heading_stay_inside_its_name() -> None:
    html = prose(render('## Lớp **"Bình dân"** & <em>số</em>').html)
    name = html.partition('aria-label="')[2].partition('"')[0]
    assert name == "Liên kết tới mục Lớp &quot;Bình dân&quot; &amp; số"


def test_a_text_without_headings_is_untouched() -> None:
    html = render("Một đoạn với [liên kết](/lien-he/).").html
    assert prose(html) == html
