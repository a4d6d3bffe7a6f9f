"""The programme's thesaurus: words in, one term out; wider terms above narrower ones."""

from __future__ import annotations

import dataclasses
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from content.catalogue.record import Record, Subject
from content.vietnamese import fold

_FILE = Path(__file__).parent / "shipped" / "subjects.toml"


class Term(NamedTuple):
    """A term: its code, how readers see it, other words for it, the code of the wider term."""

    code: str
    term: str
    also: tuple[str, ...] = ()
    under: str = ""


@lru_cache(maxsize=1)
def terms() -> dict[str, Term]:
    """All terms by code, in the order of the file."""
    rows = tomllib.loads(_FILE.read_text(encoding="utf-8"))["subject"]
    made = [
        Term(row["code"], row["term"], tuple(row.get("also", ())), row.get("under", ""))
        for row in rows
    ]
    return {one.code: one for one in made}


@lru_cache(maxsize=1)
def _by_words() -> dict[str, Term]:
    return {
        " ".join(fold(words).split()): one
        for one in reversed(list(terms().values()))
        for words in (*one.also, one.term)
    }


def subject(words: str) -> Subject:
    """A subject by any of its words, with marks or without; unknown words are a free term."""
    bare = " ".join(words.split())
    known = _by_words().get(" ".join(fold(bare).split()))
    return Subject(known.term, known.code) if known else Subject(bare)


def settled(record: Record) -> Record:
    """The record with its free subjects led to terms of the thesaurus, where they mean one."""
    subjects = tuple(one if one.code else subject(one.term) for one in record.subjects)
    return dataclasses.replace(record, subjects=tuple(dict.fromkeys(subjects)))


def wider(code: str) -> tuple[Term, ...]:
    """The terms above a term, the nearest first."""
    found: list[Term] = []
    current = terms().get(code)
    while current is not None and current.under and len(found) < len(terms()):
        current = terms().get(current.under)
        if current is not None:
            found.append(current)
    return tuple(found)
