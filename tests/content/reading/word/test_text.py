"""Words of paragraphs: headings, emphasis, links, changes, fields, notes, boxes, signs."""

from __future__ import annotations

import pytest

from content.reading.result import Note
from tests.content.reading.word.making import p, r, reading, text_of


def said(body: str, **more: object) -> list[str]:
    return [note.text for note in reading(body, **more).notes]


def style(key: str, name: str, inner: str = "", based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{base}'
        f"{inner}</w:style>"
    )


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("heading 1", "# "),
        ("Heading 3", "### "),
        ("Đầu đề 2", "## "),
        ("Tiêu đề 4", "#### "),
        ("Title", "# "),
        ("Tiêu đề", "# "),
        ("heading 9", "###### "),
        ("Body Text", ""),
    ],
)
def test_headings_by_the_name_of_their_style(name: str, marks: str) -> None:
    body = p("Góc đọc sách", '<w:pStyle w:val="a1"/>')
    assert text_of(body, parts={"styles": style("a1", name)}) == f"{marks}Góc đọc sách"


def test_headings_by_ancestors_and_outline_levels() -> None:
    styles = (
        style("u2", "heading 2")
        + style("muc", "Mục của tôi", based_on="u2")
        + style("thuong", "Không còn là đề", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', "u2")
        + style("riêng", "Riêng", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
        + style("vong", "Vòng", based_on="vong2")
        + style("vong2", "Vòng 2", based_on="vong")
    )
    keys = ["muc", "thuong", "riêng", "vong", "Heading4", "không có"]
    body = "".join(p(f"a{i}", f'<w:pStyle w:val="{k}"/>') for i, k in enumerate(keys))
    body += p("a6", '<w:outlineLvl w:val="0"/>')
    assert text_of(body, parts={"styles": styles}).split("\n\n") == [
        "## a0", "a1", "### a2", "a3", "#### a4", "a5", "# a6",
    ]  # fmt: skip


def test_a_long_paragraph_in_a_heading_style_is_a_paragraph() -> None:
    body = p("Bà con cùng đọc sách. " * 30, '<w:outlineLvl w:val="0"/>')
    got = reading(body)
    assert got.text.startswith("Bà con")
    assert got.notes[0].kind == "guessed"


def test_emphasis_stands_around_words_and_never_inside_them() -> None:
    runs = r("Hội ") + r("rất ", "<w:b/>") + r("vui", "<w:b/><w:i/>") + r("! ") + r("K", "<w:b/>")
    runs += r("ế hoạch ") + r("*xong*", "<w:i/>") + r(".")
    assert text_of(p(runs)) == r"Hội **rất** ***vui***! Kế hoạch *\*xong\**."


def test_a_wholly_bold_paragraph_and_a_wholly_slanted_one() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Manh"><w:name w:val="Strong"/>'
        "<w:rPr><w:b/></w:rPr></w:style>"
    )
    body = p(r("Mục một", "<w:b/>")) + p(r("Lời dẫn", "<w:i/>"))
    body += p(r("Mục hai", '<w:rStyle w:val="Manh"/>')) + p(r("Không", '<w:b w:val="0"/>'))
    assert text_of(body, parts={"styles": styles}) == (
        "**Mục một**\n\nLời dẫn\n\n**Mục hai**\n\nKhông"
    )


def test_letters_torn_over_two_runs_become_whole() -> None:
    body = p(r("Tie") + r("\u0302\u0301ng vie") + r("\u0323\u0302t", "<w:b/>"))
    assert text_of(body) == "Tiếng việt"


def test_links_lead_outside_or_are_words() -> None:
    body = p(
        '<w:hyperlink r:id="k1"><w:r><w:t>trang [Mẫu]</w:t></w:r></w:hyperlink>'
        '<w:r><w:t xml:space="preserve"> và </w:t></w:r>'
        '<w:hyperlink r:id="k2"><w:r><w:t>mã độc</w:t></w:r></w:hyperlink>'
        '<w:hyperlink w:anchor="x"><w:r><w:t>, mục 2</w:t></w:r></w:hyperlink>'
    )
    outside = {
        "k1": ("hyperlink", "https://mau.example/a?b=1&amp;c=2"),
        "k2": ("hyperlink", "javascript:alert(1)"),
    }
    assert text_of(body, outside=outside) == (
        "[trang \\[Mẫu\\]](https://mau.example/a?b=1&c=2) và mã độc, mục 2"
    )


def test_an_address_with_odd_signs_is_safe_in_markdown() -> None:
    body = p('<w:hyperlink r:id="k"><w:r><w:t>trang</w:t></w:r></w:hyperlink>')
    address = "https://mau.example/a(1)?b=[c]*"
    assert text_of(body, outside={"k": ("hyperlink", address)}) == (
        "[trang](https://mau.example/a%281%29?b=%5Bc%5D%2A)"
    )
    spaced = {"k": ("hyperlink", "https://mau.example/a b")}
    assert text_of(body, outside=spaced) == "[trang](https://mau.example/a%20b)"


def test_changes_are_taken_as_agreed_and_counted() -> None:
    body = p(
        r("Thôn ")
        + f'<w:ins w:id="1" w:author="a">{r("Mẫu ")}</w:ins>'
        + '<w:del w:id="2" w:author="a"><w:r><w:delText>Cũ</w:delText></w:r></w:del>'
        + f'<w:moveFrom w:id="3" w:author="a">{r("dời ")}</w:moveFrom>'
        + f'<w:moveTo w:id="4" w:author="a">{r("Một")}</w:moveTo>'
        + '<w:r><w:commentReference w:id="0"/></w:r>'
    )
    got = reading(body)
    assert got.text == "Thôn Mẫu Một"
    assert [n.text for n in got.notes] == [
        "Tệp đang theo dõi thay đổi: 1 chỗ thêm vào được nhận như đã duyệt.",
        "Tệp đang theo dõi thay đổi: bỏ 1 chỗ đã xóa.",
        "Tệp đang theo dõi thay đổi: 1 đoạn dời chỗ được lấy ở chỗ mới.",
        "Bỏ 1 nhận xét bên lề.",
    ]


def test_hidden_words_are_left_out_and_said() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="an"><w:name w:val="ẩn"/><w:rPr><w:vanish/></w:rPr>'
        "</w:style>"
    )
    body = p(r("Hiện") + r(" A", "<w:vanish/>") + r("B", '<w:rStyle w:val="an"/>') + r(" rõ"))
    got = reading(body, parts={"styles": styles})
    assert (got.text, got.notes) == ("Hiện rõ", (Note("dropped", "Bỏ 1 đoạn chữ ẩn."),))


