"""Shelves: all of them by place, and each with its hours, its stops and its works."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from content.calendar import today
from content.catalogue import shelf_queries
from content.catalogue.shelf_models import SHELF_KINDS, Holding, Shelf, ShelfStop
from content.catalogue.shelf_queries import ShelfCount
from hub.public.addresses import Address
from hub.public.library import lines
from hub.public.library.lines import PATH, PER_PAGE

SECTION = f"{PATH}tu-sach/"
TITLE = "Tủ sách của xã"


class Stops(NamedTuple):
    """The timetable of a mobile library: what comes again and again, and the days to come."""

    always: list[ShelfStop]
    coming: list[ShelfStop]


class Stood(NamedTuple):
    """A work on a shelf."""

    line: lines.Line
    holding: Holding


class Stand(NamedTuple):
    """A page of what stands on a shelf, as the pager takes it."""

    items: list[Stood]
    total: int
    page: int
    pages: int


def show_all() -> ResponseReturnValue:
    """All shelves by place."""
    counted = shelf_queries.counts()
    return render_template(
        "public/library/shelves.html",
        current="library",
        page_title=TITLE,
        description="Tủ sách và thư viện gần bạn: ở đâu, mở giờ nào, có bao nhiêu sách.",
        canonical_path=SECTION,
        places=_by_place(counted),
        next_stop=next_stop,
        shelf_kinds=SHELF_KINDS,
    )


def show(slug: str, page: int = 1) -> ResponseReturnValue:
    """A shelf: where and when, whom to ask, what stands there."""
    shelf = shelf_queries.shelf(slug)
    if shelf is None or not shelf.shown:
        abort(404)
    total = shelf_queries.count_on_shelf(shelf.id)
    pages = lines.pages_of(total)
    if not 1 <= page <= pages:
        abort(404)
    found = shelf_queries.on_shelf(shelf.id, offset=(page - 1) * PER_PAGE, limit=PER_PAGE)
    shown = lines.of([row for row, _holding in found])
    stood = [Stood(line, one[1]) for line, one in zip(shown, found, strict=True)]
    return render_template(
        "public/library/shelf.html",
        current="library",
        page_title=shelf.name,
        description=f"{shelf.name}: ở đâu, mở giờ nào, có những sách gì.",
        canonical_path=lines.page_path(shelf.path, page),
        shelf=shelf,
        kind=SHELF_KINDS.get(shelf.kind, ""),
        stops=stops_of(shelf),
        listing=Stand(stood, total, page, pages),
        path_of=lambda number: lines.page_path(shelf.path, number),
        **lines.WORDS,
    )


def stops_of(shelf: Shelf) -> Stops:
    """The stops that are not over, the days in their order."""
    always = [one for one in shelf.stops if one.day is None]
    coming = [one for one in shelf.stops if one.day is not None and one.day >= today()]
    return Stops(always, sorted(coming, key=_day_of))


def next_stop(shelf: Shelf) -> ShelfStop | None:
    """The day that comes next, else the first stop that comes again and again."""
    found = stops_of(shelf)
    return next(iter(found.coming or found.always), None)


def _day_of(stop: ShelfStop) -> dt.date:
    return stop.day or dt.date.max


def _by_place(counted: Sequence[ShelfCount]) -> list[tuple[str, list[ShelfCount]]]:
    """Shelves under the names of their places; those of no place last."""

    def name(one: ShelfCount) -> str:
        return one.shelf.place.full_name if one.shelf.place else ""

    ordered = sorted(counted, key=lambda one: not name(one))
    return [(place, list(group)) for place, group in groupby(ordered, key=name)]


def addresses() -> Iterator[Address]:
    """All shelves, and each with every page of its works."""
    yield Address(SECTION)
    for shelf in shelf_queries.shelves():
        for number in range(1, lines.pages_of(shelf_queries.count_on_shelf(shelf.id)) + 1):
            yield Address(lines.page_path(shelf.path, number), shelf.updated_at)
