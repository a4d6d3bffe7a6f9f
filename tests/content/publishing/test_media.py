"""Media: types by content, safe names, pictures made anew."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from fpdf import FPDF
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from content import files, trail
from content.errors import BadInput
from content.publishing import file_types, pictures
from content.publishing.commands import media
from tests.content.reading.making import odf, ole

pytestmark = pytest.mark.usefixtures("session_app")

WORD = "word/document.xml"


def picture(kind: str = "JPEG", size: tuple[int, int] = (8, 4), **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **options)
    return out.getvalue()


def zipped(*names: str, content: bytes = b"x", first: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        if first is not None:
            archive.writestr("mimetype", first, zipfile.ZIP_STORED)
        for name in names:
            archive.writestr(name, content)
    return out.getvalue()


def sheets_of(*kinds: int) -> bytes:
    """An old workbook whose sheets are of these kinds: 0 a table, 1 a sheet of macros."""
    records = [struct.pack("<HHHH", 0x809, 4, 0x600, 5)]
    records += [struct.pack("<HHIBBBB", 0x85, 8, 0, 0, kind, 0, 0) for kind in kinds]
    return ole(streams={"Workbook": b"".join([*records, struct.pack("<HH", 0x0A, 0)])})


def with_part(data: bytes, name: str) -> bytes:
    buffer = io.BytesIO(data)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, "x")
    return buffer.getvalue()


def with_place() -> bytes:
    """A TIFF whose second page says where it was taken."""
    entry = struct.pack("<HHII", 256, 3, 1, 8)
    first = struct.pack("<H", 1) + entry + struct.pack("<I", 26)
    second = struct.pack("<H", 1) + struct.pack("<HHII", 34_853, 4, 1, 44) + struct.pack("<I", 8)
    return b"II*\x00" + struct.pack("<I", 8) + first + second


RTF = b"{\\rtf1 Xin chao \\b objective \\b0 DDE}"
SLIDES_WITH_MACROS = b"\x02\x00\x00\x04\x0c\x00\x00\x00" + struct.pack("<III", 1, 1, 2)
TEMPLATE = "word/_rels/settings.xml.rels"
FETCHED = (
    b'<Relationship Type="a/attachedTemplate" Target="https://a.b/c.dotm" TargetMode="External"/>'
)
# MPEG-1 layer III, 128 kbit/s at 44.1 kHz: 417 bytes a frame.
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\nstream\n/JS random /Launch\nendstream\n%%EOF"


@pytest.mark.parametrize(
    ("name", "data", "kept_as", "media_type"),
    [
        ("Kế hoạch số 1.PDF", PDF, "ke-hoach-so-1.pdf", "application/pdf"),
        ("Đơn.docx", zipped(WORD), "don.docx", file_types.TYPES[".docx"]),
        ("b.xlsx", zipped("xl/workbook.xml"), "b.xlsx", file_types.TYPES[".xlsx"]),
        ("b.pptx", zipped("ppt/presentation.xml"), "b.pptx", file_types.TYPES[".pptx"]),
        (
            "s.epub",
            zipped("a.xhtml", first=b"application/epub+zip"),
            "s.epub",
            "application/epub+zip",
        ),
        ("a.zip", zipped("ke-hoach.txt"), "a.zip", "application/zip"),
        ("n.mp3", b"ID3\x04" + bytes(64), "n.mp3", "audio/mpeg"),
        ("m.mp3", FRAME + FRAME, "m.mp3", "audio/mpeg"),
        ("p.mp4", b"\0\0\0\x18ftypisom" + bytes(64), "p.mp4", "video/mp4"),
        ("x.txt", "Xin chào".encode(), "x.txt", "text/plain"),
        ("x.csv", b"a,b\n", "x.csv", "text/csv"),
        ("Ảnh.JPEG", picture(), "anh.jpg", "image/jpeg"),
        ("a.png", picture("PNG"), "a.png", "image/png"),
        ("a.webp", picture("WEBP"), "a.webp", "image/webp"),
        ("a.gif", picture("GIF"), "a.gif", "image/gif"),
        ("a.jpg", picture("PNG"), "a.png", "image/png"),
        ("Quét.TIFF", picture("TIFF"), "quet.tif", "image/tiff"),
        ("a.doc", ole("WordDocument", "1Table"), "a.doc", "application/msword"),
        ("a.doc", zipped(WORD), "a.docx", file_types.TYPES[".docx"]),
        ("a.doc", RTF, "a.rtf", "application/rtf"),
        ("a.xls", sheets_of(0, 0), "a.xls", "application/vnd.ms-excel"),
        ("a.ppt", ole("PowerPoint Document"), "a.ppt", "application/vnd.ms-powerpoint"),
        ("a.odt", odf("text", ""), "a.odt", file_types.TYPES[".odt"]),
        ("a.ods", odf("spreadsheet", ""), "a.ods", file_types.TYPES[".ods"]),
        ("a.odp", odf("presentation", ""), "a.odp", file_types.TYPES[".odp"]),
    ],
)
def test_what_is_kept(name: str, data: bytes, kept_as: str, media_type: str) -> None:
    file_name, row = media.attach_upload(name, data, actor_id=5)
    assert (file_name, row.media_type) == (kept_as, media_type)
    assert len(files.read(row.sha256)) == row.size
    assert trail.of_subject("file", row.id)[0].actor_id == 5


HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.svg", SVG, "Không nhận"),
        ("a.html", HTML, "Không nhận"),
        ("a.jpg.html", picture(), "Không nhận"),
        ("a", b"x", "Không nhận"),
        ("a.exe", b"MZ", "Không nhận"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "không phải DOC"),
        ("a.pdf", HTML, "không phải PDF"),
        ("a.jpg", HTML, "không phải JPG"),
        ("a.png", SVG, "không phải PNG"),
        ("a.mp3", b"\xff\xfb" + HTML, "không phải MP3"),
        ("a.mp4", b"\0\0\0\x18ftypheic" + bytes(64), "không phải MP4"),
        ("a.docx", zipped("xl/workbook.xml"), "không phải DOCX"),
        ("a.zip", zipped(WORD), "không phải ZIP"),
        ("a.zip", b"PK\x03\x04 broken", "không phải ZIP"),
        ("a.txt", b"a\x00b", "không phải TXT"),
        ("a.txt", HTML, "mã chạy được"),
        ("a.csv", b"\xef\xbb\xbf  " + SVG, "mã chạy được"),
        ("a.txt", b"MZ\x90", "mã chạy được"),
        ("a.pdf", b"%PDF-1.7\n<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>", "mã chạy được"),
        ("b.pdf", b"%PDF-1.7\n<</OpenAction<</S/J#61vaScript/#4a#53(x)>>>>", "mã chạy được"),
        ("a.pdf", b"%PDF-1.7\n<html><script>alert(1)</script>", "mã chạy được"),
        ("a.docx", zipped(WORD, "word/vbaProject.bin"), "mã chạy được"),
        ("a.zip", zipped("a.txt", "trang.HTML"), "mã chạy được"),
        ("a.zip", zipped("a.svg"), "mã chạy được"),
        ("a.zip", zipped("a.pdf.exe"), "mã chạy được"),
        ("a.zip", zipped("../../evil.txt"), "đường dẫn ra ngoài"),
        ("a.zip", zipped("/etc/x.txt"), "đường dẫn ra ngoài"),
        ("a.zip", zipped("x.txt", content=bytes(60_000_000)), "bung ra quá lớn"),
        ("a.doc", ole("WordDocument", "Macros", "VBA"), "mã chạy được"),
        ("a.doc", ole("WordDocument", "ObjectPool", "\x01Ole10Native"), "mã chạy được"),
        ("a.xls", ole("Workbook", "_VBA_PROJECT_CUR"), "mã chạy được"),
        ("a.xls", sheets_of(0, 1), "mã chạy được"),
        ("a.ppt", ole(streams={"PowerPoint Document": SLIDES_WITH_MACROS}), "mã chạy được"),
        ("a.doc", ole("EncryptedPackage"), "không phải DOC"),
        ("a.doc", HTML, "không phải DOC"),
        ("a.rtf", b"{\\rtf1 {\\object\\objemb{\\*\\objdata 0105}}}", "mã chạy được"),
        ("a.rtf", b"{\\rtf1{\\*\\template http://a.b/c.dotm}}", "mã chạy được"),
        ("a.rtf", b'{\\rtf1{\\field{\\*\\fldinst DDEAUTO c:\\\\cmd.exe "/k"}}}', "mã chạy được"),
        ("a.odt", with_part(odf("text", ""), "Basic/Standard/A.xml"), "mã chạy được"),
        ("a.xlsx", zipped("xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "mã chạy được"),
        ("a.docx", zipped(WORD, TEMPLATE, content=FETCHED), "mã chạy được"),
        ("a.docm", zipped(WORD), "Không nhận"),
        ("a.eml", b"Subject: a", "Không nhận"),
        ("a.tif", with_place(), "vị trí chụp"),
        ("a.docx", zipped(*map(str, range(20_001))), "quá nhiều tệp"),
        ("a.jpg", picture()[:-40], "Ảnh hỏng"),
        ("a.png", picture("PNG")[:40], "Ảnh hỏng"),
        ("a.txt", b"", "trống"),
    ],
)
def test_what_is_refused_in_one_sentence(name: str, data: bytes, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        media.attach_upload(name, data)
    assert words in refused.value.message
    assert refused.value.message.endswith(".")
    assert not list(files.folder().rglob("*/*")) if files.folder().exists() else True


@pytest.mark.parametrize(
    ("name", "kept_as"),
    [
        ("../../x.txt", "x.txt"),
        ("C:\\x.txt", "x.txt"),
        ("CON.txt", "tep-con.txt"),
        ("a\r\nb.txt", "a-b.txt"),
        ("…", "tep.txt"),
        ("đ" * 300 + ".txt", "d" * 100 + ".txt"),
        ("Ke\u0302\u0301.txt", "ke.txt"),
        ('"><img src=x onerror=alert(1)>.txt', "img-src-x-onerror-alert-1.txt"),
    ],
)
def test_names_are_safe_everywhere(name: str, kept_as: str) -> None:
    assert file_types.safe_name(name, ".txt") == kept_as


def test_a_picture_comes_out_bare_and_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned
    exif[0x010E] = "VI-TRI-BI-MAT"
    exif.get_ifd(0x8825)[1] = "N"
    raw = picture(exif=exif, comment=b"GHI-CHU-BI-MAT") + b"<script>alert(1)</script>"
    _, row = media.attach_upload("a.jpg", raw)
    kept = files.read(row.sha256)
    for marker in (b"BI-MAT", b"Exif", b"script"):
        assert marker not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        assert (shown.size, dict(shown.getexif())) == ((4, 8), {})


def test_text_beside_a_png_is_left_behind() -> None:
    info = PngInfo()
    info.add_text("Author", "BI-MAT")
    info.add_itxt("XML:com.adobe.xmp", "<x>BI-MAT</x>")
    assert b"BI-MAT" not in pictures.encode_anew(picture("PNG", pnginfo=info), ".png")


def test_an_animation_stays_one() -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue", "green")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], comment=b"BI-MAT")
    kept = pictures.encode_anew(out.getvalue(), ".gif")
    with Image.open(io.BytesIO(kept)) as shown:
        assert shown.n_frames == 3  # type: ignore[attr-defined]
    assert b"BI-MAT" not in kept


def test_a_picture_of_too_many_pixels_is_refused_unread() -> None:
    out = io.BytesIO()
    Image.new("1", (9400, 9400)).save(out, "PNG", optimize=True)
    assert len(out.getvalue()) < 50_000
    with pytest.raises(BadInput, match="50 triệu điểm ảnh"):
        media.attach_upload("a.png", out.getvalue())


def test_the_same_file_is_kept_once() -> None:
    _, one = media.attach_upload("a.txt", b"x")
    name, two = media.attach_upload("b.txt", b"x")
    assert (one.id, name) == (two.id, "b.txt")


def text_pdf(text: str) -> bytes:
    pdf = FPDF()
    for _ in range(2):
        pdf.add_page()
        pdf.set_font("helvetica", size=12)
        pdf.cell(text=text)
    return bytes(pdf.output())


def test_the_text_of_a_file_is_kept_for_search() -> None:
    _, pdf = media.attach_upload("a.pdf", text_pdf("Tap huan can bo thon ban"))
    assert "Tap huan can bo" in pdf.text
    assert pdf.pages == 2
    _, txt = media.attach_upload("a.txt", "To\u0302\u0309ng kê".encode())
    assert (txt.text.strip(), txt.pages) == ("Tổng kê", None)
    name, original = media.take_in("b.txt", b"khong doc", with_text=False)
    assert (name, original.text) == ("b.txt", "")
    assert media.attach_upload("c.txt", b"khong doc")[1].text == "khong doc"


def test_a_file_whose_text_cannot_be_read_is_kept() -> None:
    _, row = media.attach_upload("a.pdf", PDF)
    assert (row.text, row.pages) == ("", None)


def test_whoever_only_reads_asks_without_an_error() -> None:
    kept = file_types.may_keep("a.doc", RTF)
    assert kept
    assert (kept.ending, kept.media_type, kept.is_picture) == (".rtf", "application/rtf", False)
    assert file_types.may_keep("a.html", HTML) is None


def test_each_kept_type_has_a_title_and_no_office_file_opens_in_the_browser() -> None:
    assert set(file_types.TYPES.values()) == set(files.TYPE_TITLES)
    assert not [t for t in files.INLINE_TYPES if "office" in t or "msword" in t or "tiff" in t]
