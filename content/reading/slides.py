"""Presentations (PPTX) as Markdown: titles, points, tables, pictures and what the speaker notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, cast

from lxml import etree

from content.errors import BadInput
from content.letters.result import Wish
from content.reading.child import step
from content.reading.package import Parts
from content.reading.result import Note, Reading
from content.reading.word import letters
from content.reading.word.blocks import (
    Block,
    Cell,
    Marker,
    Paragraph,
    Row,
    Span,
    Table,
    has_content,
    spans_of,
    words,
)
from content.reading.word.leftovers import Leftovers
from content.reading.word.package import Package
from content.reading.word.pictures import Pictures, written_alt
from content.reading.word.writing import Writer

_MOST_SLIDES = 500
_MOST_DEPTH = 12
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = "ppt/presentation.xml"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_TITLES = frozenset({"title", "ctrTitle"})
_FURNITURE = frozenset({"dt", "ftr", "sldNum", "hdr", "sldImg"})
_GRAPHICS = (("chart", "charts"), ("diagram", "diagrams"), ("ole", "objects"), ("", "objects"))


@dataclass(slots=True)
class _Slide:
    """A slide: its title, what stands on it, what its speaker notes."""

    title: list[Span] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    notes: list[Block] = field(default_factory=list)


def read(data: bytes, wish: Wish) -> Reading:
    """A presentation as Markdown; BadInput for one that is broken or has no words."""
    parts = Parts(data, "tệp trang chiếu")
    try:
        return _read(parts, wish)
    except (etree.LxmlError, ValueError, TypeError, LookupError, AttributeError):
        raise parts.broken() from None


def _read(parts: Parts, wish: Wish) -> Reading:
    leftovers = Leftovers()
    names, hidden = _in_order(parts)
    blocks: list[Block] = []
    told: list[_Slide] = []
    for name in names[:_MOST_SLIDES]:
        told.append(_Reader(parts, name, leftovers).slide())
        step()
    for number, slide in enumerate(told, start=1):
        label = Span(f"Trang chiếu {number}" + (": " if slide.title else ""))
        blocks += [Paragraph([label, *slide.title], level=2), *slide.blocks]
        if any(isinstance(b, Paragraph) and has_content(b) for b in slide.notes):
            blocks += [Paragraph([Span("Ghi chú:", bold=True)]), *slide.notes]
    met = letters.convert(list[list[Span]](spans_of(blocks)), wish)
    title = _deck_title(blocks)
    if title:
        blocks.insert(0, Paragraph([Span(title)], level=1))
    pictures = Pictures(cast(Package, parts), leftovers)
    text = Writer(pictures, leftovers, plain=False).write(blocks)
    if not any(slide.title or slide.blocks or slide.notes for slide in told):
        raise BadInput("tệp trang chiếu không có chữ hay hình nào; hãy kiểm tra lại tệp.")
    notes = (*letters.notes(met), *_on_slides(len(names), hidden, parts), *leftovers.notes())
    return Reading(
        text, MEDIA_TYPE, "pptx", notes, len(told), pictures=tuple(pictures.found), letters=met
    )


def _in_order(parts: Parts) -> tuple[list[str], int]:
    """The parts of the slides that are shown, in order, and how many are hidden."""
    root = parts.tree(_MAIN)
    if root is None:
        raise parts.broken()
    relations = parts.relations(_MAIN)
    shown, hidden = [], 0
    for entry in root.iter(f"{_P}sldId"):
        _, name = relations.get(entry.get(f"{_R}id") or "", ("", ""))
        if not parts.size(name):
            continue
        if parts.xml_of(name)[:3000].find(b'show="0"') >= 0:
            hidden += 1
        else:
            shown.append(name)
    return shown, hidden


def _deck_title(blocks: list[Block]) -> str:
    """What the first slide is called, which is what the presentation is called."""
    first = words(blocks[0]) if blocks and isinstance(blocks[0], Paragraph) else ""
    return first.partition(": ")[2]


def _on_slides(count: int, hidden: int, parts: Parts) -> Iterator[Note]:
    if count > _MOST_SLIDES:
        yield Note("dropped", f"Chỉ đọc {_MOST_SLIDES} trang chiếu đầu trong {count} trang.")
    if hidden:
        yield Note("dropped", f"Bỏ {hidden} trang chiếu đang ẩn.")
    media = sum(name.startswith("ppt/media/") and name.lower().endswith(_FILM)
                for name in parts.names())  # fmt: skip
    if media:
        yield Note("dropped", f"Bỏ {media} tệp âm thanh hoặc phim; hãy đính kèm riêng.")
    if any(name.endswith("vbaProject.bin") for name in parts.names()):
        yield Note("dropped", "Tệp có macro: macro không được chạy, chỉ đọc chữ.")


_FILM = (".mp4", ".m4v", ".mov", ".avi", ".wmv", ".mp3", ".m4a", ".wav", ".wma")


class _Reader:
    """Reads one slide and the notes of its speaker."""

    def __init__(self, parts: Parts, name: str, leftovers: Leftovers) -> None:
        self._parts = parts
        self._name = name
        self._leftovers = leftovers
        self._relations = parts.relations(name)
        self._lists = 0

    def slide(self) -> _Slide:
        """The slide as blocks, its title apart."""
        slide = _Slide()
        tree = self._parts.tree(self._name).find(f"{_P}cSld/{_P}spTree")
        for shape in _shapes(tree):
            self._shape(shape, slide)
        for notes in self._parts.targets(self._name, "notesSlide"):
            root = self._parts.tree(notes)
            for shape in () if root is None else root.iter(f"{_P}sp"):
                if _place(shape) == "body":
                    slide.notes += self._paragraphs(shape, points=False)
        return slide

    def _shape(self, shape: Any, slide: _Slide) -> None:
        if shape.tag == f"{_P}pic":
            slide.blocks.append(Paragraph([self._picture(shape)]))
        elif shape.tag == f"{_P}graphicFrame":
            self._graphic(shape, slide)
        elif shape.tag == f"{_P}sp":
            place = _place(shape)
            if place in _FURNITURE:
                return
            if place in _TITLES and not slide.title:
                found = self._paragraphs(shape, points=False)
                slide.title = [span for p in found for span in [*p.spans, Span(" ")]][:-1]
            else:
                slide.blocks += self._paragraphs(shape, points=place in ("body", "", "obj"))

    def _graphic(self, shape: Any, slide: _Slide) -> None:
        table = shape.find(f".//{_A}tbl")
        if table is not None:
            slide.blocks.append(self._table(table))
            return
        data = shape.find(f".//{_A}graphicData")
        uri = "" if data is None else (data.get("uri") or "")
        self._leftovers.count(next(what for sign, what in _GRAPHICS if sign in uri))

    def _picture(self, shape: Any) -> Span:
        about = shape.find(f"{_P}nvPicPr/{_P}cNvPr")
        blip = shape.find(f"{_P}blipFill/{_A}blip")
        named = "" if blip is None else blip.get(f"{_R}embed") or ""
        alt = "" if about is None else written_alt(about.get("descr"), about.get("title"))
        return Span(self._relations.get(named, ("", ""))[1], "picture", alt=alt)

    # ---- words --------------------------------------------------------------------------------

    def _paragraphs(self, shape: Any, *, points: bool) -> list[Paragraph]:
        body = shape.find(f"{_P}txBody")
        if body is None:
            return []
        self._lists += 1
        found = [self._paragraph(p, points=points) for p in body.iter(f"{_A}p")]
        said = [p for p in found if has_content(p)]
        if len(said) == 1 and said[0].marker and not _has_bullet(body):
            said[0].marker = None  # one line in a box is a line, not a list
        return said

    def _paragraph(self, element: Any, *, points: bool) -> Paragraph:
        properties = element.find(f"{_A}pPr")
        paragraph = Paragraph(list(_spans(element)))
        depth = min(int(properties.get("lvl") or 0), 8) if properties is not None else 0
        if _counted(properties, points):
            paragraph.marker = Marker(str(self._lists), depth, "-")
        return paragraph

    def _table(self, element: Any) -> Table:
        rows = []
        for line in element.iter(f"{_A}tr"):
            cells = []
            for cell in line.findall(f"{_A}tc"):
                if cell.get("hMerge") in ("1", "true"):
                    continue
                wide = min(max(int(cell.get("gridSpan") or 1), 1), 60)
                down = cell.get("vMerge") in ("1", "true")
                blocks: list[Block] = [Paragraph(list(_spans(p))) for p in cell.iter(f"{_A}p")]
                cells.append(Cell([] if down else blocks, wide, goes_on=down))
            if cells:
                rows.append(Row(cells))
        return Table(rows or [Row([Cell()])])


def _shapes(tree: Any, depth: int = 0) -> Iterator[Any]:
    """Shapes in the order they were laid down, those of groups in their place."""
    for shape in () if tree is None else tree:
        if shape.tag == f"{_P}grpSp" and depth < _MOST_DEPTH:
            yield from _shapes(shape, depth + 1)
        else:
            yield shape


def _place(shape: Any) -> str | None:
    """What a shape is on its slide ("title", "body", "" for a plain content box); None: a box."""
    holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return None if holder is None else (holder.get("type") or "")


def _counted(properties: Any, points: bool) -> bool:
    """Whether a paragraph is a point: by its own sign, else by the box it stands in."""
    if properties is not None:
        if properties.find(f"{_A}buNone") is not None:
            return False
        if any(properties.find(f"{_A}{name}") is not None for name in ("buChar", "buAutoNum")):
            return True
    return points


def _has_bullet(body: Any) -> bool:
    return next(body.iter(f"{_A}buChar", f"{_A}buAutoNum"), None) is not None


def _spans(element: Any) -> Iterator[Span]:
    for run in element:
        if run.tag == f"{_A}br":
            yield Span("\n")
        elif run.tag in (f"{_A}r", f"{_A}fld"):
            look = run.find(f"{_A}rPr")
            face = None if look is None else look.find(f"{_A}latin")
            font = None if face is None else face.get("typeface")
            text = "".join(t.text or "" for t in run.findall(f"{_A}t"))
            yield Span(
                text.replace("\v", "\n"),
                font=None if font is None or font.startswith("+") else font,
                bold=look is not None and look.get("b") in ("1", "true"),
                italic=look is not None and look.get("i") in ("1", "true"),
            )
