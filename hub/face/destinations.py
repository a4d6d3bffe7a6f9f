"""Destinations: whether an address that an editor wrote leads readers to something now.

Menu, tasks and blocks name addresses; one that leads to an item which is not visible, or to a
section with nothing in it, is left out for readers and flagged at the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa

from content import places
from content.catalogue import queries as catalogue
from content.catalogue import reader_queries, shelf_queries
from content.criteria import queries as criteria
from content.database import db
from content.publishing import event_queries, moved_queries, queries
from content.publishing.models import SECTIONS, Item
from content.recognition import deadline_queries, register_queries, target_queries

KIND_OF = {section: kind for kind, (section, _title) in SECTIONS.items() if section}
# Rooms that always have something to say.
ALWAYS = frozenset({"/", "/lien-he/", "/tim-kiem/", "/feed.xml"})
CRITERIA, LIBRARY = "tieu-chi", "thu-vien"
# Rooms that are there when they hold something.
WHEN_FILLED: dict[str, Callable[[], bool]] = {
    "/cong-nhan/": register_queries.any_announced,
    "/chi-tieu/": target_queries.any_there,
    "/lich/": lambda: deadline_queries.any_there() or bool(event_queries.coming(1)),
}
# Files of a section, which are there when the section is.
_FILES = frozenset({"feed.xml", "lich.ics"})


def open_ones(addresses: Iterable[str]) -> set[str]:
    """Those of the addresses (paths of this site, https ones) that lead readers somewhere.

    Asks the database twice, however many there are, and once for each narrowed list.
    """
    wanted = {address: _parts(address) for address in addresses}
    full = _kinds_with_items({KIND_OF[p[0]] for p in wanted.values() if p and p[0] in KIND_OF})
    items = _visible_items({p for p in wanted.values() if p})
    return {a for a, parts in wanted.items() if _is_open(a, parts, full, items)}


def _is_open(
    address: str, parts: tuple[str, ...], full: set[str], items: set[tuple[str, str]]
) -> bool:
    path = urlsplit(address).path
    if not address.startswith("/") or path in ALWAYS:
        return True
    if parts[0] == CRITERIA:
        return _is_criteria(parts[1:])
    if parts[0] == LIBRARY:
        return _is_library(parts[1:])
    if path in WHEN_FILLED:
        return WHEN_FILLED[path]()
    kind = KIND_OF.get(parts[0])
    if kind is None or len(parts) == 1:
        return kind in full if kind else _is_item(path, ("page", parts[0]), items)
    if len(parts) == 2:
        known = parts[1] in _FILES and kind in full
        return known or _is_item(path, (kind, parts[1]), items)
    return kind in full and _has_narrowed(kind, parts[1], parts[2])


def _is_criteria(parts: tuple[str, ...]) -> bool:
    """Whether readers see the set, or the version, that an address below /tieu-chi/ names."""
    if not parts:
        return any(criteria.published(found) for found in criteria.every_set())
    if len(parts) == 1:
        found = criteria.by_slug(parts[0])
        return found is not None and bool(criteria.published(found))
    row = criteria.version(parts[0], parts[1])
    return row is not None and row.state == "published"


def _is_library(parts: tuple[str, ...]) -> bool:
    """Whether readers see what an address below /thu-vien/ names; lists are taken on trust."""
    if not parts:
        return reader_queries.any_there() or bool(
            shelf_queries.shelves() or shelf_queries.reading_lists()
        )
    if parts[0] == "danh-sach" and len(parts) == 2:
        found = shelf_queries.reading_list(parts[1])
        return found is not None and found.shown
    if parts[0] == "tu-sach" and len(parts) == 2:
        shelf = shelf_queries.shelf(parts[1])
        return shelf is not None and shelf.shown
    row = catalogue.by_slug(parts[0])
    return row.state == "shown" if row is not None else len(parts) > 1


def _is_item(path: str, address: tuple[str, str], items: set[tuple[str, str]]) -> bool:
    return address in items or moved_queries.target(path) is not None


def _has_narrowed(kind: str, word: str, value: str) -> bool:
    """Whether a list narrowed by one filter has anything; other filters are taken on trust."""
    if word == "chu-de":
        topic = moved_queries.topic_now(value)
        return topic is not None and queries.listing(kind, topic=topic, per_page=1).total > 0
    if word == "noi":
        place = places.by_slug(value)
        return place is not None and queries.listing(kind, place=place, per_page=1).total > 0
    if word == "nam":
        year = int(value) if value.isascii() and value.isdigit() and len(value) == 4 else 0
        return queries.listing(kind, year=year, per_page=1).total > 0
    return True


def _kinds_with_items(kinds: set[str]) -> set[str]:
    if not kinds:
        return set()
    names = sorted(kinds)
    there = [sa.exists().where(Item.kind == kind, queries.visible()) for kind in names]
    found = db.session.execute(sa.select(*there)).one()
    return {kind for kind, has in zip(names, found, strict=True) if has}


def _visible_items(wanted: set[tuple[str, ...]]) -> set[tuple[str, str]]:
    """(kind, slug) of the visible items among the addresses."""
    pairs = [(KIND_OF.get(p[0], "page"), p[-1]) for p in wanted if len(p) <= 2]
    if not pairs:
        return set()
    query = sa.select(Item.kind, Item.slug).where(
        queries.visible(), sa.tuple_(Item.kind, Item.slug).in_(pairs)
    )
    return {(kind, slug) for kind, slug in db.session.execute(query)}


def _parts(address: str) -> tuple[str, ...]:
    if not address.startswith("/"):
        return ()
    return tuple(part for part in unquote(urlsplit(address).path).split("/") if part)
