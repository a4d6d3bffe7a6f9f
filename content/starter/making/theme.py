"""Theme: python-pptx's blank file turned into ours: 16:9, two colours, three layouts.

Titles, text and slide numbers are real placeholders of the layouts, so that the outline view,
screen readers and a commune's own new slides all work as the office program intends.
"""

from __future__ import annotations

import re

from lxml import etree
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.package import Part
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.shapes.base import BaseShape
from pptx.slide import SlideLayout
from pptx.util import Emu, Pt

from content.starter.making import fitting

INK, SOFT, PAPER, LINE = "16211D", "4A5A54", "FFFFFF", "D6DEDA"
BRAND, LAMP, WASH, PALE = "0B5A50", "F4B52C", "FFF3D3", "9DB8B2"
FONT = "Arial"
COVER, TEXT, BARE = "Title Slide", "Title and Content", "Title Only"
_NAMES = {COVER: "Bìa", TEXT: "Tiêu đề và nội dung", BARE: "Chỉ tiêu đề"}
_COLOURS = {
    "dk1": INK, "lt1": PAPER, "dk2": BRAND, "lt2": "F3F6F4", "accent1": BRAND, "accent2": LAMP,
    "accent3": SOFT, "accent4": PALE, "accent5": WASH, "accent6": LINE, "hlink": "0A5A52",
    "folHlink": "5B4688",
}  # fmt: skip


def blank() -> tuple[Deck, dict[str, SlideLayout]]:
    """An empty 16:9 deck and its three layouts by their English names."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(fitting.WIDTH), Pt(fitting.HEIGHT)
    kept = {layout.name: layout for layout in deck.slide_layouts if layout.name in _NAMES}
    for layout in list(deck.slide_layouts):
        if layout.name not in _NAMES:
            deck.slide_layouts.remove(layout)
    _master(deck)
    for name, layout in kept.items():
        _layout(layout, name)
        layout.name = _NAMES[name]
    return deck, kept


def speak_vietnamese(deck: Deck) -> None:
    """Every text of every part says that it is Vietnamese, the blank file's own ones too."""
    for part in deck.part.package.iter_parts():
        element = getattr(part, "_element", None)
        if element is None:
            continue
        for run in element.iter(qn("a:r"), qn("a:fld")):
            run.get_or_add_rPr()
        for piece in element.iter(qn("a:rPr"), qn("a:endParaRPr"), qn("a:defRPr")):
            piece.set("lang", "vi-VN")


def forget_the_blank(deck: Deck) -> None:
    """Drop the blank file's thumbnail and printer settings, with what points to them."""
    for relations in (deck.part.package._rels, deck.part.rels):
        for key, relation in list(relations.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                relations.pop(key)


def rgb(value: str) -> RGBColor:
    """A colour from six hexadecimal digits."""
    parts = (int(value[at : at + 2], 16) for at in (0, 2, 4))
    return RGBColor(*parts)  # type: ignore[no-untyped-call]


def ph_type(shape: BaseShape) -> str | None:
    """What a placeholder is for, as the file writes it; None for plain content."""
    kind: str | None = shape.element.ph.get("type")  # type: ignore[union-attr]
    return kind


def place(shape: BaseShape, left: float, top: float, width: float, height: float) -> None:
    """Set a shape's room, in points."""
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)


def _master(deck: Deck) -> None:
    master = deck.slide_master
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            _colours(relation.target_part)
    for shape in list(master.placeholders):
        kind = ph_type(shape)
        if kind in {"dt", "ftr"}:
            shape.element.getparent().remove(shape.element)
        elif kind == "title":
            _title_room(shape)
        elif kind == "body":
            height = fitting.BODY_BOTTOM - fitting.BODY_TOP
            place(shape, fitting.LEFT, fitting.BODY_TOP, fitting.BODY_WIDTH, height)
            _no_margins(shape)
        elif kind == "sldNum":
            _number_room(shape)
    _styles(master.element)


