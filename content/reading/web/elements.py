"""Elements of a page as blocks: paragraphs of spans, lists, tables. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from content.reading.web.styling import Look, Sheet, is_hidden, is_ruled, look
from content.reading.word.blocks import Block, Cell, Marker, Paragraph, Row, Span, Table
from content.reading.word.leftovers import Leftovers
from content.reading.word.pictures import written_alt
from content.reading.word.signs import raised

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset({
    "html", "body", "div", "p", "section", "article", "main", "header", "center", "form",
    "fieldset", "address", "blockquote", "pre", "dl", "dt", "dd", "figure", "figcaption",
    "caption", "details", "summary", "hr", "tr", "td", "th", "tbody", "thead", "tfoot"
}) | frozenset(_HEADINGS)  # fmt: skip
_NOTHING = frozenset({
    "script", "style", "noscript", "template", "head", "title", "link", "meta", "iframe", "object"
})  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST_SPAN = 60  # columns that one cell may take
_MOST_REACH = 10_000  # rows that one cell may reach down
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


class Elements:
    """Reads elements in order. `blocks` grows; `pictures` are the sources of those inside."""

    def __init__(self, sheet: Sheet, leftovers: Leftovers, known: frozenset[str]) -> None:
        self._sheet = sheet
        self._leftovers = leftovers
        self._known = known
        self._paragraph = Paragraph()
        self._lists = 0
        self.blocks: list[Block] = []

    def read(self, element: Any, around: Look | None = None) -> list[Block]:
        """The blocks of one element and all inside it."""
        self._element(element, around or Look(), depth=-1)
        self._flush()
        return self.blocks

    # ---- words --------------------------------------------------------------------------------

    def _element(self, element: Any, around: Look, *, depth: int) -> None:
        style = self._sheet.style(element)
        if element.tag in _NOTHING:
            return
        if is_hidden(element, style):
            self._leftovers.count("hidden", bool(element.text_content().strip()))
            return
        here = look(element, style, around)
        handler = _HANDLERS.get(element.tag)
        if handler is not None:
            handler(self, element, here, depth)
            return
        apart = element.tag in _BLOCKS
        if apart:
            self._flush()
            self._paragraph.level = _HEADINGS.get(element.tag, 0)
        self._inside(element, here, depth=depth)
        if apart:
            self._flush()

    def _inside(self, element: Any, here: Look, *, depth: int) -> None:
        self._words(element.text, here)
        for inner in element:
            if isinstance(inner.tag, str):
                self._element(inner, here, depth=depth)
            self._words(inner.tail, here)

    def _words(self, text: str | None, here: Look) -> None:
        if not text:
            return
        if not here.kept:
            text = _SPACE.sub(" ", text)
            if text == " " and not self._paragraph.spans:
                return
        text = raised(text, here.raised) if here.raised else text
        self._paragraph.spans.append(
            Span(text, "text", here.font, here.bold, here.italic, link=here.link)
        )

    def _flush(self) -> None:
        """End the paragraph; a heading's level, or an item's marker, ends with it."""
        done, self._paragraph = self._paragraph, Paragraph()
        while done.spans and done.spans[-1].kind == "text" and not done.spans[-1].text.strip():
            done.spans.pop()
        if done.spans:
            done.spans[-1].text = done.spans[-1].text.rstrip()
            self.blocks.append(done)

    # ---- elements of their own ----------------------------------------------------------------

    def _break(self, element: Any, here: Look, _depth: int) -> None:
        self._paragraph.spans.append(Span("\n", font=here.font, bold=here.bold))

    def _picture(self, element: Any, _here: Look, _depth: int) -> None:
        source = (element.get("src") or "").strip()
        if source in self._known:
            alt = written_alt(element.get("alt"), element.get("title"))
            self._paragraph.spans.append(Span(source, "picture", alt=alt))
        elif element.get("width") not in ("0", "1") and element.get("height") not in ("0", "1"):
            self._leftovers.count("outside pictures")

    def _list(self, element: Any, here: Look, depth: int) -> None:
        self._flush()
        self._lists += 1
        list_id, depth = str(self._lists), depth + 1
        counted = element.tag == "ol"
        number = _whole(element.get("start"), 1)
        for item in element:
            if not isinstance(item.tag, str):
                continue
            if item.tag != "li":
                self._element(item, here, depth=depth)
                continue
            number = _whole(item.get("value"), number)
            label = _label(number, element.get("type") or "1") if counted else ""
            self._item(item, here, Marker(list_id, depth, "" if counted else "-"), label)
            number += 1
        self._flush()

    def _item(self, item: Any, here: Look, marker: Marker, label: str) -> None:
        self._flush()
        style = self._sheet.style(item)
        if is_hidden(item, style):
            return
        start = len(self.blocks)
        self._inside(item, look(item, style, here), depth=marker.depth)
        self._flush()
        first = self.blocks[start] if start < len(self.blocks) else None
        if isinstance(first, Paragraph) and first.marker is None:
            first.marker, first.level = marker, 0
            if label:
                first.spans.insert(0, Span(label, "label"))

    def _table(self, element: Any, here: Look, _depth: int) -> None:
        self._flush()
        kept, self.blocks = self.blocks, []
        for caption in element.iterchildren("caption"):
            self._element(caption, here, depth=-1)
        self._flush()
        above = self.blocks
        rows = list(self._rows(element, here))
        self.blocks = kept + above
        if rows:
            wide = max(sum(cell.wide for cell in row.cells) for row in rows)
            marked = wide > 2 or any(row.header for row in rows)
            self.blocks.append(Table(rows, ruled=is_ruled(element) or marked))

    def _rows(self, table: Any, here: Look) -> Iterator[Row]:
        """The rows of a table; a cell that reaches down stands in each row it reaches."""
        reaching: dict[int, tuple[int, int]] = {}  # column → (rows still to fill, columns wide)
        for line in _lines(table):
            cells: list[Cell] = []
            given = [c for c in line if isinstance(c.tag, str) and c.tag in ("td", "th")]
            self._fill(cells, reaching, 0)
            for cell in given:
                wide = min(max(_whole(cell.get("colspan"), 1), 1), _MOST_SPAN)
                down = min(max(_whole(cell.get("rowspan"), 1), 1), _MOST_REACH)
                column = sum(c.wide for c in cells)
                if down > 1:
                    reaching[column] = (down - 1, wide)
                cells.append(Cell(self._cell(cell, here), wide))
                self._fill(cells, reaching, column + wide)
            header = line.getparent().tag == "thead" or (
                bool(given) and all(c.tag == "th" for c in given)
            )
            if cells:
                yield Row(cells, header)

    def _fill(self, cells: list[Cell], reaching: dict[int, tuple[int, int]], column: int) -> None:
        """Add the cells that reach into this row from above, from a column on."""
        while column in reaching:
            rows, wide = reaching.pop(column)
            if rows > 1:
                reaching[column] = (rows - 1, wide)
            cells.append(Cell([], wide, goes_on=True))
            column += wide

    def _cell(self, cell: Any, here: Look) -> list[Block]:
        inner = Elements(self._sheet, self._leftovers, self._known)
        style = self._sheet.style(cell)
        inner._lists = self._lists + 1000
        inner._inside(cell, look(cell, style, here), depth=-1)
        inner._flush()
        return inner.blocks


_HANDLERS = {
    "br": Elements._break,
    "img": Elements._picture,
    "ul": Elements._list,
    "ol": Elements._list,
    "menu": Elements._list,
    "table": Elements._table,
}


def _lines(table: Any) -> Iterator[Any]:
    """The rows of a table itself, not of tables inside it."""
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _whole(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else otherwise


def _label(number: int, kind: str) -> str:
    """How a list counts its items: "1.", "a)", "I."."""
    if kind in "aA" and 0 < number <= len(_ALPHABET):
        letter = _ALPHABET[number - 1]
        return f"{letter})" if kind == "a" else f"{letter.upper()}."
    if kind in "iI" and 0 < number < 40:
        roman = (
            "X" * (number // 10)
            + ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"][number % 10]
        )
        return f"{roman.lower() if kind == 'i' else roman}."
    return f"{number}."
