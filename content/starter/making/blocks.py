"""Blocks: Markdown read into a small tree that every printed form is made from. Pure.

The web page shows the same Markdown as HTML; paper, Word and slides need to know what a line is
(a heading, a row of dots to write on, a place for signatures), not how HTML would show it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import markdown
from markdown.extensions.tables import TableExtension

_VOID = {"br", "hr", "img", "input"}
_BLOCKS = {"p", "ul", "ol", "table", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6"}


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    text: str
    bold: bool = False
    italic: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level as written, 1..6."""

    level: int
    line: Line


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together; more than one only where the writer broke the line."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; each item holds blocks, so that lists may stand in lists."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: cells of the head (none when the writer left all empty), then rows of cells."""

    head: tuple[Paragraph, ...]
    rows: tuple[tuple[Paragraph, ...], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A set-apart block: shown as a box."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across: what follows begins a new part."""


Block = Heading | Paragraph | Listing | Table | Quote | Rule


@dataclass(slots=True)
class _Node:
    tag: str
    children: list[_Node | str] = field(default_factory=list)


class _Tree(HTMLParser):
    """Collects the converter's own HTML, which is always well nested."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("root")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = _Node(tag)
        self._open[-1].children.append(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._open) > 1 and self._open[-1].tag == tag:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def read(source: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text, in order; links keep their words and lose their address."""
    html = markdown.Markdown(
        extensions=[TableExtension(use_align_attribute=True), "sane_lists"], output_format="html"
    ).convert(source)
    tree = _Tree()
    tree.feed(html)
    tree.close()
    return _blocks(tree.root)


def words(line: Line) -> str:
    """The letters of a line without their look."""
    return "".join(run.text for run in line)


def text(paragraph: Paragraph) -> str:
    """The letters of a paragraph, its lines joined by a space."""
    return " ".join(words(line) for line in paragraph.lines)


def wholly_bold(paragraph: Paragraph) -> bool:
    """True when a paragraph says something and all of it is bold."""
    runs = [run for line in paragraph.lines for run in line if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)


def titled(parts: tuple[Block, ...], title: str) -> tuple[str, tuple[Block, ...]]:
    """The title a sheet prints and its blocks, headings from level 2: a text that begins with a
    heading of its own goes by that, any other by `title`."""
    if parts and isinstance(parts[0], Heading):
        title, parts = words(parts[0].line), parts[1:]
    levels = [part.level for part in parts if isinstance(part, Heading)]
    up = min(levels, default=2) - 2
    return title, tuple(
        Heading(part.level - up, part.line) if isinstance(part, Heading) else part for part in parts
    )


def texts(parts: tuple[Block, ...]) -> Iterator[str]:
    """Every piece of text in reading order: what any made file must hold."""
    for block in parts:
        if isinstance(block, Heading):
            yield words(block.line)
        elif isinstance(block, Paragraph):
            yield text(block)
        elif isinstance(block, Table):
            cells = [cell for row in (block.head, *block.rows) for cell in row]
            yield from (text(cell) for cell in cells if text(cell))
        else:
            for inner in _parts_of(block):
                yield from texts(inner)


def _parts_of(block: Listing | Quote | Rule) -> tuple[tuple[Block, ...], ...]:
    if isinstance(block, Listing):
        return block.items
    return (block.blocks,) if isinstance(block, Quote) else ()


def _blocks(node: _Node) -> tuple[Block, ...]:
    found: list[Block] = []
    loose: list[_Node | str] = []
    for child in node.children:
        if isinstance(child, _Node) and child.tag in _BLOCKS:
            found += _loose(loose)
            loose = []
            found.append(_block(child))
        else:
            loose.append(child)
    return (*found, *_loose(loose))


def _loose(children: list[_Node | str]) -> list[Block]:
    paragraph = _paragraph(_Node("p", children))
    return [paragraph] if text(paragraph).strip() else []


def _block(node: _Node) -> Block:
    if node.tag == "p":
        return _paragraph(node)
    if node.tag in {"ul", "ol"}:
        items = tuple(_blocks(li) for li in _inside(node, "li"))
        return Listing(node.tag == "ol", items)
    if node.tag == "table":
        return _table(node)
    if node.tag == "blockquote":
        return Quote(_blocks(node))
    if node.tag == "hr":
        return Rule()
    return Heading(int(node.tag[1]), _paragraph(node).lines[0])


def _inside(node: _Node, *tags: str) -> list[_Node]:
    return [c for c in node.children if isinstance(c, _Node) and c.tag in tags]


def _table(node: _Node) -> Table:
    rows = [row for part in _inside(node, "thead", "tbody") for row in _inside(part, "tr")]
    cells = [tuple(_paragraph(cell) for cell in _inside(row, "th", "td")) for row in rows]
    head, body = cells[0], tuple(cells[1:])
    return Table(head if any(text(cell).strip() for cell in head) else (), body)


def _paragraph(node: _Node) -> Paragraph:
    lines: list[list[Run]] = [[]]
    for run in _runs(node, bold=False, italic=False):
        if run is None:
            lines.append([])
        else:
            lines[-1].append(run)
    return Paragraph(tuple(_trimmed(line) for line in lines))


def _runs(node: _Node, *, bold: bool, italic: bool) -> Iterator[Run | None]:
    """Runs in order; None where the writer broke the line."""
    for child in node.children:
        if isinstance(child, str):
            yield Run(re.sub(r"\s+", " ", child), bold, italic)
        elif child.tag == "br":
            yield None
        else:
            yield from _runs(
                child,
                bold=bold or child.tag in {"strong", "b"},
                italic=italic or child.tag in {"em", "i"},
            )


def _trimmed(line: list[Run]) -> Line:
    kept = [run for run in line if run.text]
    if kept:
        kept[0] = Run(kept[0].text.lstrip(), kept[0].bold, kept[0].italic)
        kept[-1] = Run(kept[-1].text.rstrip(), kept[-1].bold, kept[-1].italic)
    return tuple(run for run in kept if run.text)
