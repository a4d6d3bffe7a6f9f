"""Heads and feet of pages: left out, but for the head of an official document. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from content.reading.word.blocks import Block, Paragraph, spans_of, words
from content.reading.word.body import read_blocks, story_of
from content.reading.word.context import Document
from content.reading.word.names import q, switch
from content.reading.word.sides import is_official

_PAGE_NUMBER = re.compile(r"^[\W_]*(?:trang|page)?[\W\d_]*(?:trên|of|/)?[\W\d_]*$", re.IGNORECASE)
_LONGEST_NUMBER = 40
_MOST = 20


@dataclass(slots=True)
class Running:
    """first: what stands above the first page only; others: the rest, each block once read."""

    first: list[Block]
    others: list[list[Block]]


def read_running(document: Document, body: Any) -> Running:
    """Heads and feet of the pages of a document."""
    sections = list(body.iter(q("w:sectPr")))
    first = sections[0] if sections else None
    top = _top(document, first)
    parts = [
        part
        for kind in ("header", "footer")
        for part in document.package.named(document.package.main, kind)[:_MOST]
    ]
    others = [_blocks(document, part) for part in parts if part != top]
    return Running(_blocks(document, top) if top else [], others)


def take_head(running: Running, body: list[Block]) -> list[Block]:
    """The head of an official document that stands above its first page and not in its text."""
    return running.first if is_official(running.first) and not is_official(body) else []


def left_out(running: Running, *, first_taken: bool) -> list[str]:
    """What is left out, a line each; page numbers are nothing to speak of."""
    blocks = [
        *([] if first_taken else running.first),
        *(b for part in running.others for b in part),
    ]
    paragraphs = (Paragraph(spans) for spans in spans_of(blocks))
    lines = (words(paragraph) for paragraph in paragraphs)
    return list(dict.fromkeys(line for line in lines if line and not _is_page_number(line)))


def _is_page_number(line: str) -> bool:
    return len(line) <= _LONGEST_NUMBER and bool(_PAGE_NUMBER.match(line))


def _top(document: Document, section: Any) -> str:
    """The part above the first page: of a title page where there is one, else of every page."""
    if section is None:
        return ""
    kind = "first" if switch(section, "w:titlePg") else "default"
    for reference in section.findall(q("w:headerReference")):
        if reference.get(q("w:type"), "default") == kind:
            relations = document.package.relations(document.package.main)
            found = relations.get(reference.get(q("r:id"), ""))
            return found.target if found and not found.outside else ""
    return ""


def _blocks(document: Document, part: str) -> list[Block]:
    root = document.package.tree(part)
    if root is None:
        return []
    return read_blocks(story_of(document, part, root), root)
