"""OPDS 1.2 feeds read: publications, and where the next page and the shelves below are. Pure.

https://specs.opds.io/opds-1.2
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from content.catalogue import identifiers
from content.catalogue.formats import terms, xml
from content.catalogue.record import Identifier, Link, Name, Record, Refused, Subject, Taken
from content.errors import BadInput

_ACQUIRE = "http://opds-spec.org/acquisition"
_IMAGES = ("http://opds-spec.org/image", "http://opds-spec.org/image/thumbnail")
_FEED = "application/atom+xml"
_KINDS = {"audio": "am-thanh", "video": "video"}


@dataclass(slots=True)
class Feed:
    """A feed. following: address of its next page; below: feeds it leads to."""

    title: str = ""
    items: list[Taken | Refused] = field(default_factory=list)
    following: str = ""
    below: list[tuple[str, str]] = field(default_factory=list)  # (address, title)


def read(data: bytes, address: str) -> Feed:
    """A feed from its bytes and the address it came from; BadInput for what is none."""
    root = xml.tree(data)
    if xml.local(root) not in ("feed", "entry"):
        raise BadInput("Câu trả lời không phải danh mục OPDS; hãy xem lại địa chỉ.")
    found = Feed(title=xml.said(root, "title"))
    for link in xml.children(root, "link"):
        if link.get("rel") == "next" and link.get("href"):
            found.following = urljoin(address, link.get("href"))
    entries = [root] if xml.local(root) == "entry" else xml.children(root, "entry")
    for number, entry in enumerate(entries, start=1):
        _take(entry, number, address, found)
    return found


def _take(entry: Any, number: int, address: str, feed: Feed) -> None:
    links = xml.children(entry, "link")
    got = [one for one in links if (one.get("rel") or "").startswith(_ACQUIRE) and one.get("href")]
    if not got:
        under = next((one for one in links if (one.get("type") or "").startswith(_FEED)), None)
        if under is not None and under.get("href"):
            feed.below.append((urljoin(address, under.get("href")), xml.said(entry, "title")))
        return
    title = terms.letters(xml.said(entry, "title"))
    own = xml.said(entry, "id") or urljoin(address, got[0].get("href"))
    if title:
        record = _record(entry, title, links, got, address)
        feed.items.append(Taken(own[:500], record, xml.said(entry, "updated")[:40]))
    else:
        feed.items.append(Refused(own or f"Mục thứ {number}", "Mục không có nhan đề."))


def _record(entry: Any, title: str, links: list[Any], got: list[Any], address: str) -> Record:
    free = [one for one in got if one.get("rel") in (_ACQUIRE, f"{_ACQUIRE}/open-access")]
    media = [(one.get("type") or "").split(";")[0] for one in got]
    cover = next((one.get("href") for one in links if one.get("rel") in _IMAGES), "")
    texts = [xml.words(one) for one in xml.children(entry, "summary", "content")]
    rights = terms.letters(xml.said(entry, "rights"))
    return Record(
        title=title,
        kind=next(
            (_KINDS[one.split("/")[0]] for one in media if one.split("/")[0] in _KINDS), "sach"
        ),
        names=tuple(
            Name(terms.name(xml.said(one, "name")), role)
            for tag, role in (("author", "author"), ("contributor", "contributor"))
            for one in xml.children(entry, tag)
            if xml.said(one, "name")
        ),
        publisher=terms.letters(xml.said(entry, "publisher")),
        date=xml.said(entry, "issued") or xml.said(entry, "date"),
        extent=terms.letters(xml.said(entry, "extent")),
        languages=tuple(
            filter(
                None, (terms.language(xml.words(one)) for one in xml.children(entry, "language"))
            )
        ),
        subjects=tuple(
            Subject(terms.letters(said))
            for one in xml.children(entry, "category")
            if (said := one.get("label") or one.get("term"))
        ),
        abstract=terms.letters(re.sub(r"<[^<>]*>", " ", max(texts, key=len, default=""))),
        identifiers=_numbers(entry),
        links=tuple(
            Link(urljoin(address, one.get("href")), one.get("title") or "", kind)
            for one, kind in zip(got, media, strict=True)
        ),
        cover_url=urljoin(address, cover) if cover and not cover.startswith("data:") else "",
        access="open" if free else terms.access([rights]) or "restricted",
        rights=rights,
    )


def _numbers(entry: Any) -> tuple[Identifier, ...]:
    found = [
        identifiers.read(xml.words(one))[0] for one in xml.children(entry, "identifier", "isbn")
    ]
    return tuple(one for one in found if one)
