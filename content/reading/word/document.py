"""DOCX files as Markdown, as Word shows them: with the numbers it counts, changes accepted. Pure.

The XML is read directly. python-docx knows neither counted numbers nor tracked changes, notes or
text boxes, and opens every part; mammoth loses numbers, letterheads and merged cells.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

from lxml import etree

from content.errors import BadInput
from content.letters.result import Letters, Wish
from content.reading.result import Note, Reading
from content.reading.word import letters
from content.reading.word.blocks import Block, Span, spans_of
from content.reading.word.body import read_blocks, story_of
from content.reading.word.context import Document, Marks
from content.reading.word.leftovers import Leftovers
from content.reading.word.names import child, q
from content.reading.word.numbering import Numbering
from content.reading.word.package import Package, broken, too_long
from content.reading.word.pictures import Pictures
from content.reading.word.running import left_out, read_running, take_head
from content.reading.word.sides import arranged, is_official
from content.reading.word.styles import Styles
from content.reading.word.writing import Writer

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_PICTURE = re.compile(r"!\[[^\n]*?\]\(hinh:[^)]*\)")
_ONLY_PICTURES = Note(
    "guessed",
    "Tệp Word chỉ có hình, không có chữ: nếu đó là trang chụp, hãy nạp ảnh hoặc PDF để nhận dạng.",
)


def read(data: bytes, wish: Wish) -> Reading:
    """A DOCX file as Markdown; BadInput for a broken or dangerous one."""
    try:
        return _read(data, wish)
    except BadInput:
        raise
    except MemoryError:
        raise too_long() from None
    except RecursionError:
        raise BadInput(
            "tệp Word lồng nhau quá sâu nên không đọc được; hãy sao chép phần chữ sang một tệp "
            "Word mới rồi nạp lại."
        ) from None
    except (etree.LxmlError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError):
        raise broken() from None  # a part that says what no program writes


def _read(data: bytes, wish: Wish) -> Reading:
    package = Package(data)
    leftovers = Leftovers()
    styles = Styles(package)
    document = Document(package, styles, Numbering(package, styles), leftovers, Marks(package))
    blocks, notes, met = _blocks(document, wish)
    official = is_official(blocks)
    if official:
        leftovers.count("links", _links(blocks))
    pictures = Pictures(package, leftovers)
    writer = Writer(pictures, leftovers, plain=official)
    text = writer.write(arranged(blocks, leftovers, official=official))
    if notes:
        leftovers.count("footnotes", len(notes))
        text += "\n\n" + "\n\n".join(writer.note(number, found) for number, found in notes)
    words = re.search(r"\w", _PICTURE.sub("", text))
    if not words and not pictures.found:
        raise BadInput("tệp Word không có chữ nào; hãy kiểm tra lại tệp rồi nạp lại.")
    _count_unread(package, leftovers)
    said = (*letters.notes(met), *leftovers.notes(), *(() if words else (_ONLY_PICTURES,)))
    return Reading(text, MEDIA_TYPE, "docx", said, pictures=tuple(pictures.found), letters=met)


def _blocks(
    document: Document, wish: Wish
) -> tuple[list[Block], list[tuple[int, list[Block]]], tuple[Letters, ...]]:
    """The text, the notes it calls by their numbers, and the old letters that were met."""
    package = document.package
    root = package.tree(package.main)
    body = child(root, "w:body")
    if body is None or root.tag != q("w:document"):
        raise broken()
    story = story_of(document, package.main, root)
    blocks = read_blocks(story, body)
    document.leftovers.count("old formulas", story.fields.formulas)
    notes = _notes(document)
    running = read_running(document, body)  # last: what is counted there is counted apart
    everything = [*running.first, *blocks, *(b for _, found in notes for b in found)]
    everything += (block for part in running.others for block in part)
    met = letters.convert(list[list[Span]](spans_of(everything)), wish)
    head = take_head(running, blocks)
    document.leftovers.count("first header", bool(head))
    document.leftovers.running = left_out(running, first_taken=bool(head))
    return [*head, *blocks], notes, met


def _notes(document: Document) -> list[tuple[int, list[Block]]]:
    """The notes that the text has called, in their order; each part is read as one story."""
    stories: dict[str, Any] = {}
    found = []
    for number, kind, element in document.marks.called():
        if kind not in stories:
            part = document.marks.parts[kind]
            stories[kind] = story_of(document, part, document.package.tree(part))
        found.append((number, read_blocks(stories[kind], element)))
    return found


def _links(blocks: list[Block]) -> int:
    """How many links lead outside; one may be set in several spans."""
    found = ([span.link for span in spans] for spans in spans_of(blocks))
    return sum(sum(1 for link, _ in groupby(links) if link) for links in found)


def _count_unread(package: Package, leftovers: Leftovers) -> None:
    leftovers.count("macros", bool(package.named(package.main, "vbaProject")))
    leftovers.count("signature", bool(package.named("", "origin")))
