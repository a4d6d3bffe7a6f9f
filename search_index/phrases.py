"""Phrases in quotes and words that are not wanted: which of the items that answer stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

import sqlalchemy as sa

from content.database import db
from content.files import StoredFile
from content.publishing.models import Attachment, Item
from search_index.analysis import Token, tokens
from search_index.query import Query
from search_index.streams import PAIRS, WORDS
from search_index.view import View

# The places of the words are looked up in the texts of so many items; more are no chance.
_MOST_VERIFIED = 100


def wanted(query: Query, view: View, answers: int) -> int:
    """Of the passages that answer (bits), those of items that have every phrase of the question and
    nothing that it excludes.

    A phrase typed with marks is looked for with them, and without where no item has it so.
    """
    if not query.phrases and not query.excluded:
        return answers
    left = view.items_in(answers)
    for words in query.excluded:
        left -= _having(view, words, exact=_has_marks(words))
    for words in query.phrases:
        exact = _has_marks(words)
        having = _with_phrase(view, left, words, exact=exact)
        left = having or (_with_phrase(view, left, words, exact=False) if exact else set())
    return answers & view.passages_of(left)


def _has_marks(words: Sequence[Token]) -> bool:
    return any(word.marked for word in words)


def _having(view: View, words: Sequence[Token], *, exact: bool) -> set[int]:
    """The items with a passage that has the words side by side, as far as pairs tell."""
    if len(words) == 1:
        return view.items_in(view.bitmap(WORDS, words[0].folded, words[0].exact if exact else ""))
    bits = -1
    for a, b in pairwise(words):
        bits &= view.bitmap(
            PAIRS, f"{a.folded}_{b.folded}", f"{a.exact}_{b.exact}" if exact else ""
        )
    return view.items_in(bits)


def _with_phrase(view: View, items: set[int], words: Sequence[Token], *, exact: bool) -> set[int]:
    left = items & _having(view, words, exact=exact)
    if len(words) <= 2 or len(left) > _MOST_VERIFIED:  # a pair is proof
        return left
    keys = [word.exact if exact else word.folded for word in words]
    numbers = {view.subjects[item]: item for item in left}
    return {
        numbers[item_id]
        for item_id, text in _texts(set(numbers))
        if _stands_in(keys, text, exact=exact)
    }


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
