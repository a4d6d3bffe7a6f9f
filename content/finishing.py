"""Finishing: clean HTML gets its place in a page, and its plain text is read off. Pure.

The input is what nh3 lets through. Every tag written here is named here and every attribute and
text is escaped again, so that this pass can take things away but never bring anything in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

from content.boxes import TITLES
from content.vietnamese import slugify

_VOID = {"br", "hr"}
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | {"p", "li", "tr", "pre", "blockquote", "dt", "dd", "caption", "div"}
_SAFE_LINK = re.compile(r"(?i)(?:https?:|mailto:|tel:|[/#?])|[^:]*\Z|[^:/?#]*[/?#]")
_OUTSIDE = re.compile(r"(?i)https?:|[/\\]{2}")
_OWN_PICTURE = re.compile(r"/tep/[0-9a-f]{16}/[a-z0-9.-]+")
_FOOTNOTE_ID = re.compile(r"fn(?:ref)?\d*:[^\s\"'<>&]+")
_CLASSES = {"a": {"footnote-ref", "footnote-backref"}, "div": {"footnote"}}
_ALIGNS = {"left", "center", "right"}
# Ids that the page around the text may have.
_PAGE_IDS = frozenset({"noi-dung", "tim-kiem", "dau-trang", "cuoi-trang", "muc-luc", "q", "menu"})
_CHECKED = '<span role="img" aria-label="Đã làm">☑</span>'
_UNCHECKED = '<span role="img" aria-label="Chưa làm">☐</span>'


@dataclass(frozen=True, slots=True)
class FoundHeading:
    """A heading of the finished text; `offset` is where its text begins in the plain text."""

    level: int
    id: str
    text: str
    offset: int


class Finisher(HTMLParser):
    """Reads clean HTML once; then `html`, `plain` and `headings` are ready."""

    def __init__(self, clean: str) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[FoundHeading] = []
        self._out: list[str] = []
        self._plain = _PlainText()
        self._ids = set(_PAGE_IDS)
        self._counts: dict[str, int] = {}
        self._tables = 0
        self._heading: _OpenHeading | None = None
        self._silent = 0  # inside a footnote mark, which plain text leaves out
        self._links: list[bool] = []  # for each open link: whether it was written
        self._divs: list[str] = []  # for each open div: its tag in the page
        self._paragraph = 0  # place in the list of written parts
        self._caption = ""  # of the last picture
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", clean)]
        self._shift = 2 - min(levels, default=2)
        self.feed(clean)
        self.close()
        self.html = "".join(self._out).strip()
        self.plain = self._plain.text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an opening tag in the form it has in a page."""
        given = {name: value or "" for name, value in attrs}
        special = getattr(self, f"_start_{'heading' if tag in _HEADINGS else tag}", None)
        if tag in _BLOCKS:
            self._plain.end_line()
        if special is not None:
            special(tag, given)
        elif tag in _VOID:
            self._out.append(f"<{tag}>")
            self._plain.add(" ")
        else:
            self._out.append(f"<{tag}{self._kept(tag, given)}>")

    def handle_endtag(self, tag: str) -> None:
        """Write a closing tag."""
        if tag in _HEADINGS:
            self._end_heading()
        elif tag == "a":
            self._end_link()
        elif tag == "p":
            self._end_p()
        elif tag == "div":
            self._out.append(f"</{self._divs.pop() if self._divs else 'div'}>")
        elif tag not in _VOID | {"img", "input"}:
            self._out.append("</table></div>" if tag == "table" else f"</{tag}>")
        if tag in ("td", "th"):
            self._plain.end_cell()
        if tag in _BLOCKS:
            self._plain.end_line()

    def handle_data(self, data: str) -> None:
        """Write text, escaped."""
        self._out.append(escape(data, quote=False))
        if not self._silent:
            self._plain.add(data)

    # ---- elements that change -----------------------------------------------------------------

    def _start_heading(self, tag: str, _given: dict[str, str]) -> None:
        if self._heading is None:
            self._heading = _OpenHeading(int(tag[1]), len(self._out), self._plain.length)

    def _end_heading(self) -> None:
        heading, self._heading = self._heading, None
        if heading is None:
            return
        inner = "".join(self._out[heading.start :])
        del self._out[heading.start :]
        self._plain.end_line()
        text = self._plain.since(heading.offset)
        if not text:
            return
        deepest = (self.headings[-1].level if self.headings else 1) + 1
        level = min(max(heading.level + self._shift, 2), deepest, 6)
        anchor = self._free_id(slugify(text, 60) or "muc")
        self.headings.append(FoundHeading(level, anchor, text, heading.offset))
        self._out.append(f'<h{level} id="{anchor}">{inner}</h{level}>')

    def _start_p(self, _tag: str, _given: dict[str, str]) -> None:
        self._paragraph = len(self._out)
        self._caption = ""
        self._out.append("<p>")

    def _end_p(self) -> None:
        """A paragraph that is one picture with a caption becomes a figure."""
        inner = self._out[self._paragraph + 1 :]
        if self._caption and len(inner) == 1 and inner[0].startswith("<img "):
            caption = escape(self._caption, quote=False)
            self._plain.end_line()
            self._plain.add(self._caption)
            self._out[self._paragraph :] = [
                f"<figure>{inner[0]}<figcaption>{caption}</figcaption></figure>"
            ]
        else:
            self._out.append("</p>")
        self._caption = ""

    def _start_div(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("class", "")
        self._divs.append("aside" if name in TITLES else "div")
        if name in TITLES:
            title = TITLES[name]
            self._out.append(f'<aside class="{name}" aria-label="{title}"><p>{title}</p>')
        else:
            self._out.append(f"<div{self._kept(tag, given)}>")

    def _start_a(self, _tag: str, given: dict[str, str]) -> None:
        href = re.sub(r"[\x00-\x20]", "", given.get("href", ""))
        written = bool(href) and _SAFE_LINK.match(href) is not None
        self._links.append(written)
        classes = given.get("class", "")
        if classes in _CLASSES["a"]:
            self._silent += 1
        if written:
            rel = ' rel="noopener"' if _OUTSIDE.match(href) else ""
            kept = self._kept("a", given)
            self._out.append(f'<a href="{escape(href)}"{kept}{rel}>')

    def _end_link(self) -> None:
        if self._links and self._links.pop():
            self._out.append("</a>")
        self._silent = max(0, self._silent - 1)

    def _start_img(self, _tag: str, given: dict[str, str]) -> None:
        """Only our own pictures; of others the words that stand for them."""
        alt, source = given.get("alt", ""), given.get("src", "")
        if _OWN_PICTURE.fullmatch(source):
            self._out.append(f'<img src="{source}" alt="{escape(alt)}" loading="lazy">')
            self._caption = " ".join(given.get("title", "").split())
        else:
            self._out.append(escape(alt, quote=False))
        self._plain.add(alt)

    def _start_input(self, _tag: str, given: dict[str, str]) -> None:
        if given.get("type") == "checkbox":
            self._out.append(_CHECKED if "checked" in given else _UNCHECKED)

    def _start_table(self, _tag: str, _given: dict[str, str]) -> None:
        self._tables += 1
        label = f"Bảng {self._tables}"
        self._out.append(
            f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>'
        )

    def _kept(self, tag: str, given: dict[str, str]) -> str:
        """The attributes that stay, as text: classes of ours, ids of footnotes, start, title."""
        kept = []
        if given.get("class") in _CLASSES.get(tag, ()):
            kept.append(f' class="{given["class"]}"')
        if given.get("align") in _ALIGNS:
            kept.append(f' class="{given["align"]}"')
        if tag == "th":
            kept.append(' scope="col"')
        anchor = given.get("id", "")
        if _FOOTNOTE_ID.fullmatch(anchor) and anchor not in self._ids:
            self._ids.add(anchor)
            kept.append(f' id="{escape(anchor)}"')
        if given.get("start", "").isdecimal():
            kept.append(f' start="{int(given["start"][:6])}"')
        if given.get("title"):
            kept.append(f' title="{escape(given["title"])}"')
        return "".join(kept)

    def _free_id(self, wanted: str) -> str:
        """The id, or with a number behind it; the last number is kept, so that 5,000 equal
        headings cost no more than 5,000 steps."""
        anchor, count = wanted, self._counts.get(wanted, 1)
        while anchor in self._ids:
            count += 1
            anchor = f"{wanted}-{count}"
        self._counts[wanted] = count
        self._ids.add(anchor)
        return anchor


@dataclass(slots=True)
class _OpenHeading:
    level: int
    start: int  # place in the list of written parts
    offset: int  # place in the plain text


class _PlainText:
    """Plain text as it grows: single spaces, one line for each block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._line: list[str] = []
        self.length = 0  # of what is in `_parts`, each line with its newline

    def add(self, text: str) -> None:
        self._line.append(text)

    def end_cell(self) -> None:
        self._line.append(" | ")

    def end_line(self) -> None:
        line = " ".join("".join(self._line).split()).removesuffix("|").rstrip()
        self._line.clear()
        if line:
            self._parts.append(line)
            self.length += len(line) + 1

    def since(self, offset: int) -> str:
        """The lines that were added after a place, as one line."""
        found, size = [], self.length
        for line in reversed(self._parts):
            if size <= offset:
                break
            size -= len(line) + 1
            found.append(line)
        return " ".join(reversed(found))

    def text(self) -> str:
        self.end_line()
        return "\n".join(self._parts)
