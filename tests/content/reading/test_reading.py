"""Files made here and read back: TXT, Markdown, DOCX, PDF; what is refused and how it is said."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st

from content.documents.plan import parse
from content.errors import BadInput
from content.reading.reader import read_file


@pytest.fixture(scope="module")
def font() -> Path:
    """A font with every Vietnamese letter, as the system knows it."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "Noto Sans:style=Regular"], capture_output=True, text=True
    )
    path = Path(found.stdout or "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf")
    assert path.suffix == ".ttf", "install fonts-noto-core"
    return path


def pdf_of(font: Path, pages: list[list[str]], password: str = "") -> bytes:
    pdf = FPDF()
    pdf.add_font("noto", fname=str(font))
    pdf.set_font("noto", size=11)
    for lines in pages:
        pdf.add_page()
        for line in lines:
            pdf.cell(0, 7, line, new_x="LMARGIN", new_y="NEXT")
    if password:
        pdf.set_encryption(owner_password=password, user_password=password)
    return bytes(pdf.output())


def bytes_of(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def plan_docx() -> bytes:
    document = docx.Document()
    head = document.add_table(2, 2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ MẪU"
    head.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    head.cell(1, 0).text = "Số: 9/KH-UBND"
    head.cell(1, 1).text = "Mẫu, ngày 05 tháng 3 năm 2025"
    for line in ("KẾ HOẠCH", "Mở góc đọc sách ở thôn"):
        document.add_paragraph().add_run(line).bold = True
    document.add_paragraph("Thực hiện Kế hoạch số 8/KH-UBND ngày 01/02/2025 của UBND tỉnh Mẫu;")
    document.add_heading("I. MỤC TIÊU", level=1)
    paragraph = document.add_paragraph()
    paragraph.add_run("1. Mỗi thôn một góc đọc, ")
    paragraph.add_run("chăm lo *từng* cuốn_sách").italic = True
    document.add_paragraph("Mua kệ", style="List Bullet")
    document.add_paragraph("Chọn sách", style="List Number")
    document.add_paragraph("Mời người đọc", style="List Number")
    table = document.add_table(3, 3)
    for cell, text in zip(table.rows[0].cells, ("Thôn", "Kệ | tủ", "Ghi chú"), strict=True):
        cell.text = text
    table.cell(1, 0).merge(table.cell(1, 1)).text = "Mẫu Một"
    table.cell(1, 2).text = "đủ\nsách mới"
    table.cell(2, 0).text = "Mẫu Hai"
    foot = document.add_table(1, 2)
    foot.cell(0, 0).text = "Nơi nhận:\n- Các thôn;\n- Lưu: VT."
    foot.cell(0, 1).text = "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhạm Thí Dụ"
    return bytes_of(document)


def test_a_word_plan_from_letterhead_to_signature() -> None:
    reading = read_file("ke-hoach.docx", plan_docx())
    assert reading.kind == "docx"
    plan = parse(reading.text)
    assert (plan.number, plan.issuer, plan.signer) == ("9/KH-UBND", "UBND xã Mẫu", "Phạm Thí Dụ")
    assert (plan.title, plan.recipients) == ("Mở góc đọc sách ở thôn", ("Các thôn", "Lưu: VT."))
    assert [c.number for c in plan.citations] == ["8/KH-UBND"]
    assert "## I. MỤC TIÊU" in plan.body_markdown


def test_a_word_file_keeps_order_lists_tables_and_signs() -> None:
    text = read_file("ke-hoach.docx", plan_docx()).text
    assert "1\\. Mỗi thôn một góc đọc, chăm lo \\*từng\\* cuốn\\_sách" in text
    assert "- Mua kệ\n\n1\\. Chọn sách\n\n2\\. Mời người đọc" in text
    assert "| Thôn | Kệ \\| tủ | Ghi chú |\n| --- | --- | --- |\n" in text
    assert "| Mẫu Một |  | đủ <br> sách mới |\n| Mẫu Hai |  |  |" in text
    assert (
        text.index("KẾ HOẠCH")
        < text.index("MỤC TIÊU")
        < text.index("| Thôn")
        < text.index("Nơi nhận")
    )


def test_word_headings_breaks_and_tracked_changes() -> None:
    document = docx.Document()
    document.add_heading("Chuyện ở thôn Mẫu", level=0)
    run = document.add_paragraph("Dòng một").add_run()
    run.add_break(WD_BREAK.LINE)
    run.add_text("dòng hai")
    inserted = document.add_paragraph("Bà con ")
    element = inserted._p.makeelement(docx.oxml.ns.qn("w:ins"), {})
    element.append(inserted.add_run("đọc sách")._r)
    inserted._p.append(element)
    gone = inserted._p.makeelement(docx.oxml.ns.qn("w:del"), {})
    gone.append(inserted.add_run("BỎ")._r)
    inserted._p.append(gone)
    text = read_file("chuyen.docx", bytes_of(document)).text
    assert text == "# Chuyện ở thôn Mẫu\n\nDòng một\n\ndòng hai\n\nBà con đọc sách"


def test_a_pdf_page_by_page(font: Path) -> None:
    data = pdf_of(
        font, [["Kế hoạch đọc sách ở thôn Mẫu", "Độc lập, Ủy ban, ngữ nghĩa"], ["Trang sau"]]
    )
    reading = read_file("a.pdf", data)
    assert (reading.kind, reading.media_type, reading.pages) == ("pdf", "application/pdf", 2)
    first, second = reading.text.split("\f")
    assert "Kế hoạch đọc sách ở thôn Mẫu" in first
    assert "Ủy ban, ngữ nghĩa" in first
    assert second.strip() == "Trang sau"
    assert reading.notes == ()


def test_a_pdf_plan_is_read_and_its_page_number_removed(font: Path) -> None:
    pages = [
        [
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "XÃ MẪU Độc lập - Tự do - Hạnh phúc",
            "Số: 3/KH-UBND Mẫu, ngày 05 tháng 3 năm 2025",
            "KẾ HOẠCH",
            "Mở góc đọc sách ở thôn",
            "I. MỤC TIÊU",
            "1. Mỗi thôn có một góc đọc sách, mở cửa vào buổi tối để bà con",
        ],
        ["2", "cùng đến đọc và trao đổi.", "Nơi nhận:", "- Lưu: VT."],
    ]
    reading = read_file("a.pdf", pdf_of(font, pages))
    plan = parse(reading.text)
    assert (plan.number, plan.issuer) == ("3/KH-UBND", "UBND xã Mẫu")
    assert [n.text for n in reading.notes] == ["Bỏ số trang ở trang 2."]
    assert "để bà con cùng đến đọc" in plan.body_markdown


def test_a_pdf_with_one_blank_page_says_so(font: Path) -> None:
    reading = read_file("a.pdf", pdf_of(font, [["Một trang có nhiều chữ để đọc"], []]))
    assert [n.text for n in reading.notes] == ["Trang 2 để trống."]
    assert (reading.pages, reading.scanned) == (2, ())


def scan() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def docx_with(name: str, content: bytes) -> bytes:
    """A good Word file in which one part is replaced or added."""
    source = zipfile.ZipFile(io.BytesIO(plan_docx()))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for info in source.infolist():
            if info.filename != name:
                target.writestr(info.filename, source.read(info))
        target.writestr(name, content)
    return buffer.getvalue()


WORD = plan_docx()
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.txt", lambda: b"", "rỗng"),
        ("a.md", lambda: b"\xef\xbb\xbf \r\n", "rỗng"),
        ("a.docx", lambda: b"", "rỗng"),
        ("a.pdf", lambda: b"<html><script>alert(1)</script></html>", "trang web"),
        ("a.pdf", plan_docx, "tệp Word"),
        ("a.txt", plan_docx, "tệp Word"),
        ("a.docx", lambda: b"%PDF-1.4 ...", "tệp PDF"),
        ("a.txt", lambda: b"\x89PNG\r\n\x1a\n\x00", "ảnh PNG"),
        ("a.docx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "đời cũ"),
        ("a.docx", lambda: plan_docx()[:3000], "hỏng"),
        ("a.docx", lambda: docx_with("word/document.xml", b"<a>"), "hỏng"),
        ("a.docx", lambda: docx_with("word/document.xml", ENTITY), "DOCTYPE"),
        ("a.docx", lambda: docx_with("word/media/x.bin", b"\x00" * 60_000_000), "nén chặt"),
        ("a.pdf", lambda: b"%PDF-1.4 " + b"x" * 500, "hỏng"),
        ("a.exe", lambda: b"MZ", "chỉ nạp được"),
        ("a", lambda: b"chu", "chỉ nạp được"),
        ("a.txt", lambda: b"\x00\x01\x02" * 99, "văn bản thuần"),
    ],
)
def test_what_is_refused_is_named_in_one_sentence(name: str, make: object, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_file(f"thu-muc/{name}", make())  # type: ignore[operator]
    message = caught.value.message
    assert said in message
    assert f"“{name}”" in message or "chỉ nạp được" in message
    assert "\n" not in message


def test_a_locked_pdf_is_refused() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("bi-mat", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    with pytest.raises(BadInput, match="mật khẩu"):
        read_file("a.pdf", buffer.getvalue())


def test_too_many_parts_in_a_word_file() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for number in range(10_001):
            target.writestr(f"word/{number}", b"")
        target.writestr("word/document.xml", b"<a/>")
    with pytest.raises(BadInput, match="10000 tệp"):
        read_file("a.docx", buffer.getvalue())


def test_markdown_and_text_stay_as_they_are() -> None:
    source = "---\nkind: news\n---\n\n# Tin\n\n- một\n"
    assert read_file("a.md", source.encode()).text == source
    assert read_file("A.TXT", ("[" * 20_000).encode()).text == "[" * 20_000
    assert read_file("a.txt", "MZ là tên xóm".encode()).kind == "text"


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".txt", ".md", ".docx", ".pdf"]), st.booleans())
def test_any_bytes_give_text_or_a_sentence(data: bytes, suffix: str, signed: bool) -> None:
    start = {".docx": b"PK\x03\x04", ".pdf": b"%PDF-1.7\n"}.get(suffix, b"") if signed else b""
    try:
        assert read_file(f"a{suffix}", start + data).text
    except BadInput as error:
        assert error.message.endswith(".")


@settings(max_examples=40, deadline=None)
@given(st.integers(min_value=0, max_value=10**6), st.binary(min_size=1, max_size=8))
def test_a_damaged_word_file_gives_text_or_a_sentence(place: int, damage: bytes) -> None:
    data = bytearray(WORD)
    start = place % len(data)
    data[start : start + len(damage)] = damage
    try:
        assert read_file("a.docx", bytes(data)).text
    except BadInput as error:
        assert "a.docx" in error.message


def test_a_cell_that_claims_billions_of_columns_makes_no_wider_table_than_word_has() -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=50)
    for row in table.rows:
        for number, cell in enumerate(row._tr.tc_lst):
            cell.p_lst[0].add_r().text = f"ô {number}"
            cell.get_or_add_tcPr().get_or_add_gridSpan().set(qn("w:val"), "99999999999")
    out = io.BytesIO()
    document.save(out)
    lines = read_file("rong.docx", out.getvalue()).text.splitlines()
    assert max(line.count("|") for line in lines) <= 64


def test_a_scan_is_read_as_pages_that_wait_for_recognition() -> None:
    reading = read_file("a.pdf", scan())
    assert (reading.text, reading.scanned) == ("", (1,))
