"""Where a target, figure or deadline was read: in words, and the page of it that stands here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from content.documents import keys
from content.documents import queries as documents
from content.documents.dates import PartialDate
from content.publishing import graph_queries
from content.recognition.target_models import Sourced
from hub.face import destinations, words


class Cited(NamedTuple):
    """The words of a source and the page that leads on; path: "" where none stands here."""

    words: str
    path: str


class Sources:
    """The sources of rows; each page is asked for once, all that rows name together."""

    def __init__(self, rows: Iterable[Sourced]) -> None:
        found = list(rows)
        self._open = destinations.open_ones({row.link for row in found if row.link})
        self._known: dict[tuple[str, str, str], str] = {}

    def of(self, row: Sourced) -> Cited:
        """The source of a row."""
        return Cited(said(row), row.link if row.link in self._open else self._document(row))

    def _document(self, row: Sourced) -> str:
        if not (row.number and row.issued and row.issuer):
            return ""
        key = (row.number, row.issued.isoformat(), row.issuer)
        if key not in self._known:
            self._known[key] = _page_of(row)
        return self._known[key]


def said(row: Sourced) -> str:
    """A document by number, day and issuer, as far as they are known; else where it was read."""
    if not row.number:
        return row.source or row.issuer
    day = f" ngày {words.day(row.issued)}" if row.issued else ""
    return f"{row.number}{day}{', ' if row.issuer else ''}{row.issuer}"


def _page_of(row: Sourced) -> str:
    assert row.issued is not None
    issued = PartialDate(row.issued.year, row.issued.month, row.issued.day)
    document = documents.by_key(keys.document_key(row.number, issued, row.issuer, ""))
    if document is None:
        return ""
    _face, item = graph_queries.document_at(document.slug)
    return item.path if item else ""
