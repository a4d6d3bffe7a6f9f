"""Search: a page for people, one JSON address for programs; both only ask the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, urlencode

from flask import current_app, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content import places
from content.catalogue import searching
from content.documents.models import Document
from content.publishing import graph_queries, moved_queries, queries
from content.publishing.models import SECTIONS, Item
from content.vietnamese import tidy
from hub.face import words
from hub.face.face import is_frozen, section_title
from hub.public import criteria_found, criteria_words
from hub.public.addresses import Address, Route
from hub.public.documents import name_of
from search_index import ask
from search_index.ask import Answer, Facet, Hit

PATH = "/tim-kiem/"
PER_PAGE = 20
MOST_PAGES = 10_000
# Facet of an answer → its word in the address and the words above it, in the order shown.
FACETS = {
    "kind": ("loai", "Loại"),
    "topic": ("chu-de", "Chủ đề"),
    "place": ("noi", "Nơi"),
    "year": ("nam", "Năm"),
}
MOST_VALUES = 12
_LONGEST_VALUE = 120
_LONGEST_QUESTION = 300
# Kind → how it is called in the address.
_KIND_WORDS = {kind: section or "trang" for kind, (section, _title) in SECTIONS.items()}
_KINDS = {word: kind for kind, word in _KIND_WORDS.items()}
# Of the application that makes a static copy: the folder of the index and, after "?", its stamp.
STATIC_DATA = "HUB_STATIC_SEARCH"
API_LIMIT, API_MOST = 10, 50
_LIVE = "kết quả tùy điều được hỏi"


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the words, and the facets' values as `ask.search` takes them ("": none)."""

    q: str
    kind: str = ""
    topic: str = ""
    place: str = ""
    year: str = ""

    @property
    def narrowed(self) -> dict[str, str]:
        """The facets that narrow, in the order shown."""
        return {name: getattr(self, name) for name in FACETS if getattr(self, name)}

    def path(self, page: int = 1) -> str:
        """The address that asks this."""
        asked = {"q": self.q} if self.q else {}
        for name, value in self.narrowed.items():
            word = _KIND_WORDS.get(value, value) if name == "kind" else value
            asked[FACETS[name][0]] = word
        if page > 1:
            asked["trang"] = str(page)
        return f"{PATH}?{urlencode(asked)}" if asked else PATH

    def but(self, name: str, value: str = "") -> str:
        """The address that asks the same with one facet set or taken away."""
        return replace(self, **{name: value}).path()


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the page. parts: the snippet cut into (text, whether it was asked for)."""

    title: str
    url: str
    section: str
    hit: Hit | Item
    parts: list[tuple[str, bool]]
    when: str
    attachment: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its words, how many items it leaves, the address, whether it is set."""

    label: str
    count: int | None
    path: str
    current: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows. `pages` is at least 1."""

    results: list[Result]
    total: int
    page: int
    pages: int
    facets: dict[str, Facet]
    cut: bool = False
    fallback: bool = False


# ---- the page -----------------------------------------------------------------------------------


def show() -> ResponseReturnValue:
    """The search page; whatever is typed, it answers with a page. That of a static copy asks the
    files beside it by a script."""
    if is_frozen():
        data = current_app.config[STATIC_DATA]
        return render_template("public/search_static.html", page_title=_("Tìm kiếm"), data=data)
    question = _question()
    found = _found(question, _page())
    return render_template(
        "public/search.html",
        page_title=_("Tìm: %(q)s", q=question.q) if question.q else _("Tìm kiếm"),
        question=question,
        found=found,
        groups=_groups(question, found),
        chips=_chips(question, found.facets),
        path_of=question.path,
        without_filters=Question(question.q).path(),
        asked=bool(question.q or question.narrowed),
        criteria=criteria_found.near("" if question.narrowed or found.page > 1 else question.q),
        words=criteria_words,
        works=_works(question) if found.page == 1 else 0,
        topics=queries.facets(None).topics[:MOST_VALUES] if not question.q else [],
    )


def _works(question: Question) -> int:
    """How many works of the library the words name: they stand in its own search."""
    return 0 if question.narrowed or not question.q else len(searching.find(question.q).ids)


def _question() -> Question:
    def word(name: str) -> str:
        return " ".join(tidy(request.args.get(name, "")[:_LONGEST_VALUE]).split())

    typed = request.args.get("q", "")
    year = word("nam")
    kind = word("loai")
    return Question(
        q=" ".join(tidy(typed[: _LONGEST_QUESTION * 4]).split())[:_LONGEST_QUESTION],
        kind=_KINDS.get(kind, kind),
        topic=word("chu-de"),
        place=word("noi"),
        year=year if year.isascii() and year.isdigit() and len(year) <= 4 else "",
    )


def _page() -> int:
    text = request.args.get("trang", "1")
    usable = text.isascii() and text.isdigit() and len(text) < 6
    return min(max(int(text), 1), MOST_PAGES) if usable else 1


def _found(question: Question, page: int) -> Found:
    if not question.q:
        return _listed(question, page) if question.narrowed else Found([], 0, 1, 1, {})
    answer = _ask(question, page)
    pages = max(1, -(-answer.ranked // PER_PAGE))
    if page > pages:
        page, answer = pages, _ask(question, pages)
    return Found(
        results=_results(answer.results),
        total=answer.total,
        page=page,
        pages=pages,
        facets=answer.facets,
        cut=answer.cut,
        fallback=answer.fallback,
    )


def _ask(question: Question, page: int) -> Answer:
    return ask.search(
        question.q,
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
        kind=question.kind or None,
        topic=question.topic or None,
        place=question.place or None,
        year=int(question.year) if question.year else None,
    )


def _listed(question: Question, page: int) -> Found:
    """Filters without words: a list of what they leave, newest first."""
    topic = moved_queries.topic_now(question.topic) if question.topic else None
    place = places.by_slug(question.place) if question.place else None
    known = (topic or not question.topic) and (place or not question.place)
    if not known or (question.kind and question.kind not in SECTIONS):
        return Found([], 0, 1, 1, {})
    listing = queries.listing(
        question.kind or None,
        page=page,
        per_page=PER_PAGE,
        topic=topic,
        place=place,
        year=int(question.year) if question.year else None,
    )
    results = [
        Result(
            title=item.title,
            url=item.path,
            section=called(item.kind, item.document),
            hit=item,
            parts=[(item.summary, False)],
            when=when(item.date, item.document),
        )
        for item in listing.items
    ]
    # Each facet's values are counted as if it were the only one, so they are offered only then.
    facets = _facets_of(question) if len(question.narrowed) == 1 else {}
    if topic:
        facets.setdefault("topic", [(topic.slug, topic.name, listing.total)])
    if place:
        facets.setdefault("place", [(place.slug, place.name, listing.total)])
    return Found(results, listing.total, listing.page, listing.pages, facets)


def _facets_of(question: Question) -> dict[str, Facet]:
    """The other values of the one facet that narrows."""
    every = queries.facets(None)
    if question.topic:
        return {"topic": [(topic.slug, topic.name, count) for topic, count in every.topics]}
    if question.place:
        return {"place": [(place.slug, place.name, count) for place, count in every.places]}
    if question.year:
        return {"year": [(str(year), str(year), count) for year, count in every.years]}
    return {}


def _results(hits: list[Hit]) -> list[Result]:
    named = graph_queries.documents_named(hit.slug for hit in hits if hit.kind == "document")
    return [_result(hit, named.get(hit.slug)) for hit in hits]


def _result(hit: Hit, document: Document | None) -> Result:
    anchor = f"#{quote(hit.anchor)}" if hit.anchor else ""
    return Result(
        title=hit.title,
        url=hit.url + anchor,
        section=called(hit.kind, document),
        hit=hit,
        parts=marked(hit.snippet, hit.marks),
        when=when(hit.date, document),
        attachment=hit.attachment,
    )


def called(kind: str, document: Document | None) -> str:
    """What stands above a title: a document's kind and number, else the section."""
    return name_of(document) if document and document.number else section_title(kind)