def _styles(master: etree._Element) -> None:
    title = master.find(f".//{qn('p:titleStyle')}/{qn('a:lvl1pPr')}")
    title.set("algn", "l")
    letters = title.find(qn("a:defRPr"))
    letters.set("sz", str(int(fitting.TITLE_SIZE * 100)))
    letters.set("b", "1")
    _paint(letters, "tx2")
    for level in master.find(f".//{qn('p:bodyStyle')}"):
        letters = level.find(qn("a:defRPr"))
        if letters is not None and int(letters.get("sz", "0")) < 2400:
            letters.set("sz", "2400")


def _paint(letters: etree._Element, name: str) -> None:
    for old in letters.findall(qn("a:solidFill")):
        letters.remove(old)
    fill = etree.SubElement(letters, qn("a:solidFill"))
    etree.SubElement(fill, qn("a:schemeClr")).set("val", name)
    letters.insert(0, fill)


def _layout(layout: SlideLayout, name: str) -> None:
    for shape in list(layout.placeholders):
        kind = ph_type(shape)
        if kind in {"dt", "ftr"}:
            shape.element.getparent().remove(shape.element)
        elif kind == "sldNum":
            _number_room(shape)
        elif kind in {"title", None}:
            _inherit_room(shape)
    if name == COVER:
        _cover(layout)


def _cover(layout: SlideLayout) -> None:
    background = layout.background.fill
    background.solid()
    background.fore_color.rgb = rgb(BRAND)
    for shape in list(layout.placeholders):
        kind = ph_type(shape)
        if kind == "sldNum":
            _number_white(shape)
        elif kind == "ctrTitle":
            place(shape, fitting.LEFT, 140, fitting.BODY_WIDTH, 90)
            _no_margins(shape, MSO_ANCHOR.BOTTOM)
        elif kind == "subTitle":
            place(shape, fitting.LEFT, 244, fitting.BODY_WIDTH, 190)
            _no_margins(shape)


def _inherit_room(shape: BaseShape) -> None:
    room = shape.element.spPr.find(qn("a:xfrm"))
    if room is not None:
        shape.element.spPr.remove(room)


def _title_room(shape: BaseShape) -> None:
    place(shape, fitting.LEFT, fitting.TITLE_TOP, fitting.BODY_WIDTH, fitting.TITLE_HEIGHT)
    _no_margins(shape, MSO_ANCHOR.MIDDLE)


def _number_room(shape: BaseShape) -> None:
    place(shape, fitting.WIDTH - fitting.LEFT - 50, fitting.THREAD_Y - 14, 50, 28)
    _no_margins(shape, MSO_ANCHOR.MIDDLE)
    for letters in shape.element.iter(qn("a:defRPr")):
        letters.set("sz", str(int(fitting.NUMBER_SIZE * 100)))
        for fill in letters.findall(qn("a:solidFill")):
            letters.remove(fill)


def _number_white(shape: BaseShape) -> None:
    for level in shape.element.iter(qn("a:lstStyle")):
        for old in list(level):
            level.remove(old)
        first = etree.SubElement(level, qn("a:lvl1pPr"))
        first.set("algn", "r")
        letters = etree.SubElement(first, qn("a:defRPr"))
        letters.set("sz", str(int(fitting.NUMBER_SIZE * 100)))
        _paint(letters, "bg1")


def _no_margins(shape: BaseShape, anchor: MSO_ANCHOR = MSO_ANCHOR.TOP) -> None:
    frame = shape.text_frame  # type: ignore[attr-defined]
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Emu(0)
    frame.vertical_anchor = anchor


def _colours(theme: Part) -> None:
    written = theme.blob.decode("utf-8")
    for name, value in _COLOURS.items():
        written = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>',
            written,
            flags=re.S,
        )
    written = re.sub(r'<a:latin typeface="Calibri"', f'<a:latin typeface="{FONT}"', written)
    theme._blob = written.encode("utf-8")
