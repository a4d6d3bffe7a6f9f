"""Saved pages: the text without what stands around it, decisions that keep their head."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from content.documents.plan import parse
from content.errors import BadInput
from content.letters.result import Wish
from content.reading.reader import read_file
from content.reading.web import document
from content.reading.web.decoding import text_of
from tests.content.reading.making import picture

LETTERHEAD = """
<table border="0" width="100%"><tr><td><p><b>ỦY BAN NHÂN DÂN<br>XÃ MẪU<br>-------</b></p></td>
<td><p><b>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<br>
Độc lập - Tự do - Hạnh phúc<br>-----</b></p></td></tr>
<tr><td><p>Số: 87/QĐ-UBND</p></td><td><p><i>Mẫu, ngày 14 tháng 5 năm 2026</i></p></td></tr></table>
<p>&nbsp;</p><p align="center"><b>QUYẾT ĐỊNH</b></p>
<p align="center">Thành lập Tổ đọc sách lưu động của xã Mẫu năm 2026</p>
<p align="center"><b>CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU</b></p>
<p><i>Căn cứ Luật Thư viện ngày 21 tháng 11 năm 2019;</i></p>
<p>Căn cứ <a href="https://vanban.mau.vn/6543">Nghị định số 6543/2020/NĐ-CP ngày 18 tháng 8 năm
2020</a> của Chính phủ quy định về tủ sách ở thôn;</p>
<p align="center"><b>QUYẾT ĐỊNH:</b></p>
<p><b>Điều 1.</b> Thành lập Tổ đọc sách lưu động gồm các ông, bà có tên trong danh sách sau:</p>
<table border="1"><tr><td>TT</td><td>Họ và tên</td><td>Chức vụ</td></tr>
<tr><td>1</td><td>Nguyễn Văn Thử</td><td rowspan=2>Ủy viên</td></tr>
<tr><td>2</td><td>Trần Thị Mẫu</td></tr></table>
<p><b>Điều 2.</b> Quyết định này có hiệu lực kể từ ngày ký./.</p>
<table><tr><td><b>Nơi nhận:</b><br>- Như Điều 2;<br>- Lưu: VT.</td>
<td><b>TM. ỦY BAN NHÂN DÂN<br>CHỦ TỊCH<br><br>Phạm Thí Dụ</b></td></tr></table>
"""
PORTAL = f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>Quyết định 87 | Cổng</title>
<style>.x{{display:none}}</style><script>var a="SCRIPT"</script></head><body>
<div id="header"><a href="/">Trang chủ</a><a href="/a">Giới thiệu</a><a href="/b">Tin</a></div>
<div class="menuTop"><ul><li><a href="/1">Văn bản</a><li><a href="#">Liên hệ</a></ul></div>
<div class="cookie-notice">Trang này dùng cookie. Đồng ý?</div>
<div class="wrap"><div class="breadcrumb">Trang chủ / Văn bản</div>
<div class="CONTENT"><div>{LETTERHEAD}<p class="x">chữ ẩn</p></div></div>
<div class="share-bar">Chia sẻ Zalo</div>
<div class="sidebar"><h3>Tin liên quan</h3><ul><li><a href="/t1">Một</a></li></ul></div></div>
<div class="footer">Bản quyền thuộc UBND xã Mẫu. Lượt truy cập: 123</div></body></html>"""
AROUND = ("SCRIPT", "Giới thiệu", "Liên hệ", "cookie", "Zalo", "Tin liên quan", "Bản quyền", "ẩn")


def check_decision(text: str) -> None:
    plan = parse(text)
    assert plan.official
    assert (plan.number, plan.issuer, plan.signer) == ("87/QĐ-UBND", "UBND xã Mẫu", "Phạm Thí Dụ")
    assert plan.issued
    assert plan.issued.earliest.isoformat() == "2026-05-14"
    assert plan.title == "Thành lập Tổ đọc sách lưu động của xã Mẫu năm 2026"
    assert "6543/2020/NĐ-CP" in [c.number for c in plan.citations]
    assert plan.recipients == ("Như Điều 2", "Lưu: VT.")


def test_a_decision_on_a_portal_keeps_its_head_and_loses_the_portal() -> None:
    reading = read_file("van-ban.html", PORTAL.encode())
    check_decision(reading.text)
    assert (
        "| TT | Họ và tên | Chức vụ |\n| --- | --- | --- |\n| 1 | Nguyễn Văn Thử |" in reading.text
    )
    assert not [word for word in AROUND if word in reading.text]
    said = next(note for note in reading.notes if "phần quanh bài" in note.text)
    assert said.kind == "dropped"
    assert "“" in said.text


BESIDE = "<a href=1>A</a><br><a href=2>B</a><br><a href=3>C</a>"
WRAPS = (
    '<div id="toanvancontent">{}</div><div class="right">Văn bản mới: Quyết định 1, 2, 3</div>',
    f'<table width="100%"><tr><td width="20%">{BESIDE}</td><td>{{}}</td></tr></table>',
    '<form id="aspnetForm"><input value=SCRIPT><div class="content1">{}</div></form>',
    "<main><article>{}</article><aside>Tin liên quan</aside></main>",
    "<div class=WordSection1>{}</div>",
    "{}",
)


@pytest.mark.parametrize("wrap", WRAPS)
def test_however_the_portal_wraps_it(wrap: str) -> None:
    page = f"<html><head><meta charset=utf-8></head><body>{wrap.format(LETTERHEAD)}</body></html>"
    text = read_file("a.html", page.encode()).text
    check_decision(text)
    assert "Tin liên quan" not in text
    assert "SCRIPT" not in text


