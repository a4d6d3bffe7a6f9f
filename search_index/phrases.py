"""Phrases in quotes and words that are not wanted: which of the ranked items stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import sqlalchemy as sa

from content.database import db
from content.files import StoredFile
from content.publishing.models import Attachment, Item
from search_index.analysis import Token, tokens
from search_index.query import Query
from search_index.ranking import Ranked
from search_index.streams import EXACT, EXACT_PAIRS, FOLDED, FOLDED_PAIRS
from search_index.view import View

# The places of the words are looked up in the texts of so many of the best items.
_MOST_VERIFIED = 100


def kept(query: Query, view: View, found: Sequence[Ranked]) -> list[Ranked]:
    """The items that have every phrase of the question and nothing that it excludes.

    A phrase typed with marks is looked for with them, and without where no item has it so.
    """
    unwanted = {
        item
        for words in query.excluded
        for item in _items(view, _passages(view, words, exact=_has_marks(words)))
    }
    left = [hit for hit in found if hit.item_id not in unwanted]
    for words in query.phrases:
        exact = _has_marks(words)
        having = _with_phrase(view, left, words, exact=exact)
        left = having or (_with_phrase(view, left, words, exact=False) if exact else [])
    return left


def _has_marks(words: Sequence[Token]) -> bool:
    return any(word.marked for word in words)


def _passages(view: View, words: Sequence[Token], *, exact: bool) -> set[int]:
    """The passages that have the words side by side, as far as pairs tell."""
    keys = [word.exact if exact else word.folded for word in words]
    if len(keys) == 1:
        return set(view.postings(EXACT if exact else FOLDED, keys[0]))
    stream = EXACT_PAIRS if exact else FOLDED_PAIRS
    lists = [view.postings(stream, f"{a}_{b}") for a, b in pairwise(keys)]
    lists.sort(key=len)
    return set(lists[0]).intersection(*lists[1:])


def _items(view: View, passages: set[int]) -> set[int]:
    return {facts.item_id for n in passages if (facts := view.facts[n]) is not None}


def _with_phrase(
    view: View, found: Sequence[Ranked], words: Sequence[Token], *, exact: bool
) -> list[Ranked]:
    candidates = _items(view, _passages(view, words, exact=exact))
    left = [hit for hit in found if hit.item_id in candidates]
    if len(words) <= 2:  # a pair is proof
        return left
    doubtful = {hit.item_id for hit in left[:_MOST_VERIFIED]}
    keys = [word.exact if exact else word.folded for word in words]
    proven = {item_id for item_id, text in _texts(doubtful) if _stands_in(keys, text, exact=exact)}
    return [hit for hit in left if hit.item_id in proven or hit.item_id not in doubtful]


def _texts(ids: set[int]) -> Iterator[tuple[int, str]]:
    own = sa.select(Item.id, Item.title, Item.summary, Item.plain).where(Item.id.in_(ids))
    for item_id, *texts in db.session.execute(own):
        for text in texts:
            yield item_id, text
    attached = (
        sa.select(Attachment.item_id, StoredFile.text)
        .join(StoredFile)
        .where(Attachment.item_id.in_(ids), StoredFile.text != "")
    )
    for item_id, text in db.session.execute(attached):
        yield item_id, text


def _stands_in(keys: Sequence[str], text: str, *, exact: bool) -> bool:
    words = [word.exact if exact else word.folded for word in tokens(text)]
    first, length, wanted = keys[0], len(keys), list(keys)
    return any(words[at : at + length] == wanted for at, word in enumerate(words) if word == first)
