"""Asks a repository by OAI-PMH: who it is, and its records page by page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from content.catalogue.formats import oai
from content.catalogue.harvest.batches import MOST_RECORDS, Batch, Guard
from content.catalogue.harvest.fetching import Manner, Unreachable, fetch
from content.errors import BadInput

PREFIXES = ("oai_dc", "marcxml", "marc21", "marc", "oai_marc")
_MOST_SETS, _MOST_SET_PAGES = 5_000, 60


@dataclass(slots=True)
class Met:
    """What a test of the connection found."""

    name: str
    earliest: str = ""
    granularity: str = "day"
    formats: list[str] = field(default_factory=list)
    sets: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def meet(address: str, manner: Manner) -> Met:
    """Identify, formats and sets of a repository; BadInput when it is none."""
    who = oai.identity(_ask(address, manner, verb="Identify"))
    met = Met(who.name, who.earliest, who.granularity)
    try:
        met.formats = oai.formats(_ask(address, manner, verb="ListMetadataFormats"))
        met.sets = sets(address, manner)
    except BadInput as fault:
        met.notes.append(fault.message)
    return met


def sets(address: str, manner: Manner) -> list[tuple[str, str]]:
    """(spec, name) of all sets; none where the repository has no sets."""
    found: list[tuple[str, str]] = []
    asked: dict[str, str] = {}
    tokens: set[str] = set()
    for _page in range(_MOST_SET_PAGES):
        try:
            some, token = oai.sets(_ask(address, manner, verb="ListSets", **asked))
        except oai.Refusal as refused:
            if "noSetHierarchy" in refused.codes:
                return found
            raise
        found += some
        if not token or token in tokens or len(found) >= _MOST_SETS:
            break
        tokens.add(token)
        asked = {"resumptionToken": token}
    return found[:_MOST_SETS]


def batches(
    address: str,
    manner: Manner,
    settings: Mapping[str, Any],
    *,
    since: str = "",
    checkpoint: Mapping[str, Any] | None = None,
    most: int = MOST_RECORDS,
) -> Iterator[Batch]:
    """The records of the chosen sets, or of all, changed since a stamp; goes on at a checkpoint.

    settings: prefix, sets, from, until. A checkpoint carries "until": the repository's own clock
    at the beginning, from which the next run asks.
    """
    place = dict(checkpoint or {}) or _begin(address, manner, settings, since)
    chosen: Sequence[str] = list(settings.get("sets") or []) or [""]
    guard = Guard(int(place.get("seen", 0)), most)
    while place["set"] < len(chosen):
        yield from _one_set(address, manner, settings, place, chosen, guard)


def _begin(address: str, manner: Manner, settings: Mapping[str, Any], since: str) -> dict[str, Any]:
    """Where a run begins: the stamp to ask from, as fine as the repository has its stamps."""
    who = oai.identity(_ask(address, manner, verb="Identify"))
    start = since or str(settings.get("from") or "")
    return {
        "set": 0,
        "token": "",
        "seen": 0,
        "from": _fitting(start, who.granularity),
        "granularity": who.granularity,
        "until": "",
    }


def _one_set(
    address: str,
    manner: Manner,
    settings: Mapping[str, Any],
    place: dict[str, Any],
    chosen: Sequence[str],
    guard: Guard,
) -> Iterator[Batch]:
    """The pages of one set; `place` moves along."""
    while True:
        page = _page(address, manner, settings, place, chosen[place["set"]])
        guard.page(page.items, page.token)
        if not place["until"]:
            place["until"] = _fitting(page.responded, place["granularity"])
        place["seen"], place["token"] = guard.seen, page.token
        if not page.token:
            place["set"] += 1
        yield Batch(page.items, dict(place), page.size)
        if not page.token:
            return


def _page(
    address: str,
    manner: Manner,
    settings: Mapping[str, Any],
    place: dict[str, Any],
    chosen: str,
) -> oai.Page:
    if place["token"]:
        try:
            return _records(address, manner, resumptionToken=place["token"])
        except oai.Refusal as refused:
            # Tokens die while a run rests; reading the set again changes nothing.
            if "badResumptionToken" not in refused.codes or place.get("again"):
                raise
            place["token"], place["again"] = "", True
    asked = {
        "metadataPrefix": settings.get("prefix") or PREFIXES[0],
        "set": chosen,
        "from": place["from"],
        "until": _fitting(str(settings.get("until") or ""), place["granularity"], end=True),
    }
    return _records(address, manner, **{key: value for key, value in asked.items() if value})


def _records(address: str, manner: Manner, **asked: str) -> oai.Page:
    try:
        return oai.records(_ask(address, manner, verb="ListRecords", **asked))
    except (oai.Refusal, Unreachable):
        raise
    except BadInput:  # an answer that was cut off is mostly whole the second time
        return oai.records(_ask(address, manner, verb="ListRecords", **asked))


def _ask(address: str, manner: Manner, **asked: str) -> bytes:
    joined = "&" if "?" in address else "?"
    return fetch(f"{address.strip()}{joined}{urlencode(asked)}", manner).data


def _fitting(stamp: str, granularity: str, *, end: bool = False) -> str:
    """A stamp in the granularity of the repository: 2026-01-02 or 2026-01-02T00:00:00Z."""
    if granularity == "day" or not stamp:
        return stamp[:10]
    if len(stamp) == 10:
        return f"{stamp}T23:59:59Z" if end else f"{stamp}T00:00:00Z"
    return stamp
