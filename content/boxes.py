"""Boxes: `::: lien-quan` and `::: nen-doc`, lists of links that stand beside a text. Pure.

    ::: lien-quan
    - [Công dân học tập](/huong-dan/cong-dan-hoc-tap/)
    :::

Markdown makes a `div` of each, whose class `content.finishing` turns into an `aside` with a title.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension

# The name in the text, and the title that readers see.
TITLES = {"lien-quan": "Liên quan", "nen-doc": "Nên đọc"}
_OPEN = re.compile(rf"::: *({'|'.join(TITLES)}) *(?:\n|\Z)")
_CLOSE = re.compile(r"^::: *$", re.MULTILINE)
# Above tables (75) and headings (70), below lists' and code's indentation (90, 80).
_PRIORITY = 77
# Blank lines that a box may hold; a text of openings alone must not be walked through from each.
_MOST_BLOCKS = 100


class BoxExtension(Extension):
    """Adds the boxes to a converter."""

    def extendMarkdown(self, md: Any) -> None:  # noqa: N802 - Markdown's name
        """Called by Markdown."""
        md.parser.blockprocessors.register(_Boxes(md.parser), "boxes", _PRIORITY)


class _Boxes(BlockProcessor):
    """From the opening line to the closing one, blank lines between them or not."""

    def test(self, parent: Element, block: str) -> bool:
        return bool(_OPEN.match(block))

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        opening = _OPEN.match(blocks[0])
        near = enumerate(blocks[:_MOST_BLOCKS])
        last = next((at for at, block in near if _CLOSE.search(block)), None)
        if opening is None or last is None:
            return False  # it never ends: plain words
        closing = _CLOSE.search(blocks[last])
        assert closing is not None
        inner = blocks[: last + 1]
        rest = blocks[last][closing.end() :].lstrip("\n")
        inner[last] = blocks[last][: closing.start()].rstrip("\n")
        inner[0] = inner[0][opening.end() :]
        del blocks[: last + 1]
        if rest.strip():
            blocks.insert(0, rest)
        box = SubElement(parent, "div", {"class": opening.group(1)})
        self.parser.parseBlocks(box, [block for block in inner if block.strip()])
        return None
