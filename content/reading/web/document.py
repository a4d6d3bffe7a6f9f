"""HTML pages as Markdown: the text without what stands around it; nothing is fetched. Pure."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, cast

from lxml import etree, html

from content.errors import BadInput
from content.letters.result import Letters, Wish
from content.reading.result import Note, Reading
from content.reading.web.decoding import text_of
from content.reading.web.elements import Elements
from content.reading.web.main_text import main_text, title_of
from content.reading.web.styling import Sheet
from content.reading.word import letters
from content.reading.word.blocks import Block, Paragraph, Span, spans_of, words
from content.reading.word.leftovers import Leftovers
from content.reading.word.package import Package
from content.reading.word.pictures import Pictures
from content.reading.word.sides import arranged, is_official
from content.reading.word.writing import Writer

_MOST_BYTES = 30 * 2**20
_MOST_ELEMENTS = 300_000
_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp);base64,", re.IGNORECASE)
_MOST_DROPPED = 3  # samples that the note shows
_TITLE_WITHIN = 6  # blocks among which a page's own heading stands


def read(data: bytes, wish: Wish) -> Reading:
    """A saved page as Markdown; BadInput for one without words."""
    text, met = text_of(data, wish)
    return read_page(text, wish, met=met)


def read_page(
    text: str,
    wish: Wish,
    *,
    met: tuple[Letters, ...] = (),
    pictures: Mapping[str, bytes] | None = None,
    whole: bool = False,
) -> Reading:
    """A page of which the letters are known.

    pictures: those that came with it, by the source its elements name. whole: all of it is the
    text (an e-mail), nothing is looked for around it.
    """
    root = _tree(text)
    sheet = Sheet("\n".join(style.text or "" for style in root.iter("style")))
    title = "" if whole else title_of(root)
    inside = Inside({**_data_pictures(root), **(pictures or {})})
    found = None if whole else main_text(root)
    leftovers = Leftovers()
    blocks: list[Block] = []
    for element in found.elements if found else [root]:
        blocks += Elements(sheet, leftovers, inside.names()).read(element)
    return _written(blocks, wish, leftovers, inside, met, title, found.dropped if found else [])


def _written(
    blocks: list[Block],
    wish: Wish,
    leftovers: Leftovers,
    inside: Inside,
    met: tuple[Letters, ...],
    title: str,
    dropped: list[str],
) -> Reading:
    by_font = letters.convert(list[list[Span]](spans_of(blocks)), wish)
    official = is_official(blocks)
    if title and not official and not _has_title(blocks):
        blocks.insert(0, Paragraph([Span(title)], level=1))
    kept = Pictures(cast(Package, inside), leftovers)
    writer = Writer(kept, leftovers, plain=official)
    text = writer.write(arranged(blocks, leftovers, official=official))
    if not re.search(r"\w", text):
        raise BadInput(
            "trang web không có chữ nào (có thể chỉ lưu phần khung); hãy mở trang rồi in ra PDF."
        )
    every = (*met, *by_font)
    notes = (*letters.notes(every), *_on_dropped(dropped), *leftovers.notes())
    return Reading(text, "text/html", "html", notes, pictures=tuple(kept.found), letters=every)


class Inside:
    """The pictures that lie in a page itself; `Pictures` asks it as it asks a Word package."""

    def __init__(self, found: Mapping[str, bytes]) -> None:
        self._found = found

    def names(self) -> frozenset[str]:
        """The sources by which elements name them."""
        return frozenset(self._found)

    def size(self, part: str) -> int:
        """Bytes of a picture."""
        return len(self._found.get(part, b""))

    def bytes_of(self, part: str) -> bytes:
        """A picture."""
        return self._found.get(part, b"")


def _tree(text: str) -> Any:
    data = text.replace("\x00", "").encode("utf-8", "replace")
    if len(data) > _MOST_BYTES:
        raise BadInput(f"trang web lớn hơn {_MOST_BYTES // 2**20} MB; hãy in ra PDF rồi nạp lại.")
    parser = html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError):
        raise BadInput("trang web không đọc được; hãy mở trang rồi in ra PDF.") from None
    if any("depth" in str(entry.message).lower() for entry in parser.error_log):
        raise BadInput("trang web lồng nhau quá sâu; hãy mở trang rồi in ra PDF.")
    for number, _ in enumerate(root.iter()):
        if number > _MOST_ELEMENTS:
            raise BadInput("trang web có quá nhiều phần tử; hãy mở trang rồi in ra PDF.")
    return root


def _data_pictures(root: Any) -> dict[str, bytes]:
    """Pictures written into the page as data, by their whole source."""
    found = {}
    for image in root.iter("img"):
        source = (image.get("src") or "").strip()
        match = _DATA.match(source)
        if match:
            try:
                found[source] = base64.b64decode(source[match.end() :])
            except (binascii.Error, ValueError):
                continue
    return found


def _has_title(blocks: list[Block]) -> bool:
    """Whether the text names itself: a heading of the first level near its top, or any as first."""
    top = [b for b in blocks[:_TITLE_WITHIN] if isinstance(b, Paragraph) and words(b)]
    return any(b.level == 1 for b in top) or bool(top and top[0].level)


def _on_dropped(dropped: list[str]) -> tuple[Note, ...]:
    if not dropped:
        return ()
    shown = "; ".join(f"“{text}”" for text in dropped[:_MOST_DROPPED])
    among = "trong đó " if len(dropped) > _MOST_DROPPED else ""
    around = "quanh bài (trình đơn, liên kết, chân trang…)"
    sentence = f"Bỏ {len(dropped)} phần {around}: {among}{shown}."
    return (Note("dropped", sentence),)
