"""The home page: the blocks that the site's identity names, each left out while it has nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from content import markup
from content.catalogue import queries as catalogue
from content.identity import queries as identity
from content.identity.fields import Block
from content.publishing import event_queries, moved_queries, queries
from content.publishing.models import KINDS
from hub.face import destinations, site
from hub.face.face import is_frozen
from hub.public import deadlines
from hub.public.addresses import Address, Route
from hub.public.library import lines

MOST_CHOICES = 8
# Notices have a place of their own, which an event leaves once it is over.
READ = tuple(kind for kind in KINDS if kind not in ("notice", "page"))
# What stands beside the reading on a wide screen, and below it on a telephone.
BESIDE = frozenset({"events", "topics", "places"})
# What leads to a narrowed search has no place in the static copy.
NEEDS_SEARCH = frozenset({"topics", "places"})
_HEADING_ID = re.compile(r'(<h[2-6] id=")')


class Shown(NamedTuple):
    """A block with what it shows; `number` makes the ids of its parts unlike all others."""

    kind: str
    number: int
    title: str
    content: Any


def show() -> ResponseReturnValue:
    """The home page: question and errands on top, then the other blocks in their order."""
    blocks = site.current().blocks
    shown = [found for at, block in enumerate(blocks, 1) if (found := _shown(at, block))]
    hero = next((block for block in blocks if block.kind == "hero"), Block("hero"))
    apart = {"hero", "tasks"} | (NEEDS_SEARCH if is_frozen() else set())
    rest = [found for found in shown if found.kind not in apart]
    beside = [found for found in rest if found.kind in BESIDE]
    return render_template(
        "public/home.html",
        canonical_path="/",
        description="Hướng dẫn, văn bản, gương điển hình và tài liệu tập huấn về học tập suốt đời.",
        hero=hero,
        tasks=next((found for found in shown if found.kind == "tasks"), None),
        main=[found for found in rest if found not in beside],
        beside=beside,
        board=next((found.content for found in beside if found.kind == "events"), None),
        **lines.WORDS,
    )


def _shown(number: int, block: Block) -> Shown | None:
    """The block as readers see it; None while there is nothing to show."""
    make = _CONTENT.get(block.kind)
    content = make(block) if make else None
    if not content:
        return None
    title = block.title
    if block.kind == "topic" and not title:
        title = content[0].name
    return Shown(block.kind, number, title, content)


def _tasks(block: Block) -> Any:
    known = destinations.open_ones(task.path for task in block.tasks)
    return [task for task in block.tasks if task.path in known]


def _events(_block: Block) -> Any:
    board = event_queries.board()
    return board if board.coming or board.recent or deadlines.soon() else None


def _latest(block: Block) -> Any:
    kinds = [kind for kind in block.kinds if kind in KINDS] or READ
    return (kinds, found) if (found := queries.newest(block.count, kinds)) else None


def _of_topic(block: Block) -> Any:
    topic = moved_queries.topic_now(block.topic)
    if topic is None:
        return None
    found = queries.listing(None, topic=topic, per_page=block.count)
    return (topic, found) if found.items else None


def _books(block: Block) -> Any:
    return lines.of(catalogue.page(limit=block.count))


def _text(block: Block) -> Any:
    return _rendered(block.body)


@lru_cache(maxsize=32)
def _rendered(body: str) -> str:
    """Safe HTML whose headings' ids meet none of the page's own."""
    return _HEADING_ID.sub(r"\1khoi-", markup.render(body).html)


def _topics(_block: Block) -> Any:
    return queries.facets(None).topics[:MOST_CHOICES]


def _places(_block: Block) -> Any:
    return queries.facets(None).places[:MOST_CHOICES]


_CONTENT: dict[str, Callable[[Block], Any]] = {
    "tasks": _tasks,
    "events": _events,
    "latest": _latest,
    "topic": _of_topic,
    "books": _books,
    "text": _text,
    "topics": _topics,
    "places": _places,
}


def addresses() -> Iterator[Address]:
    """The one address of this room."""
    row = identity.row()
    changed = queries.last_change()
    yield Address("/", max(changed, row.updated_at) if row else changed)


ROUTES = (Route("/", "home", show),)
