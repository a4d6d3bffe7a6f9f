"""The same file as other programs write it: through LibreOffice as ODT, DOC and back to DOCX."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from PIL import Image

from content.documents.plan import parse
from content.letters.result import Wish
from content.reading.result import Reading
from content.reading.word.document import read
from tests.content.reading.word.making import level, numbered, numbering, p, package, r, table

HEAD = table(
    [
        p("ỦY BAN NHÂN DÂN") + p("XÃ MẪU") + p("Số: 9/KH-UBND"),
        p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
        + p("Độc lập - Tự do - Hạnh phúc")
        + p("Mẫu, ngày 05 tháng 3 năm 2025"),
    ]
)
FOOT = table(
    [
        p("Nơi nhận:") + p("- Các thôn;") + p("- Lưu: VT."),
        p("TM. ỦY BAN NHÂN DÂN") + p("CHỦ TỊCH") + p("Phạm Thí Dụ"),
    ]
)
STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "</w:style>"
    '<w:style w:type="paragraph" w:styleId="u1"><w:name w:val="heading 1"/>'
    '<w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)
LISTS = numbering(
    level(0, "decimal", "Điều %1.") + level(1, "decimal", "%1.%2") + level(2, "lowerLetter", "%3)")
)
RULED = '<w:tblBorders><w:insideV w:val="single" w:sz="4"/></w:tblBorders>'


def plan_file() -> bytes:
    """A plan with all that changes its dress when another program writes it."""
    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        HEAD
        + p(r("KẾ HOẠCH", "<w:b/>"))
        + p(r("Mở góc đọc sách ở thôn", "<w:b/>"))
        + p("Thực hiện Kế hoạch số 8/KH-UBND ngày 01/02/2025 của UBND tỉnh Mẫu;")
        + p("I. MỤC TIÊU", '<w:pStyle w:val="u1"/>')
        + p("Mỗi thôn một góc đọc", numbered(1))
        + p("Mở cửa buổi tối", numbered(1, 1))
        + p("Có đèn", numbered(1, 2))
        + p("Có nước", numbered(1, 2))
        + p("Mời người kể chuyện", numbered(1))
        + p(r("Diện tích 30 m") + r("2", '<w:vertAlign w:val="superscript"/>') + note + r("."))
        + p(
            r("Ghi ")
            + f'<w:ins w:id="9" w:author="a" w:date="2025-01-01T00:00:00Z">{r("thêm")}</w:ins>'
        )
        + table(["Thôn", "Kệ"], ["Mẫu Một", "2"], properties=RULED, header=1)
        + p("")
        + FOOT
    )
    notes = f'<w:footnote w:id="2">{p("Tính cả hiên nhà")}</w:footnote>'
    return package(body, parts={"styles": STYLES, "footnotes": notes, **LISTS})


def converted(data: bytes, folder: Path, *endings: str) -> bytes:
    """The file after LibreOffice wrote it in each of the formats, one from the other."""
    path = folder / "a.docx"
    path.write_bytes(data)
    for ending in endings:
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{folder}/ho-so", "--headless",
             "--convert-to", ending, "--outdir", str(folder / ending), str(path)],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        path = folder / ending / f"a.{ending}"
    return path.read_bytes()


@pytest.fixture(scope="module", params=[("docx",), ("odt", "docx"), ("doc", "docx")], ids="-".join)
def rewritten(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reading:
    """The plan as LibreOffice gives it back."""
    folder = tmp_path_factory.mktemp("soffice")
    return read(converted(plan_file(), folder, *request.param), Wish())


def test_the_plan_is_the_same_after_other_programs(rewritten: Reading) -> None:
    plan = parse(rewritten.text)
    assert (plan.number, plan.issuer, plan.signer) == ("9/KH-UBND", "UBND xã Mẫu", "Phạm Thí Dụ")
    assert (plan.title, plan.recipients) == ("Mở góc đọc sách ở thôn", ("Các thôn", "Lưu: VT."))
    assert [(c.number, c.relation) for c in plan.citations] == [("8/KH-UBND", "implements")]


def test_the_text_is_the_same_after_other_programs(rewritten: Reading) -> None:
    assert rewritten.text == read(plan_file(), Wish()).text


def test_an_article_of_python_docx_after_libreoffice(tmp_path: Path) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(picture, "PNG")
    document = docx.Document()
    document.add_heading("Chuyện ở thôn Mẫu", level=0)
    document.add_heading("Buổi đầu", level=1)
    paragraph = document.add_paragraph("Bà con ")
    paragraph.add_run("rất vui").bold = True
    paragraph.add_run(", đọc ").font.size = Pt(14)
    paragraph.add_run("mỗi tối").italic = True
    paragraph.add_run(".")
    for text in ("Mua kệ", "Chọn sách"):
        document.add_paragraph(text, style="List Bullet")
    for text in ("Gọi loa", "Phát sách"):
        document.add_paragraph(text, style="List Number")
    document.add_picture(picture)
    out = io.BytesIO()
    document.save(out)
    wanted = (
        "# Chuyện ở thôn Mẫu\n\n# Buổi đầu\n\nBà con **rất vui**, đọc *mỗi tối*.\n\n- Mua kệ\n"
        "- Chọn sách\n\n1. Gọi loa\n2. Phát sách\n\n![](hinh:hinh-1.png)"
    )
    assert read(out.getvalue(), Wish()).text == wanted
    again = read(converted(out.getvalue(), tmp_path, "odt", "docx"), Wish())
    assert again.text == wanted
    assert len(again.pictures) == 1