STORY = f"""<html><head><meta property="og:title" content="Thôn Mẫu mở góc đọc sách"></head>
<body><div class="nav"><a href=1>A</a><a href=2>B</a><a href=3>C</a></div><div id="page">
<div class="body"><p>Sáng nay, thôn Mẫu mở góc đọc sách với hai trăm cuốn do bà con góp.</p>
<h2>Ai cũng đến được</h2><ul><li>Người lớn tuổi<ul><li>đọc báo</li></ul></li><li>Học sinh</li></ul>
<ol start=3><li>Ghi tên</li><li>Chọn sách</li></ol>
<p>Xem <a href="https://x.vn/a">hướng dẫn</a>, <a href="/noi-bo">trang này</a>,
<a href="javascript:alert(1)">nút</a>. H<sub>2</sub>O</p>
<p><img alt="Bà con đọc sách" src="data:image/png;base64,{base64.b64encode(picture()).decode()}">
<img src="a.jpg"><img src="https://x.vn/b.gif" width=1 height=1></p></div></div></body></html>"""


def test_a_story_keeps_headings_lists_links_and_its_own_pictures() -> None:
    reading = read_file("tin.htm", STORY.encode())
    assert reading.text == (
        "# Thôn Mẫu mở góc đọc sách\n\n"
        "Sáng nay, thôn Mẫu mở góc đọc sách với hai trăm cuốn do bà con góp.\n\n"
        "## Ai cũng đến được\n\n- Người lớn tuổi\n    + đọc báo\n- Học sinh\n\n"
        "3. Ghi tên\n4. Chọn sách\n\n"
        "Xem [hướng dẫn](https://x.vn/a), trang này, nút. H₂O\n\n"
        "![Bà con đọc sách](hinh:hinh-1.png)"
    )
    assert [(p.name, p.alt) for p in reading.pictures] == [("hinh-1.png", "Bà con đọc sách")]
    assert "Bỏ 1 hình nằm ngoài tệp" in " ".join(note.text for note in reading.notes)


def test_a_page_named_doc_is_read_and_its_name_is_told() -> None:
    word = (
        "<html xmlns:w='urn:schemas-microsoft-com:office:word'><head>"
        "<meta name=ProgId content=Word.Document><style>p.MsoNormal {font-family:Arial}</style>"
        f"</head><body><div class=WordSection1>{LETTERHEAD}</div></body></html>"
    )
    reading = read_file("quyet-dinh.doc", word.encode("utf-16"))
    check_decision(reading.text)
    assert [n.kind for n in reading.notes if "đuôi .doc" in n.text] == ["repaired"]


def test_letters_of_old_pages_become_unicode() -> None:
    words = "Ủy ban nhân dân xã Mẫu"
    declared = "<html><meta charset=windows-1258><body><p>{}</p>".format
    marked = "U\u0309y ban nh\xe2n d\xe2n xa\u0303 M\xe2\u0303u"
    assert words in read_file("a.html", declared(marked).encode("cp1258")).text
    assert words in read_file("b.html", f"<html><p>{words}".encode("utf-16")).text
    text, met = text_of(f"<html><meta charset=gb2312><p>{words}".encode(), Wish())
    assert words in text  # what is UTF-8 is UTF-8, whatever the page declares
    assert met == ()


@pytest.mark.parametrize(
    "page",
    [
        '<html><style>.cu, p.x {font-family: ".VnTime", serif}</style><p class="cu">{}</p>',
        '<html><p><font face=".VnTime">{}</font></p>',
        "<html><p style='font-family:\".VnTime\"'>{}</p>",
    ],
)
def test_fonts_of_the_page_tell_its_letters(page: str) -> None:
    old = "Céng hßa x· héi chñ nghÜa ViÖt Nam"
    reading = read_file("a.html", page.replace("{}", old).encode())
    assert "Cộng hòa xã hội chủ nghĩa Việt Nam" in reading.text
    assert [(found.encoding, found.sure) for found in reading.letters] == [("tcvn3", True)]


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<html><body><script>x</script></body></html>", "không có chữ"),
        ("<html><body><nav>Trang chủ</nav></body></html>", "không có chữ"),
        ("<html>" + "<div>" * 5_000 + "chữ", "lồng nhau quá sâu"),
    ],
)
def test_what_holds_no_text_is_refused(page: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_file("a.html", page.encode())


def test_signs_of_a_page_are_no_markdown_and_no_html() -> None:
    page = "<html><body><p>1. một &lt;script&gt;alert(1)&lt;/script&gt; *hai* [ba](x)</p></body>"
    text = read_file("a.html", page.encode()).text
    assert text == r"1\. một &lt;script>alert(1)&lt;/script> \*hai\* \[ba\](x)"


TAGS = """<p> </p> <table> <tr> <td|rowspan=3> <td|colspan=99999> </table> <ul> <li> <ol> </ul>
<h1> </h1> <b> <a|href=http://a.b> </a> <br> chữ <div|class=menu> </div> <!--|--> &amp; <img|src=x>
<pre> <font|face=.VnTime> <tbody> <caption> <li|value=9> <dd>"""


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([tag.replace("|", " ") for tag in TAGS.split()]), max_size=40))
def test_any_soup_of_tags_gives_text_or_a_sentence(tags: list[str]) -> None:
    try:
        assert document.read(" ".join(["<html>", *tags]).encode(), Wish()).text
    except BadInput as refused:
        assert refused.message.endswith(".")
