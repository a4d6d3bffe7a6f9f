"""Reading lists: all of them, and each with its entries in order and its files as one ZIP."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from content import markup
from content.catalogue import shelf_queries
from hub.public.addresses import Address
from hub.public.library import lines, package, reading
from hub.public.library.lines import PATH

SECTION = f"{PATH}danh-sach/"
TITLE = "Danh sách nên đọc"


def show_all() -> ResponseReturnValue:
    """All reading lists by title."""
    return render_template(
        "public/library/reading_lists.html",
        current="library",
        page_title=TITLE,
        description="Những danh sách nên đọc, mỗi mục có lời vì sao nên đọc.",
        canonical_path=SECTION,
        lists=[(one, len(reading.entries_of(one))) for one in shelf_queries.reading_lists()],
    )


def show(slug: str) -> ResponseReturnValue:
    """A list with its entries in order."""
    found = shelf_queries.reading_list(slug)
    if found is None or not found.shown:
        abort(404)
    return render_template(
        "public/library/reading_list.html",
        current="library",
        page_title=found.title,
        description=found.about[:200] or f"Danh sách nên đọc: {found.title}.",
        canonical_path=found.path,
        found=found,
        about=markup.render(found.about).html,
        entries=reading.entries_of(found),
        offer=package.offer_of(found),
        **lines.WORDS,
    )


def addresses() -> Iterator[Address]:
    """All lists, and each of them."""
    yield Address(SECTION)
    for found in shelf_queries.reading_lists():
        yield Address(found.path, found.updated_at)
