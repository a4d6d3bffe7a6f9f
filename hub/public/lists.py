"""Section lists: newest first, in pages, narrowed by one word at a time; all of it in the path.

Every list is narrowed by topic, place and year; training material also by for whom it is and what
its files are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content import places
from content.publishing import audiences, event_queries, queries, training_queries
from content.publishing.models import SECTIONS
from content.publishing.queries import Listing
from hub.face.face import LEDES, section_path, section_title
from hub.public.addresses import Address, Route

PER_PAGE = 20
KINDS = {section: kind for kind, (section, _title) in SECTIONS.items() if section}
# The words of filters in the path; the latter of training material only.
FILTERS = ("chu-de", "noi", "nam", *audiences.FACETS)


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One filter: its place in the path, what it narrows by, and the words a reader sees."""

    path: str
    arguments: dict[str, Any]
    label: str


class Group(NamedTuple):
    """Filters of one kind under their title, each with the number of items it leaves."""

    title: str
    choices: list[tuple[Narrowing, int]]


def show(section: str, page: int = 1) -> ResponseReturnValue:
    """A section's list, or page `page` of it."""
    return _show(section, Narrowing("", {}, ""), page)


def show_narrowed(section: str, filter_word: str, value: str, page: int = 1) -> ResponseReturnValue:
    """A section's list narrowed by one filter."""
    narrowing = _narrowing(KINDS.get(section), filter_word, value)
    if narrowing is None:
        abort(404)
    return _show(section, narrowing, page)


def _show(section: str, narrowing: Narrowing, page: int) -> ResponseReturnValue:
    kind = KINDS.get(section)
    if kind is None:
        abort(404)
    base = f"/{section}/{narrowing.path}"
    listing = _listing(kind, narrowing, page)
    if listing.page != page or (narrowing.path and not listing.total):
        abort(404)
    title = section_title(kind)
    return render_template(
        "public/list.html",
        kind=kind,
        current=kind,
        page_title=f"{title}: {narrowing.label}" if narrowing.label else title,
        title=title,
        lede=_told(kind, narrowing),
        description=LEDES[kind],
        listing=listing,
        narrowing=narrowing,
        groups=_groups(kind),
        base=f"/{section}/",
        path_of=lambda number: _page_path(base, number),
        canonical_path=_page_path(base, page),
    )


def _told(kind: str, narrowing: Narrowing) -> str:
    """What stands under the title: of the section, or what somebody wrote of the topic."""
    topic = narrowing.arguments.get("topic")
    if narrowing.path:
        return topic.description if topic else ""
    return str(_(LEDES[kind]))


def _page_path(base: str, number: int) -> str:
    return base if number == 1 else f"{base}trang-{number}/"


def _listing(kind: str, narrowing: Narrowing, page: int) -> Listing:
    if kind == "training":
        return training_queries.listing(page=page, per_page=PER_PAGE, **narrowing.arguments)
    if kind == "notice":
        return event_queries.listing(page=page, per_page=PER_PAGE, **narrowing.arguments)
    return queries.listing(kind, page=page, per_page=PER_PAGE, **narrowing.arguments)


def _narrowing(kind: str | None, word: str, value: str) -> Narrowing | None:
    """The filter of two parts of a path; None when there is no such topic, place, year or word."""
    path = f"{word}/{value}/"
    if word == "nam":
        usable = value.isascii() and value.isdigit() and len(value) == 4
        return Narrowing(path, {"year": int(value)}, _("năm %(y)s", y=value)) if usable else None
    if word == "chu-de":
        topic = queries.topic_by_slug(value)
        return Narrowing(path, {"topic": topic}, topic.name) if topic else None
    if word in audiences.FACETS:
        return _of_word(word, value) if kind == "training" else None
    place = places.by_slug(value) if word == "noi" else None
    return Narrowing(path, {"place": place}, place.full_name) if place else None


def _of_word(facet: str, value: str) -> Narrowing:
    """The filter of a word of training material; one that nothing has leaves an empty list."""
    known = audiences.FACETS[facet][1]
    label = _("Liên kết ngoài") if value == audiences.LINK_FORMAT else value.upper()
    if known is not None:
        label = known.get(value, "")
    return Narrowing(f"{facet}/{value}/", {"word": (facet, value)}, label)


def _groups(kind: str) -> list[Group]:
    """What a list can be narrowed by, in the order it is offered."""
    facets = queries.facets(kind)
    is_training = kind == "training"
    years = training_queries.years() if is_training else facets.years
    groups = [*_training_groups()] if is_training else []
    topics = [
        (Narrowing(f"chu-de/{t.slug}/", {"topic": t}, t.name), count) for t, count in facets.topics
    ]
    found = [(Narrowing(f"noi/{p.slug}/", {"place": p}, p.name), n) for p, n in facets.places]
    by_year = [(Narrowing(f"nam/{y}/", {"year": y}, str(y)), count) for y, count in years]
    groups += [Group(_("Chủ đề"), topics), Group(_("Nơi"), found), Group(_("Năm"), by_year)]
    return [group for group in groups if group.choices]


def _training_groups() -> Iterator[Group]:
    for facet, values in training_queries.words().items():
        title = audiences.FACETS[facet][0]
        yield Group(_(title), [(_of_word(facet, value), count) for value, count in values])


# ---- what is frozen -----------------------------------------------------------------------------


def addresses() -> Iterator[Address]:
    """Every page of every list, narrowed and whole."""
    changed = queries.last_change()
    for kind in KINDS.values():
        narrowed = (narrowing for group in _groups(kind) for narrowing, _count in group.choices)
        for narrowing in (Narrowing("", {}, ""), *narrowed):
            for number in range(1, _listing(kind, narrowing, 1).pages + 1):
                path = _page_path(f"{section_path(kind)}{narrowing.path}", number)
                yield Address(path, changed)


_SECTION = f"<any({', '.join(repr(s) for s in KINDS)}):section>"
_FILTER = f"<any({', '.join(repr(w) for w in FILTERS)}):filter_word>"
ROUTES = (
    Route(f"/{_SECTION}/", "list", show),
    Route(f"/{_SECTION}/trang-<int:page>/", "list_page", show),
    Route(f"/{_SECTION}/{_FILTER}/<value>/", "list_narrowed", show_narrowed),
    Route(f"/{_SECTION}/{_FILTER}/<value>/trang-<int:page>/", "list_narrowed_page", show_narrowed),
)
