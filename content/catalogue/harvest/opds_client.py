"""Reads an OPDS catalogue: a feed, its next pages, and the feeds below it, each once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from content.catalogue.formats import opds
from content.catalogue.harvest.batches import MOST_RECORDS, Batch, Guard
from content.catalogue.harvest.fetching import Manner, fetch

_MOST_FEEDS = 2_000


def meet(address: str, manner: Manner) -> str:
    """The title of a catalogue; BadInput for what is none."""
    answer = fetch(address, manner)
    return opds.read(answer.data, answer.url).title


def batches(
    address: str,
    manner: Manner,
    *,
    checkpoint: Mapping[str, Any] | None = None,
    most: int = MOST_RECORDS,
) -> Iterator[Batch]:
    """The publications of all feeds under an address."""
    place = dict(checkpoint or {})
    waiting: list[str] = list(place.get("waiting", [address]))
    met = {*place.get("met", []), *waiting}
    guard = Guard(int(place.get("seen", 0)), most)
    while waiting:
        answer = fetch(waiting.pop(0), manner)
        feed = opds.read(answer.data, answer.url)
        for url in (feed.following, *(below for below, _title in feed.below)):
            if url and url not in met and len(met) < _MOST_FEEDS:
                met.add(url)
                waiting.append(url)
        if feed.items:
            guard.page(feed.items, "")
        going = {"waiting": list(waiting), "met": sorted(met), "seen": guard.seen}
        yield Batch(feed.items, going if waiting else {})