def field(asked: str, shown: str = "") -> str:
    def char(kind: str, more: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{more}</w:fldChar></w:r>'

    instruction = f'<w:r><w:instrText xml:space="preserve">{asked}</w:instrText></w:r>'
    return char("begin") + instruction + char("separate") + shown + char("end")


def test_fields_show_their_words_and_are_never_asked_again() -> None:
    nested = field(' IF "' + field("MERGEFIELD Ten", r("ẩn")) + '" = "" ', r("Mẫu"))
    body = p(r("Xã ") + nested + r(", ") + field('INCLUDETEXT "//noi/khac.docx"', r("đã có")))
    body += p(field(' HYPERLINK "https://mau.example/x" \\o "y"', r("trang")))
    assert text_of(body) == "Xã Mẫu, đã có\n\n[trang](https://mau.example/x)"


def test_a_field_that_never_ends_swallows_nothing() -> None:
    body = p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    )
    assert text_of(body + p("Chữ vẫn còn")) == "Chữ vẫn còn"


def test_a_made_list_of_contents_is_left_out_with_its_title() -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    body = p("Mở đầu") + p("MỤC LỤC") + p(begin + r("I. Một 1")) + p("II. Hai 2")
    body += p(r("III. Ba 3") + end) + p("I. Một", '<w:outlineLvl w:val="0"/>')
    got = reading(body)
    assert got.text == "Mở đầu\n\n# I. Một"
    assert got.notes == (
        Note("dropped", "Bỏ mục lục do Word tạo: trang đã có mục lục theo tiêu đề."),
    )


def test_controls_boxes_and_hints() -> None:
    box = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:checked/></w:checkBox>'
        "</w:ffData></w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    hint = control.format("<w:showingPlcHdr/>", r("Bấm"))
    filled = control.format("", r("đủ"))
    wing = '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    letters = r("\u00fc", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')
    assert text_of(p(box + hint + r(" ") + filled + wing + letters)) == "☒ đủ☐✓"
    assert said(p(hint + filled)) == ["Bỏ 1 ô điền còn để trống (chữ gợi ý của mẫu)."]


