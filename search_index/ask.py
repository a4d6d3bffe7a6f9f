"""Asking the index: what a person typed in, ranked visible items with snippets and facets out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.places import Place
from content.publishing.models import SECTIONS, Attachment, Item, Topic
from content.publishing.visibility import visible
from content.vietnamese import fold
from search_index import keeper, phrases, plain, ready
from search_index.analysis import tokens
from search_index.passages import anchor_at, headings_of
from search_index.plan import Plan, plan
from search_index.query import Query, parse
from search_index.ranking import Ranked, ranked, sifted
from search_index.snippets import snippet
from search_index.synonyms import synonyms
from search_index.view import View

MOST_RESULTS = 50
FACETS = ("kind", "topic", "place", "year")
_LONGEST_PLACE = 4
# Of so many items the database is asked each time whether they are visible.
_MOST_ASKED = 500
Facet = list[tuple[str, str, int]]  # value, label, number of items


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that answers.

    `url` is its address within the site and `anchor` the heading its passage stands under ("":
    none). `snippet` is a true substring of the item's plain text (or of an attachment's, whose
    address and title then stand in `attachment`); `marks` are offsets into it.
    """

    kind: str
    slug: str
    url: str
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]
    score: float
    date: dt.date
    anchor: str = ""
    attachment: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked and what was found: `total` items, some of them as `results`.

    `facets`: kind, topic, place, year → (value, label, number of items), the most first. `ranked`:
    so many of them can be paged through, the rest fits least. `cut` says that the end of a very
    long question was left out; `fallback` that the index is being built and a plain search of the
    texts answered.
    """

    query: str
    total: int
    results: list[Hit]
    facets: dict[str, Facet] = field(default_factory=dict)
    ranked: int = 0
    cut: bool = False
    fallback: bool = False

    def to_json(self) -> dict[str, Any]:
        """The answer of the search interface (`/api/v1/search`, `hub find --json`)."""
        return {
            "query": self.query,
            "total": self.total,
            "results": [
                {
                    "kind": hit.kind,
                    "slug": hit.slug,
                    "url": hit.url,
                    "title": hit.title,
                    "snippet": hit.snippet,
                    "score": hit.score,
                }
                for hit in self.results
            ],
        }


def search(
    query: str,
    *,
    limit: int = 20,
    offset: int = 0,
    kind: str | None = None,
    topic: str | None = None,
    place: str | None = None,
    year: int | None = None,
) -> Answer:
    """Answer a question with visible items only, best first.

    Nothing typed is an error. `limit` is held to 0–50; a place stands for all below it and all that
    went into it. The index is brought up to date first if that is quick.
    """
    limit, offset = max(0, min(limit, MOST_RESULTS)), max(0, offset)
    given = (kind, topic, place, None if year is None else str(year))
    wanted = {name: value for name, value in zip(FACETS, given, strict=True) if value is not None}
    asked = parse(query)
    view = ready.view_for_asking()
    if view is None:
        return _plain(query, asked, wanted, limit, offset)
    planned = plan(asked, view, _places_named(asked))
    found = sifted(planned, view)
    answers = _shown(view, phrases.wanted(asked, view, found.answers))
    narrowed = answers & _with(view, wanted)
    hits = ranked(planned, view, found, narrowed)
    total = len(view.items_in(narrowed))
    return Answer(
        query=query,
        total=total,
        ranked=len(hits),
        results=list(_hits(hits[offset : offset + limit], view, planned)),
        facets=_facets(answers, view, wanted),
        cut=asked.cut,
    )


def _shown(view: View, answers: int) -> int:
    """Those of the passages (bits) whose items are visible at this moment.

    Few items are asked for in the database, whatever the index says. Of many, an index that has
    carried out every change up to now is believed; what is shown of them is asked for again.
    """
    items = view.items_in(answers)
    query = sa.select(Item.id).where(visible())
    if len(items) <= _MOST_ASKED:
        query = query.where(Item.id.in_([view.subjects[number] for number in items]))
    elif not keeper.is_behind(view.state):
        return answers
    shown = set(db.session.scalars(query))
    hidden = {number for number in items if view.subjects[number] not in shown}
    return answers & ~view.passages_of(hidden) if hidden else answers


def _places_named(asked: Query) -> set[tuple[str, ...]]:
    """Names of places (folded words, without "xã", "huyện" …) that stand in the question."""
    text = fold(asked.text).split()
    runs = {
        " ".join(text[start : start + length])
        for start in range(len(text))
        for length in range(2, _LONGEST_PLACE + 1)
    }
    names = db.session.scalars(sa.select(Place.folded).where(Place.folded.in_(runs)))
    return {tuple(word.folded for word in tokens(name)) for name in names}


# ---- narrowing ----------------------------------------------------------------------------------


def _with(view: View, wanted: Mapping[str, str]) -> int:
    """The passages (bits) of the items that have all these values of facets."""
    bits = -1
    for name, value in wanted.items():
        bits &= view.with_value(name, value)
    return bits


def _facets(answers: int, view: View, wanted: Mapping[str, str]) -> dict[str, Facet]:
    """How many items each value would leave, given how the other facets are narrowed."""
    facets = {}
    every = view.items_in(answers & _with(view, wanted))
    for name in FACETS:
        others = {other: value for other, value in wanted.items() if other != name}
        left = every if name not in wanted else view.items_in(answers & _with(view, others))
        values = view.values(name)
        counts = Counter(chain.from_iterable(map(values.__getitem__, left)))
        facets[name] = _labelled(name, counts)
    return facets


def _labelled(name: str, counts: Mapping[str, int]) -> Facet:
    labels = _labels(name, list(counts))
    rows = [(value, labels.get(value, value), number) for value, number in counts.items()]
    if name == "year":
        return sorted(rows, key=lambda row: row[0], reverse=True)
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _labels(name: str, values: Sequence[str]) -> dict[str, str]:
    if name == "kind":
        return {kind: title for kind, (_, title) in SECTIONS.items()}
    if name == "topic":
        query = sa.select(Topic.slug, Topic.name).where(Topic.slug.in_(values))
        return {row.slug: row.name for row in db.session.execute(query)}
    if name == "place":
        places = db.session.scalars(sa.select(Place).where(Place.slug.in_(values)))
        return {place.slug: place.name for place in places}
    return {}


# ---- hits ---------------------------------------------------------------------------------------


def _hits(found: Sequence[Ranked], view: View, planned: Plan) -> Iterator[Hit]:
    query = (
        sa.select(Item)
        .where(Item.id.in_([view.subjects[hit.item] for hit in found]), visible())
        .options(orm.defer(Item.html), orm.defer(Item.body))
    )
    items = {item.id: item for item in db.session.scalars(query)}
    weak = synonyms()
    wanted = [
        word
        for word in planned.words
        if word.exact not in weak.weak and (word.marked or word.folded not in weak.weak_folded)
    ]
    for hit in found:
        item = items.get(view.subjects[hit.item])
        if item is not None:
            yield _hit(item, hit, view, wanted or planned.words, planned.marks)


def _hit(item: Item, found: Ranked, view: View, wanted: Sequence[Any], marks: Iterable[str]) -> Hit:
    facts = view.facts[found.passage]
    attachment = db.session.get(Attachment, facts.attachment) if facts.attachment else None
    source = item.plain if attachment is None else attachment.file.text
    if not source.strip():
        source = item.summary
    end = min(facts.end, len(source)) or len(source)
    cut = snippet(source, min(facts.start, end), end, wanted, marks)
    headings = headings_of(item.headings, item.plain)
    first = cut.start + (cut.marks[0][0] if cut.marks else 0)
    return Hit(
        kind=item.kind,
        slug=item.slug,
        url=item.path,
        title=item.title,
        snippet=cut.text,
        marks=cut.marks,
        score=found.score,
        date=item.date,
        anchor=anchor_at(headings, first) if attachment is None else "",
        attachment=(attachment.path, attachment.title) if attachment else None,
    )


# ---- without an index ---------------------------------------------------------------------------


def _plain(query: str, asked: Query, wanted: Mapping[str, str], limit: int, offset: int) -> Answer:
    """While the index is being built: visible items whose texts have all words, newest first."""
    found = plain.search(asked, wanted)
    results = [
        Hit(
            kind=item.kind,
            slug=item.slug,
            url=item.path,
            title=item.title,
            snippet=cut.text,
            marks=cut.marks,
            score=0.0,
            date=item.date,
        )
        for item, cut in found[offset : offset + limit]
    ]
    return Answer(query, len(found), results, ranked=len(found), cut=asked.cut, fallback=True)
