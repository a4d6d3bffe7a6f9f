"""PDF files that are locked, broken, endless, scanned, or hold what must not run."""

from __future__ import annotations

import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, TextStringObject

from content.errors import BadInput
from content.letters.result import Wish
from content.reading.portable.document import read
from content.reading.reader import read_file
from tests.content.reading.portable.making import Sheet, changed, letter, read_pdf, said, web

WORDS = "Bà con cùng đọc sách vào buổi tối ở nhà văn hóa thôn Mẫu."


def picture(wide: int = 400, high: int = 560) -> io.BytesIO:
    out = io.BytesIO()
    Image.radial_gradient("L").resize((wide, high)).save(out, "JPEG")
    out.seek(0)
    return out


def pdf_of_objects(objects: list[bytes], root: int = 1) -> bytes:
    """A file of these objects, numbered from 1, without compression."""
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    out += b"trailer\n<</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, root, start)
    return bytes(out)


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content)


def page_with(content: bytes) -> bytes:
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    return pdf_of_objects(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page + b"/Resources<</Font<</F 5 0 R>>>>>>",
            stream(content),
            font,
        ]
    )


def locked(user: str, algorithm: str) -> bytes:
    def lock(writer: pypdf.PdfWriter) -> None:
        writer.encrypt(user, "chu-so-huu", algorithm=algorithm)

    return changed(letter(), lock)


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_a_password_to_open_is_refused_and_one_to_change_is_not(algorithm: str) -> None:
    with pytest.raises(BadInput, match="khóa bằng mật khẩu"):
        read_pdf(locked("bi-mat", algorithm))
    assert read_pdf(locked("", algorithm)).text == read_pdf(letter()).text


def test_fifty_thousand_pages_and_trees_that_never_end() -> None:
    pages = b" ".join([b"3 0 R"] * 50_000)
    tree = b"<</Type/Pages/Kids[%s]/Count 50000>>" % pages
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>"
    with pytest.raises(BadInput, match=r"dài 50\.000 trang"):
        read_pdf(pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", tree, page]))
    loop = b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"
    with pytest.raises(BadInput, match="hỏng"):
        read_pdf(pdf_of_objects([b"<</Type/Catalog/Pages 2 0 R>>", loop]))


def test_a_page_with_a_million_letters_is_refused_by_its_number() -> None:
    line = b"(" + b"a" * 1000 + b") Tj T* "
    content = b"BT /F 1 Tf 10 800 Td 1 TL " + line * 1000 + b" ET"
    with pytest.raises(BadInput, match=r"quá lớn|trang 1 có quá nhiều chữ"):
        read_file("a.pdf", page_with(content))


def test_a_page_with_a_million_lines_does_not_hang() -> None:
    content = (
        b"BT /F 12 Tf 50 800 Td (Mot trang co rat nhieu net ve) Tj ET "
        + b"0 0 m 9 9 l S " * 300_000
    )
    try:
        assert "rat nhieu net ve" in read_file("a.pdf", page_with(content)).text
    except BadInput as refused:
        assert refused.message.endswith(".")


def test_pages_of_countless_pieces_and_lines_end_in_time() -> None:
    pieces = b"".join(
        b"1 0 0 1 %d %d Tm (a) Tj " % (i % 199 * 3, i * 7 % 842) for i in range(30_000)
    )
    rules = b"".join(
        b"0 %.2f m 595 %.2f l S %.2f 0 m %.2f 842 l S " % ((i * 0.28,) * 2 + (i * 0.2,) * 2)
        for i in range(2_900)
    )
    for content in (b"BT /F 1 Tf " + pieces + b"ET", b"BT /F 9 Tf 9 9 Td (chu) Tj ET " + rules):
        try:
            assert read_file("a.pdf", page_with(content)).pages == 1
        except BadInput as refused:
            assert refused.message.endswith(".")


def test_a_cut_file_and_one_with_a_broken_table_of_contents() -> None:
    data = letter()
    mended = data.replace(b"startxref", b"startxxxx")
    assert read_pdf(mended).text == read_pdf(data).text
    with pytest.raises(BadInput, match="hỏng"):
        read_pdf(b"%PDF-1.7 " + b"x" * 500)


def scripts(writer: pypdf.PdfWriter) -> DictionaryObject:
    """The names of a document with one script that runs when it is opened."""
    script = DictionaryObject(
        {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("app.alert(1)"),
        }
    )
    named = ArrayObject([TextStringObject("mo"), writer._add_object(script)])
    tree = DictionaryObject({NameObject("/Names"): named})
    return DictionaryObject({NameObject("/JavaScript"): tree})


def test_scripts_do_not_run_and_files_inside_are_handed_out() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        writer._root_object[NameObject("/Names")] = scripts(writer)
        writer.add_attachment("../../danh sách.txt", "Một danh sách".encode())
        writer.add_attachment("to.bin", b"\0" * 21 * 2**20)

    reading = read_pdf(changed(letter(), change))
    assert reading.text == read_pdf(letter()).text
    assert [(e.name, e.data.decode()) for e in reading.enclosed] == [
        ("danh sách.txt", "Một danh sách")
    ]
    assert "JavaScript): không chạy" in said(reading)
    assert "1 tệp đính trong PDF quá lớn" in said(reading)


def test_scanned_pages_are_told_from_pages_with_text_and_pictures() -> None:
    sheet = Sheet()
    sheet.paragraph(WORDS * 5, y=20)
    sheet.image(picture(), x=40, y=80, w=100, h=60)
    sheet.add_page()
    sheet.image(picture(), x=0, y=0, w=210, h=297)
    sheet.add_page()
    sheet.image(picture(), x=0, y=0, w=210, h=297)
    sheet.put(150, 10, "Đã ký ngày 5/3")
    sheet.add_page()
    reading = read_pdf(sheet.done())
    assert reading.scanned == (2, 3)
    assert "Trang 1 có hình" in said(reading)
    assert "Trang 4 để trống." in said(reading)
    assert [bool(part.strip()) for part in reading.text.split("\f")] == [True, False, True, False]


def test_invisible_letters_over_a_scan_are_its_text() -> None:
    sheet = Sheet()
    sheet.image(picture(), x=0, y=0, w=210, h=297)
    sheet.text_mode = "INVISIBLE"  # type: ignore[assignment]
    sheet.paragraph(WORDS * 5, y=20)
    reading = read_pdf(sheet.done())
    assert reading.scanned == ()
    assert WORDS in reading.text


def test_letters_that_the_file_does_not_explain_make_a_scanned_page() -> None:
    def change(writer: pypdf.PdfWriter) -> None:
        for found in writer.pages[0]["/Resources"]["/Font"].values():  # type: ignore[index]
            font = found.get_object()
            if "/ToUnicode" in font:
                del font[NameObject("/ToUnicode")]

    reading = read_pdf(changed(web(f"<p>{WORDS * 9}</p>"), change))
    assert reading.scanned == (1,)
    assert (reading.text, "phông thiếu bảng mã" in said(reading)) == ("", True)


LETTER = letter()


@settings(max_examples=60, deadline=None)
@given(st.integers(min_value=0, max_value=10**6), st.binary(min_size=1, max_size=30))
def test_a_damaged_file_gives_text_or_a_sentence(place: int, damage: bytes) -> None:
    data = bytearray(LETTER)
    start = place % len(data)
    data[start : start + len(damage)] = damage
    try:
        assert read(bytes(data), Wish()).pages == 1
    except BadInput as error:
        assert error.message.endswith(".")
