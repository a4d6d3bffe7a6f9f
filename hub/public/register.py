"""The register of recognition: decisions by year, place and title, with counts and no names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content import places
from content.calendar import today
from content.places import Place
from content.recognition import register_queries as register
from content.recognition.models import RecognitionTitle
from content.recognition.register_queries import Listed, Narrowing
from hub.face.decision_words import heading_of, name_of
from hub.public.addresses import Address, Route

PATH = "/cong-nhan/"
FEED = f"{PATH}feed.xml"
FILTERS = ("nam", "noi", "danh-hieu")
_LEDE = (
    "Quyết định công nhận danh hiệu học tập: bao nhiêu, ở đâu, năm nào. Muốn tìm một tên, hãy mở "
    "quyết định có tên đó."
)


class Part(NamedTuple):
    """Part of the register: its path under "/cong-nhan/", its words, what it is narrowed by."""

    path: str
    label: str
    narrowing: Narrowing


class Group(NamedTuple):
    """Ways to narrow the register by one kind of thing, each with its number of decisions."""

    title: str
    choices: list[tuple[str, str, int]]


WHOLE = Part("", "", Narrowing())


def show(page: int = 1) -> ResponseReturnValue:
    """One page of the whole register, newest decisions first."""
    return _page(WHOLE, page)


def show_narrowed(filter_word: str, value: str, page: int = 1) -> ResponseReturnValue:
    """One page of the decisions of a year, a place or a title."""
    part = _part(filter_word, value)
    if part is None:
        abort(404)
    return _page(part, page)


def path_of(place: Place) -> str:
    """The part of the register of a place."""
    return f"{PATH}noi/{place.slug}/"


def _page(part: Part, page: int) -> ResponseReturnValue:
    listing = register.listing(part.narrowing, page)
    place = part.narrowing.place
    if page > listing.pages or page < 1 or (part.path and not listing.total and place is None):
        abort(404)
    base = f"{PATH}{part.path}"
    title = _("Sổ công nhận")
    became = places.became(place) if place else []
    return render_template(
        "public/register.html",
        current="recognition",
        page_title=f"{title}: {part.label}" if part.label else title,
        title=title,
        lede=_(_LEDE),
        description=_(_LEDE),
        part=part,
        listing=listing,
        figures=register.figures(part.narrowing),
        groups=_groups() if register.any_announced() else [],
        became=became,
        was=places.was(place) if place else [],
        ended=bool(place and not place.exists_on(today())),
        base=PATH,
        heading_of=heading_of,
        name_of=name_of,
        path_of=lambda number: _numbered(base, number),
        place_path=path_of,
        canonical_path=_numbered(base, page),
    )


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}trang-{number}/"


def _part(word: str, value: str) -> Part | None:
    """The part of two parts of a path; None when there is no such year, place or title."""
    path = f"{word}/{value}/"
    if word == "nam":
        usable = value.isascii() and value.isdigit() and len(value) == 4
        label = _("năm %(y)s", y=value)
        return Part(path, label, Narrowing(year=int(value))) if usable else None
    if word == "noi":
        place = places.by_slug(value)
        return Part(path, place.full_name, Narrowing(place=place)) if place else None
    title = register.title_by_slug(value)
    return Part(path, title.title, Narrowing(title=title)) if title else None


def _groups() -> list[Group]:
    """What the register can be narrowed by, in the order it is offered."""
    by_year = [(f"nam/{year}/", str(year), count) for year, count in register.years()]
    by_title = [(f"danh-hieu/{t.slug}/", t.title, count) for t, count in register.titles()]
    most = register.place_counts()[: register.MOST_PLACES]
    by_place = [(f"noi/{place.slug}/", place.full_name, count) for place, count in most]
    found = [
        Group(_("Năm"), by_year),
        Group(_("Danh hiệu"), by_title),
        Group(_("Nơi"), by_place),
    ]
    return [group for group in found if group.choices]


# ---- what is frozen -----------------------------------------------------------------------------


def _parts() -> Iterator[Part]:
    """Every part of the register that has decisions, and what each of its old places became."""
    yield WHOLE
    for year, _count in register.years():
        yield Part(f"nam/{year}/", "", Narrowing(year=year))
    for title, _count in register.titles():
        yield Part(f"danh-hieu/{title.slug}/", "", Narrowing(title=title))
    for place in linked_places():
        yield Part(f"noi/{place.slug}/", "", Narrowing(place=place))


def linked_places() -> list[Place]:
    """The places that a page of the register leads to: those of decisions and of their lines,
    what they became, and what went into them."""
    found: dict[int, Place] = {}
    waiting = register.places_named()
    while waiting:
        place = waiting.pop()
        if place.id not in found:
            found[place.id] = place
            waiting += [one.new for one in places.became(place)]
            waiting += [one.old for one in places.was(place)]
    return sorted(found.values(), key=lambda place: place.slug)


def addresses() -> Iterator[Address]:
    """Every page of every part; none of them holds a name."""
    changed = register.last_change()
    for part in _parts():
        for number in range(1, register.listing(part.narrowing, 1).pages + 1):
            yield Address(_numbered(f"{PATH}{part.path}", number), changed)


def listed_titles(listed: Listed) -> list[RecognitionTitle]:
    """The titles of a listed decision."""
    return [title for title, _count in listed.titles]


WORDS: dict[str, Any] = {"listed_titles": listed_titles}
_FILTER = f"<any({', '.join(repr(w) for w in FILTERS)}):filter_word>"
ROUTES = (
    Route(PATH, "register", show),
    Route(f"{PATH}trang-<int:page>/", "register_page", show),
    Route(f"{PATH}{_FILTER}/<value>/", "register_narrowed", show_narrowed),
    Route(f"{PATH}{_FILTER}/<value>/trang-<int:page>/", "register_narrowed_page", show_narrowed),
)
