"""Lists of works: all, newest, free to read, or narrowed by one filter; all of it in the path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from content.catalogue import queries, reader_queries
from content.catalogue.models import LibraryRecord
from content.catalogue.source_models import CatalogueSource
from hub.public.addresses import Address
from hub.public.library import lines
from hub.public.library.lines import FILTERS, PATH, PER_PAGE

NEWEST = 100  # works that "new" reaches back to
# Lists that are no value of a facet: the word in the address → title, order, what they hold.
WHOLE = {
    "tat-ca": ("Mọi tài liệu", "title", {}),
    "moi": ("Tài liệu mới", "new", {}),
    "doc-ngay": ("Đọc ngay được", "new", {queries.READABLE: "1"}),
}
_LEDES = {
    "tat-ca": "Xếp theo nhan đề.",
    "moi": "Vừa đưa vào thư viện, mới nhất trước.",
    "doc-ngay": "Mở ra đọc được ngay, không mất tiền, không cần tài khoản.",
}


class Listed(NamedTuple):
    """A page of a list as the pager takes it."""

    items: list[lines.Line]
    total: int
    page: int
    pages: int


class Narrowing(NamedTuple):
    """What a list is narrowed by. path: of the list; label: as readers call the value."""

    path: str
    title: str
    label: str
    facets: dict[str, str]
    order: str = "new"


def show_whole(word: str, page: int = 1) -> ResponseReturnValue:
    """One of the lists of `WHOLE`."""
    return _show(_whole(word), page, lede=_LEDES[word])


def show_narrowed(word: str, value: str, page: int = 1) -> ResponseReturnValue:
    """The works that have a value of a facet."""
    facet, title, _most = FILTERS[word]
    label = queries.label_of(facet, value)
    if label is None:
        abort(404)
    narrowing = Narrowing(f"{PATH}{word}/{value}/", title, label, {facet: value})
    source = queries.source_by_slug(value) if word == "nguon" else None
    return _show(narrowing, page, source=source)


def show_name(value: str, page: int = 1) -> ResponseReturnValue:
    """The works of a name; live only, since there are nearly as many names as works."""
    label = queries.label_of("name", value)
    if label is None:
        abort(404)
    return _show(Narrowing(f"{PATH}tac-gia/{value}/", "Tác giả", label, {"name": value}), page)


def show_subjects() -> ResponseReturnValue:
    """All subjects, by their words."""
    values = lines.in_order(lines.plain(queries.facet_values("subject", limit=100_000)))
    return render_template(
        "public/library/subjects.html",
        current="library",
        page_title="Chủ đề trong thư viện",
        description="Mọi chủ đề của tài liệu trong thư viện, xếp theo vần.",
        canonical_path=f"{PATH}chu-de/",
        values=values,
        base=f"{PATH}chu-de/",
    )


def _show(
    narrowing: Narrowing, page: int, *, lede: str = "", source: CatalogueSource | None = None
) -> ResponseReturnValue:
    listed = _listed(narrowing, page)
    if listed.page != page or (narrowing.facets and not listed.total):
        abort(404)
    name = f"{narrowing.title}: {narrowing.label}" if narrowing.label else narrowing.title
    return render_template(
        "public/library/list.html",
        current="library",
        page_title=f"{name}, thư viện",
        description=f"Thư viện: {name}.",
        canonical_path=lines.page_path(narrowing.path, page),
        narrowing=narrowing,
        name=name,
        lede=lede,
        source=source,
        listing=listed,
        groups=lines.groups(narrowing.path),
        path_of=lambda number: lines.page_path(narrowing.path, number),
        **lines.WORDS,
    )


def _listed(narrowing: Narrowing, page: int) -> Listed:
    total = _total(narrowing)
    pages = lines.pages_of(total)
    at = min(max(page, 1), pages)
    rows: list[LibraryRecord] = queries.page(
        narrowing.facets, order=narrowing.order, offset=(at - 1) * PER_PAGE, limit=PER_PAGE
    )
    return Listed(lines.of(rows), total, at, pages)


def _total(narrowing: Narrowing) -> int:
    total = queries.count(narrowing.facets)
    return min(total, NEWEST) if narrowing.path == f"{PATH}moi/" else total


def _whole(word: str) -> Narrowing:
    title, order, facets = WHOLE[word]
    return Narrowing(f"{PATH}{word}/", title, "", dict(facets), order)


def addresses() -> Iterator[Address]:
    """Every page of every list but those of names."""
    changed = reader_queries.last_change()
    for word in WHOLE:
        whole = _whole(word)
        total = _total(whole)
        if total or not whole.facets:
            yield from _pages(whole.path, total, changed)
    for word, (facet, _title, _most) in FILTERS.items():
        for one in lines.plain(queries.facet_values(facet, limit=100_000)):
            yield from _pages(f"{PATH}{word}/{one.value}/", one.records, changed)
    yield Address(f"{PATH}chu-de/", changed)


def _pages(path: str, total: int, changed: dt.datetime | None) -> Iterator[Address]:
    """Every list says how many works the others hold, so it changes with any of them."""
    for number in range(1, lines.pages_of(total) + 1):
        yield Address(lines.page_path(path, number), changed)
