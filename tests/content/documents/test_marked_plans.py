"""Plans whose text is Markdown already, as readers of Word and web pages give it."""

from __future__ import annotations

import pytest

from content.documents.dates import PartialDate
from content.documents.plan import Plan, parse
from content.markup import render
from content.reading.reader import read_file
from tests.content.reading.word import making

HEAD = """UBND XÃ MẪU

**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**

Số: 12/KH-UBND

*Mẫu, ngày 01 tháng 02 năm 2024*

**KẾ HOẠCH**

**Mở lớp đọc sách**

"""
FOOT = """

*Nơi nhận:*

- *Như trên;*
- [Phòng Văn hóa](https://xa.example/vh);
- Lưu: VT.

**CHỦ TỊCH**

**Nguyễn Thị *Mẫu***

[^1]: Chú thích thứ nhất

[^2]: 1. Chú thích thứ hai
"""


def plan(body: str, head: str = HEAD) -> Plan:
    return parse(head + body + FOOT, markdown=True)


def test_marks_stand_in_no_field_of_head_and_foot() -> None:
    head = HEAD.replace("Số: 12", "*Số:* **12**").replace("UBND XÃ MẪU", "***UBND XÃ MẪU***[^1]")
    head = head.replace("**Mở lớp đọc sách**", r"*Mở* [lớp](https://a.vn/b_c) đọc \*sách\*[^2]")
    read = plan("Các thôn mở lớp.", head)
    assert (read.number, read.issuer) == ("12/KH-UBND", "UBND xã Mẫu")
    assert (read.place, read.issued) == ("Mẫu", PartialDate(2024, 2, 1))
    assert read.title == "Mở lớp đọc *sách*"
    assert read.recipients == ("Như trên", "Phòng Văn hóa", "Lưu: VT.")
    assert (read.signer, read.signer_role) == ("Nguyễn Thị Mẫu", "CHỦ TỊCH")


def test_the_texts_of_footnotes_are_no_recipients() -> None:
    read = plan("Các thôn mở lớp[^1] và đọc[^2].")
    assert read.body_markdown.split("\n\n")[-2:] == [
        "[^1]: Chú thích thứ nhất",
        "[^2]: 1. Chú thích thứ hai",
    ]
    assert len(render(read.body_markdown).html.split('<li id="fn:')) == 3


@pytest.mark.parametrize(
    "written",
    [
        "Quyết định số 7/QĐ-TTg ngày 02/3/2022 của Thủ tướng Chính phủ",
        "Quyết định số 7/QĐ-TTg[^1] ngày 02/3/2022[^2] của Thủ tướng Chính phủ",
        "Quyết định **số 7/QĐ-TTg** *ngày 02/3/2022 của* Thủ tướng Chính phủ",
        "[Quyết định số 7/QĐ-TTg](https://vb.vn/7_ttg) ngày 02/3/2022 của Thủ tướng Chính phủ",
        "Quyết định số *7*/QĐ-TTg ngày ***02/3/2022*** của __Thủ tướng Chính phủ__",
    ],
)
def test_marks_inside_do_not_break_a_citation(written: str) -> None:
    (found,) = plan(f"Căn cứ {written} về việc mở lớp; Các thôn mở lớp.").citations
    assert (found.number, found.date) == ("7/QĐ-TTg", PartialDate(2022, 3, 2))
    assert (found.issuer, found.subject) == ("Thủ tướng Chính phủ", "mở lớp")


def test_a_note_between_a_law_and_its_date() -> None:
    (found,) = plan("Căn cứ Luật Thư viện[^1] ngày 21 tháng 11 năm 2019;").citations
    assert (found.subject, found.date) == ("Luật Thư viện", PartialDate(2019, 11, 21))


@pytest.mark.parametrize(
    ("written", "heading", "title"),
    [
        ("**Điều 1.** ![Sơ đồ](hinh:hinh-1.png)", "### Điều 1.", ""),
        ("***Điều 1. ![Sơ đồ](hinh:hinh-1.png)***", "### Điều 1.", ""),
        ("Điều 1. ![Sơ đồ](hinh:hinh-1.png) Phạm vi", "### Điều 1. Phạm vi", "Phạm vi"),
    ],
)
def test_a_picture_is_no_title_of_an_article(written: str, heading: str, title: str) -> None:
    read = plan(f"{written}\n\nCác thôn mở lớp.")
    assert read.body_markdown.split("\n\n")[:2] == [heading, "![Sơ đồ](hinh:hinh-1.png)"]
    assert [(s.label, s.title) for s in read.sections] == [("Điều 1.", title)]


def test_a_picture_under_the_title_belongs_to_the_text() -> None:
    read = plan("![Ảnh lớp](hinh:hinh-1.png)\n\nCác thôn mở lớp.")
    assert read.title == "Mở lớp đọc sách"
    assert read.body_markdown.startswith("![Ảnh lớp](hinh:hinh-1.png)\n\nCác thôn")


