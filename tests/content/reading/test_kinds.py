"""What bytes are, whatever their name says; and the sentence when the two do not agree."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from content.errors import BadInput
from content.reading import compound, kinds
from content.reading.reader import read_file
from tests.content.reading.making import odf, ole, picture, zipped

TYPES = {"[Content_Types].xml": "<Types/>"}


LOCKED_WORD = ole(streams={"WordDocument": b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01"})
WORD = ole(streams={"WordDocument": b"\xec\xa5\xc1\x00" + bytes(8)})
LOCKED_BOOK = ole(
    streams={"Workbook": struct.pack("<HHHHHH", 0x809, 4, 0, 0, 0x2F, 2) + b"\x00\x00"}
)
PAGE = "<!DOCTYPE html><html><body><p>Xin chào bà con</p></body></html>".encode()
MHT = (
    b"From: <Saved by Blink>\r\nSubject: a\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/related;\r\n\tboundary=b\r\n\r\n--b--"
)
MAIL = (
    b"Received: from x\r\nFrom: a@b.vn\r\nTo: c@d.vn\r\nSubject: a\r\nMIME-Version: 1.0\r\n\r\nchao"
)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("Xin chào".encode(), "text"),
        (b"MZ la ten xom", "text"),
        (b"BM la viet tat", "text"),
        (b"RIFF la gi", "text"),
        (b"# Tin\n<div>a</div>", "text"),
        (b"<div align=center>\n\n# Tin\n</div>", "text"),
        (b"So: 9/KH-UBND\nNgay: 5/3", "text"),
        ("Chữ".encode("utf-16"), "text"),
        (b"\x01\x02\x00\x03", "unknown"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n  %PDF-1.4", "pdf"),
        (b"{\\rtf1 a}", "rtf"),
        (WORD, "doc"),
        (ole("WordDocument", "Workbook"), "doc"),
        (ole("Workbook"), "xls"),
        (ole("Book"), "xls"),
        (ole("PowerPoint Document"), "ppt"),
        (ole("__properties_version1.0"), "msg"),
        (ole("EncryptedPackage", "EncryptionInfo"), "locked"),
        (LOCKED_WORD, "locked"),
        (LOCKED_BOOK, "locked"),
        (ole("?"), "ole"),
        (compound.SIGNATURE, "ole"),
        (zipped({**TYPES, "word/document2.xml": ""}), "docx"),
        (zipped({"word/document.xml": ""}), "docx"),
        (zipped({**TYPES, "xl/workbook.xml": ""}), "xlsx"),
        (zipped({**TYPES, "xl/workbook.bin": ""}), "xlsb"),
        (zipped({**TYPES, "ppt/presentation.xml": ""}), "pptx"),
        (odf("text", ""), "odt"),
        (odf("spreadsheet", ""), "ods"),
        (odf("presentation", ""), "odp"),
        (odf("text", "", locked=True), "locked"),
        (zipped({"mimetype": "application/epub+zip"}), "epub"),
        (zipped({"a.txt": "x"}), "zip"),
        (zipped({"META-INF/MANIFEST.MF": "", "a.class": ""}), "program"),
        (b"PK\x03\x04 word/ ...", "docx"),
        (b"PK\x03\x04 ...", "broken"),
        (PAGE, "html"),
        (b"\xef\xbb\xbf<!-- a --> <HTML>", "html"),
        ("<html><body>a".encode("utf-16"), "html"),
        (b'<?xml version="1.0"?><!DOCTYPE svg PUBLIC "a"><svg onload="x()"/>', "svg"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:a/>', "wordml"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "sheetml"),
        (b'<?xml version="1.0"?><office:document/>', "flat"),
        (b'<?xml version="1.0"?><a/>', "xml"),
        (MHT, "mhtml"),
        (MAIL, "eml"),
        (b"From nobody Mon Mar 2\n" + MAIL, "eml"),
        (picture(), "png"),
        (picture(kind="JPEG"), "jpeg"),
        (picture(kind="TIFF"), "tiff"),
        (picture(kind="WEBP"), "webp"),
        (picture(kind="BMP"), "bmp"),
        (picture(kind="GIF"), "gif"),
        (b"\0\0\0\x18ftypheic", "heic"),
        (b"\0\0\0\x18ftypisom", "media"),
        (b"Rar!\x1a\x07", "rar"),
        (b"7z\xbc\xaf\x27", "7z"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"MZ\x90\x00\x03", "program"),
        (b"MZ\x90\x00" + b"%PDF-1.4", "program"),
        (b"\x7fELF", "program"),
        (b"#!/bin/sh", "program"),
        (b"L\x00\x00\x00\x01\x14\x02\x00", "shortcut"),
    ],
)
def test_what_bytes_are(data: bytes, kind: str) -> None:
    assert kinds.what_is(data) == kind
    assert kind in kinds.KINDS


def test_an_archive_of_very_many_entries_is_not_even_opened() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(20_001):
            archive.writestr(str(number), b"")
    assert kinds.what_is(buffer.getvalue()) == "crowded"


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=600), st.sampled_from([b"", WORD[:1024], b"PK\x03\x04", b"<?xml", b"II*\0"])
)
def test_any_bytes_are_something(data: bytes, start: bytes) -> None:
    assert kinds.what_is(start + data) in kinds.KINDS


@settings(max_examples=100, deadline=None)
@given(st.integers(min_value=0, max_value=len(WORD) - 9), st.binary(min_size=1, max_size=8))
def test_a_damaged_compound_file_is_told_without_a_fault(place: int, damage: bytes) -> None:
    data = bytearray(WORD)
    data[place : place + len(damage)] = damage
    assert kinds.what_is(bytes(data)) in kinds.KINDS


def test_a_chain_of_sectors_without_an_end_ends() -> None:
    data = bytearray(WORD)
    struct.pack_into("<I", data, 512 + 4 * 1, 1)  # the directory's sector follows itself
    assert "WordDocument" in compound.read(bytes(data)).names


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.pdf", b"MZ\x90\x00", "mang đuôi .pdf nhưng là chương trình chạy được"),
        (
            "a.docx",
            PAGE,
            "mang đuôi .docx nhưng nội dung là trang web (HTML); hãy đổi đuôi thành .html",
        ),
        ("a.txt", PAGE, "trang web"),
        ("a.pdf", picture(), "hãy đổi đuôi thành .png"),
        ("a.jpg", b"%PDF-1.4", "tệp PDF; hãy đổi đuôi thành .pdf"),
        ("a.docx", ole("EncryptedPackage"), "khóa bằng mật khẩu"),
        ("a.doc", LOCKED_WORD, "gỡ mật khẩu"),
        ("a.odt", odf("text", "", locked=True), "khóa bằng mật khẩu"),
        ("a.svg", b"<svg/>", "là hình vẽ SVG"),
        ("a.png", b"<svg/>", "mang đuôi .png nhưng là hình vẽ SVG"),
        ("thu.msg", ole("__properties_version1.0"), "lưu thành .eml"),
        ("a.bmp", picture(kind="BMP"), "là ảnh BMP, không nạp được; hãy lưu lại thành ảnh JPG"),
        ("a.heic", b"\0\0\0\x18ftypheic", "JPG hoặc PNG"),
        ("a.rar", b"Rar!\x1a\x07", "giải nén"),
        ("a.docx", zipped({"a.txt": "x"}), "tệp nén ZIP; hãy đổi đuôi thành .zip"),
        ("a.xml", b'<?xml version="1.0"?><a/>', "tệp XML"),
        ("a.exe", b"MZ\x90\x00", "là chương trình chạy được, không nạp được"),
        ("a.xyz", b"chu", "chỉ nạp được văn bản Word"),
        ("a.bin", b"\x00\x01", "chỉ nạp được"),
    ],
)
def test_the_sentence_says_what_it_is_and_what_to_do(name: str, data: bytes, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_file(f"thu-muc/{name}", data)
    message = refused.value.message
    assert message.startswith(f"“{name}”")
    assert words in message
    assert message.endswith(".")
    assert "\n" not in message


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.doc", PAGE, "html"),
        ("a.doc", "<div><p>Xin chào</p></div>".encode(), "html"),
        ("a.xls", "<table><tr><td>Thôn<td>Kệ<tr><td>Mẫu<td>2</table>".encode(), "html"),
        ("a.html", "<p>Xin chào</p>".encode(), "html"),
        ("a.xhtml", b'<?xml version="1.0"?><html><body><p>Chao</p></body></html>', "html"),
        ("a.eml", b"Subject: Chao\n\nXin chao", "eml"),
        ("a.jpeg", picture(), "picture"),
    ],
)
def test_what_is_mistaken_within_a_family_is_read_as_what_it_is(
    name: str, data: bytes, kind: str
) -> None:
    reading = read_file(name, data)
    assert reading.kind == kind
    own = name.endswith((".html", ".xhtml", ".eml"))
    assert [n.kind for n in reading.notes if "mang đuôi" in n.text] == ([] if own else ["repaired"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_picture_waits_for_recognition(kind: str) -> None:
    ending = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
    reading = read_file(f"a.{ending}", picture(size=(900, 1200), kind=kind))
    assert (reading.text, reading.kind, reading.scanned) == ("", "picture", (1,))
    assert reading.media_type == f"image/{kind.lower()}"
    said = " ".join(note.text for note in reading.notes)
    assert ("Trình duyệt" in said) == (kind == "TIFF")


def test_pages_of_a_tiff_are_counted_and_their_pixels_capped() -> None:
    out = io.BytesIO()
    pages = [Image.new("1", (800, 1100)) for _ in range(3)]
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:], compression="group4")
    reading = read_file("a.tiff", out.getvalue())
    assert (reading.pages, reading.scanned) == (3, (1, 2, 3))
    out = io.BytesIO()
    Image.new("1", (9400, 9400)).save(out, "PNG", optimize=True)
    with pytest.raises(BadInput, match="50 triệu điểm ảnh"):
        read_file("a.png", out.getvalue())
    with pytest.raises(BadInput, match="ảnh hỏng"):
        read_file("a.png", picture()[:20])
