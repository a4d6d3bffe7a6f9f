"""Records that a reader's words name: by title, names, subjects and numbers, marks or none.

Each word must stand in one of them, at the beginning of a word. What was typed with marks ranks
first where the marks agree. The keys are those that `derived.py` makes of every record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from content.catalogue import identifiers
from content.catalogue.models import LibraryRecord, RecordFacet, RecordKey
from content.catalogue.queries import shown
from content.database import db
from content.vietnamese import fold, nfc, slugify

MOST_WORDS = 12
MOST_FOUND = 5_000  # records; what is beyond is nobody's second page
_WHOLE = 2  # letters up to which a word is meant whole: "an" is no beginning of "anh"
_NUMBERED = ("isbn", "handle", "doi", "number", "local")


class Found(NamedTuple):
    """Ids of shown records, the likeliest first. cut: there were more than `MOST_FOUND`."""

    ids: list[int]
    cut: bool = False


def words_of(question: str) -> list[str]:
    """The words that are looked for, folded, each once, at most `MOST_WORDS`."""
    return list(dict.fromkeys(re.findall(r"[a-z0-9]+", fold(nfc(question)))))[:MOST_WORDS]


def find(question: str) -> Found:
    """Shown records that the words of a question name; nothing without a word."""
    words = words_of(question)
    if not words:
        return Found([])
    meant = sa.and_(*(LibraryRecord.id.in_(_with_word(word)) for word in words))
    query = (
        sa.select(LibraryRecord.id, LibraryRecord.title, LibraryRecord.byline, LibraryRecord.year)
        .where(shown(), sa.or_(meant, LibraryRecord.id.in_(_with_number(question))))
        .order_by(LibraryRecord.id.desc())
        .limit(MOST_FOUND + 1)
    )
    weigh = _Weighing(question, words)
    ranked = [
        (-weigh.of(title, byline), -(year or 0), -number)
        for number, title, byline, year in db.session.execute(query)
    ]
    ids = [-number for _weight, _year, number in sorted(ranked)]
    return Found(ids[:MOST_FOUND], cut=len(ids) > MOST_FOUND)


def _with_word(word: str) -> sa.CompoundSelect[int]:
    """Records with a word in title, a name or a subject."""
    titles = sa.select(RecordKey.record_id).where(
        RecordKey.scheme == "title", _begins(RecordKey.value, word)
    )
    named = sa.select(RecordFacet.record_id).where(
        RecordFacet.facet.in_(("name", "subject")), _begins(RecordFacet.value, word)
    )
    return sa.union(titles, named)


def _begins(column: sa.SQLColumnExpression[str], word: str) -> sa.ColumnElement[bool]:
    """Whether a key of words joined by hyphens has one that begins so."""
    if len(word) <= _WHOLE:
        return ("-" + column + "-").like(f"%-{word}-%")
    return sa.or_(column.like(f"{word}%"), column.like(f"%-{word}%"))


def _with_number(question: str) -> sa.Select[int]:
    bare = question.strip()[:300]
    known, _sentence = identifiers.read(bare)
    values = {bare.casefold()} | ({known.value.casefold()} if known else set())
    return sa.select(RecordKey.record_id).where(
        RecordKey.scheme.in_(_NUMBERED), RecordKey.value.in_(values)
    )


class _Weighing:
    """How well a record answers: the whole question in the title, words there, marks that agree."""

    def __init__(self, question: str, words: Sequence[str]) -> None:
        self._phrase = slugify(question, 300)
        self._words = frozenset(words)
        typed = re.findall(r"\w+", nfc(question).lower())
        self._marked = frozenset(word for word in typed if word != fold(word))

    def of(self, title: str, byline: str) -> int:
        """The weight, higher is likelier."""
        key = slugify(title, 300)
        in_title = len(self._words.intersection(key.split("-")))
        seen = re.findall(r"\w+", f"{title} {byline}".lower())
        marks = len(self._marked.intersection(seen))
        whole = 8 if key == self._phrase else 4 if f"-{self._phrase}-" in f"-{key}-" else 0
        return 4 * whole + 2 * in_title + 3 * marks
