"""Files that LibreOffice reads for us: what they say, and that nothing is fetched or run."""

from __future__ import annotations

import contextlib
import http.server
import io
import shutil
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import docx
import pytest
from PIL import Image
from pptx import Presentation

from content.errors import BadInput
from content.reading import kinds, office
from content.reading.reader import read_file
from tests.content.reading.making import frame, linked, odf, picture

CANARY = (7, 200, 30)  # the colour of the picture that must never come in
SECRET = "BIMATCANARY"


def made(data: bytes, kind: str, ending: str, written_with: str) -> bytes:
    """A file of an old format, which only LibreOffice can write."""
    known = office._WRITTEN_WITH
    office._WRITTEN_WITH = {**known, ending: f"{ending}:{written_with}"}
    try:
        return office.convert(data, kind, ending)
    finally:
        office._WRITTEN_WITH = known


@pytest.fixture(scope="module")
def plan_odt() -> bytes:
    return odf(
        "text",
        '<text:h text:outline-level="1">Mở góc đọc sách</text:h>'
        "<text:p>Mỗi thôn một góc đọc, do bà con cùng chăm lo.</text:p>"
        '<table:table table:name="A"><table:table-column table:number-columns-repeated="3"/>'
        "<table:table-row><table:table-cell><text:p>Thôn</text:p></table:table-cell>"
        "<table:table-cell><text:p>Kệ</text:p></table:table-cell>"
        "<table:table-cell><text:p>Sách</text:p></table:table-cell></table:table-row>"
        "<table:table-row><table:table-cell><text:p>Mẫu</text:p></table:table-cell>"
        "<table:table-cell><text:p>2</text:p></table:table-cell>"
        "<table:table-cell><text:p>300</text:p></table:table-cell></table:table-row></table:table>",
    )


@pytest.fixture(scope="module")
def plan_doc(plan_odt: bytes) -> bytes:
    return made(plan_odt, "odt", "doc", "MS Word 97")


RTF = (
    rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Th\u244?n M\u7851?u "
    rb"\u273?\u7885?c s\u225?ch\par D\u242?ng hai}"
)


def test_word_97_is_read_as_its_docx_would_be(plan_doc: bytes) -> None:
    assert kinds.what_is(plan_doc) == "doc"
    reading = read_file("Kế hoạch.DOC", plan_doc)
    assert (reading.kind, reading.media_type) == ("doc", "application/msword")
    assert "# Mở góc đọc sách\n\nMỗi thôn một góc đọc" in reading.text
    assert "| Mẫu | 2 | 300 |" in reading.text


def test_rtf_under_the_name_of_word_is_read_and_said() -> None:
    reading = read_file("a.doc", RTF)
    assert reading.text == "Thôn Mẫu đọc sách\n\nDòng hai"
    assert (reading.kind, reading.notes[0].kind) == ("rtf", "repaired")
    assert ".doc" in reading.notes[0].text
    assert "RTF" in reading.notes[0].text


def test_open_document_and_word_xml_are_read(plan_odt: bytes) -> None:
    assert "| Mẫu | 2 | 300 |" in read_file("a.odt", plan_odt).text
    word_xml = (
        '<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument '
        'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r>'
        "<w:t>Thôn Mẫu</w:t></w:r></w:p></w:body></w:wordDocument>"
    ).encode()
    assert read_file("a.xml", word_xml).text == "Thôn Mẫu"


def test_sheets_and_slides_of_old_formats_are_read() -> None:
    book = odf(
        "spreadsheet",
        '<table:table table:name="Quý I"><table:table-row>'
        '<table:table-cell office:value-type="string"><text:p>Thôn</text:p></table:table-cell>'
        '<table:table-cell office:value-type="string"><text:p>Lượt</text:p></table:table-cell>'
        "</table:table-row><table:table-row>"
        '<table:table-cell office:value-type="string"><text:p>Mẫu</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="12"/></table:table-row>'
        "</table:table>",
    )
    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[1])
    slide.shapes.title.text = "Góc đọc sách"
    slide.placeholders[1].text = "Mở tối thứ ba\nMở tối thứ năm"
    buffer = io.BytesIO()
    shown.save(buffer)
    ppt = made(buffer.getvalue(), "pptx", "ppt", "MS PowerPoint 97")
    xls = made(book, "ods", "xls", "MS Excel 97")
    assert (kinds.what_is(ppt), kinds.what_is(xls)) == ("ppt", "xls")
    for name, data in (("a.ods", book), ("a.xls", xls)):
        assert "| Thôn | Lượt |\n| --- | --- |\n| Mẫu | 12 |" in read_file(name, data).text
    text = read_file("a.ppt", ppt).text
    assert "## Trang chiếu 1: Góc đọc sách\n\n- Mở tối thứ ba\n- Mở tối thứ năm" in text