def when(date: dt.date, document: Document | None) -> str:
    """The day a reader sees: of a document only what it writes itself."""
    if document is None:
        return words.day(date)
    return document.issued.shown() if document.issued else str(_("ngày chưa rõ"))


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> list[tuple[str, bool]]:
    """A snippet cut at its marks: (text, whether it is marked), in order, nothing lost."""
    parts: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        if start > at:
            parts.append((text[at:start], False))
        parts.append((text[max(start, at) : end], True))
        at = max(at, end)
    parts.append((text[at:], False))
    return [part for part in parts if part[0]]


def _groups(question: Question, found: Found) -> list[tuple[str, list[Choice]]]:
    """The facets that would leave fewer results or that are set, each with its words."""
    groups = []
    for name, (_word, title) in FACETS.items():
        chosen = question.narrowed.get(name, "")
        rows = found.facets.get(name, [])
        shown = sorted(rows, key=lambda row: row[0] != chosen)  # what is set stands first
        choices = [
            Choice(
                label=section_title(value) if name == "kind" else label,
                count=count,
                path=question.but(name, "" if value == chosen else value),
                current=value == chosen,
            )
            for value, label, count in shown[:MOST_VALUES]
        ]
        if chosen or any(choice.count != found.total for choice in choices):
            groups.append((_(title), choices))
    return [group for group in groups if group[1]]


def _chips(question: Question, facets: dict[str, Facet]) -> list[Choice]:
    """The filters that are set; each one's address takes it away."""
    chips = []
    for name, value in question.narrowed.items():
        known = {row[0]: row[1] for row in facets.get(name, [])}
        label = section_title(value) if value in SECTIONS else known.get(value, value)
        chips.append(Choice(label, None, question.but(name), current=True))
    return chips


def needs_server(url: str) -> bool:
    """Whether an address of this page asks what the page of a static copy cannot: a filter."""
    path, _mark, asked = url.partition("?")
    return path == PATH and bool(asked) and "q" not in parse_qs(asked)


# ---- for programs -------------------------------------------------------------------------------


def show_json() -> ResponseReturnValue:
    """`GET /api/v1/search?q=&limit=`: the same answers for programs."""
    unknown = sorted(set(request.args) - {"q", "limit"})
    if unknown:
        name = tidy(unknown[0])[:40]
        return jsonify(error=f"Không có tham số “{name}”; chỉ dùng q và limit."), 400
    text = request.args.get("limit", str(API_LIMIT))
    usable = text.isascii() and text.isdigit() and len(text) <= 3
    if not usable or not 1 <= int(text) <= API_MOST:
        return jsonify(error=f"Tham số limit phải là số nguyên từ 1 đến {API_MOST}."), 400
    return jsonify(ask.search(tidy(request.args.get("q", "")), limit=int(text)).to_json())


def addresses() -> Iterator[Address]:
    """The page that asks in a static copy."""
    yield Address(PATH)


ROUTES = (
    Route(PATH, "search", show),
    Route("/api/v1/search", "search_json", show_json, live=_LIVE),
)
