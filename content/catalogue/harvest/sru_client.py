"""Asks a server by SRU: whether it answers, a search page by page, one ISBN."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from content.catalogue.formats import sru
from content.catalogue.harvest.batches import MOST_RECORDS, Batch, Guard
from content.catalogue.harvest.fetching import Manner, fetch
from content.errors import BadInput

VERSIONS = ("1.1", "1.2")
_PAGE = 50


def meet(address: str, manner: Manner) -> str:
    """The name a server gives itself, "" for none; BadInput for what does not speak SRU."""
    return sru.server(
        fetch(_address(address, {"operation": "explain", "version": "1.1"}), manner).data
    )


def batches(
    address: str,
    manner: Manner,
    settings: Mapping[str, Any],
    *,
    checkpoint: Mapping[str, Any] | None = None,
    most: int = MOST_RECORDS,
) -> Iterator[Batch]:
    """What the query of the settings finds. settings: query (CQL), version, schema."""
    if not str(settings.get("query") or "").strip():
        raise BadInput("Nguồn SRU cần một câu tìm, ví dụ: dc.title = “học tập”.")
    start = int((checkpoint or {}).get("start", 1))
    guard = Guard(start - 1, most)
    while start:
        page = _search(address, manner, settings, str(settings["query"]), start)
        following = page.following if page.following > start else 0
        guard.page(page.items, str(following or ""))
        yield Batch(page.items, {"start": following} if following else {}, page.size)
        start = following


def by_isbn(address: str, manner: Manner, settings: Mapping[str, Any], isbn: str) -> sru.Page:
    """The first answers for an ISBN; the index is named by the settings, "bath.isbn" else."""
    index = str(settings.get("isbn_index") or "bath.isbn")
    return _search(address, manner, settings, f"{index}={isbn}", 1, rows=3)


def _search(
    address: str,
    manner: Manner,
    settings: Mapping[str, Any],
    query: str,
    start: int,
    *,
    rows: int = _PAGE,
) -> sru.Page:
    asked = {
        "version": str(settings.get("version") or VERSIONS[0]),
        "operation": "searchRetrieve",
        "query": query,
        "startRecord": str(start),
        "maximumRecords": str(rows),
        "recordSchema": str(settings.get("schema") or "marcxml"),
    }
    return sru.records(fetch(_address(address, asked), manner).data, start)


def _address(address: str, asked: Mapping[str, str]) -> str:
    joined = "&" if "?" in address else "?"
    return f"{address.strip()}{joined}{urlencode(asked)}"
