"""The feeds: a small root, the newest, kinds and subjects; files of our own and nothing else.

Addresses end in .xml, so that a host that knows nothing of feeds still gives them their type.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from flask import Response, abort, request
from flask.typing import ResponseReturnValue

from content.catalogue import download_queries, queries, reader_queries, searching
from content.catalogue.models import LibraryRecord
from hub.face import site
from hub.public.addresses import Address, Route
from hub.public.library.lines import is_plain
from hub.public.opds import feed
from hub.public.opds.feed import ACQUISITION, DESCRIPTION, NAVIGATION, ROOT, Door, Head

PER_PAGE = 50
MOST_FOUND = 100
# Word in the address → the facet, and what the feed of its values is called.
_PARTS = {"loai": ("kind", "Theo loại"), "chu-de": ("subject", "Theo chủ đề")}
_NEW = "/opds/moi"


def show_root() -> ResponseReturnValue:
    """The feed that programs begin with."""
    total = download_queries.count()
    doors = [Door(f"{_NEW}.xml", "Mới nhất", "Tài liệu vừa đưa vào thư viện.", total,
                  rel="http://opds-spec.org/sort/new")]  # fmt: skip
    doors += [
        Door(f"/opds/{word}.xml", title, "Chọn trong danh sách.", total, NAVIGATION)
        for word, (_facet, title) in _PARTS.items()
    ]
    head = Head(ROOT, _name(""), NAVIGATION, _changed())
    return _answer(feed.navigation(head, doors), NAVIGATION)


def show_part(word: str) -> ResponseReturnValue:
    """The values of a facet, each leading to its works."""
    facet, title = _PARTS[word]
    doors = [
        Door(f"/opds/{word}/{one.value}.xml", one.label, f"{one.records} tài liệu", one.records)
        for one in _values(facet)
    ]
    head = Head(f"/opds/{word}.xml", _name(title), NAVIGATION, _changed())
    return _answer(feed.navigation(head, doors), NAVIGATION)


def show_new(page: int = 1) -> ResponseReturnValue:
    """The newest works."""
    return _works(_NEW, "Mới nhất", "", "", page, ROOT)


def show_value(word: str, value: str, page: int = 1) -> ResponseReturnValue:
    """The works with a value of a facet."""
    facet, _title = _PARTS[word]
    label = queries.label_of(facet, value)
    if label is None:
        abort(404)
    return _works(f"/opds/{word}/{value}", label, facet, value, page, f"/opds/{word}.xml")


def show_description() -> ResponseReturnValue:
    """How programs ask the search."""
    return _answer(feed.description("/opds/tim.xml", "/opds/tim/?q={searchTerms}"), DESCRIPTION)


def show_found() -> ResponseReturnValue:
    """The works that words find."""
    words = request.args.get("q", "").replace("\x00", "")[:200]
    rows = download_queries.by_ids(searching.find(words).ids)[:MOST_FOUND] if words.strip() else []
    head = Head("/opds/tim/", _name(f"Tìm: {words}"), ACQUISITION, _changed(), total=len(rows))
    return _answer(feed.acquisition(head, rows), ACQUISITION)


def addresses() -> Iterator[Address]:
    """Every feed; the search asks the live site."""
    changed = _changed()
    yield Address(ROOT, changed)
    yield Address("/opds/tim.xml", changed)
    yield from _pages(_NEW, download_queries.count(), changed)
    for word, (facet, _title) in _PARTS.items():
        yield Address(f"/opds/{word}.xml", changed)
        for one in _values(facet):
            yield from _pages(f"/opds/{word}/{one.value}", one.records, changed)


def _works(
    path: str, title: str, facet: str, value: str, page: int, up: str
) -> ResponseReturnValue:
    total = download_queries.count(facet, value)
    last = max(1, -(-total // PER_PAGE))
    if not 1 <= page <= last:
        abort(404)
    rows: Sequence[LibraryRecord] = download_queries.page(
        facet, value, offset=(page - 1) * PER_PAGE, limit=PER_PAGE
    )
    head = Head(
        _path(path, page),
        _name(title),
        ACQUISITION,
        _changed(),
        up=up,
        first=_path(path, 1) if last > 1 else "",
        before=_path(path, page - 1) if page > 1 else "",
        behind=_path(path, page + 1) if page < last else "",
        total=total,
    )
    return _answer(feed.acquisition(head, rows), ACQUISITION)


def _pages(path: str, total: int, changed: dt.datetime) -> Iterator[Address]:
    for page in range(1, max(1, -(-total // PER_PAGE)) + 1):
        yield Address(_path(path, page), changed)


def _path(path: str, page: int) -> str:
    return f"{path}.xml" if page == 1 else f"{path}/trang-{page}.xml"


def _values(facet: str) -> list[queries.FacetValue]:
    return [one for one in download_queries.values(facet) if is_plain(one.value)]


def _changed() -> dt.datetime:
    """The last change of the library; a day long past while it is empty."""
    return reader_queries.last_change() or feed.BEGINNING


def _name(title: str) -> str:
    return " · ".join(filter(None, (title, f"Thư viện {site.current().site_name}")))


def _answer(text: bytes, media_type: str) -> Response:
    return Response(text, content_type=f"{media_type};charset=utf-8")


_WORDS = f"<any({', '.join(repr(word) for word in _PARTS)}):word>"
_ASKED = "kết quả tùy điều được hỏi"
ROUTES = (
    Route("/opds/", "opds", show_root, live="bản tĩnh không đặt được kiểu Atom; có index.xml"),
    Route(ROOT, "opds_root", show_root),
    Route("/opds/tim.xml", "opds_search", show_description),
    Route("/opds/tim/", "opds_found", show_found, live=_ASKED),
    Route(f"{_NEW}.xml", "opds_new", show_new),
    Route(f"{_NEW}/trang-<int:page>.xml", "opds_new_page", show_new),
    Route(f"/opds/{_WORDS}.xml", "opds_part", show_part),
    Route(f"/opds/{_WORDS}/<value>.xml", "opds_value", show_value),
    Route(f"/opds/{_WORDS}/<value>/trang-<int:page>.xml", "opds_value_page", show_value),
)
