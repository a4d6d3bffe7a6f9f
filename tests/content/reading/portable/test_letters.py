"""Official letters as PDF: heads, feet, stamps, numbers laid over them, pages that are turned."""

from __future__ import annotations

import pytest

from content.documents.plan import parse
from tests.content.reading.portable.making import (
    Sheet,
    annotated,
    annotation,
    changed,
    letter,
    noted,
    read_pdf,
    said,
)

STAMP = (
    "Người ký: Hội Khuyến học xã Mẫu",
    "Email: hoi@mau.example",
    "Cơ quan: UBND XÃ MẪU",
    "Thời gian ký: 05.03.2026 16:20:11 +07:00",
)


def stamp(sheet: Sheet, x: float, y: float) -> None:
    sheet.plain(7)
    for count, line in enumerate(STAMP):
        sheet.put(x, y + 3 * count, line)


def test_a_letter_gives_all_that_its_head_and_foot_say() -> None:
    reading = read_pdf(letter())
    plan = parse(reading.text)
    assert (plan.number, plan.issuer, plan.place) == ("12/CV-HKH", "Hội Khuyến học", "Mẫu")
    assert plan.issued is not None and plan.issued.shown() == "05/03/2026"
    assert plan.title == "mở lớp học buổi tối cho người lớn tuổi"
    assert (plan.signer, plan.signer_role) == ("Trần Thị Mẫu", "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH")
    assert plan.recipients == ("Như trên", "Lưu: VT.")
    assert "chuẩn bị chỗ học và báo về Hội trước ngày" in plan.body_markdown
    assert reading.notes == ()


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_turned_page_is_read_as_it_is_looked_at(degrees: int) -> None:
    turned = changed(letter(), lambda writer: writer.pages[0].rotate(degrees) and None)
    assert read_pdf(turned).text == read_pdf(letter()).text


def test_a_stamp_of_a_signing_program_in_the_text_is_taken_out_and_said() -> None:
    reading = read_pdf(letter(draw=lambda sheet: stamp(sheet, 150, 5)))
    assert reading.text == read_pdf(letter()).text
    assert "khung chữ ký số ở trang 1: “Người ký: Hội Khuyến học xã Mẫu" in said(reading)
    assert "16:20:11" in said(reading)


def test_a_stamp_that_lies_over_the_head_as_an_annotation() -> None:
    over = Sheet()
    stamp(over, 100, 18)
    reading = read_pdf(annotated(letter(), over.done(), (250, 740, 560, 830)))
    assert reading.text == read_pdf(letter()).text
    assert "Người ký: Hội Khuyến học xã Mẫu" in said(reading)


def test_number_and_date_laid_over_a_letter_are_read_in_their_places() -> None:
    over = Sheet()
    over.put(39, 36.6, "127")
    below = letter(number="      /CV-HKH")
    reading = read_pdf(annotated(below, over.done(), (0, 700, 595, 842), kind="Stamp"))
    assert parse(reading.text).number == "127/CV-HKH"
    drawn = letter(number="      /CV-HKH", draw=lambda sheet: sheet.put(39, 36.6, "127"))
    assert parse(read_pdf(drawn).text).number == "127/CV-HKH"


def test_typed_text_without_a_picture_of_its_own_is_read_where_it_stands() -> None:
    # 842 points high; the number stands 36 mm below the upper edge.
    note = annotation("FreeText", (85, 735, 200, 749), "Số: 9/CV-HKH")
    plan = parse(read_pdf(noted(letter(number=""), note)).text)
    assert plan.number == "9/CV-HKH"


def test_notes_of_readers_are_no_text_and_said() -> None:
    note = annotation("Text", (300, 500, 320, 520), "Xem lại câu này")
    reading = read_pdf(noted(letter(), note))
    assert reading.text == read_pdf(letter()).text
    assert "ghi chú của người đọc ở trang 1: “Xem lại câu này”" in said(reading)


def test_letters_set_apart_or_drawn_twice_are_words() -> None:
    sheet = Sheet()
    sheet.put(80, 40, "K Ế  H O Ạ C H")
    sheet.put(80, 50, "T H Ô N G B Á O")
    for shift in (0, 0.12):
        sheet.put(60 + shift, 60, "Mở lớp học chữ")
    text = read_pdf(sheet.done()).text
    assert text.split("\n\n") == ["KẾ HOẠCH", "THÔNG BÁO", "Mở lớp học chữ"]


