"""Looking for works: words and several filters at once, counts of what was found, no dead ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from flask import render_template, request
from flask.typing import ResponseReturnValue

from content.catalogue import queries, searching
from content.catalogue.models import LibraryRecord
from content.catalogue.queries import READABLE, FacetValue
from content.vietnamese import tidy
from hub.public.library import citing, lines
from hub.public.library.lines import PATH, PER_PAGE, Choice, Group

SEARCH = f"{PATH}tim/"
# The word of a filter in addresses → the facet and what stands above its values.
FACETS = {
    "doc": (READABLE, "Quyền đọc"),
    "loai": ("kind", "Loại tài liệu"),
    "tu-sach": ("shelf", "Có ở tủ sách"),
    "chu-de": ("subject", "Chủ đề"),
    "tieng": ("language", "Ngôn ngữ"),
    "nam": ("year", "Năm"),
    "nguon": ("source", "Nguồn"),
    "tac-gia": ("name", "Tác giả"),
}
_FREE = "Đọc ngay được"
MOST_VALUES = 10
MOST_TAKEN = 500  # works of a result file
_LONGEST_QUESTION, _LONGEST_VALUE = 300, 120
_MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: the words, and values by the filter's word in addresses."""

    q: str
    narrowed: Mapping[str, str] = field(default_factory=dict)

    @property
    def facets(self) -> dict[str, str]:
        """The filters as the catalogue calls them."""
        return {FACETS[word][0]: value for word, value in self.narrowed.items()}

    def path(self, page: int = 1, base: str = SEARCH) -> str:
        """The address that asks this."""
        asked = ({"q": self.q} if self.q else {}) | dict(self.narrowed)
        if page > 1:
            asked["trang"] = str(page)
        return f"{base}?{urlencode(asked)}" if asked else base

    def but(self, word: str, value: str = "") -> Question:
        """The same with one filter set or taken away."""
        rest = {name: text for name, text in self.narrowed.items() if name != word}
        return replace(self, narrowed=rest | ({word: value} if value else {}))

    @property
    def is_asked(self) -> bool:
        """Whether anything was asked at all."""
        return bool(self.q or self.narrowed)


class Way(NamedTuple):
    """A way out of an empty answer: what to leave out, where that leads, how much is there."""

    label: str
    path: str
    works: int


