"""Media: types by content, safe names, pictures made anew."""

from __future__ import annotations

import io
import zipfile

import pytest
from fpdf import FPDF
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from content import files, trail
from content.errors import BadInput
from content.publishing import file_types, pictures
from content.publishing.commands import media

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
        ("a.doc", b"\xd0\xcf\x11\xe0", "định dạng cũ"),
        ("a.pdf", HTML, "không phải PDF"),
        ("a.jpg", HTML, "không phải JPG"),
        ("a.jpg", picture("PNG"), "không phải JPG"),
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