def test_a_head_whose_columns_nearly_touch() -> None:
    sheet = Sheet()
    sheet.bold(11)
    right = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    wide = sheet.get_string_width("ỦY BAN NHÂN DÂN TỈNH MẪU SƠN")
    sheet.put(20, 20, "ỦY BAN NHÂN DÂN TỈNH MẪU SƠN")
    sheet.put(20 + wide + 1, 20, right)
    sheet.put(40, 26, "SỞ NỘI VỤ")
    sheet.put(20 + wide + 12, 26, "Độc lập - Tự do - Hạnh phúc")
    sheet.put(35, 34, "Số: 3/TB-SNV")
    sheet.put(20 + wide + 5, 34, "Mẫu Sơn, ngày 9 tháng 4 năm 2026")
    sheet.put(85, 50, "THÔNG BÁO")
    sheet.put(60, 57, "Về việc mở kho sách dùng chung")
    plan = parse(read_pdf(sheet.done()).text)
    assert (plan.number, plan.issuer) == ("3/TB-SNV", "Sở nội vụ")
    assert (plan.place, plan.title) == ("Mẫu Sơn", "Về việc mở kho sách dùng chung")


def test_a_head_in_a_narrow_column_and_lines_that_are_drawn() -> None:
    sheet = Sheet()
    sheet.bold(12)
    sheet.put(30, 20, "SỞ NỘI VỤ")
    right = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", "Độc lập - Tự do -", "Hạnh phúc", "_______")
    for count, line in enumerate(right):
        sheet.put(110, 20 + 6 * count, line)
    sheet.plain()
    sheet.put(30, 56, "Số: 3/TB-SNV")
    sheet.put(110, 56, "Mẫu Sơn, ngày      tháng 4 năm 2026")
    sheet.put(85, 70, "THÔNG BÁO")
    sheet.put(60, 77, "Về việc mở kho sách dùng chung")
    sheet.put(95, 84, "-----------")
    sheet.put(25, 100, "Kho sách mở cửa các buổi tối trong tuần, ai cũng được mượn.")
    text = read_pdf(sheet.done()).text
    plan = parse(text, markdown=True)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\nĐộc lập - Tự do - Hạnh phúc\n\nSố: 3" in text
    assert (plan.title, plan.issuer) == ("Về việc mở kho sách dùng chung", "Sở nội vụ")
    assert "đường kẻ" in [removed.reason for removed in plan.removed]
    assert plan.body_markdown.startswith("Kho sách mở cửa")


def test_a_letter_of_the_party_whose_subject_is_set_small() -> None:
    sheet = Sheet()
    sheet.bold()
    sheet.put(35, 20, "ĐẢNG ỦY XÃ MẪU")
    sheet.put(115, 20, "ĐẢNG CỘNG SẢN VIỆT NAM")
    sheet.plain()
    sheet.put(50, 26, "*")
    sheet.put(40, 33, "Số 45-CV/ĐU")
    sheet.put(110, 33, "Mẫu, ngày 02 tháng 4 năm 2026")
    sheet.plain(10)
    sheet.put(32, 39, "V/v tuyên truyền Ngày sách")
    sheet.put(34, 45, "và Văn hóa đọc Việt Nam")
    sheet.plain()
    sheet.put(60, 60, "Kính gửi: Các chi bộ trong xã.")
    sheet.paragraph(
        "Đảng ủy đề nghị các chi bộ tuyên truyền về việc đọc sách và học suốt đời.", y=70
    )
    plan = parse(read_pdf(sheet.done()).text, markdown=True)
    assert (plan.number, plan.title) == (
        "45-CV/ĐU",
        "tuyên truyền Ngày sách và Văn hóa đọc Việt Nam",
    )


def test_words_across_the_page_or_beyond_it_are_said() -> None:
    def draw(sheet: Sheet) -> None:
        with sheet.rotation(45, 100, 150):
            sheet.put(90, 150, "BẢN SAO")
        sheet.put(25, 320, "lời ngoài mép")

    reading = read_pdf(letter(draw=draw))
    assert reading.text == read_pdf(letter()).text
    assert "chữ xoay ngang hoặc chéo so với bài ở trang 1: “BẢN SAO”" in said(reading)
    assert "ngoài mép giấy ở trang 1: “lời ngoài mép”" in said(reading)
