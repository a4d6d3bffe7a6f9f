"""Paragraphs and tables of one part, in their order, as Word shows them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from content.reading.child import step
from content.reading.word.blocks import Block, Cell, Paragraph, Row, Span, Table, words
from content.reading.word.context import Document, Story
from content.reading.word.fields import Fields
from content.reading.word.names import (
    P_PR,
    TBL,
    TC,
    TR,
    P,
    child,
    number,
    q,
    switch,
    value,
    whole,
)
from content.reading.word.runs import Inline, is_contents_control, is_empty_control
from content.vietnamese import fold

STEP = 3_000  # blocks, about a hundred pages: what is read for one more step of the child
_MOST_COLUMNS = 63  # Word has no wider table
_ASIDE = 3_400  # twentieths of a point: 6 cm, past the middle of what stands on the left
_WRAPPERS = frozenset(map(q, ("w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
_RULES = ("w:insideV", "w:left", "w:start", "w:top")


def story_of(document: Document, part: str, root: Any) -> Story:
    """A part made ready to be read from its beginning."""
    story = Story(document, part, Fields(root))

    def boxed(element: Any) -> list[Block]:
        return list(_Reader(story).blocks(element))

    story.boxed = boxed
    return story


def read_blocks(story: Story, parent: Any) -> list[Block]:
    """Paragraphs and tables that stand in an element, also inside controls and insertions."""
    found: list[Block] = []
    for block in _Reader(story).blocks(parent):
        found.append(block)
        if len(found) % STEP == 0:
            step()
    return found


class _Reader:
    """Reads one flow of paragraphs; text boxes and cells are flows of their own."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._carried: list[Span] = []  # of a paragraph whose end was deleted
        self._contents_left = False  # since the block before

    def blocks(self, parent: Any) -> Iterator[Block]:
        """The blocks of an element; what a deletion joined to nothing comes last."""
        yield from self._held_back(self._blocks(parent))
        if self._carried:
            yield Paragraph(self._carried)

    def _held_back(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """The blocks without a line "MỤC LỤC" that stands above a list that is left out."""
        held: Block | None = None
        for block in blocks:
            if held is not None and not (self._contents_left and _is_contents_title(held)):
                yield held
            self._contents_left = False
            held = block
        if held is not None and not (self._contents_left and _is_contents_title(held)):
            yield held

    def _blocks(self, parent: Any) -> Iterator[Block]:
        for element in parent:
            if element.tag == P:
                yield from self._paragraph(element)
            elif element.tag == TBL:
                yield from self._table(element)
            elif element.tag in _WRAPPERS:
                yield from self._blocks(element)
            elif element.tag == q("w:sdt"):
                yield from self._control(element)
            elif element.tag in (q("w:altChunk"), q("w:subDoc")):
                self._story.of.leftovers.count("chunks")
            elif element.tag == q("mc:AlternateContent"):
                yield from self._alternatives(element)

    def _alternatives(self, element: Any) -> Iterator[Block]:
        for choice in element:
            found = list(self._blocks(choice))
            if found:
                yield from found
                return

    def _control(self, control: Any) -> Iterator[Block]:
        if is_empty_control(control):
            self._story.of.leftovers.count("placeholders")
        elif is_contents_control(control):
            self._leave_contents()
        else:
            yield from self._blocks(control)

    def _leave_contents(self) -> None:
        self._story.of.leftovers.count("contents")
        self._contents_left = True

    def _paragraph(self, element: Any) -> Iterator[Block]:
        story, properties = self._story, element.find(P_PR)
        styles = story.of.styles
        style = styles.id_of(properties)
        if styles.is_contents(style):
            for part in element.iter(q("w:fldChar"), q("w:instrText")):
                _pass_by(story, part)
            self._leave_contents()
            return
        before = story.of.leftovers.how_many("contents")
        inline = Inline(story, style)
        inline.walk(element)
        self._contents_left |= story.of.leftovers.how_many("contents") > before
        yield from inline.before
        mark = child(properties, "w:rPr")
        gone = child(mark, "w:del") is not None or child(mark, "w:moveFrom") is not None
        if gone:
            self._carried += inline.spans
        else:
            spans, self._carried = [*self._carried, *inline.spans], []
            yield self._made(properties, style, spans)
        yield from inline.after

    def _made(self, properties: Any, style: str, spans: list[Span]) -> Paragraph:
        styles = self._story.of.styles
        outline = number(properties, "w:outlineLvl")
        level = styles.heading(style)
        if outline is not None:
            level = min(outline + 1, 6) if 0 <= outline < 9 else 0
        paragraph = Paragraph(spans, level, None, _is_aside(properties))
        marked = self._story.of.numbering.mark(properties, style)
        if marked:
            text, paragraph.marker, looks = marked
            while spans and spans[0].kind == "text" and not spans[0].text.strip():
                spans.pop(0)  # a line end right after the number would part the two
            paragraph.spans.insert(0, self._label(text, properties, style, looks))
        return paragraph

    def _label(self, text: str, properties: Any, style: str, looks: Any) -> Span:
        """The number as a span: set as its list says, else as the end of the paragraph is."""
        styles = self._story.of.styles
        look = styles.look_of(looks).over(styles.look_of(child(properties, "w:rPr")))
        look = look.over(styles.look(style))
        return Span(text, "label", look.font_of(text), bool(look.bold), caps=bool(look.caps))

    # ---- tables -------------------------------------------------------------------------------

    def _table(self, element: Any) -> Iterator[Block]:
        found = (self._row(row) for row in _inner(element, TR))
        rows = [row for row in found if row is not None and row.cells]
        if rows:
            yield Table(rows, _is_ruled(element, self._story))

    def _row(self, element: Any) -> Row | None:
        properties = element.find(q("w:trPr"))
        if child(properties, "w:del") is not None:
            self._story.of.leftovers.count("deleted")
            return None
        if child(properties, "w:ins") is not None:
            self._story.of.leftovers.count("inserted")
        row = Row([], bool(switch(properties, "w:tblHeader")))
        columns = self._blank(row, number(properties, "w:gridBefore"), 0)
        for cell in _inner(element, TC):
            if columns >= _MOST_COLUMNS:
                break
            made = self._cell(cell)
            made.wide = min(made.wide, _MOST_COLUMNS - columns)
            columns += made.wide
            row.cells.append(made)
        self._blank(row, number(properties, "w:gridAfter"), columns)
        return row

    def _blank(self, row: Row, wide: int | None, columns: int) -> int:
        wide = min(max(wide or 0, 0), _MOST_COLUMNS - columns)
        if wide:
            row.cells.append(Cell([], wide))
        return columns + wide

    def _cell(self, element: Any) -> Cell:
        properties = element.find(q("w:tcPr"))
        span = child(properties, "w:gridSpan")
        wide = 1 if span is None else max(1, _wide(span.get(q("w:val"))))
        merge = child(properties, "w:vMerge")
        if merge is not None and merge.get(q("w:val"), "continue") == "continue":
            return Cell([], wide, goes_on=True)
        blocks = list(_Reader(self._story).blocks(element))
        return Cell(blocks, wide)


def _pass_by(story: Story, part: Any) -> None:
    """Keep count of the fields in a paragraph that is left out."""
    if part.tag == q("w:fldChar"):
        story.fields.meet(part)
    else:
        story.fields.ask(part.text or "")


def _is_contents_title(block: Block) -> bool:
    return isinstance(block, Paragraph) and fold(words(block)).strip(" :.") == "muc luc"


def _wide(text: str | None) -> int:
    """How many columns; a claim of more than a table may have is the most it may have."""
    found = whole(text)
    return found if found is not None else _MOST_COLUMNS if re.match(r"\d", text or "") else 1


def _inner(element: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also inside controls; not those of tables within."""
    for inner in element:
        if inner.tag == tag:
            yield inner
        elif inner.tag in _WRAPPERS or inner.tag == q("w:sdt"):
            yield from _inner(inner, tag)


def _is_ruled(table: Any, story: Story) -> bool:
    """Does the table draw lines, by itself or by its style?"""
    properties = table.find(q("w:tblPr"))
    own = child(properties, "w:tblBorders")
    if own is not None:
        return _draws(own)
    chain = story.of.styles.chain(value(properties, "w:tblStyle") or "")
    found = (child(e, "w:tblPr", "w:tblBorders") for e in chain)
    return any(_draws(borders) for borders in found if borders is not None)


def _draws(borders: Any) -> bool:
    given = (value(borders, name) for name in _RULES)
    return any(line not in (None, "nil", "none") for line in given)


def _is_aside(properties: Any) -> bool:
    if properties is None:
        return False
    indent = child(properties, "w:ind")
    left = None if indent is None else whole(indent.get(q("w:left")) or indent.get(q("w:start")))
    return value(properties, "w:jc") in ("right", "end") or (left or 0) >= _ASIDE