class Answer:
    """The works that a question leaves, the facets among them."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @cached_property
    def _words(self) -> searching.Found | None:
        """What the words alone find; None without words."""
        return searching.find(self.question.q) if self.question.q else None

    @property
    def cut(self) -> bool:
        """Whether more works were found than are looked at."""
        return self._words is not None and self._words.cut

    @cached_property
    def ids(self) -> list[int] | None:
        """The works found, the likeliest first; None where only filters narrow."""
        if self._words is None:
            return None
        return queries.narrowed_ids(self._words.ids, self.question.facets)

    @cached_property
    def total(self) -> int:
        """How many works there are."""
        return queries.count(self.question.facets) if self.ids is None else len(self.ids)

    def rows(self, offset: int, limit: int) -> list[LibraryRecord]:
        """Some of the works in their order."""
        if self.ids is None:
            return queries.page(self.question.facets, offset=offset, limit=limit)
        return queries.by_ids(self.ids[offset : offset + limit])

    def values(self, facet: str, limit: int) -> Sequence[FacetValue]:
        """Values of a facet among the works."""
        if facet == READABLE:
            free = self._readable()
            return [FacetValue("1", _FREE, free)] if free else []
        return queries.facet_values(facet, self.question.facets, ids=self.ids, limit=limit)

    def _readable(self) -> int:
        wanted = self.question.facets | {READABLE: "1"}
        if self.ids is None:
            return queries.count(wanted)
        return len(queries.narrowed_ids(self.ids, {READABLE: "1"}))


# ---- the page -----------------------------------------------------------------------------------


def show() -> ResponseReturnValue:
    """The search of the library; whatever is typed, it answers with a page."""
    question = read_question()
    answer = Answer(question)
    total = answer.total if question.is_asked else 0
    pages = lines.pages_of(total)
    page = min(_page(), pages)
    found = lines.of(answer.rows((page - 1) * PER_PAGE, PER_PAGE)) if total else []
    return render_template(
        "public/library/search.html",
        current="library",
        page_title="Tìm trong thư viện",
        question=question,
        listing={"items": found, "total": total, "page": page, "pages": pages},
        cut=answer.cut if total else False,
        chips=_chips(question),
        groups=_groups(answer) if total else [],
        ways=_ways_out(question) if question.is_asked and not total else [],
        path_of=question.path,
        files=[(question.path(base=f"{SEARCH}ket-qua.{end}"), title) for end, title in _FILES],
        most=MOST_TAKEN,
        **lines.WORDS,
    )


def show_file(ending: str) -> ResponseReturnValue:
    """The works found as one file, the first `MOST_TAKEN` of them."""
    question = read_question()
    answer = Answer(question)
    rows = answer.rows(0, MOST_TAKEN) if question.is_asked else []
    works = [citing.of(row) for row in rows]
    name = f"thu-vien-{len(works)}-tai-lieu.{ending}"
    if ending == "ris":
        return citing.answer(citing.ris(works), citing.RIS, name)
    return citing.answer(citing.mrc(works), citing.MARC, name)


_FILES = (("ris", "RIS"), ("mrc", "MARC21"))


def read_question() -> Question:
    """What the address of this request asks; what no filter can hold is left out."""
    typed = tidy(request.args.get("q", "")[: _LONGEST_QUESTION * 4])
    narrowed = {}
    for word in FACETS:
        value = " ".join(tidy(request.args.get(word, "")[:_LONGEST_VALUE]).split())
        if value:
            narrowed[word] = "1" if word == "doc" else value
    return Question(" ".join(typed.split())[:_LONGEST_QUESTION], narrowed)


def _page() -> int:
    text = request.args.get("trang", "1")
    usable = text.isascii() and text.isdigit() and len(text) < 6
    return min(max(int(text), 1), _MOST_PAGES) if usable else 1


def _groups(answer: Answer) -> list[Group]:
    """The facets that would leave fewer works or that are set."""
    question = answer.question
    groups = []
    for word, (facet, title) in FACETS.items():
        chosen = question.narrowed.get(word, "")
        values = sorted(answer.values(facet, MOST_VALUES), key=lambda one: one.value != chosen)
        choices = [
            Choice(
                one.label,
                question.but(word, "" if one.value == chosen else one.value).path(),
                one.records,
                one.value == chosen,
            )
            for one in values
        ]
        if chosen or any(choice.works != answer.total for choice in choices):
            groups.append(Group(title, choices))
    return [group for group in groups if group.choices]


def _chips(question: Question) -> list[Choice]:
    """The filters that are set; each one's address takes it away."""
    return [
        Choice(_label(word, value), question.but(word).path(), 0, current=True)
        for word, value in question.narrowed.items()
    ]


def _label(word: str, value: str) -> str:
    if word == "doc":
        return _FREE
    return queries.label_of(FACETS[word][0], value) or value


def _ways_out(question: Question) -> list[Way]:
    """What to leave out so that something is found: a filter, all of them, a word."""
    ways = []
    for word, value in question.narrowed.items():
        without = question.but(word)
        if without.is_asked:
            ways.append(Way(_label(word, value), without.path(), Answer(without).total))
    typed = question.q.split()
    if len(typed) > 1 and not question.narrowed:
        for at, word in enumerate(typed[: searching.MOST_WORDS]):
            fewer = Question(" ".join([*typed[:at], *typed[at + 1 :]]))
            ways.append(Way(word, fewer.path(), Answer(fewer).total))
    return sorted((way for way in ways if way.works), key=lambda way: -way.works)
