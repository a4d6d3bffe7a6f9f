"""Tables of data, tables that only set text side by side, and pictures."""

from __future__ import annotations

from content import markup
from content.reading.result import Note
from tests.content.reading.word.making import (
    PNG,
    level,
    numbered,
    numbering,
    p,
    picture,
    r,
    reading,
    table,
    text_of,
)

RULED = '<w:tblBorders><w:insideV w:val="single"/></w:tblBorders>'


def cell(inner: str, wide: int = 1, merge: str = "") -> str:
    span = f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    down = {"begin": '<w:vMerge w:val="restart"/>', "on": "<w:vMerge/>"}.get(merge, "")
    return f"<w:tcPr>{span}{down}</w:tcPr>{p(inner)}"


def test_the_first_row_heads_a_table_and_pipes_stay_words() -> None:
    assert text_of(table(["Thôn", "Kệ | tủ"], ["Mẫu Một", "2"], ["", "3"])) == (
        "| Thôn | Kệ \\| tủ |\n| --- | --- |\n| Mẫu Một | 2 |\n|  | 3 |"
    )


def test_two_header_rows_become_one_that_names_each_column() -> None:
    rows = (
        [cell("Thôn", merge="begin"), cell("Kết quả", 2)],
        [cell("", merge="on"), cell("2024"), cell("2025")],
        [cell("Mẫu Một"), cell("3"), cell("4")],
    )
    wanted = "| Thôn | Kết quả – 2024 | Kết quả – 2025 |\n| --- | --- | --- |\n| Mẫu Một | 3 | 4 |"
    assert text_of(table(*rows)) == wanted
    assert text_of(table(*rows, header=2)) == wanted


def test_merged_cells_stand_in_the_first_and_are_said() -> None:
    rows = (
        ["Nhóm", "Việc", "Số"],
        [cell("A", merge="begin"), cell("đọc"), cell("1")],
        [cell("bị che", merge="on"), cell("viết, kể", 2)],
    )
    got = reading(table(*rows))
    assert got.text.splitlines()[2:] == ["| A | đọc | 1 |", "|  | viết, kể |  |"]
    assert [n.kind for n in got.notes] == ["repaired"]
    assert "2 ô gộp" in got.notes[0].text


def test_a_row_across_the_top_is_the_words_above_the_table() -> None:
    rows = ([cell("Biểu 1. Sách", 2)], ["Tên", "Số"], ["Truyện", "5"])
    assert text_of(table(*rows)) == ("Biểu 1. Sách\n\n| Tên | Số |\n| --- | --- |\n| Truyện | 5 |")


def test_counted_cells_show_their_numbers() -> None:
    rows = (["STT", "Tên"], [p("", numbered(1)), "A"], [p("", numbered(1)), "B"])
    got = text_of(table(*rows), parts=numbering(level(0, "decimal", "%1")))
    assert got.splitlines()[2:] == ["| 1 | A |", "| 2 | B |"]


def test_a_table_in_a_cell_is_said_line_by_line() -> None:
    inner = table(["a", "b"], ["c", "d"]) + p("sau")
    rows = (["Tên", "Chi tiết"], ["X", inner])
    assert "| X | a – b <br> c – d <br> sau |" in text_of(table(*rows, properties=RULED))


def test_a_deleted_row_is_gone() -> None:
    rows = table(["a", "b"], ["c", "d"], ["e", "f"]).split("<w:tr>")
    rows[2] = f"<w:trPr><w:del/></w:trPr>{rows[2]}"
    gone = "<w:tr>".join(rows)
    assert text_of(gone) == "| a | b |\n| --- | --- |\n| e | f |"


def test_tables_that_hold_text_are_read_as_text() -> None:
    one_column = table([p("Tiêu đề", '<w:outlineLvl w:val="1"/>') + p("đoạn")], ["đoạn hai"])
    assert text_of(one_column) == "## Tiêu đề\n\nđoạn\n\nđoạn hai"
    side = p("Một đoạn dài về góc đọc sách. " * 10) + p("Đoạn nữa. " * 30) + p("Hết.")
    pair = table([side, p(picture("i1", "Kệ sách"))], ["a", "b"])
    assert "|" not in text_of(pair, media={"i1": PNG})