def test_two_at_once_do_not_disturb_each_other(plan_doc: bytes) -> None:
    with ThreadPoolExecutor(2) as both:
        doc = both.submit(office.convert, plan_doc, "doc", "docx")
        rtf = both.submit(office.convert, RTF, "rtf", "docx")
        texts = ["\n".join(p.text for p in docx.Document(io.BytesIO(done.result())).paragraphs)
                 for done in (doc, rtf)]  # fmt: skip
    assert "Mỗi thôn" in texts[0]
    assert "đọc sách" in texts[1]


# ---- nothing is fetched -------------------------------------------------------------------------


class Canary:
    """A server on this machine that counts who asks, and files that nobody may read."""

    def __init__(self, folder: Path) -> None:
        asked = self.asked = []
        image = picture(colour="#{:02x}{:02x}{:02x}".format(*CANARY))

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(image)

            do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815 - the server's names

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.web = f"http://127.0.0.1:{self.server.server_port}"
        self.disk = folder.as_uri()
        self.folder = folder
        (folder / "hinh.png").write_bytes(image)
        (folder / "chu.txt").write_text(f"{SECRET} một")
        (folder / "chu.rtf").write_text(rf"{{\rtf1 {SECRET}}}")
        (folder / "bang.csv").write_text(f"{SECRET};2\n")


@pytest.fixture(scope="module")
def canary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Canary]:
    found = Canary(tmp_path_factory.mktemp("canary"))
    thread = threading.Thread(target=found.server.serve_forever, daemon=True)
    thread.start()
    yield found
    found.server.shutdown()
    found.server.server_close()
    thread.join()


def slides_with_links(canary: Canary) -> bytes:
    return odf(
        "presentation",
        f'<draw:page draw:name="a">{linked(canary.web + "/odp.png")}'
        f"{linked(canary.disk + '/hinh.png')}"
        f"{frame('<draw:text-box><text:p>Lời</text:p></draw:text-box>')}</draw:page>",
    )


def text_with_links(canary: Canary) -> bytes:
    objects = frame(f'<draw:object xlink:href="{canary.web}/vat.odt" xlink:type="simple"/>')
    objects += frame(f'<draw:floating-frame xlink:href="{canary.web}/khung.html"/>')
    sections = "".join(
        f'<text:section text:name="{n}"><text:section-source xlink:href="{address}"/>'
        "<text:p>cũ</text:p></text:section>"
        for n, address in enumerate(
            (f"{canary.disk}/chu.txt", f"{canary.disk}/chu.rtf", f"{canary.web}/phan.html")
        )
    )
    return odf(
        "text",
        f"<text:p>Lời {linked(canary.web + '/odt.png')}{linked(canary.disk + '/hinh.png')}"
        f"{objects}</text:p>{sections}",
    )


def rtf_with_links(canary: Canary) -> bytes:
    disk = canary.folder
    return (
        rf"{{\rtf1\ansi{{\*\template {canary.web}/mau.dotx}}Loi "
        rf'{{\field{{\*\fldinst INCLUDEPICTURE "{canary.web}/rtf.png" \\d}}{{\fldrslt x}}}}'
        rf'{{\field{{\*\fldinst INCLUDEPICTURE "{disk}/hinh.png" \\d}}{{\fldrslt x}}}}'
        rf'{{\field{{\*\fldinst INCLUDETEXT "{disk}/chu.txt"}}{{\fldrslt cu}}}}'
        rf'{{\field{{\*\fldinst INCLUDETEXT "{disk}/chu.rtf"}}{{\fldrslt cu}}}}}}'
    ).encode()


def book_with_links(canary: Canary) -> bytes:
    return odf(
        "spreadsheet",
        '<table:table table:name="A"><table:table-row><table:table-cell table:formula='
        f'"of:=\'{canary.disk}/bang.csv\'#$bang.A1" office:value-type="string"><text:p>Lời'
        "</text:p></table:table-cell><table:table-cell table:formula="
        f'"of:=WEBSERVICE(&quot;{canary.web}/ws&quot;)"/></table:table-row></table:table>'
        f'<table:table table:name="B"><table:table-source xlink:href="{canary.disk}/bang.csv" '
        'table:filter-name="Text - txt - csv (StarCalc)" table:filter-options="59,34,76,1"/>'
        '<table:table-row><table:table-cell office:value-type="string"><text:p>Lời</text:p>'
        "</table:table-cell></table:table-row></table:table>",
    )


