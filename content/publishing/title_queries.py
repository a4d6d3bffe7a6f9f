"""Items by what people call them: words of a title without marks, part of an address, a number.

Titles are folded as they are asked for and kept by their text, so nothing of the search lives in
the rows; ten thousand of them are looked through in a few hundredths of a second.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import sqlalchemy as sa

from content.database import db
from content.documents.models import Document
from content.publishing.models import Item
from content.vietnamese import fold

MOST_WORDS = 12
_WORD = re.compile(r"[^\W_]+")


def words_of(text: str) -> list[str]:
    """The folded words of what was typed, at most 12: "Số 387/QĐ" → ["so", "387", "qd"]."""
    return _WORD.findall(fold(text[:400]))[:MOST_WORDS]


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """The folded words of a text, each after a space."""
    return "".join(f" {word}" for word in _WORD.findall(fold(text)))


def score(words: Sequence[str], hay: str) -> int:
    """How well a `folded` text holds all words: 0 not at all, more for beginnings of words."""
    found = 0
    for word in words:
        if f" {word}" in hay:
            found += 3 if f" {word} " in f"{hay} " else 2
        elif word in hay:
            found += 1
        else:
            return 0
    return found + (3 if hay.startswith(f" {' '.join(words)}") else 0)


def matching(text: str, conditions: Sequence[sa.ColumnElement[bool]] = ()) -> list[int]:
    """The numbers of the items that hold every word, best first, then the newest row."""
    words = words_of(text)
    if not words:
        return []
    query = (
        sa.select(Item.id, Item.title, Item.slug, Document.number)
        .outerjoin(Document, Document.id == Item.document_id)
        .where(*conditions)
    )
    found = []
    for item_id, title, slug, number in db.session.execute(query):
        hay = folded(title) + folded(slug) + (folded(number) if number else "")
        if points := score(words, hay):
            found.append((-points, -item_id))
    return [-item_id for _points, item_id in sorted(found)]


def among(item_ids: Sequence[int]) -> sa.ColumnElement[bool]:
    """Items of these numbers; they are written into the question, as SQLite binds only so many."""
    return Item.id.in_(
        sa.bindparam(None, list(item_ids), sa.Integer, expanding=True, literal_execute=True)
    )
