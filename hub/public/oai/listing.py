"""What is listed: publications and offered works as one list by stamp, a page of it at a time."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from content.catalogue import harvest_queries as works
from content.catalogue.record import KINDS
from content.publishing import harvest_queries as texts
from content.publishing.models import SECTIONS
from hub.face import site
from hub.public.oai.tokens import Place

PAGE = 100
TEXTS, WORKS = 0, 1  # the rank of a kind of source among equal stamps
_WHOLE = {TEXTS: "an-pham", WORKS: "thu-vien"}
_WHOLE_TITLES = {TEXTS: "Nội dung của trang", WORKS: "Thư viện số"}
_PAGES = "trang"  # texts without a section of their own
_LAST = 2**62


class Entry(NamedTuple):
    """One entry of a list: whose it is, its row, its sets."""

    rank: int
    id: int
    kind: str
    stamp: dt.datetime
    deleted: bool

    @property
    def sets(self) -> tuple[str, str]:
        """The set of all of its sort, and the set of its kind."""
        whole = _WHOLE[self.rank]
        return whole, f"{whole}:{part_of(self.rank, self.kind)}"


def part_of(rank: int, kind: str) -> str:
    """The last part of a set's name."""
    return kind if rank == WORKS else SECTIONS[kind][0] or _PAGES


def sets() -> list[tuple[str, str]]:
    """(setSpec, name) of the tree of sets."""
    found = [(_WHOLE[TEXTS], _WHOLE_TITLES[TEXTS])]
    found += [
        (f"{_WHOLE[TEXTS]}:{part_of(TEXTS, kind)}", title)
        for kind, (_section, title) in SECTIONS.items()
    ]
    found.append((_WHOLE[WORKS], _WHOLE_TITLES[WORKS]))
    return found + [(f"{_WHOLE[WORKS]}:{kind}", title) for kind, title in KINDS.items()]


def page(place: Place) -> tuple[list[Entry], bool]:
    """The entries behind a place, at most `PAGE`, and whether there are more."""
    found: list[Entry] = []
    for rank, kind in _parts(place.part):
        source = texts if rank == TEXTS else works
        rows = source.told(
            place.since, place.before, kind=kind, after=_after(rank, place), limit=PAGE + 1
        )
        found += [Entry(rank, *row) for row in rows]
    found.sort(key=lambda entry: (entry.stamp, entry.rank, entry.id))
    return found[:PAGE], len(found) > PAGE


def count(place: Place) -> int:
    """How many entries a list has in all."""
    return sum(
        (texts if rank == TEXTS else works).count(place.since, place.before, kind=kind)
        for rank, kind in _parts(place.part)
    )


def earliest() -> dt.datetime | None:
    """The first stamp of all; None where nothing was ever given."""
    return min(filter(None, (texts.earliest(), works.earliest())), default=None)


def one(identifier: str) -> Entry | None:
    """The entry of an identifier of ours; None for any other."""
    found = re.fullmatch(
        re.escape(prefix()) + r"(bai/\d{1,9}|thu-vien/[a-z0-9-]{1,120})", identifier
    )
    if found is None:
        return None
    room, _slash, name = found[1].partition("/")
    if room == "bai":
        text = texts.one(int(name))
        return Entry(TEXTS, *text) if text else None
    work = works.one(name)
    return Entry(WORKS, *work) if work else None


def prefix() -> str:
    """What identifiers begin with: "oai:HOST:"."""
    return f"oai:{host()}:"


def host() -> str:
    """The name of the machine that this hub is known by."""
    return site.current().site_url.split("://", 1)[-1].partition("/")[0].partition(":")[0]


def _parts(part: str) -> list[tuple[int, str]]:
    """(rank, kind or "") of what a set holds; an unknown set holds nothing."""
    if not part:
        return [(TEXTS, ""), (WORKS, "")]
    for rank, whole in _WHOLE.items():
        if part == whole:
            return [(rank, "")]
        kinds = SECTIONS if rank == TEXTS else KINDS
        for kind in kinds:
            if part == f"{whole}:{part_of(rank, kind)}":
                return [(rank, kind)]
    return []


def _after(rank: int, place: Place) -> tuple[dt.datetime, int] | None:
    if place.after is None:
        return None
    stamp, last_rank, last_id = place.after
    if rank == last_rank:
        return stamp, last_id
    return stamp, -1 if rank > last_rank else _LAST