def word_with_links(canary: Canary) -> bytes:
    document = docx.Document()
    document.add_paragraph("Lời")
    document.add_picture(io.BytesIO(picture()))
    outside = document.part.relate_to(
        f"{canary.web}/docx.png",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
        is_external=True,
    )
    blip = next(e for e in document.element.body.iter() if e.tag.endswith("}blip"))
    relations = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    del blip.attrib[f"{relations}embed"]
    blip.set(f"{relations}link", outside)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def page_with_links(canary: Canary) -> bytes:
    return (
        f"<html><head><link rel=stylesheet href='{canary.web}/a.css'></head><body><p>Lời"
        f"<img src='{canary.web}/html.png'><img src='{canary.disk}/hinh.png'>"
        f"<iframe src='{canary.disk}/chu.txt'></iframe></p></body></html>"
    ).encode()


def test_nothing_is_fetched_from_outside_or_from_the_disk(canary: Canary) -> None:
    files = {
        "a.odt": text_with_links(canary),
        "a.rtf": rtf_with_links(canary),
        "a.doc": made(text_with_links(canary), "odt", "doc", "MS Word 97"),
        "a.ods": book_with_links(canary),
        "a.odp": slides_with_links(canary),
        "a.pptx": office.convert(slides_with_links(canary), "odp", "pptx"),
        "a.xlsx": office.convert(book_with_links(canary), "ods", "xlsx"),
        "a.docx": word_with_links(canary),
        "a.html": page_with_links(canary),
    }
    for name, data in files.items():
        reading = read_file(name, data)
        assert SECRET not in reading.text, name
        assert "L" in reading.text, name
        for shown in reading.pictures:
            with Image.open(io.BytesIO(shown.data)) as image:
                assert image.convert("RGB").getpixel((5, 5)) != CANARY, name
    assert canary.asked == []


def test_the_canary_sings_when_the_cage_is_open(
    canary: Canary, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Without this the test above might prove nothing but a broken server."""
    door = tmp_path / "door.py"
    door.write_text("import os, sys\nos.execvp(sys.argv[4], sys.argv[4:])\n")
    monkeypatch.setattr("content.reading.cage._DOOR", door)
    monkeypatch.setattr(office, "_SETTINGS", ())
    monkeypatch.setattr(office, "_PROXIES", ())
    before = len(canary.asked)
    turned = office.convert(slides_with_links(canary), "odp", "pptx")
    with zipfile.ZipFile(io.BytesIO(turned)) as archive:
        media = [archive.read(name) for name in archive.namelist() if "/media/" in name]
    assert "/odp.png" in canary.asked
    del canary.asked[before:]
    assert any(Image.open(io.BytesIO(m)).convert("RGB").getpixel((5, 5)) == CANARY for m in media)


# ---- limits -------------------------------------------------------------------------------------


def test_what_takes_too_long_is_stopped_and_leaves_nothing(
    plan_doc: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_FIRST_SECONDS", 0)
    with pytest.raises(BadInput, match="quá lâu"):
        office.convert(plan_doc, "doc", "docx")
    end = time.monotonic() + 10  # the kernel takes a moment to clear away what was killed
    while _offices() and time.monotonic() < end:
        time.sleep(0.05)
    assert _offices() == []


def _offices() -> list[bytes]:
    """Commands of LibreOffices that run in a cage of this test's."""
    running = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            running.append(path.read_bytes())
    return [c for c in running if b"soffice" in c and b"hub-cage-office" in c]


def test_a_broken_file_is_refused_in_one_sentence() -> None:
    with pytest.raises(BadInput, match="không chuyển đổi được") as refused:
        read_file("a.odt", odf("text", "<text:p>thiếu"))
    assert refused.value.message.startswith("“a.odt”: ")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            odf("text", "", before='<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'),
            "DOCTYPE",
        ),
        (odf("text", f"<text:p>{'x' * 30_000_000}</text:p>"), "nén chặt"),
    ],
)
def test_some_are_refused_before_a_program_starts(
    data: bytes, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("content.reading.cage.run", None)
    with pytest.raises(BadInput, match=words):
        read_file("a.odt", data)


def test_without_libreoffice_one_sentence_says_what_to_do(
    plan_doc: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.available() == ""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert "cài LibreOffice" in office.available()
    with pytest.raises(BadInput, match=r"“a\.doc”: máy chủ chưa có LibreOffice"):
        read_file("a.doc", plan_doc)