def test_signs_hyphens_and_raised_figures() -> None:
    up, down = '<w:vertAlign w:val="superscript"/>', '<w:vertAlign w:val="subscript"/>'
    body = p(r("30 m") + r("2", up) + r(", CO") + r("2", down) + r(", số 1") + r("st", up))
    body += p(r("từ\u00adng") + "<w:r><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/></w:r>")
    body += p(r("\uf0b7 mục"))
    assert text_of(body) == "30 m², CO₂, số 1st\n\ntừng-b\n\n- mục"


def test_notes_stand_at_the_end_and_are_called_in_their_order() -> None:
    def call(kind: str, key: int) -> str:
        return f'<w:r><w:{kind}Reference w:id="{key}"/></w:r>'

    body = p(r("Một") + call("footnote", 5) + r(" hai") + call("endnote", 1))
    body += p(r("Lại") + call("footnote", 5) + call("footnote", 99))
    parts = {
        "footnotes": f'<w:footnote w:type="separator" w:id="0">{p("---")}</w:footnote>'
        f'<w:footnote w:id="5">{p("Chú *một*")}{p("thêm")}</w:footnote>'
        f'<w:footnote w:id="6">{p("không ai gọi")}</w:footnote>',
        "endnotes": f'<w:endnote w:id="1">{p("Cuối")}</w:endnote>',
    }
    got = reading(body, parts=parts)
    assert got.text == ("Một[^1] hai[^2]\n\nLại[^1]\n\n[^1]: Chú \\*một\\* thêm\n\n[^2]: Cuối")
    assert got.notes == (Note("read", "Đã đưa 2 chú thích xuống cuối bài."),)


def test_a_text_box_is_read_once() -> None:
    inner = f"<w:txbxContent>{p('Trong khung')}{p('dòng hai')}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic>'
        f"<a:graphicData><wps:wsp><wps:txbx>{inner}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
        f"{inner}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert text_of(p(r("Trước") + box)) == "Trước\n\nTrong khung\n\ndòng hai"
    assert text_of(p(box + r("Sau"))) == "Trong khung\n\ndòng hai\n\nSau"


def test_formulas_stand_on_one_line() -> None:
    def m(inner: str) -> str:
        return f"<m:r><m:t>{inner}</m:t></m:r>"

    formula = (
        f"<m:oMath>{m('x=')}<m:f><m:num>{m('a+b')}</m:num><m:den>{m('2')}</m:den></m:f>"
        f"<m:sSup><m:e>{m('c')}</m:e><m:sup>{m('2')}</m:sup></m:sSup>"
        f"<m:rad><m:deg/><m:e>{m('y')}</m:e></m:rad></m:oMath>"
    )
    got = reading(p(r("Với ") + formula))
    assert got.text == "Với x=(a+b)/2c²√(y)"
    assert got.notes[0].kind == "guessed"


def test_other_documents_inside_and_macros_are_named() -> None:
    outside = {"s": ("subDocument", "khac.docx")}
    body = p("Chữ") + '<w:altChunk r:id="z"/><w:subDoc r:id="s"/>'
    assert said(body, outside=outside) == [
        "Bỏ 2 tài liệu khác được nhúng nguyên trong tệp; hãy nạp riêng."
    ]
    assert said(p("Chữ"), parts={"vbaProject": b"x"}) == [
        "Tệp có macro: macro không được chạy, chỉ đọc chữ."
    ]


def test_running_heads_are_left_out_and_said() -> None:
    parts = {"header1": p("Trường Mẫu - nội bộ"), "footer1": p("Trang 1/5")}
    assert said(p("Chữ"), parts=parts) == [
        "Bỏ đầu trang, chân trang lặp lại: “Trường Mẫu - nội bộ”."
    ]


def test_typed_dashes_are_items_and_dialogue_dashes_are_not() -> None:
    body = p("- một") + p("-Hai") + p("+ ba") + p("• bốn") + p("– Chào bác!") + p("-5 độ")
    assert text_of(body) == "- một\n- Hai\n    + ba\n- bốn\n\n– Chào bác!\n\n-5 độ"


def test_words_never_become_marks() -> None:
    body = p("# không phải đề") + p("1. tự đánh số") + p("&lt;b&gt;x [a](b)") + p("> trích")
    assert text_of(body) == (
        "\\# không phải đề\n\n1\\. tự đánh số\n\n&lt;b>x \\[a\\](b)\n\n\\> trích"
    )
