"""Nothing the editor reads or writes means another thing to the hub's Markdown: found by trying."""

from __future__ import annotations

import random
import re

from content.errors import BadInput
from content.markup import render

PIECES = (
    "a", "bé", "x_y", " ", "  ", "\n", "\n\n", "\n    ", "*", "**", "***", "_", "__", "`", "``",
    "[", "]", "(", ")", "!", "<", ">", "&", "&lt;", "&amp;", "#", "# ", "## ", "- ", "+ ", "* ",
    "1. ", "2. ", "> ", "|", "---", "===", "\\", "[x](/a/)", "![p](/tep/0123456789abcdef/a.png)",
    "[^1]", "\n\n[^1]: note\n\n", "<br>", "<sub>", "</sub>", "<https://a.vn>", "[r]: /b/", "[r]",
    "| a | b |\n|---|---|\n| c | d |", "- [ ] t", "::: lien-quan\n", "\n:::", "\n- [L](/l/)", "\t",
    "**b**", "*i*", ":", ".", "1", "word word", "\n- i", "\n    - n", "\n1. o",
)  # fmt: skip
REWRITTEN = "texts => texts.map(text => document.getElementById('ed').rewritten(text))"
# What a person would never see: spaces at the edges of blocks and around line breaks.
EDGES = re.compile(
    r" (?=</(?:p|li|td|th|h\d|blockquote|ul|ol|strong|em)>|<br>|<[uo]l)"
    r"|(?<=<p>) |(?<=<li>) |(?<=<td>) |(?<=<th>) |(?<=<ul>) |(?<=<ol>) |(?<=</p>) |(?<=</li>) "
    r"|(?<=</ul>) |(?<=</ol>) |(?<=<br>) |(?<=<blockquote>) "
)


def shown(text: str) -> str:
    """The rendered text, but for what nobody sees."""
    return EDGES.sub("", " ".join(render(text).html.split()))


def test_a_block_of_any_signs_means_the_same_once_touched(form):
    chance = random.Random(20)
    tried = 0
    for _ in range(20):
        texts = ["".join(chance.choices(PIECES, k=chance.randint(2, 14))) for _ in range(50)]
        for text, blocks in zip(texts, form.page.evaluate(REWRITTEN, texts), strict=True):
            for raw, fresh in ((block["raw"], block["fresh"]) for block in blocks if text.strip()):
                try:
                    before = shown(raw)
                except BadInput:
                    continue
                tried += raw != fresh
                assert shown(fresh) == before, (text, raw, fresh)
    assert tried > 100


def test_any_signs_at_all_stay_as_they_are(form):
    form.page.route("**/chen/tep/**", lambda route: route.fulfill(content_type="image/gif"))
    chance = random.Random(21)
    for _ in range(150):
        text = "".join(chance.choices(PIECES, k=chance.randint(1, 20)))
        form.put(text)
        assert form.text.is_visible(), text
        form.page.evaluate(
            "document.getElementById('than').form.dispatchEvent(new Event('formdata'))"
        )
        assert form.stored == text


def test_texts_that_no_rich_editor_holds_are_kept_in_blocks_of_their_own(form):
    bodies = [
        "Chữ <sub>nhỏ</sub> và <u>gạch chân</u>",
        "- [ ] chưa làm\n- [x] đã làm",
        "Tiêu đề\n=======\n\nĐoạn",
        "    mã thụt vào\n\nĐoạn",
        "[ghi chú][1]\n\n[1]: /huong-dan/",
        "| a | b |\n| --- | --- |\n| `x|y` | z |",
        "- một\n\n- hai\n    - ba\n\n        bốn",
        "[^a]: Một\n\n    hai đoạn\n\nXem[^a]",
        "::: lien-quan\nkhông có dấu đóng",
        "Dòng một  \nDòng hai",
        "***",
        "\n\n  Đầu dòng trống  \n\n\n\nCuối\n\n",
        "[" * 3_000,
        "> a\n\n> b\n>\n> c",
    ]
    for body in bodies:
        form.put(body)
        assert form.text.is_visible(), body
        form.run(
            "editor => editor.commands.insertContentAt(editor.state.doc.content.size, 'Đoạn mới')"
        )
        form.page.evaluate(
            "document.getElementById('than').form.dispatchEvent(new Event('formdata'))"
        )
        assert form.stored.startswith(body.rstrip()), body
        assert form.stored.endswith("Đoạn mới"), body