def test_pictures_stand_where_they_stood() -> None:
    body = p("Trước") + p(r("Dòng ") + picture("i1", "Kệ [sách]") + r("liền")) + p(picture("i2"))
    body += p(picture("i1", "lại")) + table(["a", "b"], [p(picture("i2")), "c"])
    got = reading(body, media={"i1": PNG, "i2": b"\xff\xd8\xff\xe0rest"})
    assert got.text == (
        "Trước\n\nDòng liền\n\n![Kệ \\[sách\\]](hinh:hinh-1.png)\n\n![](hinh:hinh-2.jpg)\n\n"
        "![lại](hinh:hinh-1.png)\n\n| a | b |\n| --- | --- |\n| ![](hinh:hinh-2.jpg) | c |"
    )
    assert [(x.name, x.alt, x.data[:3]) for x in got.pictures] == [
        ("hinh-1.png", "Kệ [sách]", PNG[:3]),
        ("hinh-2.jpg", "", b"\xff\xd8\xff"),
    ]
    assert [n.kind for n in got.notes] == ["guessed"]


def test_pictures_that_cannot_be_taken_are_counted_and_none_is_fetched() -> None:
    linked = picture("xa").replace("r:embed", "r:link")
    old = '<w:r><w:pict><v:shape><v:imagedata r:id="xa"/></v:shape></w:pict></w:r>'
    drawn = "<w:drawing><wp:inline><a:graphic>{}</a:graphic></wp:inline></w:drawing>"
    chart = f"<w:r>{drawn.format('<c:chart r:id=&quot;q&quot;/>')}</w:r>".replace("&quot;", '"')
    smart = chart.replace("c:chart", "dgm:relIds")
    ole = (
        '<w:r><w:object><v:shape><v:imagedata r:id="emf"/></v:shape>'
        '<o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>'
    )
    formula = ole.replace("Excel.Sheet.12", "Equation.3")
    body = p("Chữ") + p(linked + old + picture("emf") + picture("none") + chart + smart)
    got = reading(
        body + p(ole + formula),
        media={"emf": b"\x01\x00\x00\x00EMF"},
        outside={"xa": ("image", "http://127.0.0.1:9/a.png")},
    )
    assert got.text == "Chữ"
    assert got.pictures == ()
    told = " ".join(n.text for n in got.notes)
    for words in (
        "2 hình nằm ngoài tệp", "1 hình kiểu bản vẽ", "1 hình bị hỏng", "1 biểu đồ", "1 sơ đồ",
        "1 đối tượng nhúng", "1 công thức kiểu cũ",
    ):  # fmt: skip
        assert words in told


def test_words_of_programs_are_no_description() -> None:
    for words in ("image1.png", "Picture 3", "Mô tả được tạo tự động", "Hình ảnh 2"):
        assert text_of(p(picture("i", words)), media={"i": PNG}) == "![](hinh:hinh-1.png)"


def test_a_file_of_pictures_only_says_what_to_do() -> None:
    got = reading(p(picture("i", "Trang 1")), media={"i": PNG})
    assert got.text == "![Trang 1](hinh:hinh-1.png)"
    assert got.notes == (
        Note(
            "guessed",
            "Tệp Word chỉ có hình, không có chữ: nếu đó là trang chụp, hãy nạp ảnh hoặc PDF để "
            "nhận dạng.",
        ),
    )


def test_what_is_written_shows_as_it_should() -> None:
    """Through the renderer that articles go through."""
    bullets = level(0, "bullet", "-") + level(1, "bullet", "+")
    body = p("Đề", '<w:outlineLvl w:val="0"/>')
    body += "".join(p(f"mục {i}", numbered(1, depth)) for i, depth in enumerate((0, 1, 0)))
    body += p(r("Chữ ") + r("đậm", "<w:b/>") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
    body += table(["Tên", "Số | lượng"], [p("a") + p("b"), "2"])
    parts = {**numbering(bullets), "footnotes": f'<w:footnote w:id="2">{p("Ghi chú")}</w:footnote>'}
    html = markup.render(text_of(body, parts=parts)).html.replace("\n", "")
    assert "<ul><li>mục 0<ul><li>mục 1</li></ul></li><li>mục 2</li></ul>" in html
    assert "Chữ <strong>đậm</strong><sup" in html
    assert "<td>a <br> b</td>" in html
    assert "Số | lượng</th>" in html
    assert "Ghi chú" in html
