"""Pages of running text: columns, paragraphs over pages, what is on paper only, tables, notes."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from content.documents.plan import parse
from content.markup import render
from tests.content.reading.portable.making import Sheet, read_pdf, said, web
from tests.plan_words import words_of

HEADED = """@page { @top-center { content: "Bản tin xã Mẫu"; font: 9pt "Liberation Serif" }
@bottom-center { content: "Trang " counter(page) "/" counter(pages) } }
p { text-align: justify; margin: 0 0 6pt }"""
LONG = "Bà con trong thôn cùng nhau đọc sách vào buổi tối và kể lại cho con cháu nghe. "


def blocks(text: str) -> list[str]:
    return [block for page in text.split("\f") for block in page.strip().split("\n\n") if block]


def test_what_is_on_paper_only_is_taken_out_and_paragraphs_are_whole() -> None:
    paragraphs = [f"Đoạn {n}: " + LONG * (n % 7 + 3) for n in range(1, 25)]
    reading = read_pdf(web("".join(f"<p>{text}</p>" for text in paragraphs), HEADED))
    assert reading.pages >= 3
    assert blocks(reading.text) == [text.strip() for text in paragraphs]
    assert "Bỏ số trang ở trang 1–" in said(reading)
    assert f"ở mép {reading.pages} trang: “Bản tin xã Mẫu”" in said(reading)
    assert reading.text.count("\f") == reading.pages - 1


def test_indented_paragraphs_without_space_between_them() -> None:
    style = "p { margin: 0; text-indent: 10mm; text-align: justify }"
    paragraphs = [f"Đoạn {n}: " + LONG * (n % 5 + 1) for n in range(1, 30)]
    reading = read_pdf(web("".join(f"<p>{text}</p>" for text in paragraphs), style))
    assert blocks(reading.text) == [text.strip() for text in paragraphs]


def test_two_columns_are_read_one_after_the_other() -> None:
    style = ".c { columns: 2; column-gap: 8mm; text-align: justify }"
    inner = "".join(f"<h2>Bài {n}</h2><p>Chuyện {n}. {LONG * 7}</p>" for n in range(1, 7))
    reading = read_pdf(web(f"<h1>Bản tin</h1><div class=c>{inner}</div><p>{LONG}</p>", style))
    wanted = ["## Bản tin"]
    for n in range(1, 7):
        wanted += [f"## Bài {n}", f"Chuyện {n}. {LONG * 7}".strip()]
    assert blocks(reading.text) == [*wanted, LONG.strip()]


def test_columns_whose_lines_stand_at_different_heights() -> None:
    left = ["Hôm đầu tiên cầm bút tay cứ run,", *["bà vẫn tối nào cũng đọc cho cháu"] * 7]
    right = ["tháng thứ ba lớp đã có bảy người,", *["các bác bảo nhau học để đọc báo"] * 7]
    sheet = Sheet()
    for side, (lines, x, lower) in enumerate(((left, 25, 0), (right, 102, 2.2))):
        for count, line in enumerate(lines):
            # The first lines are level, as a paragraph's end makes it happen.
            sheet.put(x, 40 + 6 * count + (lower if count else 0) * side, line)
    assert blocks(read_pdf(sheet.done()).text) == [" ".join([*left, *right])]


def test_lists_in_two_boxes_beside_each_other() -> None:
    sheet = Sheet("landscape")
    left = (
        "- Mỗi tối đọc một trang",
        "- Kể lại bằng lời của mình",
        "- Ghi ba điều mới học vào",
        "sổ",
    )
    for x, lines in ((25, left), (150, ("Lợi ích:", "- Vui", "- Nhớ lâu hơn"))):
        for count, line in enumerate(lines):
            sheet.put(x, 60 + 7 * count, line)
    assert blocks(read_pdf(sheet.done()).text) == [
        "- Mỗi tối đọc một trang",
        "- Kể lại bằng lời của mình",
        "- Ghi ba điều mới học vào sổ",
        "Lợi ích:",
        "- Vui",
        "- Nhớ lâu hơn",
    ]


def test_headings_by_size_only_where_the_text_is_no_official_document() -> None:
    reading = read_pdf(web(f"<h1>Tủ sách</h1><p>{LONG * 3}</p><h3>Mượn</h3><p>{LONG * 3}</p>"))
    assert blocks(reading.text)[::2] == ["## Tủ sách", "### Mượn"]


def test_hyphens_at_the_end_of_a_line() -> None:
    sheet = Sheet()
    lines = ("phát triển kinh tế-", "xã hội theo chương trình infor-", "mation giai đoạn 2021-")
    for count, line in enumerate((*lines, "2030 của e-", "learning và kinh tế -", "xã hội")):
        sheet.put(25, 30 + 7 * count, line)
    text = read_pdf(sheet.done()).text.replace("\n\n", " ")
    assert "kinh tế-xã hội" in text
    assert "information" in text
    assert "2021-2030" in text
    assert "e-learning" in text
    assert "kinh tế - xã hội" in text


GRID = "table { border-collapse: collapse } td, th { border: 1px solid; padding: 3pt }"


def test_a_table_that_goes_on_over_pages_is_one_with_one_head() -> None:
    rows = "".join(f"<tr><td>{n}</td><td>Thôn Mẫu {n}</td><td>{n * 7}</td></tr>" for n in range(70))
    head = "<thead><tr><th>TT</th><th>Tên thôn | xóm</th><th>Số sách</th></tr></thead>"
    reading = read_pdf(web(f"<p>{LONG}</p><table>{head}{rows}</table><p>{LONG}</p>", GRID))
    before, table, after = blocks(reading.text)
    lines = table.split("\n")
    assert reading.pages > 1
    assert lines[:3] == [
        r"| TT | Tên thôn \| xóm | Số sách |",
        "| --- | --- | --- |",
        "| 0 | Thôn Mẫu 0 | 0 |",
    ]
    assert len(lines) == 72
    assert (before, after) == (LONG.strip(), LONG.strip())
    assert "Đã nối" in said(reading)


def test_cells_that_span_and_hold_several_lines() -> None:
    table = """<table><tr><th rowspan=2>Thôn</th><th colspan=2>Số sách</th></tr>
    <tr><th>cũ</th><th>mới</th></tr><tr><td>Mẫu Một<br>và Mẫu Hai</td><td>5</td><td></td></tr>
    <tr><td colspan=3>Cộng: 5 quyển</td></tr></table>"""
    (text,) = blocks(read_pdf(web(table, GRID)).text)
    assert text.split("\n") == [
        "| Thôn | Số sách – cũ | Số sách – mới |",
        "| --- | --- | --- |",
        "| Mẫu Một và Mẫu Hai | 5 |  |",
        "| Cộng: 5 quyển |  |  |",
    ]


def test_footnotes_stand_at_the_end_and_small_raised_numbers_stay_numbers() -> None:
    style = "span { float: footnote; font-size: 9pt }"
    body = f"<p>Số người<span>Theo xã.</span> tăng; phòng 20 m<sup>2</sup>. {LONG * 5}</p>"
    body += f"<p>Lần hai<span>Theo thôn.</span>, {LONG * 5}</p>"
    found = blocks(read_pdf(web(body, style)).text)
    assert found[0].startswith("Số người[^1] tăng; phòng 20 m². Bà con")
    assert found[1].startswith("Lần hai[^2], Bà con")
    assert found[2:] == ["[^1]: Theo xã.", "[^2]: Theo thôn."]


def test_notes_whose_number_a_tab_sets_apart_or_whose_page_had_no_room() -> None:
    sheet = Sheet()
    for page, (words, label) in enumerate((("Lớp mở ở thôn Một", "1"), ("và ở thôn Hai", "2"))):
        if page:
            sheet.add_page()
        sheet.plain()
        sheet.put(25, 30, words)
        end = 24.6 + sheet.get_string_width(words)
        for count in range(8):
            sheet.put(25, 37 + 7 * count, LONG)
        sheet.plain(7)
        sheet.put(end, 28.4, label)
    sheet.plain(9)
    for count, (label, note) in enumerate((("1", "Theo sổ của lớp."), ("2", "Theo sổ của xã."))):
        sheet.put(25, 270 + 5 * count, label)
        sheet.put(31, 270 + 5 * count, note)
    text = read_pdf(sheet.done()).text
    assert "Lớp mở ở thôn Một[^1]" in text
    assert "và ở thôn Hai[^2]" in text
    assert blocks(text)[-2:] == ["[^1]: Theo sổ của lớp.", "[^2]: Theo sổ của xã."]


SIGNS = (
    "Giá 5 * 4 * 3 và _gạch_ ~~bỏ~~ <b>thẻ</b> [1] [^2] {x} `y` A_B_C|D \\ hết.",
    "1. Gửi về ho_so_1@mau.example trước *ngày* 5.",
    "2026. Năm của sách.",
    "# Không phải tiêu đề.",
    "> Lớn hơn.",
    "![a](b) và [c](http://d.example/e_f_g?x=1).",
)


@pytest.mark.parametrize("official", [True, False])
def test_signs_are_shown_as_the_paper_shows_them(official: bool) -> None:
    sheet = Sheet()
    if official:
        sheet.put(100, 20, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        sheet.put(30, 20, "UBND XÃ MẪU")
        sheet.put(30, 30, "Số: 3/TB-UBND")
    for count, line in enumerate(SIGNS):
        sheet.put(25, 50 + 12 * count, line)
    plan = parse(read_pdf(sheet.done()).text, markdown=True)
    assert plan.official is official
    shown = render(plan.body_markdown).plain
    assert [line for line in SIGNS if line not in shown] == []


def test_a_framed_text_is_no_table() -> None:
    box = f"<div style='border: 1px solid; padding: 4pt'><p>{LONG * 3}</p></div><p>{LONG}</p>"
    assert "|" not in read_pdf(web(box)).text


# Each example is a print; what fails is short enough as it is.
MODEST = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
WORD = st.sampled_from(
    re.findall(r"\S+", "học tập suốt đời thôn xã sách tối lớp người lớn trẻ em gia đình 12 90% Mẫu")
)
SENTENCE = st.lists(WORD, min_size=3, max_size=40).map(lambda words: " ".join(words) + ".")
PART = st.one_of(
    SENTENCE.map(lambda text: f"<p>{text}</p>"),
    SENTENCE.map(lambda text: f"<p style='text-align:justify;text-indent:1cm'>- {text}</p>"),
    SENTENCE.map(lambda text: f"<p style='text-align:center'><b>{text}</b></p>"),
    st.lists(SENTENCE, min_size=2, max_size=4).map(lambda p: f"<h2>{p[0][:40]}</h2>{p[1]}<br>"),
    st.lists(SENTENCE, min_size=4, max_size=8).map(
        lambda p: "<table>" + "".join(f"<tr><td>{x}</td><td>{x[:9]}</td></tr>" for x in p)
    ).map(lambda table: table + "</table>"),
    st.lists(SENTENCE, min_size=8, max_size=14).map(
        lambda p: f"<div style='columns:2'>{' '.join(p)}</div>"
    ),
)  # fmt: skip


@settings(MODEST, max_examples=15)
@given(st.lists(PART, min_size=1, max_size=14), st.booleans())
def test_every_word_is_in_the_text_or_in_a_note(parts: list[str], ruled: bool) -> None:
    body = "".join(parts)
    reading = read_pdf(web(body, HEADED + (GRID if ruled else "")))
    wanted = words_of(re.sub(r"<[^>]*>", " ", body))
    read, told = words_of(reading.text), words_of(said(reading))
    assert not wanted - (read + told)
    assert not read - wanted - words_of("Bản tin xã Mẫu Trang 1/1")


@settings(MODEST, max_examples=15)
@given(st.lists(SENTENCE, min_size=1, max_size=12), st.sampled_from(["left", "justify", "center"]))
def test_prose_stays_prose(sentences: list[str], align: str) -> None:
    style = f"p {{ text-align: {align}; margin: 0 0 5pt }} body {{ width: 90mm }}"
    reading = read_pdf(web("".join(f"<p>{text}</p>" for text in sentences), style))
    assert "|" not in reading.text
    assert " ".join(blocks(reading.text)).replace("*", "") == " ".join(sentences)


@pytest.mark.parametrize("orientation", ["portrait", "landscape"])
def test_a_page_whose_text_is_turned_against_it(orientation: str) -> None:
    sheet = Sheet(orientation)
    with sheet.rotation(90, 100, 100):
        for count, line in enumerate(("Dòng thứ nhất của tờ giấy đặt ngang", "dòng thứ hai.")):
            sheet.put(60, 90 + 7 * count, line)
    assert read_pdf(sheet.done()).text == "Dòng thứ nhất của tờ giấy đặt ngang dòng thứ hai."
