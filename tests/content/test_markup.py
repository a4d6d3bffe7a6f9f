"""Markup: safe HTML, plain text and headings; hostile sources are inert and quick."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content import markup
from content.errors import BadInput
from content.markup import render

ALLOWED = {
    "a": {"href", "title", "class", "rel"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "span": {"role", "aria-label"},
    "img": {"src", "alt", "loading"},
    "aside": {"class", "aria-label"},
    "figure": set(),
    "figcaption": set(),
    "th": {"class", "scope"},
    "td": {"class"},
    "ol": {"start"},
    "li": {"id"},
    "sup": {"id"},
    "abbr": {"title"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
    **{tag: set() for tag in ("p", "br", "hr", "strong", "em", "b", "i", "u", "s", "del", "ins")},
    **{tag: set() for tag in ("mark", "sub", "small", "code", "pre", "kbd", "blockquote", "ul")},
    **{tag: set() for tag in ("table", "thead", "tbody", "tr", "caption", "dl", "dt", "dd")},
}
HOSTILE = [
    "[x](JaVaScRiPt&#58;alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/p.png)",
    "![x](//evil.example/p.png)",
    "![x](/tep/../../p.png)",
    '![x](/tep/0123456789abcdef/a.png"onerror=alert(1))',
    '![" onerror=alert(1) x="](/tep/0123456789abcdef/a.png)',
    '[x](https://a.vn "\\" onmouseover=alert(1)")',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img onerror=x&gt;">',
    "<svg><script>alert(1)</script></svg>",
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)" onclick="alert(1)">x</a>',
    '<a href=" &#14; javascript:alert(1)">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<div class="evil" style="position:fixed" onclick=alert(1)>x</div>',
    "<form action=//evil.example><input name=q><button>x</button></form>",
    '<input type="image" src="x" onerror="alert(1)">',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "# <img src=x onerror=alert(1)>",
    "| <script>alert(1)</script> |\n|---|\n| <img src=x onerror=alert(1)> |",
    "x[^1]\n\n[^1]: <script>alert(1)</script>",
    'x[^"><img src=x onerror=alert(1)>]\n\n[^"><img src=x onerror=alert(1)>]: y',
    "```html\n<script>alert(1)</script>\n```",
    "`<script>alert(1)</script>`",
    "\x02klzzwxh:0000\x03 <b>x</b>",
]


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, {name: value or "" for name, value in attrs}))
        self.ids.extend(value or "" for name, value in attrs if name == "id")


def assert_inert(html: str) -> None:
    tags = Tags(html)
    for tag, attributes in tags.seen:
        assert tag in ALLOWED, html
        assert set(attributes) <= ALLOWED[tag], html
        href = attributes.get("href", "")
        assert re.match(r"(?i)https?:|mailto:|tel:", href) or not re.match(r"[^/?#]*:", href), html
        if tag == "img":
            assert re.fullmatch(r"/tep/[0-9a-f]{16}/[a-z0-9.-]+", attributes["src"]), html
    assert len(tags.ids) == len(set(tags.ids)), html


@pytest.mark.parametrize("source", HOSTILE)
def test_hostile_text_is_inert(source: str) -> None:
    assert_inert(render(source).html)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*HOSTILE, "\n", "\n\n", "# ", "- ", "> ", "|", "`", "[", "](", ")", "<", ">", '"']
        ),
        max_size=8,
    )
)
def test_hostile_pieces_in_any_order_are_inert(pieces: list[str]) -> None:
    assert_inert(render("".join(pieces)).html)


def test_template_marks_stay_as_typed() -> None:
    found = render("{{7*7}} {% x %} <%= 7 %>")
    assert found.plain == "{{7*7}} {% x %} <%= 7 %>"
    assert "{{7*7}}" in found.html


def test_headings_stand_below_the_page_and_have_their_own_ids() -> None:
    found = render("# Đề án\n\nA\n\n### Sâu\n\n# Đề án\n\n## Nội dung\n\n#\n\nB")
    assert [(h["level"], h["id"]) for h in found.headings] == [
        (2, "de-an"),
        (3, "sau"),
        (2, "de-an-2"),
        (3, "noi-dung-2"),
    ]
    assert "<h1" not in found.html
    assert found.html.count("<h") == 4
    for heading in found.headings:
        assert found.plain[heading["offset"] :].startswith(heading["text"])


@pytest.mark.parametrize("mark", ["#", "##", "###", "####"])
def test_the_first_level_used_becomes_the_second(mark: str) -> None:
    assert render(f"{mark} Một").headings[0]["level"] == 2


def test_plain_text_has_a_line_for_each_block() -> None:
    found = render(
        "# Tiêu *đề*\n\nMột  đoạn\nhai dòng.[^1]\n\n- mục\n- [x] xong\n\n"
        "| A | B |\n|---|---|\n| 1 | 2 |\n\n> trích\n\n[^1]: Ghi chú & chú thích."
    )
    assert found.plain.split("\n") == [
        "Tiêu đề",
        "Một đoạn hai dòng.",
        "mục",
        "xong",
        "A | B",
        "1 | 2",
        "trích",
        "Ghi chú & chú thích.",
    ]


def test_tables_scroll_and_say_what_they_are() -> None:
    html = render("| A | B |\n|:--|--:|\n| 1 | 2 |\n\nx\n\n| C |\n|---|\n| 3 |").html
    assert html.count('<div class="scroll" role="region" tabindex="0" aria-label="Bảng ') == 2
    assert '<th class="right" scope="col">B</th>' in html
    assert "style=" not in html


def test_links_and_pictures() -> None:
    html = render(
        "[ra](https://vi.example/a?b=1&c=2) [thư](mailto:a@b.vn) [gọi](tel:123) [trong](/x/) "
        "[neo](#de-an) [gần](../y/) ![Ảnh](/tep/0123456789abcdef/anh.png)"
    ).html
    assert '<a href="https://vi.example/a?b=1&amp;c=2" rel="noopener">ra</a>' in html
    assert '<a href="mailto:a@b.vn">thư</a>' in html
    assert '<a href="tel:123">gọi</a>' in html
    assert '<a href="/x/">trong</a> <a href="#de-an">neo</a> <a href="../y/">gần</a>' in html
    assert '<img src="/tep/0123456789abcdef/anh.png" alt="Ảnh" loading="lazy">' in html


def test_a_picture_from_elsewhere_leaves_its_words() -> None:
    assert render("![Bản đồ](https://vi.example/a.png)").html == "<p>Bản đồ</p>"


def test_inline_tags_stay() -> None:
    assert render("a<br>b H<sub>2</sub>O").html == "<p>a<br>b H<sub>2</sub>O</p>"


def test_a_run_of_brackets_is_refused_at_once() -> None:
    for run in (
        "[" * 20_000,
        "![" * 10_000,
        "[" * 10_000 + "]" * 10_000,
        "a\n" * 5 + "[x" * 10_000,
    ):
        begin = time.thread_time()
        with pytest.raises(BadInput, match="dấu \\["):
            render(run)
        assert time.thread_time() - begin < 0.05


UNITS = [
    "*", "_", "<", "`", "*a", "**a ", "_a", "](", ">", "> ", "&", "[a]", "<a ", "<!--", "|", "|a\n",
    "a|b\n-|-\n", "\\", "[^1]", "[^1]: x\n\n", "a", " ", "<div>", "- [ ] ", "- ", "http://", "[x](",
    "[x](<", '[x](a "', "[x]: ", "[x]: y\n\n", "# ", "# a\n", "`a ", "`` `a", "*_", "***a*", "<a@",
    "a@", "1. ", "1. a\n", "\n", "a\n=\n", "    a\n\n", "\t", "  \n", "---\n", "![x](", "<x y='",
    "[]()", "&#1;", "</", "~~~\n", "```\n", "[a][", "__a", "[^", "[a](b) ", "**b** c ", "- a\n",
    "$", "{", "<br>", "<b>", "<p><b>", "ế", "\u0301",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_no_text_keeps_the_server_busy(unit: str) -> None:
    """Eight times the text may cost eight times the work, not its square: 64 times."""
    assert growth(unit, 2_500, 20_000) < 24


def growth(unit: str, small: int, large: int) -> float:
    """How many times dearer the large text is; machines stumble, so a bad answer is asked again."""
    ratio = float("inf")
    for _ in range(3):
        base = max(min(seconds_taken(unit, small) for _ in range(3)), 0.002)
        ratio = min(ratio, seconds_taken(unit, large) / base)
        if ratio < 16:
            break
    return ratio


def seconds_taken(unit: str, size: int) -> float:
    """Processor seconds of rendering, or refusing, a text of one repeated unit."""
    source = (unit * (size // len(unit.encode()) + 1)).encode()[:size].decode(errors="ignore")
    begin = time.thread_time()
    try:
        render(source)
    except BadInput as refused:
        assert "hãy" in refused.message
    return time.thread_time() - begin


def test_deep_nesting_is_refused_or_rendered() -> None:
    for source in (
        "> " * 5000 + "x",
        "\n".join("    " * n + "- x" for n in range(200)),
        "<b>" * 30_000,
    ):
        try:
            assert_inert(render(source).html)
        except BadInput as refused:
            assert re.search("lồng nhau|thẻ HTML", refused.message)


def test_too_long_a_text_is_refused() -> None:
    with pytest.raises(BadInput, match="200 kB"):
        render("ế" * 70_000)


def test_a_long_honest_text_is_rendered() -> None:
    part = "## Mục {n}\n\nĐoạn **đậm** với [liên kết](https://vi.example/a) " + "học tập " * 55
    table = "\n\n| Xã | Số |\n|---|--:|\n" + "| Mẫu | 12 |\n" * 12 + "\n\n"
    source = "".join((part + table).format(n=n) for n in range(180))
    assert 150_000 < len(source.encode()) < 200_000
    found = render(source)
    assert len(found.headings) == 180


def _counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    real = markup._rendered

    def rendered(text: str) -> markup.Rendered:
        made.append(text)
        return real(text)

    markup._made.cache_clear()
    monkeypatch.setattr(markup, "_rendered", rendered)
    return made


def test_a_text_is_rendered_once_and_what_is_given_out_is_the_callers_own(monkeypatch):
    made = _counting(monkeypatch)
    first = markup.render("## Việc chung\n\nChữ.")
    first.headings[0]["text"] = "đổi"
    first.headings.append(first.headings[0])
    second = markup.render("## Việc chung\n\nChữ.")
    assert [heading["text"] for heading in second.headings] == ["Việc chung"]
    assert len(made) == 1


def test_a_refused_text_is_refused_again_without_a_try_and_tried_anew_later(monkeypatch):
    made = _counting(monkeypatch)
    for _ in range(3):
        with pytest.raises(BadInput, match="dấu"):
            markup.render("[" * 20_000)
    assert len(made) == 1
    monkeypatch.setattr(markup, "_REFUSED_FOR", -1.0)
    with pytest.raises(BadInput, match="dấu"):
        markup.render("[" * 20_000)
    assert len(made) == 2
