"""The home of the library: search, doors by kind, subjects, what is new, shelves, reading lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from content.catalogue import queries, reader_queries, shelf_queries
from content.catalogue.queries import FacetValue
from content.catalogue.shelf_queries import ShelfCount
from content.catalogue.source_models import CatalogueSource
from hub.public.addresses import Address
from hub.public.library import lines, shelves
from hub.public.library.lines import PATH

TITLE = "Thư viện"
_NEW, _SUBJECTS, _LANGUAGES, _YEARS, _SHELVES = 6, 18, 8, 6, 6


class Door(NamedTuple):
    """A way into the library: where it leads, its mark and words, how many works are behind it."""

    path: str
    icon: str
    title: str
    works: int


class Origin(NamedTuple):
    """A source with the number of works that it describes."""

    source: CatalogueSource
    works: int


def show() -> ResponseReturnValue:
    """The library's own page; without any work it says whom to ask."""
    total = queries.count()
    return render_template(
        "public/library/home.html",
        current="library",
        page_title=TITLE,
        description="Sách, bài viết, tài liệu tập huấn: đọc ngay trên máy hoặc mượn ở tủ sách.",
        canonical_path=PATH,
        total=total,
        doors=list(doors()),
        subjects=_subjects(),
        more_subjects=len(lines.counts("subject")) > _SUBJECTS,
        languages=lines.counts("language")[:_LANGUAGES],
        years=lines.counts("year")[:_YEARS],
        new=lines.of(queries.page(limit=_NEW)),
        shelves=_shelves(),
        next_stop=shelves.next_stop,
        lists=shelf_queries.reading_lists(),
        origins=list(origins()),
        **lines.WORDS,
    )


def doors() -> Iterator[Door]:
    """What can be read at once, then each kind that has works, in the order of the kinds."""
    free = queries.count({queries.READABLE: "1"})
    if free:
        yield Door(f"{PATH}doc-ngay/", "eye", "Đọc ngay được", free)
    known = {one.value: one for one in lines.counts("kind")}
    for kind, icon in lines.ICONS.items():
        if kind in known:
            yield Door(f"{PATH}loai/{kind}/", icon, known[kind].label, known[kind].records)


def origins() -> Iterator[Origin]:
    """The sources that shown works came from, with how many."""
    many = {one.value: one.records for one in lines.counts("source")}
    for source in queries.sources(with_records=True):
        if source.slug in many:
            yield Origin(source, many[source.slug])


def _subjects() -> list[FacetValue]:
    return lines.in_order(lines.counts("subject")[:_SUBJECTS])


def _shelves() -> list[ShelfCount]:
    return shelf_queries.counts()[:_SHELVES]


def addresses() -> Iterator[Address]:
    """The one address of this file."""
    yield Address(PATH, reader_queries.last_change())
