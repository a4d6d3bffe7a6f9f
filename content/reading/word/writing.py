"""Blocks as Markdown: headings, lists, lines, tables, pictures where they stood. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from content.errors import BadInput
from content.escaping import escape, open_safely
from content.reading.child import step
from content.reading.word.blocks import (
    Block,
    Paragraph,
    Span,
    Table,
    has_content,
    raw,
    split,
    words,
)
from content.reading.word.body import STEP
from content.reading.word.grids import parted, pipe_table
from content.reading.word.inline import is_bold, is_italic, markdown
from content.reading.word.leftovers import Leftovers
from content.reading.word.pictures import Pictures

_LONGEST_BOLD = 400  # characters; a longer paragraph is set bold for its look, not as a heading
_LONGEST_HEADING = 400
_MOST_CHARACTERS = 10_000_000
_LINE_END = re.compile(r"\n+")
_TYPED = re.compile(r"^\s*(?:([-+])(?:\s+(?=\S)|(?=[^\W\d_]))|([•●▪■◦‣⁃∙·])\s*(?=\S))")
_COUNTED = re.compile(r"^\d{1,4}\.$")


@dataclass(slots=True)
class _Piece:
    """A part of the text. under: what belongs to an item, below its first line.

    kind: "line", "bullet" (depth from 0), or "number" (label "3.", of the list of that id).
    """

    text: str
    kind: str = "line"
    depth: int = 0
    sign: str = "-"
    label: str = ""
    list_id: str = ""
    under: list[str] = field(default_factory=list)


class Writer:
    """Writes blocks. plain: of an official document, whose numbers stay as they are counted and

    whose words bear no emphasis or links.
    """

    def __init__(self, pictures: Pictures, leftovers: Leftovers, *, plain: bool) -> None:
        self._pictures = pictures
        self._leftovers = leftovers
        self._plain = plain
        self._above: list[tuple[int, str]] = []  # (depth in Word, sign) of the items we are in

    def write(self, blocks: list[Block]) -> str:
        """The blocks as one text, a blank line between its parts."""
        pieces: list[_Piece] = []
        length = 0
        for number, block in enumerate(blocks, start=1):
            if number % STEP == 0:
                step()
            for piece in self._table(block) if isinstance(block, Table) else self._lines(block):
                if piece.kind != "bullet":
                    self._above.clear()
                pieces.append(piece)
                length += len(piece.text) + sum(map(len, piece.under))
                if length > _MOST_CHARACTERS:
                    raise BadInput("tệp Word có quá nhiều chữ; hãy chia nhỏ.")
        return "\n\n".join(_parts(pieces))

    def note(self, number: int, blocks: list[Block]) -> str:
        """A footnote: its paragraphs on one line."""
        found = [b for b in blocks if isinstance(b, Paragraph)]
        texts = (text for b in found for text in self._cell_lines(b))
        return f"[^{number}]: {' '.join(texts)}".rstrip()

    # ---- paragraphs ---------------------------------------------------------------------------

    def _lines(self, paragraph: Paragraph) -> Iterator[_Piece]:
        if not has_content(paragraph):
            return
        shown = self._shown(paragraph)
        level = paragraph.level
        if level and len(words(paragraph)) > _LONGEST_HEADING:
            self._leftovers.count("long headings")
            level = 0
        if not words(paragraph, label=False) and not _has_mark(paragraph):
            yield from (_Piece(picture) for picture in shown)
        elif level:
            text = markdown(_labelled(paragraph), plain=self._plain, even=True)
            yield _Piece(f"{'#' * level} {text}")
            yield from (_Piece(picture) for picture in shown)
        elif paragraph.marker and paragraph.marker.sign:
            yield self._item(paragraph, paragraph.marker.depth, paragraph.marker.sign, shown)
        else:
            yield from self._plain_lines(paragraph, shown)

    def _plain_lines(self, paragraph: Paragraph, shown: list[str]) -> Iterator[_Piece]:
        for line in split(paragraph, (m.span() for m in _LINE_END.finditer(raw(paragraph)))):
            if words(line) or _has_mark(line):
                yield self._line(line)
        yield from (_Piece(picture) for picture in shown)

    def _line(self, line: Paragraph) -> _Piece:
        typed = None if line.marker else _TYPED.match(raw(line))
        if typed:
            return self._item(split(line, [typed.span()])[0], 0, typed.group(1) or "-", [])
        bold = is_bold(line.spans) and len(words(line)) <= _LONGEST_BOLD
        if bold:
            return _Piece(f"**{markdown(_labelled(line), plain=self._plain, even=True)}**")
        label = _label(line)
        if line.marker and not self._plain and not line.marker.depth and _COUNTED.match(label):
            text = self._words(line.spans[1:])
            return _Piece(text, "number", label=label, list_id=line.marker.list_id)
        return _Piece(open_safely(self._words(_labelled(line))))

    def _words(self, spans: list[Span]) -> str:
        """A line; one that is slanted from end to end is so for its look alone."""
        return markdown(spans, plain=self._plain, even=is_italic(spans))

    def _item(self, paragraph: Paragraph, depth: int, sign: str, shown: list[str]) -> _Piece:
        spans = [span for span in paragraph.spans if span.kind != "label"]
        whole = replace(paragraph, spans=spans, marker=None)
        pieces = split(whole, (m.span() for m in _LINE_END.finditer(raw(whole))))
        first, *more = [self._words(piece.spans) for piece in pieces] or [""]
        under = [open_safely(text) for text in more if text] + shown
        place = self._place(depth, sign)
        return _Piece(first, "bullet", place, "+" if place else sign, under=under)

    def _place(self, depth: int, sign: str) -> int:
        """How deep an item stands among those right above it, a "+" below a "-"."""
        above = self._above
        while above and above[-1][0] > depth:
            above.pop()
        if above and above[-1][0] == depth:
            if sign == "-" and above[-1][1] == "+" and len(above) > 1 and above[-2][0] == depth:
                above.pop()
            elif sign == "+" and above[-1][1] == "-":
                above.append((depth, sign))
        else:
            above.append((depth, sign))
        return len(above) - 1

    def _shown(self, paragraph: Paragraph) -> list[str]:
        found = (self._picture(s) for s in paragraph.spans if s.kind == "picture")
        return [picture for picture in found if picture]

    def _picture(self, span: Span) -> str:
        name = self._pictures.name(span.text, span.alt)
        return f"![{escape(span.alt)}](hinh:{name})" if name else ""

    # ---- tables -------------------------------------------------------------------------------

    def _table(self, table: Table) -> Iterator[_Piece]:
        above, rest = parted(table)
        for paragraph in above:
            yield from self._lines(paragraph)
        text = pipe_table(rest, self._cell_lines, self._leftovers)
        if text:
            yield _Piece(text)

    def _cell_lines(self, paragraph: Paragraph) -> list[str]:
        """Lines of a paragraph in a cell; a number that counts rows stands there by itself."""
        lines = []
        for line in split(paragraph, (m.span() for m in _LINE_END.finditer(raw(paragraph)))):
            lines.append(
                markdown(
                    _labelled(line),
                    plain=self._plain,
                    even=is_bold(line.spans) or is_italic(line.spans),
                )
            )
        if not lines and paragraph.marker:
            lines.append(escape(_label(paragraph)))
        return [line for line in [*lines, *self._shown(paragraph)] if line]


def _has_mark(paragraph: Paragraph) -> bool:
    return any(span.kind == "mark" for span in paragraph.spans)


def _label(paragraph: Paragraph) -> str:
    first = paragraph.spans[0] if paragraph.spans else None
    return first.text.strip() if first and first.kind == "label" else ""


def _labelled(paragraph: Paragraph) -> list[Span]:
    """The spans with the number as words that look as those after it."""
    first, *rest = paragraph.spans
    if first.kind != "label":
        return paragraph.spans
    joint = paragraph.marker.joint if paragraph.marker else " "
    like = next((span for span in rest if span.kind == "text" and span.text.strip()), first)
    return [replace(like, text=first.text + joint, link="", caps=first.caps), *rest]


# ---- parts --------------------------------------------------------------------------------------


def _parts(pieces: list[_Piece]) -> Iterator[str]:
    """The pieces as parts of a text; items that follow each other form one list."""
    counted = _real_lists(pieces)
    for is_list, group in groupby(pieces, lambda p: _is_item(p, counted)):
        found = list(group)
        if is_list:
            yield from _lists(found, counted)
        else:
            yield from (_as_line(piece) for piece in found)


def _is_item(piece: _Piece, counted: set[str]) -> bool:
    return piece.kind == "bullet" or (piece.kind == "number" and piece.list_id in counted)


def _as_line(piece: _Piece) -> str:
    text = open_safely(f"{piece.label} {piece.text}") if piece.kind == "number" else piece.text
    return "\n\n".join([text, *piece.under])


def _real_lists(pieces: list[_Piece]) -> set[str]:
    """Lists that Markdown can count: whole, one number after the other, only items in between."""
    numbers: dict[str, list[int]] = {}
    groups: dict[str, set[int]] = {}
    group = 0
    for piece in pieces:
        if piece.kind == "line":
            group += 1
        elif piece.kind == "number":
            groups.setdefault(piece.list_id, set()).add(group)
            numbers.setdefault(piece.list_id, []).append(int(piece.label.rstrip(".")))
    return {
        key
        for key, found in numbers.items()
        if len(found) > 1
        and len(groups[key]) == 1
        and found == list(range(found[0], found[0] + len(found)))
    }


def _lists(pieces: list[_Piece], counted: set[str]) -> Iterator[str]:
    """One list, or several where its kind changes; bullets below a number belong to it."""
    lines: list[str] = []
    list_id = ""
    for piece in pieces:
        if piece.kind == "number":
            if lines and piece.list_id != list_id:
                yield "\n".join(lines)
                lines = []
            list_id = piece.list_id
        depth = piece.depth + (piece.kind == "bullet" and bool(list_id))
        sign = piece.label or ("+" if depth else piece.sign)
        lines.append(f"{'    ' * depth}{sign} {open_safely(piece.text)}")
        for text in piece.under:
            lines += ["", f"{'    ' * (depth + 1)}{text}", ""]
    while lines and not lines[-1]:
        lines.pop()
    yield "\n".join(lines)
