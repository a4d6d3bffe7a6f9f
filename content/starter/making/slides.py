"""Slides: a deck as PPTX with real titles, real lists, tables and the speaker's notes."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from io import BytesIO

from lxml import etree
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide as Made
from pptx.slide import SlideLayout
from pptx.table import _Cell
from pptx.text.text import TextFrame, _Paragraph
from pptx.util import Emu, Pt

from content.starter.making import fitting, habits, packing, theme
from content.starter.making.blocks import Block, Line, Listing, Paragraph, Table
from content.starter.making.deck import Slide
from content.starter.making.fitting import Fitted, Place
from content.starter.making.pages import Page

_DECORATIVE = "http://schemas.microsoft.com/office/drawing/2017/decorative"


def presentation(page: Page, given: tuple[Slide, ...]) -> bytes:
    """The deck as PPTX bytes; the same bytes for the same page."""
    fitted = fitting.fit(given)
    deck, layouts = theme.blank()
    for one in fitted:
        _slide(deck, layouts, one, len(fitted))
    theme.speak_vietnamese(deck)
    theme.forget_the_blank(deck)
    about = deck.core_properties
    about.title, about.language, about.author, about.subject = page.title, "vi-VN", "", ""
    about.created = about.modified = dt.datetime.combine(page.date, dt.time())
    about.last_modified_by, about.revision = "", 1
    kept = BytesIO()
    deck.save(kept)
    return packing.steady(kept.getvalue())


def _slide(deck: Deck, layouts: dict[str, SlideLayout], one: Fitted, count: int) -> None:
    first_is_text = bool(one.places) and one.places[0].kind == "text"
    kind = theme.COVER if one.slide.cover else theme.TEXT if first_is_text else theme.BARE
    made = deck.slides.add_slide(layouts[kind])
    assert made.shapes.title is not None
    made.shapes.title.text_frame.text = one.slide.title
    made.shapes.title.name = "Tiêu đề"
    if one.slide.cover:
        _cover(made, one.slide)
    for position, place in enumerate(one.places):
        _place(made, place, one.size, in_body=position == 0 and first_is_text)
    _thread(made, one.number, count, cover=one.slide.cover)
    _number(made, layouts[kind])
    _notes(made, one.slide.notes)


def _cover(made: Made, slide: Slide) -> None:
    assert made.shapes.title is not None
    for run in made.shapes.title.text_frame.paragraphs[0].runs:
        run.font.size, run.font.color.rgb = Pt(fitting.COVER_SIZE), theme.rgb(theme.PAPER)
    frame = made.placeholders[1].text_frame
    _text(frame, slide.parts, 28.0, colour=theme.PAPER)
    for paragraph in frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT


def _place(made: Made, place: Place, size: float, *, in_body: bool) -> None:
    size = fitting.size_of(place.kind, size)
    if place.kind == "table":
        assert isinstance(place.parts[0], Table)
        _table(made, place.parts[0], place, size)
        return
    if place.kind == "key":
        _key(made, place, size)
        return
    shape = (
        made.placeholders[1] if in_body else made.shapes.add_textbox(Emu(0), Emu(0), Emu(0), Emu(0))
    )
    shape.name = "Nội dung"
    theme.place(shape, fitting.LEFT, place.top, fitting.BODY_WIDTH, place.height)
    _bare(shape.text_frame)
    _text(shape.text_frame, place.parts, size)


def _bare(frame: TextFrame) -> None:
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)


def _text(
    frame: TextFrame, parts: tuple[Block, ...], size: float, *, colour: str = theme.INK
) -> None:
    first = True
    for part in parts:
        ordered = part.ordered if isinstance(part, Listing) else None
        for line, _ in fitting.lines((part,)):
            paragraph = frame.paragraphs[0] if first else _another(frame)
            _put(paragraph, line, size, colour)
            paragraph.space_before = Pt(0 if first else fitting.ITEM_GAP)
            paragraph.line_spacing = 1.05
            _mark(paragraph, ordered)
            first = False


def _another(frame: TextFrame) -> _Paragraph:
    paragraph: _Paragraph = frame.add_paragraph()  # type: ignore[no-untyped-call]
    return paragraph


def _put(paragraph: _Paragraph, line: Line, size: float, colour: str) -> None:
    for run in line:
        made = paragraph.add_run()
        made.text = run.text
        made.font.size, made.font.color.rgb = Pt(size), theme.rgb(colour)
        made.font.bold = run.bold or None
        made.font.italic = run.italic or None


def _mark(paragraph: _Paragraph, ordered: bool | None) -> None:
    """A real bullet or number of the program, teal; none for running text."""
    properties = paragraph._p.get_or_add_pPr()
    if ordered is None:
        properties.set("marL", "0")
        properties.set("indent", "0")
        etree.SubElement(properties, qn("a:buNone"))
        return
    room = int(Pt(fitting.INDENT))
    properties.set("marL", str(room))
    properties.set("indent", str(-room))
    colour = etree.SubElement(properties, qn("a:buClr"))
    etree.SubElement(colour, qn("a:schemeClr")).set("val", "accent1")
    font = etree.SubElement(properties, qn("a:buFont"))
    font.set("typeface", theme.FONT if not ordered else "+mj-lt")
    mark = etree.SubElement(properties, qn("a:buAutoNum" if ordered else "a:buChar"))
    mark.set("type" if ordered else "char", "arabicPeriod" if ordered else "•")


def _key(made: Made, place: Place, size: float) -> None:
    bar = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), Emu(0), Emu(0))
    theme.place(bar, fitting.LEFT, place.top, fitting.BAR, place.height)
    _plain(bar, theme.LAMP)
    _decorative(bar._element)
    box = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, Emu(0), Emu(0), Emu(0), Emu(0))
    wide = fitting.BODY_WIDTH - fitting.BAR
    theme.place(box, fitting.LEFT + fitting.BAR, place.top, wide, place.height)
    _plain(box, theme.WASH)
    box.name = "Câu cần nhớ"
    frame = box.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.margin_left = frame.margin_right = Pt(fitting.BOX_PAD)
    frame.margin_top = frame.margin_bottom = Pt(fitting.BOX_PAD / 2)
    _text(frame, place.parts, size)
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT


def _plain(shape: object, colour: str) -> None:
    shape.fill.solid()  # type: ignore[attr-defined]
    shape.fill.fore_color.rgb = theme.rgb(colour)  # type: ignore[attr-defined]
    shape.line.fill.background()  # type: ignore[attr-defined]
    _without_style(shape._element)  # type: ignore[attr-defined]


def _without_style(element: etree._Element) -> None:
    """Without the theme's own style: it would add a shadow and a border of its own."""
    for style in element.findall(qn("p:style")):
        element.remove(style)


