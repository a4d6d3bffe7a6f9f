"""Markup: Markdown to safe HTML, plain text and headings; made once, when a text is saved.

Three steps: Markdown, then nh3 (which alone decides what is safe), then a pass that gives the
clean HTML its place in a page: headings below the page's own, tables that scroll, marked links.
"""

from __future__ import annotations

import functools
import re
import time
from dataclasses import dataclass, replace
from typing import TypedDict

import markdown
import nh3
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.tables import TableExtension
from pymdownx.tasklist import TasklistExtension

from content.boxes import BoxExtension
from content.deadlines import OutOfTime, processor_seconds
from content.errors import BadInput
from content.finishing import Finisher
from content.vietnamese import tidy

MOST_BYTES = 200_000
# Processor time: what an honest text of this size takes on a slow machine, and a bit.
_SECONDS = 1.25
_SECONDS_PER_BYTE = 3 / MOST_BYTES
# Characters that open brackets make Markdown walk over; honest texts stay below a tenth of it.
_MOST_BRACKET_STEPS = 1_000_000
# nh3 walks up all open tags at each new one, and is one call that no deadline interrupts.
_MOST_RAW_TAGS = 10_000
_TAGS = frozenset(
    {"p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "div"}
    | {"strong", "em", "b", "i", "u", "s", "del", "ins", "mark", "sub", "sup", "small"}
    | {"code", "kbd", "abbr", "a", "img", "input", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "thead", "tbody", "tr", "th", "td", "caption"}
)
_ATTRIBUTES = {
    "a": {"href", "title", "class"},
    "abbr": {"title"},
    "div": {"class"},
    "img": {"src", "alt", "title"},
    "input": {"type", "checked"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"align"},
    "th": {"align"},
}
# A text is rendered at each step of a save; the last few are kept, as texts and as pages.
_MOST_KEPT = 8
# Seconds for which a refusal stands without another try: longer than a load asks again.
_REFUSED_FOR = 60.0
_SCHEMES = {"http", "https", "mailto", "tel"}


class Heading(TypedDict):
    """A heading: level 2..6, its element's id, its text, where that begins in the plain text."""

    level: int
    id: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text made ready: safe HTML, plain text whose blocks stand on lines, headings in order."""

    html: str
    plain: str
    headings: list[Heading]


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a text was not rendered, and when that was found out."""

    sentence: str
    at: float


def render(source: str) -> Rendered:
    """Markdown made ready to show and to search; the last few texts are not rendered again.

    BadInput, one sentence, when the source is too long or built so that it would take too long.
    """
    text = tidy(source)
    _refuse_size(text)
    found = _made(text)
    if isinstance(found, _Refused) and time.monotonic() - found.at > _REFUSED_FOR:
        _made.cache_clear()
        found = _made(text)
    if isinstance(found, _Refused):
        raise BadInput(found.sentence)
    return replace(found, headings=[heading.copy() for heading in found.headings])


@functools.lru_cache(maxsize=_MOST_KEPT)
def _made(text: str) -> Rendered | _Refused:
    try:
        return _rendered(text)
    except BadInput as refused:
        return _Refused(refused.message, time.monotonic())


def _rendered(text: str) -> Rendered:
    _refuse_brackets(text)
    _refuse_tags(text)
    seconds = _SECONDS + len(text.encode()) * _SECONDS_PER_BYTE
    try:
        with processor_seconds(seconds):
            finisher = Finisher(_clean(_markdown().convert(text)))
    except (OutOfTime, RecursionError):
        raise BadInput(
            "Nội dung có quá nhiều ký hiệu lồng nhau nên không dựng thành trang được; "
            "hãy bỏ các chuỗi ký hiệu lặp lại như [, (, >, \\."
        ) from None
    headings: list[Heading] = [
        {"level": h.level, "id": h.id, "text": h.text, "offset": h.offset}
        for h in finisher.headings
    ]
    return Rendered(finisher.html, finisher.plain, headings)


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_TAGS),
        clean_content_tags={"script", "style", "template", "noscript", "iframe", "object"},
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )


def _markdown() -> markdown.Markdown:
    """A converter without raw HTML blocks: their reader is slow on broken tags, and nh3 would
    take nearly all of them away; inline tags like <br> and <sub> stay."""
    converter = markdown.Markdown(
        extensions=[
            TableExtension(use_align_attribute=True),
            FootnoteExtension(BACKLINK_TITLE="Về chỗ có chú thích {}"),
            TasklistExtension(),
            BoxExtension(),
            "sane_lists",
        ],
        output_format="html",
    )
    converter.preprocessors.deregister("html_block")
    return converter


def _refuse_size(text: str) -> None:
    size = len(text.encode())
    if size > MOST_BYTES:
        raise BadInput(
            f"Nội dung dài {size // 1000} kB, quá mức {MOST_BYTES // 1000} kB; "
            "hãy tách thành nhiều bài hoặc đính kèm tệp."
        )


def _refuse_brackets(text: str) -> None:
    """Refuse blocks whose open brackets each make Markdown walk on to their end: n² steps."""
    steps = 0
    for block in re.split(r"\n[ \t]*\n", text):
        open_at: list[int] = []
        for match in re.finditer(r"\\.|[\[\]]", block):
            if match.group() == "[":
                open_at.append(match.start())
            elif match.group() == "]" and open_at:
                steps += match.start() - open_at.pop()
        steps += sum(len(block) - start for start in open_at)
        if steps > _MOST_BRACKET_STEPS:
            raise BadInput(
                "Nội dung có quá nhiều dấu [ không đóng hoặc lồng nhau; hãy xóa bớt rồi lưu lại."
            )


def _refuse_tags(text: str) -> None:
    if len(re.findall(r"<[a-zA-Z/]", text)) > _MOST_RAW_TAGS:
        raise BadInput("Nội dung có quá nhiều thẻ HTML; hãy dán lại dưới dạng chữ thường.")
