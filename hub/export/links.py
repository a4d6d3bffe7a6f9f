"""Links of a page: finding them in HTML and CSS, and making the site's own ones relative. Pure.

Only attributes inside tags are touched: text that looks like a tag stays as it is written.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

_TOKEN = re.compile(
    r"<!--.*?-->"
    r"|(?P<open><(?P<raw>script|style|textarea|title)\b(?:\"[^\"]*\"|'[^']*'|[^\"'<>])*+>)"
    r"(?P<inside>.*?)(?=</(?P=raw)\b)"
    r"|(?P<tag><[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^\"'<>])*+>)"
    r"|</[a-zA-Z][^>]*>",
    re.DOTALL | re.IGNORECASE,
)
# Every attribute is matched, so that nothing inside a value is taken for one.
_ATTRIBUTE = re.compile(
    r"(?P<before>\s(?P<name>[^\s=>/\"']+)\s*=\s*)"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"']+))"
)
_ADDRESSES = frozenset({"href", "src", "action", "formaction", "poster", "data", "srcset"})
_CSS_URL = re.compile(r"""(?P<before>url\(\s*["']?)(?P<url>/[^"')\s]*)""")
# Tags whose address is fetched with the page, not only followed by a person.
_FETCHING = frozenset(
    {"img", "script", "source", "video", "audio", "iframe", "embed", "object", "track", "input"}
)
_FETCHED_RELATIONS = frozenset(
    {"stylesheet", "icon", "preload", "modulepreload", "manifest", "apple-touch-icon", "prefetch"}
)


class Link(NamedTuple):
    """An address in a page: the tag's name, the attribute, the address, whether it is fetched."""

    tag: str
    attribute: str
    url: str
    fetched: bool


class Page(NamedTuple):
    """What the checker needs of a page."""

    links: list[Link]
    ids: set[str]
    has_text: bool


def relative(url: str, page: str) -> str:
    """A local address ("/tin-tuc/?q=1#x") as seen from a page ("/van-ban/a/"): a file."""
    path, hash_mark, fragment = url.partition("#")
    path, question, query = path.partition("?")
    if path.endswith("/"):
        path += "index.html"
    start = page if page.endswith("/") else posixpath.dirname(page)
    return posixpath.relpath(path, start) + question + query + hash_mark + fragment


def rewrite_html(text: str, change: Callable[[str], str]) -> str:
    """A page with each address in its tags replaced by `change(address)`."""

    def attribute(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if name not in _ADDRESSES:
            return found.group()
        plain = _value(found)
        changed = _srcset(plain, change) if name == "srcset" else change(plain)
        if changed == plain:
            return found.group()
        return f'{found["before"]}"{html.escape(changed)}"'

    def token(found: re.Match[str]) -> str:
        if found["tag"]:
            return _ATTRIBUTE.sub(attribute, found["tag"])
        if found["open"]:
            return _ATTRIBUTE.sub(attribute, found["open"]) + found["inside"]
        return found.group()

    return _TOKEN.sub(token, text)


def rewrite_css(text: str, change: Callable[[str], str]) -> str:
    """A style sheet with each local address replaced by `change(address)`."""
    return _CSS_URL.sub(lambda found: found["before"] + change(found["url"]), text)


def read(text: str) -> Page:
    """The links and ids of a page, and whether its body says anything."""
    links: list[Link] = []
    ids: set[str] = set()
    for found in _TOKEN.finditer(text):
        tag = found["tag"] or found["open"]
        if tag:
            _read_tag(tag, links, ids)
    body = _TOKEN.sub("", text.partition("<body")[2])
    return Page(links, ids, any(character.isalnum() for character in body))


def is_offsite(url: str) -> bool:
    """Whether an address leads to another host."""
    parts = urlsplit(url)
    return bool(parts.netloc) or parts.scheme in {"http", "https", "ftp", "ws", "wss"}


def target_file(url: str, page_file: str) -> tuple[str, str]:
    """The file and the fragment that a relative address of a page file means, both unquoted."""
    path, _, fragment = url.partition("#")
    path = unquote(path.partition("?")[0])
    if not path:
        return page_file, unquote(fragment)
    return posixpath.normpath(posixpath.join(posixpath.dirname(page_file), path)), unquote(fragment)


def _read_tag(tag: str, links: list[Link], ids: set[str]) -> None:
    name = re.match(r"<([a-zA-Z0-9-]+)", tag)
    assert name is not None
    tag_name = name[1].lower()
    for found in _ATTRIBUTE.finditer(tag):
        attribute = found["name"].lower()
        value = _value(found)
        if attribute == "id":
            ids.add(value)
        if attribute not in _ADDRESSES:
            continue
        fetched = _is_fetched(tag_name, attribute, tag)
        urls = _srcset_urls(value) if attribute == "srcset" else [value.strip()]
        links.extend(Link(tag_name, attribute, url, fetched) for url in urls)


def _value(found: re.Match[str]) -> str:
    raw = next(v for v in (found["double"], found["single"], found["bare"]) if v is not None)
    return html.unescape(raw)


def _is_fetched(tag_name: str, attribute: str, tag: str) -> bool:
    if tag_name == "link":
        relations = re.search(r"""\srel\s*=\s*["']?([^"'>]*)""", tag, re.IGNORECASE)
        words = set(relations[1].lower().split()) if relations else set()
        return bool(words & _FETCHED_RELATIONS)
    return tag_name in _FETCHING and attribute != "formaction"


def _srcset_urls(value: str) -> Iterator[str]:
    return (part.split()[0] for part in value.split(",") if part.strip())


def _srcset(value: str, change: Callable[[str], str]) -> str:
    parts = [part.split() for part in value.split(",") if part.strip()]
    return ", ".join(" ".join([change(first), *rest]) for first, *rest in parts)
