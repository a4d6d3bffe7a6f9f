"""A Word template with {{words}} in it, filled in: once, by rows of a table, or a page for each.

Pure. Word cuts a text into runs as it likes, so a {{word}} may be spread over several; it takes the
look of the run in which it begins.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

from content.recognition.papers.checking import (
    DOCUMENT,
    FILLED,
    WORD,
    W,
    opened,
    rows_with,
    texts,
)

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# What XML cannot hold.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Values = Mapping[str, str]


def fill(
    template: bytes,
    values: Values,
    *,
    rows: Sequence[Values] = (),
    pages: Sequence[Values] | None = None,
) -> bytes:
    """The template with its words replaced.

    rows: a table row that holds one of their words is repeated for each. pages: the whole text is
    repeated for each, on a page of its own. BadInput for what is no template.
    """
    parts = opened(template)
    changed = {}
    for name in filter(FILLED.fullmatch, parts.names()):
        root = parts.tree(name)
        if name == DOCUMENT and pages is not None:
            _repeat_pages(root, [dict(values) | dict(page) for page in pages])
        else:
            done = _repeat_rows(root, values, rows) if rows and name == DOCUMENT else set()
            _put(root, values, done)
        changed[name] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in parts.names():
            made.writestr(_info(name), changed.get(name) or parts.bytes_of(name))
    return out.getvalue()


def _info(name: str) -> zipfile.ZipInfo:
    """A part of the same day always; `ZipInfo` alone would not pack it."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info


def _repeat_rows(root: Any, values: Values, rows: Sequence[Values]) -> set[Any]:
    """Repeat each row that holds a word of the list; the paragraphs that are filled by that."""
    done: set[Any] = set()
    for row in rows_with(root, rows[0]):
        for one in rows:
            made = copy.deepcopy(row)
            _put(made, dict(values) | dict(one), done)
            row.addprevious(made)
        row.getparent().remove(row)
    return done


def _repeat_pages(root: Any, pages: Sequence[Values]) -> None:
    body = root.find(f"{W}body")
    blocks = [one for one in body if one.tag != f"{W}sectPr"]
    end = body.find(f"{W}sectPr")
    for block in blocks:
        body.remove(block)
    for number, values in enumerate(pages):
        made = [copy.deepcopy(block) for block in blocks]
        if number:
            made.insert(0, _page_break())
        for block in made:
            _put(block, values, set())
            if end is None:
                body.append(block)
            else:
                end.addprevious(block)


def _page_break() -> Any:
    paragraph = etree.Element(f"{W}p")
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}br").set(f"{W}type", "page")
    return paragraph


def _put(part: Any, values: Values, done: set[Any]) -> None:
    """Fill each paragraph once: a name that is written like a word of ours stays a name.

    done: the paragraphs that are filled already; those of this part are added.
    """
    for paragraph in part.iter(f"{W}p"):
        if paragraph in done:
            continue
        done.update(paragraph.iter(f"{W}p"))  # a text box stands in a paragraph, too
        pieces = texts(paragraph)
        whole = "".join(one.text or "" for one in pieces)
        for found in reversed(list(WORD.finditer(whole))):
            if found[1] in values:
                _replace(pieces, found.start(), found.end(), values[found[1]])


def _replace(pieces: Sequence[Any], start: int, end: int, value: str) -> None:
    """Put a value in place of some characters of texts that stand end to end.

    What follows `start` may have changed already; what stands before it has not.
    """
    at, said = 0, _CONTROLS.sub("", value)
    for one in pieces:
        text = one.text or ""
        first, last = max(start - at, 0), min(end - at, len(text))
        if at < end and first < len(text) and first < last:
            one.text = text[:first] + said + text[last:]
            one.set(_SPACE, "preserve")
            said = ""
        at += len(text)
        if at >= end:
            break
