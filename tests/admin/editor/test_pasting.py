"""What people paste: Word's and web pages' looks go, words and shapes stay, nothing bites."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import expect

WORD = Path(__file__).parents[2] / "fixtures/pasted/word.html"


def test_word_gives_its_words_lists_and_tables(form):
    form.text.click()
    form.paste(WORD.read_text(encoding="utf-8"))
    form.expect_stored(
        "**I. MỤC ĐÍCH**\n\nNâng cao *nhận thức* về **học tập**\n\n"
        "- Thôn Đông\n    - Tổ một\n- Thôn Đoài\n\n"
        "| **Chỉ tiêu** |  |\n| --- | --- |\n| Gia đình | 80% |"
    )
    expect(form.page.locator("#ed-bao")).to_contain_text("1 ảnh không dán theo được")
    inside = form.text.inner_html()
    for trace in ("mso", "Mso", "style=", "font", "o:p", "file:", "<span"):
        assert trace not in inside


def test_bold_paragraphs_that_look_like_headings_are_offered_for_repair(form):
    form.text.click()
    form.paste(
        "<p><b>I. Mục đích</b></p><p>Chữ</p><p><b>1. Yêu cầu</b></p>"
        "<p><b>Câu đậm dài, có dấu chấm.</b></p>"
    )
    said = form.page.locator("#ed-bao")
    expect(said).to_contain_text("2 đoạn in đậm trông như tiêu đề")
    said.get_by_role("button", name="Đổi thành tiêu đề mục").click()
    form.expect_stored("## I. Mục đích\n\nChữ\n\n### 1. Yêu cầu\n\n**Câu đậm dài, có dấu chấm.**")
    form.tool("Hoàn tác")
    expect(form.text.locator("h2")).to_have_count(0)


def test_a_web_page_gives_headings_links_and_no_looks(form):
    form.text.click()
    form.paste(
        '<meta charset="utf-8"><b style="font-weight:normal" id="docs-internal-guid-1">'
        '<h1 dir="ltr" style="color:#111"><span style="font-weight:700">Tin mới</span></h1>'
        '<div class="x"><div>Một '
        '<a href="https://example.vn/a?b=1" onclick="x()" target=_blank style="color:red">bài</a>'
        '<br></div></div><ol><li dir="ltr"><p>Đầu</p></li><li>Hai<ul><li>trong</li></ul></li></ol>'
        "<h5>Nhỏ</h5><blockquote>Lời</blockquote></b>"
        "<table><tr><td rowspan=2>a<td>b<tr><td>c</table>"
    )
    form.expect_stored(
        "## Tin mới\n\nMột [bài](https://example.vn/a?b=1)\n\n1. Đầu\n2. Hai\n    - trong\n\n"
        "#### Nhỏ\n\n> Lời\n\n| a | b |\n| --- | --- |\n|  | c |"
    )


HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg><script>alert(1)</script><animate onbegin=alert(1)></svg>",
    '<a href="javascript:alert(1)">chữ</a>',
    '<a href=" java\tscript:alert(1)">chữ</a>',
    '<a href="data:text/html,<script>alert(1)</script>">chữ</a>',
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    (
        "<math><mtext><table><mglyph><style><!--</style>"
        "<img title='--&gt;&lt;img src=x onerror=alert(1)&gt;'>"
    ),
    "<form action=//evil.example><button formaction=javascript:alert(1)>chữ</button></form>",
    "<p style='background:url(//evil.example/x)'>chữ</p>",
    "<img src='/tep/0123456789abcdef/a.png\" onerror=alert(1)'>",
    (
        "<figure><img src=//evil.example/a.png onload=alert(1)>"
        "<figcaption onclick=alert(1)>chữ</figcaption></figure>"
    ),
    "<pre data-source>**x** <img src=x onerror=alert(1)></pre>",
    "<p data-note=']: x'>chữ</p><div data-box='evil'><ul><li>chữ</li></ul></div>",
    "<p raw='<script>alert(1)</script>' gap='x' place=1>chữ</p>",
    "<table>" + "<tr><td colspan=100000 rowspan=100000>x" * 3,
    "<div>" * 2_000 + "sâu",
)


TRACES = ("onerror", "onload", "onclick", "javascript:", "evil.example", "<script", "<iframe")


def test_nothing_that_is_pasted_runs_or_fetches(form):
    asked = []
    form.page.on("request", lambda request: asked.append(request.url))
    form.page.on("dialog", lambda dialog: asked.append("dialog"))
    for number, html in enumerate(HOSTILE):
        form.put("")
        form.text.click()
        form.paste(f"<p>Trước {number}.</p>{html}<p>Sau</p>")
        expect(form.page.locator("#than")).to_have_value(re.compile(f"^Trước {number}[.]"))
        assert [url for url in asked if "/quan-tri/" not in url] == [], html
        inside = form.text.inner_html().lower()
        for trace in TRACES:
            assert trace not in inside.replace("&lt;", "") or "data-source" in inside, html


def test_plain_text_and_pictures_alone(form):
    form.text.click()
    form.paste("", "Dòng *một*\n\n## hai")
    form.expect_stored("Dòng \\*một\\*\n\n\\## hai")
    form.page.evaluate(
        """async () => { const canvas = new OffscreenCanvas(8, 8);
        canvas.getContext("2d").fillRect(0, 0, 8, 8);
        const data = new DataTransfer(); const blob = await canvas.convertToBlob();
        data.items.add(new File([blob], "chup.png", { type: "image/png" }));
        document.querySelector("#ed-chu").dispatchEvent(new ClipboardEvent("paste",
          { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    expect(form.text.locator("figure img")).to_be_visible()
    expect(form.page.locator("fieldset.file legend")).to_have_text("chup.png")


def test_what_is_copied_inside_the_editor_comes_back_whole(form):
    body = (
        "## Mục\n\n- một\n- hai\n\n| a | b |\n| --- | --- |\n| c | d |\n\n- [ ] việc\n\n"
        "::: nen-doc\n- [x](/a/)\n:::"
    )
    form.put(body)
    form.text.click()
    html = form.page.evaluate(
        """() => { const view = document.getElementById("ed").editor.view;
        document.getElementById("ed").editor.commands.selectAll();
        return view.serializeForClipboard(view.state.selection.content()).dom.innerHTML; }"""
    )
    form.put("")
    form.text.click()
    form.paste(html)
    form.expect_stored(body)
