"""Section lists: newest first, in pages, narrowed by one topic, place or year; all in the path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content import places
from content.publishing import queries
from content.publishing.models import SECTIONS
from content.publishing.queries import Facets
from hub.face.face import LEDES, section_path, section_title
from hub.public.addresses import Address, Route

PER_PAGE = 20
KINDS = {section: kind for kind, (section, _title) in SECTIONS.items() if section}
# The word of a filter in the path → its name among the arguments of a listing.
FILTERS = {"chu-de": "topic", "noi": "place", "nam": "year"}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One filter: its place in the path, what it narrows by, and the words a reader sees."""

    path: str
    arguments: dict[str, Any]
    label: str


def show(section: str, page: int = 1) -> ResponseReturnValue:
    """A section's list, or page `page` of it."""
    return _show(section, Narrowing("", {}, ""), page)


def show_narrowed(section: str, filter_word: str, value: str, page: int = 1) -> ResponseReturnValue:
    """A section's list narrowed by one filter."""
    narrowing = _narrowing(filter_word, value)
    if narrowing is None:
        abort(404)
    return _show(section, narrowing, page)


def _show(section: str, narrowing: Narrowing, page: int) -> ResponseReturnValue:
    kind = KINDS.get(section)
    if kind is None:
        abort(404)
    base = f"/{section}/{narrowing.path}"
    listing = queries.listing(kind, page=page, per_page=PER_PAGE, **narrowing.arguments)
    if listing.page != page or (narrowing.path and not listing.total):
        abort(404)
    title = section_title(kind)
    return render_template(
        "public/list.html",
        kind=kind,
        current=kind,
        page_title=f"{title}: {narrowing.label}" if narrowing.label else title,
        title=title,
        lede=_(LEDES[kind]),
        description=LEDES[kind],
        listing=listing,
        narrowing=narrowing,
        facets=queries.facets(kind),
        base=f"/{section}/",
        path_of=lambda number: _page_path(base, number),
        canonical_path=_page_path(base, page),
    )


def _page_path(base: str, number: int) -> str:
    return base if number == 1 else f"{base}trang-{number}/"


def _narrowing(word: str, value: str) -> Narrowing | None:
    """The filter of two parts of a path; None when there is no such topic, place or year."""
    path = f"{word}/{value}/"
    if word == "nam":
        usable = value.isascii() and value.isdigit() and len(value) == 4
        return Narrowing(path, {"year": int(value)}, _("năm %(y)s", y=value)) if usable else None
    if word == "chu-de":
        topic = queries.topic_by_slug(value)
        return Narrowing(path, {"topic": topic}, topic.name) if topic else None
    place = places.by_slug(value) if word == "noi" else None
    return Narrowing(path, {"place": place}, place.full_name) if place else None


# ---- what is frozen -----------------------------------------------------------------------------


def addresses() -> Iterator[Address]:
    """Every page of every list, narrowed and whole."""
    changed = queries.last_change()
    for kind in KINDS.values():
        for narrowing in (Narrowing("", {}, ""), *_narrowings(queries.facets(kind))):
            listing = queries.listing(kind, per_page=PER_PAGE, **narrowing.arguments)
            for number in range(1, listing.pages + 1):
                path = _page_path(f"{section_path(kind)}{narrowing.path}", number)
                yield Address(path, changed)


def _narrowings(facets: Facets) -> Iterator[Narrowing]:
    for topic, _count in facets.topics:
        yield Narrowing(f"chu-de/{topic.slug}/", {"topic": topic}, topic.name)
    for place, _count in facets.places:
        yield Narrowing(f"noi/{place.slug}/", {"place": place}, place.name)
    for year, _count in facets.years:
        yield Narrowing(f"nam/{year}/", {"year": year}, str(year))


_SECTION = f"<any({', '.join(repr(s) for s in KINDS)}):section>"
_FILTER = f"<any({', '.join(repr(w) for w in FILTERS)}):filter_word>"
ROUTES = (
    Route(f"/{_SECTION}/", "list", show),
    Route(f"/{_SECTION}/trang-<int:page>/", "list_page", show),
    Route(f"/{_SECTION}/{_FILTER}/<value>/", "list_narrowed", show_narrowed),
    Route(f"/{_SECTION}/{_FILTER}/<value>/trang-<int:page>/", "list_narrowed_page", show_narrowed),
)
