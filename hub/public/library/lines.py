"""Works as lists show them: cover, names, what can be done with them; facets with their words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import request

from content.catalogue import queries, reader_queries
from content.catalogue.models import LibraryRecord
from content.catalogue.queries import FacetValue
from content.catalogue.reader_queries import Marks
from content.catalogue.record import KINDS, Record
from content.vietnamese import fold

PATH = "/thu-vien/"
PER_PAGE = 20
# Kind → the mark of its drawn cover and of its door.
ICONS = {
    "sach": "book",
    "bai-bao": "news",
    "tap-chi": "copy",
    "luan-van": "letters",
    "bao-cao": "chart",
    "van-ban": "document",
    "tap-huan": "layers",
    "am-thanh": "listen",
    "video": "play",
    "hinh-anh": "image",
    "khac": "clip",
}
# The word of a filter in addresses → the facet, what stands above its values, how many are shown.
FILTERS = {
    "loai": ("kind", "Loại tài liệu", len(KINDS)),
    "chu-de": ("subject", "Chủ đề", 12),
    "tieng": ("language", "Ngôn ngữ", 8),
    "nam": ("year", "Năm", 8),
    "nguon": ("source", "Nguồn", 12),
}
_PLAIN = re.compile(r"[a-z0-9][a-z0-9-]*")
_COUNTED = "hub.library.counts"  # of the request's environment


class Line(NamedTuple):
    """A work as a list shows it. cover: the address of its own cover, or ""."""

    row: LibraryRecord
    record: Record
    marks: Marks
    cover: str

    @property
    def readable(self) -> bool:
        """Whether it opens at once: a file of our own, or a free one behind a link."""
        there = self.record.links or self.record.identifier("doi")
        return bool(self.marks.files or (self.marks.open and there))

    @property
    def facts(self) -> list[str]:
        """What stands below the title: who published it or what it is part of, and the year."""
        there = self.record.host or self.record.publisher
        return [fact for fact in (there, str(self.row.year or "")) if fact]


class Choice(NamedTuple):
    """A value of a filter: words, address, how many works it leaves, whether it is set."""

    label: str
    path: str
    works: int
    current: bool = False


class Group(NamedTuple):
    """The values of one filter under their title. more: where all of them stand, or ""."""

    title: str
    choices: list[Choice]
    more: str = ""


def of(rows: Sequence[LibraryRecord]) -> list[Line]:
    """The lines of rows; the same few questions however many there are."""
    marks = reader_queries.marks([row.id for row in rows])
    return [Line(row, row.record, marks[row.id], reader_queries.cover_path(row)) for row in rows]


def counts(facet: str) -> list[FacetValue]:
    """Values of a facet with the number of works, asked once a request.

    Values that no address can hold (a code with a slash) are left out.
    """
    known: dict[str, list[FacetValue]] = request.environ.setdefault(_COUNTED, {})
    if facet not in known:
        known[facet] = plain(queries.facet_values(facet))
    return known[facet]


def plain(values: Sequence[FacetValue]) -> list[FacetValue]:
    """Those of the values that can stand in an address."""
    return [one for one in values if _PLAIN.fullmatch(one.value)]


def is_plain(value: str) -> bool:
    """Whether a value can stand in an address."""
    return bool(_PLAIN.fullmatch(value))


def groups(current: str = "") -> list[Group]:
    """What the lists can be narrowed by, one filter at a time. current: the path that is open."""
    found = []
    for word, (facet, title, most) in FILTERS.items():
        values = counts(facet)
        choices = [_choice(word, one, current) for one in values[:most]]
        if not any(choice.current for choice in choices):  # what is open is always to be seen
            choices += [one for each in values[most:] if (one := _choice(word, each, current))[3]]
        more = f"{PATH}{word}/" if len(values) > most and word == "chu-de" else ""
        found.append(Group(title, choices, more))
    return [group for group in found if group.choices]


def _choice(word: str, one: FacetValue, current: str) -> Choice:
    path = f"{PATH}{word}/{one.value}/"
    return Choice(one.label, path, one.records, path == current)


def in_order(values: Sequence[FacetValue]) -> list[FacetValue]:
    """Values by their words, as a register has them."""
    return sorted(values, key=lambda one: (fold(one.label), one.value))


def page_path(base: str, number: int) -> str:
    """The address of a page of a list."""
    return base if number == 1 else f"{base}trang-{number}/"


def pages_of(total: int) -> int:
    """How many pages a list has, at least one."""
    return max(1, -(-total // PER_PAGE))


WORDS: Mapping[str, object] = {"kinds": KINDS, "kind_icons": ICONS}