def _table(made: Made, table: Table, place: Place, size: float) -> None:
    rows = ((table.head,) if table.head else ()) + table.rows
    shares = habits.widths(table)
    frame = made.shapes.add_table(
        len(rows), len(shares), Pt(fitting.LEFT), Pt(place.top), Pt(fitting.BODY_WIDTH),
        Pt(place.height),
    )  # fmt: skip
    frame.name = "Bảng"
    grid = frame.table
    grid.first_row, grid.horz_banding = bool(table.head), False
    for column, share in enumerate(shares):
        grid.columns[column].width = Pt(fitting.BODY_WIDTH * share)
    for index, row in enumerate(rows):
        grid.rows[index].height = Pt(place.rows[index])
        for column, given in enumerate(row):
            head = row is table.head
            cell = grid.cell(index, column)
            _cell(cell, given, size, head=head)
            if habits.figures(table, column):
                cell.margin_right = Pt(40)
                cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _cell(cell: _Cell, given: Paragraph, size: float, *, head: bool) -> None:
    cell.margin_left = cell.margin_right = Pt(fitting.CELL_X)
    cell.margin_top = cell.margin_bottom = Pt(fitting.CELL_Y - 2)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()  # type: ignore[no-untyped-call]
    cell.fill.fore_color.rgb = theme.rgb(theme.BRAND if head else theme.PAPER)
    _text(cell.text_frame, (given,), size, colour=theme.PAPER if head else theme.INK)
    for run in cell.text_frame.paragraphs[0].runs:
        run.font.bold = head or run.font.bold
    if not head:
        _rules(cell)


def _rules(cell: _Cell) -> None:
    """A thin line above and below: each of two neighbours may win, so both draw it."""
    properties = cell._tc.get_or_add_tcPr()
    for position, side in enumerate(("a:lnT", "a:lnB")):
        line = etree.Element(qn(side), {"w": str(int(Pt(1)))})
        fill = etree.SubElement(line, qn("a:solidFill"))
        etree.SubElement(fill, qn("a:srgbClr")).set("val", theme.LINE)
        properties.insert(position, line)


def _thread(made: Made, number: int, count: int, *, cover: bool) -> None:
    """The thread at the foot as one group that screen readers pass over."""
    group = made.shapes.add_group_shape()
    group.name = "Tiến độ"
    length = fitting.BODY_WIDTH - 60
    line = group.shapes.add_connector(
        MSO_CONNECTOR.STRAIGHT, Pt(fitting.LEFT), Pt(fitting.THREAD_Y),
        Pt(fitting.LEFT + length), Pt(fitting.THREAD_Y),
    )  # fmt: skip
    _without_style(line._element)
    line.line.width, line.line.color.rgb = Pt(2), theme.rgb(theme.PALE)
    strong, weak = (theme.PAPER, theme.BRAND) if cover else (theme.BRAND, theme.PAPER)
    for knot in range(1, count + 1):
        wide = 18.0 if knot == number else 10.0
        at = fitting.LEFT + length * (knot - 1) / max(count - 1, 1)
        dot = group.shapes.add_shape(MSO_SHAPE.OVAL, Emu(0), Emu(0), Emu(0), Emu(0))
        theme.place(dot, at - wide / 2, fitting.THREAD_Y - wide / 2, wide, wide)
        _plain(dot, theme.LAMP if knot == number else strong if knot < number else weak)
        dot.line.width, dot.line.color.rgb = Pt(1.5), theme.rgb(strong)
    for piece in group._element.iter(qn("p:cNvPr")):
        _mark_decorative(piece)


def _decorative(element: etree._Element) -> None:
    for piece in element.iter(qn("p:cNvPr")):
        _mark_decorative(piece)


def _mark_decorative(piece: etree._Element) -> None:
    extensions = etree.SubElement(piece, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"))
    extension.set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    mark = etree.SubElement(extension, f"{{{_DECORATIVE}}}decorative", nsmap={"adec": _DECORATIVE})
    mark.set("val", "1")


def _number(made: Made, layout: SlideLayout) -> None:
    """The layout's slide number, which python-pptx leaves out of new slides."""
    for shape in list(layout.placeholders):
        if theme.ph_type(shape) == "sldNum":
            made.shapes._spTree.append(deepcopy(shape.element))


def _notes(made: Made, notes: tuple[str, ...]) -> None:
    frame = made.notes_slide.notes_text_frame
    assert frame is not None
    frame.text = "\n".join(notes)
