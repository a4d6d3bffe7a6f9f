"""The library's addresses: all of them on one table, and those that the static copy holds."""

from __future__ import annotations

from collections.abc import Iterator

from content.catalogue import reader_queries, shelf_queries
from hub.public.addresses import Address, Route
from hub.public.library import (
    citing,
    finding,
    home,
    lists,
    package,
    reading_lists,
    record,
    shelves,
)
from hub.public.library.lines import FILTERS, PATH

_PARTS = (home, lists, shelves, reading_lists, package, record)


def addresses() -> Iterator[Address]:
    """Every page and file of the library that the static copy holds."""
    for part in _PARTS:
        yield from part.addresses()


def pages() -> Iterator[Address]:
    """Those of the addresses that a search engine should know."""
    for part in (home, lists, shelves, reading_lists):
        yield from part.addresses()
    yield from record.pages()


def is_filled() -> bool:
    """Whether there is anything to show: a work, a shelf or a list."""
    return (
        reader_queries.any_there()
        or bool(shelf_queries.shelves())
        or bool(shelf_queries.reading_lists())
    )


_WHOLE = f"<any({', '.join(repr(word) for word in lists.WHOLE)}):word>"
_FILTER = f"<any({', '.join(repr(word) for word in FILTERS)}):word>"
_NAMES = "nhiều gần bằng số tài liệu; bản tĩnh dẫn sang trang trực tuyến"
_ASKED = "kết quả tùy điều được hỏi"
ROUTES = (
    Route(PATH, "library", home.show),
    Route(f"{finding.SEARCH}", "library_search", finding.show, live=_ASKED),
    Route(f"{finding.SEARCH}ket-qua.<any('ris', 'mrc'):ending>", "library_search_file",
          finding.show_file, live=_ASKED),
    Route(f"{PATH}{_WHOLE}/", "library_list", lists.show_whole),
    Route(f"{PATH}{_WHOLE}/trang-<int:page>/", "library_list_page", lists.show_whole),
    Route(f"{PATH}chu-de/", "library_subjects", lists.show_subjects),
    Route(f"{PATH}{_FILTER}/<value>/", "library_narrowed", lists.show_narrowed),
    Route(f"{PATH}{_FILTER}/<value>/trang-<int:page>/", "library_narrowed_page",
          lists.show_narrowed),
    Route(f"{PATH}tac-gia/<value>/", "library_name", lists.show_name, live=_NAMES),
    Route(f"{PATH}tac-gia/<value>/trang-<int:page>/", "library_name_page", lists.show_name,
          live=_NAMES),
    Route(shelves.SECTION, "library_shelves", shelves.show_all),
    Route(f"{shelves.SECTION}<slug>/", "library_shelf", shelves.show),
    Route(f"{shelves.SECTION}<slug>/trang-<int:page>/", "library_shelf_page", shelves.show),
    Route(reading_lists.SECTION, "library_reading_lists", reading_lists.show_all),
    Route(f"{reading_lists.SECTION}<slug>/", "library_reading_list", reading_lists.show),
    Route(f"{package.PREFIX}<key>/<slug>.zip", "library_package", package.show),
    Route(f"{PATH}<slug>/", "library_record", record.show),
    Route(f"{PATH}<slug>/<any({', '.join(repr(form.name) for form in citing.FORMS)}):name>",
          "library_citation", citing.show),
)  # fmt: skip
