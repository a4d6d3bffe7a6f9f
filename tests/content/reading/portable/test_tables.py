"""Tables as the paper shows them: ruled by level lines only, broken by pages, touching others."""

from __future__ import annotations

from tests.content.reading.portable.making import Sheet, read_pdf, said, web

LONG = "Bà con trong thôn cùng nhau đọc sách vào buổi tối và kể lại cho con cháu nghe. "
LEVEL = """table { border-collapse: collapse } td, th { padding: 4pt 6pt; text-align: left;
border-bottom: 1px solid #ccc }"""
FULL = "table { border-collapse: collapse } td, th { border: 1px solid; padding: 3pt }"
DAYS = (
    ("Ngày", "Nội dung", "Địa điểm"),
    ("05/5", "Đọc hiểu đơn thuốc", "Nhà văn hóa thôn Một"),
    ("12/5", "Dùng điện thoại an toàn, tránh bị lừa", "Trường tiểu học"),
    ("19/5", "Viết đơn, viết thư", ""),
)


def rows_of(cells: tuple[tuple[str, ...], ...], tag: str = "td") -> str:
    return "".join(
        "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in row) + "</tr>" for row in cells
    )


def tables(text: str) -> list[list[str]]:
    return [block.split("\n") for block in text.split("\n\n") if block.startswith("|")]


def test_columns_that_only_empty_room_parts() -> None:
    table = f"<table>{rows_of(DAYS[:1], 'th')}{rows_of(DAYS[1:])}</table>"
    reading = read_pdf(web(f"<p>{LONG * 2}</p>{table}<p>{LONG * 2}</p>", LEVEL))
    (found,) = tables(reading.text)
    assert found == [
        "| Ngày | Nội dung | Địa điểm |",
        "| --- | --- | --- |",
        "| 05/5 | Đọc hiểu đơn thuốc | Nhà văn hóa thôn Một |",
        "| 12/5 | Dùng điện thoại an toàn, tránh bị lừa | Trường tiểu học |",
        "| 19/5 | Viết đơn, viết thư |  |",
    ]
    assert reading.text.startswith(LONG.strip())
    assert reading.text.endswith(LONG.strip())


def test_level_lines_between_paragraphs_make_no_table() -> None:
    style = "p { border-bottom: 1px solid; text-align: justify }"
    assert "|" not in read_pdf(web(f"<p>{LONG * 3}</p>" * 6, style)).text
    columns = f"<div style='columns: 2; border-bottom: 1px solid'><p>{LONG * 14}</p></div>"
    plain = "p { text-align: justify }"
    assert "|" not in read_pdf(web(columns * 4, plain)).text


def test_lines_to_be_filled_in_by_hand_make_no_table() -> None:
    sheet = Sheet()
    for count, label in enumerate(("Họ và tên:", "Năm sinh:", "Thôn:", "Điện thoại:")):
        sheet.put(25, 30 + 10 * count, label)
        sheet.line(50, 31 + 10 * count, 180, 31 + 10 * count)
    assert read_pdf(sheet.done()).text.split("\n\n") == [
        "Họ và tên:", "Năm sinh:", "Thôn:", "Điện thoại:"
    ]  # fmt: skip


def test_a_row_that_the_end_of_a_page_broke_is_whole() -> None:
    words = "Mua sách cho tủ sách của thôn và in tài liệu học cho người lớn tuổi ở các bản xa. " * 6
    cells = tuple((str(n), words.strip(), str(n * 10)) for n in range(1, 12))
    head = "<thead><tr><th>TT</th><th>Việc làm</th><th>Số tiền</th></tr></thead>"
    style = FULL + "td { vertical-align: top } td:nth-child(2) { width: 60mm }"
    reading = read_pdf(web(f"<table>{head}{rows_of(cells)}</table>", style))
    (found,) = tables(reading.text.replace("\f", ""))
    assert reading.pages > 1
    assert found[2:] == [f"| {one} | {two} | {three} |" for one, two, three in cells]
    assert "Đã nối" in said(reading)


def test_a_page_that_begins_with_merged_cells_goes_on_in_its_columns() -> None:
    sheet = Sheet()
    for x in (25, 45, 105, 165):
        sheet.line(x, 240, x, 270)
    for y in (240, 255, 270):
        sheet.line(25, y, 165, y)
    for y, cells in ((250, ("TT", "Bản", "Số lớp")), (265, ("1", "Pú Nhung", "2"))):
        for x, words in zip((27, 47, 107), cells, strict=True):
            sheet.put(x, y, words)
    sheet.add_page()
    for x in (25, 105, 165):
        sheet.line(x, 25, x, 35)
    for y in (25, 35):
        sheet.line(25, y, 165, y)
    sheet.put(27, 32, "Cộng")
    sheet.put(107, 32, "5")
    reading = read_pdf(sheet.done())
    assert reading.text.replace("\f", "").strip().split("\n") == [
        "| TT | Bản | Số lớp |",
        "| --- | --- | --- |",
        "| 1 | Pú Nhung | 2 |",
        "| Cộng |  | 5 |",
    ]
    assert "1 chỗ bảng sang trang" in said(reading)


def test_tables_that_touch_keep_their_words_once() -> None:
    first = f"<table style='width: 90mm'>{rows_of((('Thôn', 'Sách'), ('Một', '12')))}</table>"
    second = f"<table style='width: 150mm'>{rows_of(DAYS[1:3])}</table>"
    text = read_pdf(web(first + second, FULL)).text
    assert [text.count(word) for word in ("Thôn", "Sách", "Một", "05/5", "12/5")] == [1, 1, 2, 1, 1]


def test_heads_that_stand_upright_are_read_in_their_cells() -> None:
    sheet = Sheet()
    for x in (25, 65, 85, 105, 165):
        sheet.line(x, 40, x, 80)
    for y in (40, 70, 80):
        sheet.line(25, y, 165, y)
    for x, head, number in ((27, "Tên thôn", "Một"), (112, "Ghi chú", "mượn về")):
        sheet.put(x, 50, head)
        sheet.put(x, 76, number)
    for x, lines, number in ((72, ("Số", "sách"), "7"), (92, ("Số người",), "9")):
        for count, head in enumerate(lines):
            with sheet.rotation(90, x + 6 * count, 66):
                sheet.put(x + 6 * count, 66, head)
        sheet.put(x, 76, number)
    with sheet.rotation(90, 15, 200):
        sheet.put(15, 200, "Mẫu số 2")
    reading = read_pdf(sheet.done())
    assert reading.text.split("\n") == [
        "| Tên thôn | Số sách | Số người | Ghi chú |",
        "| --- | --- | --- | --- |",
        "| Một | 7 | 9 | mượn về |",
    ]
    assert "xoay ngang hoặc chéo so với bài ở trang 1: “Mẫu số 2”" in said(reading)
