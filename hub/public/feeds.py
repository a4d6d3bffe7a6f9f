"""Feeds: the newest of the site and of each section as Atom (RFC 4287)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from content.publishing import queries
from content.publishing.models import SECTIONS, Item
from hub.face import site
from hub.face.face import section_title
from hub.public.addresses import Address, Route
from hub.public.items import first_words

NEWEST = 20
KINDS = {section: kind for kind, (section, _title) in SECTIONS.items() if section}
# Everything that XML 1.0 does not allow in a document, however it is written.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; texts hold only what XML may carry, addresses are absolute."""

    id: str
    title: str
    url: str
    summary: str
    published: dt.datetime
    updated: dt.datetime
    topics: list[tuple[str, str]]


def show() -> ResponseReturnValue:
    """The newest of every section."""
    return feed("/feed.xml", "/", "", _entries(queries.newest(NEWEST)))


def show_section() -> ResponseReturnValue:
    """The newest of the section that the address names."""
    section = request.path.split("/")[1]
    kind = KINDS[section]
    items = queries.newest(NEWEST, [kind])
    return feed(f"/{section}/feed.xml", f"/{section}/", section_title(kind), _entries(items))


def legal(text: str) -> str:
    """A text without the characters that no XML document may hold."""
    return _ILLEGAL.sub("", text)


def feed(path: str, page: str, title: str, entries: list[Entry]) -> Response:
    """A feed of entries. path: its own address; page: the page it goes with; title: of what."""
    whose = site.current()
    name = " · ".join(filter(None, (title, whose.site_name, whose.site_place)))
    text = render_template(
        "public/feed.xml",
        title=legal(name),
        author=legal(whose.organisation),
        id=tag(whose.site_url, dt.date(2026, 1, 1), path),
        self_url=whose.site_url + path,
        page_url=whose.site_url + page,
        updated=max((entry.updated for entry in entries), default=queries.last_change()),
        entries=entries,
    )
    return Response(text, mimetype="application/atom+xml")


def _entries(items: list[Item]) -> list[Entry]:
    site_url = site.current().site_url
    return [_entry(item, site_url) for item in items]


def _entry(item: Item, site_url: str) -> Entry:
    published = item.first_published_at or item.created_at
    if item.publish_at is not None:
        published = max(published, item.publish_at)
    changes = [version.published_at for version in queries.versions(item)[:1]]
    return Entry(
        # Made of what never changes: an item that moves to another address is not read twice.
        id=tag(site_url, item.created_at.date(), f"item-{item.id}"),
        title=legal(item.title),
        url=site_url + item.path,
        summary=legal(item.summary or first_words(item.plain, 400)),
        published=published,
        updated=max([published, *filter(None, changes)]),
        topics=[(topic.slug, legal(topic.name)) for topic in item.topics],
    )


def tag(site_url: str, day: dt.date, name: str) -> str:
    """A tag URI (RFC 4151): an identifier that nobody can take for an address."""
    return f"tag:{urlsplit(site_url).hostname},{day.isoformat()}:{name.strip('/')}"


def addresses() -> Iterator[Address]:
    """The feed of the site and one of each section."""
    changed = queries.last_change()
    yield Address("/feed.xml", changed)
    for section in KINDS:
        yield Address(f"/{section}/feed.xml", changed)


# A rule of its own for each section: "/van-ban/<slug>/" would take a common one's addresses.
ROUTES = (
    Route("/feed.xml", "feed", show),
    *(Route(f"/{section}/feed.xml", "section_feed", show_section) for section in KINDS),
)
