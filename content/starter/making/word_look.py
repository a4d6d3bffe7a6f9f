"""The look of Word files: sizes and colours, sheet, styles, language, page numbers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph as Written

from content.starter.making.blocks import Line
from content.starter.making.pages import Page


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes and colours of one kind of paper."""

    font: str
    size: float
    after: float
    row_cm: float
    sign_cm: float
    ink: str = "000000"
    form: bool = True


FORM_LOOKS = {
    "roomy": Look("Times New Roman", 13, 6, 0.9, 2.6),
    "snug": Look("Times New Roman", 12.5, 4, 0.76, 2.2),
    "tight": Look("Times New Roman", 12, 2.5, 0.68, 1.9),
}
HANDOUT_LOOKS = {
    "roomy": Look("Arial", 13, 7, 0.7, 2.3, ink="0B5A50", form=False),
    "snug": Look("Arial", 11.5, 5, 0.7, 2.3, ink="0B5A50", form=False),
    "tight": Look("Arial", 10.5, 4, 0.7, 2.3, ink="0B5A50", form=False),
}
_MARGINS_CM = {"top": 1.8, "bottom": 1.6, "left": 2.5, "right": 1.6}


def describe(document: Document, page: Page) -> None:
    """Title, language and the page's own date; nothing of who made it or when."""
    day = dt.datetime.combine(page.date, dt.time())
    about = document.core_properties
    about.title, about.language, about.author, about.comments = page.title, "vi-VN", "", ""
    about.created = about.modified = day
    about.last_modified_by, about.revision = "", 1


def forget_the_blank(document: Document) -> None:
    """Drop what the blank file brings and a form never uses: half of its weight on a phone."""
    package = document.part.package
    assert package is not None
    unused = ("/thumbnail", "/stylesWithEffects", "/customXml")
    for relations in (package.rels, document.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(unused):
                relations.pop(key)
    for style in list(document.styles.element.findall(qn("w:style"))):
        kept = style.get(qn("w:styleId")) in {"TableNormal", "TableGrid"}
        if style.get(qn("w:type")) == "table" and not kept:
            style.getparent().remove(style)


def sheet(document: Document, *, lying: bool) -> Length:
    """Set A4, upright or on its side; returns the width between the margins."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    if lying:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Cm(29.7), Cm(21)
    for side, size in _MARGINS_CM.items():
        setattr(section, f"{side}_margin", Cm(size))
    section.footer_distance = Cm(0.8)
    sides = _MARGINS_CM["left"] + _MARGINS_CM["right"]
    return Cm((29.7 if lying else 21) - sides)


def styles(document: Document, look: Look) -> None:
    """Give the built-in styles the look: Word's own outline keeps working."""
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "List Bullet", "List Number"):
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _letters(style, look)
        style.paragraph_format.space_after = Pt(look.after)
        style.paragraph_format.line_spacing = 1.15
    for level, size in (("1", 1.7), ("2", 1.25), ("3", 1.0)):
        style = document.styles[f"Heading {level}"]
        assert isinstance(style, ParagraphStyle)
        style.font.size = Pt(look.size * (size if not look.form else 1))
        style.font.bold, style.font.italic = True, False
        style.font.color.rgb = RGBColor.from_string(look.ink)
        style.paragraph_format.space_before = Pt(look.after * 2)
        style.paragraph_format.keep_with_next = True


def _letters(style: ParagraphStyle, look: Look) -> None:
    style.font.name, style.font.size = look.font, Pt(look.size)
    properties = style.element.get_or_add_rPr()
    fonts = properties.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), look.font)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    language = OxmlElement("w:lang")
    for script in ("val", "eastAsia"):
        language.set(qn(f"w:{script}"), "vi-VN")
    properties.append(language)


def number_pages(document: Document) -> None:
    """Page of pages at the foot, counted by Word."""
    line = document.sections[0].footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for position, code in enumerate(("PAGE", "NUMPAGES")):
        if position:
            line.add_run(" / ").font.size = Pt(9)
        run = line.add_run()
        run.font.size = Pt(9)
        for kind in ("begin", code, "end"):
            run._r.append(_field_piece(kind))


def _field_piece(kind: str) -> BaseOxmlElement:
    if kind in {"begin", "end"}:
        piece = OxmlElement("w:fldChar")
        piece.set(qn("w:fldCharType"), kind)
    else:
        piece = OxmlElement("w:instrText")
        piece.text = kind
    return piece


def put(written: Written, line: Line, *, bold: bool = False, italic: bool = False) -> None:
    """Append a line's runs to a paragraph."""
    for run in line:
        made = written.add_run(run.text)
        made.bold = (run.bold or bold) or None
        made.italic = (run.italic or italic) or None
