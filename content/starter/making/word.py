"""Word: blocks as a DOCX that an office opens and fills; Times New Roman, A4, Vietnamese."""

from __future__ import annotations

from io import BytesIO

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt
from docx.text.paragraph import Paragraph as Written

from content.starter.making import blocks, habits, packing, word_look, word_tables
from content.starter.making.blocks import (
    Block,
    Heading,
    Listing,
    Paragraph,
    Quote,
    Rule,
    Table,
)
from content.starter.making.habits import Role
from content.starter.making.pages import Page


def form(page: Page, fit: str) -> bytes:
    """A form as DOCX bytes, set as closely as its PDF; the same bytes for the same page."""
    return _made(page, word_look.FORM_LOOKS[fit])


def handout(page: Page, fit: str) -> bytes:
    """A text to read and pass on as DOCX bytes: title, then the page's blocks."""
    return _made(page, word_look.HANDOUT_LOOKS[fit])


def _made(page: Page, look: word_look.Look) -> bytes:
    parts, title = blocks.read(page.source), ""
    if not look.form:
        title, parts = blocks.titled(parts, page.title)
    document = docx.Document()
    word_look.describe(document, page)
    width = word_look.sheet(document, lying=look.form and habits.lying(parts))
    word_look.styles(document, look)
    if title:
        document.add_heading(title, level=1)
    Writer(document, look, width).write(parts)
    word_look.number_pages(document)
    word_look.forget_the_blank(document)
    kept = BytesIO()
    document.save(kept)
    return packing.steady(kept.getvalue())


class Writer:
    """Writes blocks into a document one after the other."""

    def __init__(self, document: Document, look: word_look.Look, width: Length) -> None:
        self._document, self._look, self._width = document, look, width

    def write(self, parts: tuple[Block, ...]) -> None:
        """Append blocks in order."""
        for position, block in enumerate(parts):
            following = parts[position + 1] if position + 1 < len(parts) else None
            self._block(block, following)

    def _block(self, block: Block, following: Block | None) -> None:
        match block:
            case Heading(level=level, line=line):
                word_look.put(self._document.add_heading(level=min(level, 3)), line)
            case Paragraph():
                self._paragraph(block, following)
            case Listing():
                self._list(block)
            case Table():
                word_tables.add(self._document, block, self._look, self._width)
            case Quote(blocks=inner):
                self.write(inner)
            case Rule():
                self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _paragraph(self, block: Paragraph, following: Block | None) -> None:
        written = self._document.add_paragraph()
        kind = habits.role(block)
        for position, line in enumerate(block.lines):
            if position:
                written.add_run().add_break()
            kept, ends = habits.without_dots(line) if kind is not Role.CENTRED else (line, False)
            word_look.put(written, kept, italic=kind is Role.DATED)
            if ends:
                _draw_dots(written, self._width, long=len(blocks.text(block)))
        if kind is Role.CENTRED and not self._look.form:
            _box(written)
        elif kind is Role.CENTRED:
            self._centre(written, blocks.text(block), following)
        elif kind is Role.DATED:
            written.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            written.paragraph_format.keep_with_next = True
        elif kind is Role.TICK:
            written.paragraph_format.left_indent = Cm(0.8)

    def _centre(self, written: Written, letters: str, following: Block | None) -> None:
        written.alignment = WD_ALIGN_PARAGRAPH.CENTER
        close = isinstance(following, Paragraph) and blocks.wholly_bold(following)
        motto = letters.startswith("Độc lập")
        written.paragraph_format.space_after = Pt(2 if close and not motto else 10)
        for run in written.runs:
            run.font.underline = motto
            if letters.isupper() and not letters.startswith("CỘNG HÒA"):
                run.font.size = Pt(self._look.size + 2)

    def _list(self, block: Listing) -> None:
        for number, item in enumerate(block.items, start=1):
            for part in item:
                if not isinstance(part, Paragraph):
                    self._block(part, None)
                    continue
                self._item(part, number if block.ordered else None)

    def _item(self, part: Paragraph, number: int | None) -> None:
        """Marks are written, not numbered by Word: a copied line keeps its number."""
        written = self._document.add_paragraph()
        style = written.paragraph_format
        ticked = blocks.text(part).startswith("☐")
        style.left_indent, style.first_line_indent = Cm(0.8), Cm(0 if ticked else -0.5)
        style.space_after = Pt(2)
        style.tab_stops.add_tab_stop(Cm(0.8))
        if not ticked:
            written.add_run("•\t" if number is None else f"{number}.\t")
        for line in part.lines:
            kept, ends = habits.without_dots(line) if self._look.form else (line, False)
            word_look.put(written, kept)
            if ends:
                _draw_dots(written, self._width, long=0)


def _draw_dots(written: Written, width: Length, *, long: int) -> None:
    """Dots up to the right margin, drawn by a tab, so that they never break in the middle."""
    stop = OxmlElement("w:tab")
    for name, value in (("val", "right"), ("leader", "dot"), ("pos", str(int(width.twips)))):
        stop.set(qn(f"w:{name}"), value)
    properties = written._p.get_or_add_pPr()
    properties.get_or_add_tabs().append(stop)
    if long > habits.LONG_QUESTION:
        written.add_run().add_break()
    written.add_run("\t")


def _box(written: Written) -> None:
    """A pale box with a bar at its left: the one sentence to remember."""
    properties = written._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    bar = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "36"), ("space", "8"), ("color", "F4B52C")):
        bar.set(qn(f"w:{name}"), value)
    borders.append(bar)
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "FFF3D3")):
        shade.set(qn(f"w:{name}"), value)
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
    properties.insert_element_before(shade, "w:tabs", "w:spacing", "w:ind", "w:jc")
