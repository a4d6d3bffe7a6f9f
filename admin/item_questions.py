"""The address of the items list: its parts as a filter, and the tabs above the list.

Every part stands in the address, so a narrowed list can be sent to somebody or kept as a bookmark.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from flask import url_for

from admin import times
from content import places
from content.errors import BadInput
from content.people import Person
from content.publishing import desk_queries, saved_filters
from content.publishing.item_filters import DUE, ItemFilter
from content.publishing.models import KINDS, STATES

# The parts in the order they stand in an address that is kept.
PARTS = ("q", "loai", "tt", "chu-de", "noi", "nguoi", "tu", "den", "can")
MINE = "toi"
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What was asked: `parts` as they stand in the address, and what they mean.

    faults: a sentence for each part that was not understood; it narrows nothing.
    """

    parts: dict[str, str]
    wanted: ItemFilter
    faults: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The question as it is kept: "loai=news&tt=draft"."""
        return urlencode({part: self.parts[part] for part in PARTS if part in self.parts})

    def but(self, **other: str | None) -> dict[str, str]:
        """The parts with some of them changed or left out (None)."""
        changed = {**self.parts, **{key.replace("_", "-"): value for key, value in other.items()}}
        return {key: value for key, value in changed.items() if value}


@dataclass(frozen=True, slots=True)
class Tab:
    """A filter above the list: its name, its parts, whether it is what is shown now.

    number: of the kept filter; mine: whether the account at work may change it.
    """

    name: str
    parts: dict[str, str]
    current: bool
    number: int = 0
    mine: bool = True
    shared: bool = False


def asked(sent: Mapping[str, str], person: Person) -> Question:
    """The question of an address; a contributor asks of own items only."""
    parts, faults = _parts(sent), []
    try:
        since, until = times.day(parts.get("tu", ""), "Từ ngày"), None
        until = times.day(parts.get("den", ""), "Đến ngày")
    except BadInput as fault:
        since, until = None, None
        faults.append(fault.message)
    place = _place(parts, faults)
    wanted = ItemFilter(
        text=parts.get("q", ""),
        kind=parts.get("loai", ""),
        state=parts.get("tt", ""),
        topic=parts.get("chu-de", ""),
        place=place,
        person_id=_person(parts, person),
        since=since,
        until=until,
        due=parts.get("can", ""),
    )
    return Question(parts, wanted, faults)


def of_text(text: str) -> dict[str, str]:
    """The parts of a kept question; what is no part is left out."""
    return _parts(dict(parse_qsl(text)))


def address(parts: Mapping[str, str]) -> str:
    """The address of the list that some parts narrow."""
    given: dict[str, Any] = dict(parts)
    return url_for("noi_dung.index", **given)


def tabs(person: Person, question: Question) -> list[Tab]:
    """The filters that are always there, then the kept ones."""
    given: list[tuple[str, dict[str, str]]] = [("Tất cả", {})]
    if person.may("edit_all"):
        given.append(("Bài của tôi", {"nguoi": MINE}))
    given += [("Chờ duyệt", {"tt": "in_review"})]
    given += [(title, {"can": key}) for key, title in DUE.items()]
    usual = [Tab(name, parts, question.parts == parts) for name, parts in given]
    kept = [
        Tab(
            row.name,
            of_text(row.question),
            question.text == row.question,
            row.id,
            row.person_id == person.id,
            row.shared,
        )
        for row in saved_filters.of_account(person.id)
    ]
    return [*usual, *kept]


def _parts(sent: Mapping[str, str]) -> dict[str, str]:
    found = {part: " ".join(sent.get(part, "").split())[:LONGEST] for part in PARTS}
    known: dict[str, Callable[[str], bool]] = {
        "loai": lambda value: value in KINDS,
        "tt": lambda value: value in STATES,
        "can": lambda value: value in DUE,
        "chu-de": lambda value: desk_queries.topic_at(value) is not None,
        "nguoi": lambda value: value == MINE or (value.isdecimal() and len(value) < 10),
    }
    return {
        part: value.replace("\x00", "")
        for part, value in found.items()
        if value and (part not in known or known[part](value))
    }


def _person(parts: dict[str, str], person: Person) -> int | None:
    value = parts.get("nguoi", "")
    if value == MINE or not person.may("edit_all"):
        return person.id
    return int(value) if value else None


def _place(parts: dict[str, str], faults: list[str]) -> str:
    """The slug of a place that was written as people write it, or picked."""
    written = parts.get("noi", "")
    if not written:
        return ""
    found = places.find(written)
    if not found:
        faults.append(f"Không thấy địa bàn “{written[:80]}” nên chưa lọc theo địa bàn.")
        return ""
    return found[0].slug


def shown_place(question: Question) -> str:
    """The place of a question in words, for its field."""
    place = places.by_slug(question.wanted.place) if question.wanted.place else None
    return place.full_name if place else question.parts.get("noi", "")
