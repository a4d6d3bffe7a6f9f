"""Makes the templates of a decision's papers: `python -m content.starter.making.papers`.

Quốc hiệu, number, place and day, "Nơi nhận" stand where official letters have them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

import content.recognition.papers.shipped as shipped

_CENTER, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
_COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
_MOTTO = "Độc lập - Tự do - Hạnh phúc"


def main() -> None:
    """Write the three templates into their folder."""
    folder = Path(shipped.__file__).parent
    for name, make in (
        ("to-trinh", _proposal),
        ("danh-sach", _annex),
        ("giay-cong-nhan", _certificate),
    ):
        document = _page()
        make(document)
        document.save(str(folder / f"{name}.docx"))


def _page() -> Any:
    document = docx.Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(14)
    style.paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(2)
    document.core_properties.author = ""
    return document


def _line(where: Any, text: str, *, align: Any = None, size: int = 14, **look: bool) -> Any:
    paragraph = where.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    run.bold, run.italic, run.font.all_caps = (
        look.get(name) for name in ("bold", "italic", "caps")
    )
    return paragraph


def _rule(where: Any, width: Any, side: Any) -> None:
    """The stroke below who writes and below the motto, in the middle of what is `width` wide."""
    paragraph = where.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = Pt(3)
    shape.left_indent = shape.right_indent = int((width - side) / 2)
    borders = OxmlElement("w:pBdr")
    stroke = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "auto")):
        stroke.set(qn(f"w:{name}"), value)
    borders.append(stroke)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _cell(
    cell: Any,
    *lines: tuple[str, bool, bool],
    size: int = 13,
    align: Any = _CENTER,
    caps: bool = False,
) -> None:
    cell.paragraphs[0]._p.getparent().remove(cell.paragraphs[0]._p)
    for text, bold, italic in lines:
        made = _line(cell, text, align=align, size=size, bold=bold, italic=italic, caps=caps)
        made.paragraph_format.space_after = Pt(0)


def _head(document: Any, number: str, *office: tuple[str, bool], day: str) -> None:
    """The upper part: who writes and the number on the left, quốc hiệu, place and day right.

    office: lines of who writes, each with whether it is bold.
    """
    left, right = Cm(6.2), Cm(9.8)
    table = document.add_table(rows=2, cols=2)
    _cell(table.cell(0, 0), *((text, bold, False) for text, bold in office), caps=True)
    _rule(table.cell(0, 0), left, Cm(2))
    _cell(table.cell(0, 1), (_COUNTRY, True, False), size=12)
    motto = _line(table.cell(0, 1), _MOTTO, align=_CENTER, size=13, bold=True)
    motto.paragraph_format.space_after = Pt(0)
    _rule(table.cell(0, 1), right, Cm(5.6))
    _cell(table.cell(1, 0), (number, False, False))
    _cell(table.cell(1, 1), (f"{{{{dia_danh}}}}, {day}", False, True))
    for cell in table.rows[1].cells:
        cell.paragraphs[0].paragraph_format.space_before = Pt(6)
    _widths(table, left, right)
    document.add_paragraph()


def _widths(table: Any, *widths: Any) -> None:
    table.autofit = False
    for at, width in enumerate(widths):
        table.columns[at].width = width
        for row in table.rows:
            row.cells[at].width = width


def _foot(document: Any, post: str, name: str, *receivers: str) -> None:
    """The lower part: "Nơi nhận" on the left, who signs on the right."""
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    told = [("Nơi nhận:", True, True), *((f"- {one};", False, False) for one in receivers)]
    _cell(table.cell(0, 0), *told, ("- Lưu: VT.", False, False), size=11, align=None)
    blank = ("", False, False)
    _cell(table.cell(0, 1), (post, True, False), blank, blank, blank, (name, True, False), size=14)


def _proposal(document: Any) -> None:
    # A proposal comes before the decision: its own number and day are not known here.
    _head(
        document,
        "Số:        /TTr-HKH",
        ("Hội Khuyến học", True),
        ("{{noi}}", True),
        day="ngày     tháng     năm        ",
    )
    _line(document, "TỜ TRÌNH", align=_CENTER, bold=True)
    _line(
        document,
        "Về việc đề nghị công nhận danh hiệu “{{danh_hieu}}” năm {{nam}}",
        align=_CENTER,
        bold=True,
    )
    _line(document, "Kính gửi: {{co_quan}}.", align=_CENTER)
    _line(
        document,
        "Căn cứ kết quả đánh giá các mô hình học tập năm {{nam}} trên địa bàn {{noi}}, "
        "Hội Khuyến học {{noi}} kính trình {{co_quan}} xem xét, quyết định công nhận danh hiệu "
        "“{{danh_hieu}}” năm {{nam}} cho {{tong_so}} trường hợp (có danh sách kèm theo).",
        align=_BOTH,
    )
    _line(document, "Kính đề nghị {{co_quan}} xem xét, quyết định./.", align=_BOTH)
    _foot(document, "TM. BAN CHẤP HÀNH\nCHỦ TỊCH", "", "Như trên", "Các chi hội")


def _annex(document: Any) -> None:
    _head(document, "", ("{{ten_co_quan}}", True), day="{{ngay_thang}}")
    _line(document, "DANH SÁCH", align=_CENTER, bold=True)
    _line(document, "Được công nhận “{{danh_hieu}}” năm {{nam}}", align=_CENTER, bold=True)
    _line(
        document,
        "(Kèm theo Quyết định số {{so}} {{ngay_thang}} của {{co_quan}})",
        align=_CENTER,
        italic=True,
    )
    table = document.add_table(rows=2, cols=5)
    table.style = "Table Grid"
    heads = ("STT", "Họ và tên", "Thôn, bản, tổ dân phố", "Danh hiệu", "Mức")
    words = ("{{stt}}", "{{ten}}", "{{thon}}", "{{danh_hieu_cua}}", "{{muc}}")
    widths = (Cm(1.3), Cm(5.2), Cm(4.2), Cm(3.8), Cm(1.8))
    for at, (head, word) in enumerate(zip(heads, words, strict=True)):
        _cell(table.cell(0, at), (head, True, False), size=12)
        _cell(table.cell(1, at), (word, False, False), size=12, align=None if at else _CENTER)
    for row in table.rows:
        for cell in row.cells:
            shape = cell.paragraphs[0].paragraph_format
            shape.space_before = shape.space_after = Pt(3)
        _say(row, "w:cantSplit")
    _say(table.rows[0], "w:tblHeader")
    _widths(table, *widths)
    end = _line(document, "Danh sách này có {{tong_so}} trường hợp./.", italic=True)
    end.paragraph_format.space_before = Pt(6)


def _say(row: Any, name: str) -> None:
    """Tell Word of a row: not to be cut by the end of a page, or to stand on each page."""
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _certificate(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(1.5)
    _line(document, _COUNTRY, align=_CENTER, bold=True).paragraph_format.space_after = Pt(0)
    _line(document, _MOTTO, align=_CENTER, bold=True, size=15).paragraph_format.space_after = Pt(0)
    _rule(document, Cm(24.7), Cm(6.2))
    for text, size, before, look in (
        ("{{co_quan}}", 16, 26, {"bold": True, "caps": True}),
        ("CÔNG NHẬN", 34, 12, {"bold": True}),
        ("{{ten}}", 28, 14, {"bold": True}),
        ("{{o_dau}}", 16, 4, {}),
        ("Đạt danh hiệu “{{danh_hieu_cua}}” năm {{nam}}", 20, 14, {}),
    ):
        made = _line(document, text, align=_CENTER, size=size, **look)
        made.paragraph_format.space_before = Pt(before)
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    _cell(
        table.cell(0, 0),
        ("", False, False),
        ("Quyết định số {{so}}", False, True),
        ("{{ngay_thang}}", False, True),
        align=None,
    )
    blank = ("", False, False)
    _cell(
        table.cell(0, 1),
        ("{{dia_danh}}, {{ngay_thang}}", False, True),
        ("{{chuc_vu}}", True, False),
        blank,
        blank,
        blank,
        ("{{nguoi_ky}}", True, False),
        size=14,
    )
    _widths(table, Cm(12.3), Cm(12.4))


if __name__ == "__main__":
    main()
