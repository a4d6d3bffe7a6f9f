"""The text of a page among its menus, share bars, notices and footers. Pure.

Nothing is guessed from looks: what programs run or fill in goes, then blocks named as what stands
around a text, then blocks that are mostly links; what is left is narrowed to where the words are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_NEVER = frozenset({
    "script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "applet",
    "svg", "canvas", "audio", "video", "map", "button", "input", "select", "textarea", "option",
    "datalist", "dialog", "nav", "aside", "footer", "link", "meta", "base"
})  # fmt: skip
_AROUND = frozenset({
    "nav", "navbar", "navigation", "menu", "menubar", "submenu", "megamenu", "footer", "sidebar",
    "breadcrumb", "breadcrumbs", "share", "sharing", "social", "addthis", "comment", "comments",
    "binhluan", "related", "lienquan", "tinlienquan", "cookie", "cookies", "gdpr", "banner",
    "ads", "ad", "adsense", "advert", "advertisement", "quangcao", "popup", "modal", "login",
    "signin", "toolbar", "pagination", "paging", "rating", "vote", "print", "chiase", "chatbox",
    "skiplink", "topbar", "tracking"
})  # fmt: skip
_NAME = re.compile(r"[a-z]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Where portals put the text itself, best first.
_MAIN = (
    "//*[@itemprop='articleBody']",
    "//*[contains(@class,'content1') or @id='toanvancontent' or @id='fulltext']",
    "//article",
    "//main",
    "//*[@role='main']",
)
_BOXES = frozenset({"body", "div", "section", "main", "article", "form", "center", "html"})
_LAYOUT = frozenset({"table", "tbody", "tr", "td"})
_KEPT_BESIDE = frozenset({"h1", "h2", "h3", "p", "table", "blockquote", "ul", "ol", "pre"})
_MOST_SHOWN = 60
_LEAST_MAIN = 0.5  # of all words that are no links: less is a teaser, not the text
_NARROWS = 0.75
_MOSTLY_LINKS = 0.6
_ITS_OWN = re.compile(r"(?i)microsoft (?:word|excel)|libreoffice|openoffice|wordsection")


@dataclass(slots=True)
class MainText:
    """The elements that hold the text, in order; short samples of what was left out."""

    elements: list[Any]
    dropped: list[str] = field(default_factory=list)


def main_text(root: Any) -> MainText:
    """The text of a parsed page. What stands around it is taken out of the tree."""
    found = MainText([])
    body = root.find(".//body")
    body = root if body is None else body
    own = _was_written_in_an_office(root)
    _remove_tags(body, found)
    if own:
        found.elements = [body]
        return found
    _remove_named(body, found)
    _remove_link_blocks(body, found)
    chosen = _declared(body)
    if chosen is None:
        found.elements = _narrowed(body, found)
    else:
        if chosen is not body:
            _say_rest(body, chosen, found)
        found.elements = [chosen]
    return found


def title_of(root: Any) -> str:
    """What the page calls itself, without the name of the site behind it."""
    for path in ("//meta[@property='og:title']/@content", "//h1", "//title"):
        for hit in root.xpath(path):
            text = str(hit) if not hasattr(hit, "text_content") else hit.text_content()
            text = " ".join(text.split())
            text = re.split(r"\s+[|»–—]\s+|\s+-\s+(?=[^-]{3,60}$)", text)[0].strip()
            if 4 <= len(text) <= 300:
                return text
    return ""


def _was_written_in_an_office(root: Any) -> bool:
    """A page that Word or its like saved: all of it is the text."""
    makers = root.xpath("//meta[@name='generator' or @name='Generator' or @name='ProgId']/@content")
    makers += root.xpath("//body//div/@class")[:3]
    return any(_ITS_OWN.search(maker) for maker in makers)


# ---- what goes ----------------------------------------------------------------------------------


def _remove_tags(body: Any, found: MainText) -> None:
    for element in [e for e in body.iter() if e.tag in _NEVER or not isinstance(e.tag, str)]:
        _drop(element, found, said=element.tag in ("nav", "aside", "footer"))


def _remove_named(body: Any, found: MainText) -> None:
    whole = _weight(body) or 1
    for element in list(body.iter()):
        if element is body or not isinstance(element.tag, str) or not _stands(element, body):
            continue
        named = element.get("role") in ("navigation", "banner", "contentinfo", "search", "dialog")
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        words = set(_NAME.findall(_HUMP.sub(" ", names).lower()))
        if (named or words & _AROUND) and _weight(element) < whole / 3:
            _drop(element, found)


def _remove_link_blocks(body: Any, found: MainText) -> None:
    """Lists and boxes whose words are mostly links: menus, news of the day, tags."""
    for element in list(body.iter("ul", "ol", "dl", "div", "section", "table", "header")):
        if not _stands(element, body):
            continue
        everything = _length(element)
        links = everything - _weight(element)
        count = sum(1 for _ in element.iter("a"))
        if count >= 3 and links >= _MOSTLY_LINKS * max(everything, 1):
            _drop(element, found)


def _drop(element: Any, found: MainText, *, said: bool = True) -> None:
    if said:
        _say(element, found)
    if element.getparent() is not None:
        element.drop_tree()


def _say(element: Any, found: MainText) -> None:
    """Keep a sample of what is left out; what says nothing needs no word."""
    text = " ".join(" ".join(element.itertext()).split())
    if re.search(r"\w", text):
        found.dropped.append(text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…")


def _stands(element: Any, body: Any) -> bool:
    """Whether an element is still in the tree, not in a part that was taken out."""
    while element is not None:
        if element is body:
            return True
        element = element.getparent()
    return False


# ---- what stays ---------------------------------------------------------------------------------


def _declared(body: Any) -> Any:
    """The element that the page itself names as its text, if it holds most of the words."""
    whole = _weight(body)
    for path in _MAIN:
        hits = [hit for hit in body.xpath(f".{path}") if _weight(hit) >= _LEAST_MAIN * whole]
        if hits:
            return max(hits, key=_weight)
    return None


def _narrowed(body: Any, found: MainText) -> list[Any]:
    """The smallest box that holds most words, with headings and paragraphs that stand beside it."""
    before: list[Any] = []
    after: list[Any] = []
    box = body
    while True:
        inner = _heaviest(box)
        if inner is None:
            return [*before, box, *after]
        place = list(box).index(inner)
        beside = list(enumerate(box))
        before += [e for at, e in beside if at < place and _kept(e, found)]
        after = [e for at, e in beside if at > place and _kept(e, found)] + after
        box = inner


def _heaviest(box: Any) -> Any:
    """The child that holds most words of a box, where it is a box itself; else None."""
    whole = _weight(box)
    for child in box:
        if child.tag in (_BOXES | _LAYOUT) and _weight(child) >= _NARROWS * whole > 0:
            return child if child.tag in _BOXES or _is_layout(child) else None
    return None


def _is_layout(element: Any) -> bool:
    """Whether a part of a table is there for the page's look: one cell holds nearly all words."""
    cells = [c for c in element.iter("td", "th") if c.find(".//td") is None]
    return max(map(_weight, cells), default=0) >= 0.9 * _weight(element)


def _kept(element: Any, found: MainText) -> bool:
    if not isinstance(element.tag, str):
        return False
    if element.tag in _KEPT_BESIDE and _weight(element) >= 0.7 * max(_length(element), 1):
        return True
    heading = next(element.iter("h1", "h2"), None)
    if heading is not None and _length(heading) >= 0.5 * max(_length(element), 1):
        return True
    _say(element, found)
    return False


def _say_rest(body: Any, chosen: Any, found: MainText) -> None:
    """Name what stands outside the chosen element: the siblings of it and of those around it."""
    for element in _outside(body, chosen):
        _say(element, found)


def _outside(body: Any, chosen: Any) -> Iterator[Any]:
    while chosen is not body:
        around = chosen.getparent()
        yield from (e for e in around if e is not chosen and isinstance(e.tag, str))
        chosen = around


# ---- weighing -----------------------------------------------------------------------------------


def _length(element: Any) -> int:
    return len("".join(element.text_content().split()))


def _weight(element: Any) -> int:
    """Letters of an element that are in no link."""
    if element.tag == "a":
        return 0
    links = sum(_length(link) for link in element.iter("a"))
    return max(_length(element) - links, 0)
