"""Announcements of recognition decisions: what was decided, how many, and the list as it may be
shown. The only pages of readers that hold names of the register."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content import files
from content.places import Place
from content.recognition import list_queries, register_queries
from content.recognition.list_queries import Line
from content.recognition.models import DISPLAYS, Decision, RecognitionTitle
from hub.face.decision_words import heading_of, name_of
from hub.face.face import is_frozen
from hub.face.sending import sent
from hub.public.addresses import Address, Route
from hub.public.register import PATH
from hub.public.register import path_of as place_path

FILES = "/tep/cong-nhan/"
RIGHTS = f"{PATH}go-ten/"
NO_INDEX = "noindex, nofollow, noarchive"
# A name that was taken down is not shown once more out of a cache: the hash is asked about.
ASKED_EACH_TIME = "private, no-cache"
MOST_SEARCHED = 100


class Block(NamedTuple):
    """The lines of one place on a page of the list: its name, how many it has in all, its mark."""

    title: str
    total: int
    anchor: str
    lines: list[Line]


class Paging(NamedTuple):
    """What the pager asks for."""

    page: int
    pages: int


def show(slug: str, page: int = 1) -> ResponseReturnValue:
    """One page of an announcement; `?ten=` looks for a name among what the list shows."""
    decision = register_queries.at(slug)
    if decision is None:
        abort(404)
    if decision.state == "withdrawn":
        return _taken_back(decision)
    asked = "" if is_frozen() else " ".join(request.args.get("ten", "").split())[:100]
    listed = list_queries.of(decision)
    if not 1 <= page <= listed.pages:
        abort(404)
    lines = listed.found(asked, MOST_SEARCHED) if asked else listed.page(page)
    counts = register_queries.counts_of(decision)
    titles = list({title.id: title for title, _place, _count in counts}.values())
    heading = heading_of(decision, titles)
    text = render_template(
        "public/decision.html",
        current="recognition",
        page_title=f"{heading}, {decision.number}" if decision.number else heading,
        heading=heading,
        name=name_of(decision),
        decision=decision,
        file=files.by_sha256(decision.file_sha256) if decision.file_sha256 else None,
        file_path=file_path(decision),
        display=_(DISPLAYS[decision.display]),
        counts=counts,
        titles=_totals(counts),
        total=sum(count for _title, _place, count in counts),
        listed=listed,
        blocks=_blocks(lines, listed),
        index=_index(decision, listed),
        found=len(lines) if asked else None,
        most=MOST_SEARCHED,
        asked=asked,
        paging=Paging(page, listed.pages),
        path_of=lambda number: page_path(decision, number),
        place_path=place_path,
        base=PATH,
        rights=RIGHTS,
        canonical_path=page_path(decision, page),
    )
    return _with_names(make_response(text), "private, no-store" if asked else ASKED_EACH_TIME)


def show_file(slug: str, name: str) -> ResponseReturnValue:
    """The file of an announced decision."""
    decision = register_queries.at(slug)
    file = None
    if decision is not None and decision.state == "announced" and decision.file_sha256:
        file = files.by_sha256(decision.file_sha256)
    if decision is None or file is None or name != decision.file_name:
        abort(404)
    return _with_names(sent(file, name, name_of(decision)), ASKED_EACH_TIME)


def _with_names(answer: Response, kept: str) -> Response:
    answer.headers["X-Robots-Tag"] = NO_INDEX
    answer.headers["Cache-Control"] = kept
    return answer


def page_path(decision: Decision, number: int) -> str:
    """A page of an announcement."""
    return decision.path if number == 1 else f"{decision.path}trang-{number}/"


def file_path(decision: Decision) -> str:
    """The address of a decision's file; "" without one."""
    return f"{FILES}{decision.slug}/{decision.file_name}" if decision.file_sha256 else ""


def _taken_back(decision: Decision) -> ResponseReturnValue:
    """Of a decision that was taken back readers learn why, and nobody's name."""
    page = render_template(
        "public/withdrawn.html",
        notice=decision.withdrawn_why,
        page_title=_("Quyết định đã thu hồi"),
        over=False,
        current="recognition",
        section=_("Sổ công nhận"),
        back=PATH,
    )
    answer = make_response(page, 410)
    answer.headers["X-Robots-Tag"] = NO_INDEX
    return answer


def _totals(
    counts: list[tuple[RecognitionTitle, Place | None, int]],
) -> list[tuple[RecognitionTitle, int]]:
    """(title, how many) of a decision."""
    grouped = groupby(counts, key=lambda one: one[0])
    return [(title, sum(count for _t, _p, count in group)) for title, group in grouped]


def _blocks(lines: list[Line], listed: list_queries.Listed) -> list[Block]:
    """Lines under the place they stand at, in the order of the list."""
    grouped = groupby(lines, key=lambda line: line.block)
    totals = {number: (title, total) for number, title, total, _page in listed.places}
    return [Block(*totals[number], f"noi-{number}", list(group)) for number, group in grouped]


def _index(decision: Decision, listed: list_queries.Listed) -> list[tuple[str, int, str]]:
    """(place, how many, address) of each place of a list that has several."""
    if len(listed.places) < 2:
        return []
    return [
        (title, total, f"{page_path(decision, page)}#noi-{number}")
        for number, title, total, page in listed.places
    ]


# ---- what is frozen -----------------------------------------------------------------------------


def addresses() -> Iterator[Address]:
    """Every page of every announcement, and its file."""
    for slug, changed in register_queries.every_announced():
        decision = register_queries.at(slug)
        assert decision is not None
        for number in range(1, list_queries.of(decision).pages + 1):
            yield Address(page_path(decision, number), changed)
        if decision.file_sha256 and files.by_sha256(decision.file_sha256) is not None:
            yield Address(file_path(decision), changed)


ROUTES = (
    Route(f"{PATH}<slug>/", "decision", show),
    Route(f"{PATH}<slug>/trang-<int:page>/", "decision_page", show),
    Route(f"{FILES}<slug>/<name>", "decision_file", show_file),
)
