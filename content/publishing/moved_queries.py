"""Where addresses lead that nothing stands at any more: of items, of topics, written by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import sqlalchemy as sa

from content.database import db
from content.publishing import queries
from content.publishing.models import SECTIONS, Item, Redirect, Topic
from content.publishing.old_addresses import FormerTopic, OldAddress
from content.publishing.visibility import visible

# Hand-made addresses may name each other; whoever wrote a circle gets no answer.
MOST_STEPS = 8
KINDS = {section: kind for kind, (section, _title) in SECTIONS.items() if section}
_OF_TOPIC = re.compile(r"/(?P<section>[a-z-]+)/chu-de/(?P<slug>[a-z0-9-]+)/(?:trang-\d+/)?")


class Way(NamedTuple):
    """An old address, where it leads in the end, and what stands there in words."""

    old: str
    target: str
    title: str


def target(path: str) -> str | None:
    """Where an old address leads now, past every step on the way; None when it leads nowhere.

    The answer is an address of this site or a whole https one.
    """
    found, seen = _next(path), {path}
    while found is not None and len(seen) <= MOST_STEPS:
        if found in seen:
            return None
        seen.add(found)
        further = _next(found) if found.startswith("/") else None
        if further is None:
            return found
        found = further
    return None


def topic_now(slug: str) -> Topic | None:
    """The topic of a slug, or of one that it had before, when a visible item has it."""
    return queries.topic_by_slug(slug) or _former(slug)


def every() -> Iterator[Way]:
    """Each old address that leads somewhere now, for the static copy; by address."""
    yield from sorted({way.old: way for way in _every()}.values())


def _every() -> Iterator[Way]:
    # What stands further down wins: an item's own old address is never taken by another.
    yield from _of_topics()
    for row in db.session.scalars(sa.select(OldAddress)):
        if found := target(row.old_path):
            yield Way(row.old_path, found, _title(found))
    query = sa.select(Redirect, Item).join(Item, Redirect.item_id == Item.id).where(visible())
    for redirect, item in db.session.execute(query):
        yield Way(redirect.old_path, item.path, item.title)


def _of_topics() -> Iterator[Way]:
    for row in db.session.scalars(sa.select(FormerTopic)):
        for section, kind in KINDS.items():
            if queries.listing(kind, topic=row.topic, per_page=1).total:
                old = f"/{section}/chu-de/{row.slug}/"
                yield Way(old, f"/{section}/chu-de/{row.topic.slug}/", row.topic.name)


def _next(path: str) -> str | None:
    known = queries.redirect_target(path)
    if known is not None:
        return known
    by_hand = sa.select(OldAddress.target).where(
        OldAddress.old_path.in_([path, f"{path}/", path.rstrip("/")])
    )
    return db.session.scalar(by_hand) or _of_topic(path)


def _of_topic(path: str) -> str | None:
    found = _OF_TOPIC.fullmatch(path)
    kind = KINDS.get(found["section"]) if found else None
    topic = _former(found["slug"]) if found and kind else None
    if found is None or kind is None or topic is None:
        return None
    if not queries.listing(kind, topic=topic, per_page=1).total:
        return None
    return f"/{found['section']}/chu-de/{topic.slug}/"


def _former(slug: str) -> Topic | None:
    query = sa.select(Topic).join(FormerTopic).where(FormerTopic.slug == slug)
    topic = db.session.scalar(query)
    return queries.topic_by_slug(topic.slug) if topic is not None else None


def _title(address: str) -> str:
    section, _slash, slug = address.strip("/").partition("/")
    kind = KINDS.get(section)
    item = queries.at(kind or "page", slug if kind else section) if "/" not in slug else None
    if item is not None:
        return item.title
    return SECTIONS[kind][1] if kind and not slug else address
