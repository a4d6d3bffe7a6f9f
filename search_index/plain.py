"""Search without an index, while one is built: reads the texts themselves, slow and sure."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy import orm

from content import places
from content.database import db
from content.publishing.models import Item, Topic
from content.publishing.queries import places_within
from content.publishing.visibility import visible
from search_index.analysis import tokens
from search_index.query import Query
from search_index.snippets import Snippet, snippet

# In seconds: better some answers now than all of them when nobody waits any more.
_MOST_TIME = 0.8


def search(query: Query, wanted: Mapping[str, str]) -> list[tuple[Item, Snippet]]:
    """Visible items that have every word of the question (without marks), the newest first.

    `wanted`: kind, topic, place, year → the value to narrow to. Reads for at most 0.8 seconds.
    """
    words = [word.folded for word in query.words]
    statement = sa.select(Item).where(visible(), *_conditions(wanted))
    statement = statement.order_by(Item.date.desc(), Item.id.desc())
    statement = statement.options(orm.defer(Item.html), orm.defer(Item.body))
    until = time.monotonic() + _MOST_TIME
    found = []
    for item in db.session.scalars(statement.execution_options(yield_per=50)) if words else ():
        keys = {word.folded for word in tokens(f"{item.title}\n{item.summary}\n{item.plain}")}
        if keys.issuperset(words):
            found.append((item, snippet(item.plain, 0, len(item.plain), query.words)))
        if time.monotonic() > until:
            break
    return found


def _conditions(wanted: Mapping[str, str]) -> Iterator[sa.ColumnElement[bool]]:
    if "kind" in wanted:
        yield Item.kind == wanted["kind"]
    if "topic" in wanted:
        yield Item.topics.any(Topic.slug == wanted["topic"])
    if "place" in wanted:
        place = places.by_slug(wanted["place"])
        yield Item.place_id.in_(places_within(place)) if place else sa.false()
    if "year" in wanted:
        yield sa.extract("year", Item.date) == int(wanted["year"])