def test_escaped_signs_stay_signs_in_headings_and_items() -> None:
    read = plan("**Điều 1. Tên\\_tệp \\*mới\\***\n\n- có \\* và \\_\n- **đậm**: *nghiêng*")
    html = render(read.body_markdown).html
    assert "Điều 1. Tên_tệp *mới*</h2>" in html
    assert "<li>có * và _</li>" in html
    assert "<li><strong>đậm</strong>: <em>nghiêng</em></li>" in html
    assert read.sections[0].title == "Tên_tệp *mới*"


def test_lists_keep_their_steps() -> None:
    body = "- a\n    - b\n        - c\n    - d\n- e"
    assert plan(body).body_markdown.startswith(body)
    assert plan("+ a\n+ b\n- c").body_markdown.startswith("+ a\n+ b\n- c")
    assert plan("- a\n+ b\n- c").body_markdown.startswith("- a\n    + b\n- c")


def test_a_word_file_is_shown_as_it_was_typed() -> None:
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    levels = making.level(0, "bullet", "-") + making.level(1, "bullet", "+")
    lines = [
        *map(making.p, ("UBND XÃ MẪU", "Số: 12/KH-UBND", "Mẫu, ngày 01 tháng 02 năm 2024")),
        *map(making.p, ("KẾ HOẠCH", "Mở lớp đọc sách")),
        making.p(making.r("Căn cứ Luật Thư viện") + note + making.r(" ngày 21/11/2019;")),
        making.p("Điều 1. Dấu * và _ trong tên_tệp"),
        making.p(making.picture("anh", "Ảnh [lớp] học")),
        making.p("việc một", making.numbered(1)),
        making.p("việc con", making.numbered(1, 1)),
        making.table(["Thôn | xóm", "Số"], ["Mẫu *Một*", "3"], header=1),
        *map(making.p, ("Nơi nhận:", "- Lưu: VT.", "CHỦ TỊCH", "Nguyễn Thị Mẫu")),
    ]
    note_text = f'<w:footnote w:id="2">{making.p("Luật số 46/2019/QH14.")}</w:footnote>'
    parts = {**making.numbering(levels), "footnotes": note_text}
    data = making.package("".join(lines), parts=parts, media={"anh": making.PNG})
    read = parse(read_file("ke-hoach.docx", data).text, markdown=True)
    assert (read.number, read.signer) == ("12/KH-UBND", "Nguyễn Thị Mẫu")
    assert read.recipients == ("Lưu: VT.",)
    assert r"![Ảnh \[lớp\] học](hinh:hinh-1.png)" in read.body_markdown
    html = render(read.body_markdown).html
    for shown in (
        "Luật Thư viện<sup",
        "Điều 1. Dấu * và _ trong tên_tệp</h2>",
        "<li>việc một<ul>\n<li>việc con</li>",
        ">Thôn | xóm</th>",
        "<td>Mẫu *Một*</td>",
        "<p>Luật số 46/2019/QH14.",
    ):
        assert shown in html
    law = next(each for each in read.citations if each.kind == "luật" and each.date)
    assert law.date == PartialDate(2019, 11, 21)


def test_the_right_column_may_come_after_the_address() -> None:
    text = """UBND XÃ MẪU
Số: 30/UBND-VX
V/v mở lớp buổi tối

Kính gửi:
- Các thôn;
- Hội Khuyến học xã.

CỘNG HÒA XÃ HỘI CHỦ NGHĨA
VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Mẫu, ngày 02 tháng 6 năm 2026

Đề nghị các thôn mở lớp.
"""
    read = parse(text)
    assert (read.place, read.issued) == ("Mẫu", PartialDate(2026, 6, 2))
    assert (read.title, read.issuer) == ("mở lớp buổi tối", "UBND xã Mẫu")
    assert read.body_markdown.split("\n\n") == [
        "Kính gửi:",
        "- Các thôn;\n- Hội Khuyến học xã.",
        "Đề nghị các thôn mở lớp.",
    ]


def test_a_council_that_tcvn3_left_half_in_capitals() -> None:
    foot = "Nơi nhận: TM. Uỷ BAN NHÂN DÂN\n- Lưu: VT.\nCHỦ TỊCH\nNguyễn Thị Mẫu\n"
    read = parse(f"UBND XÃ MẪU\nSố: 1/KH-UBND\nKẾ HOẠCH\nMở lớp\nCác thôn mở lớp.\n{foot}")
    assert read.signed_for == "TM. UỶ BAN NHÂN DÂN"
    assert read.recipients == ("Lưu: VT.",)


def test_two_tables_one_below_the_other_stay_two() -> None:
    tables = "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| c |\n| --- |\n| 3 |"
    text = HEAD_OF_TABLES + tables + "\n"
    assert tables in parse(text, markdown=True).body_markdown


HEAD_OF_TABLES = """ỦY BAN NHÂN DÂN XÃ MẪU

Số: 12/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM

Độc lập - Tự do - Hạnh phúc

Mẫu, ngày 05 tháng 3 năm 2026

**KẾ HOẠCH**

**Mở lớp buổi tối**

Ủy ban nhân dân xã mở các lớp sau:

"""
