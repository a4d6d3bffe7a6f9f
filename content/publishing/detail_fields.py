"""Details as plain values: sources, the event of a notice, the particulars of training material."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.publishing.details import Event, Training


@dataclass(frozen=True, slots=True)
class SourceFields:
    """Where a text has its facts from; `url` is a whole https address or empty."""

    title: str
    url: str = ""

    def to_json(self) -> dict[str, str]:
        """A JSON object; an empty address is left out."""
        return {"title": self.title, **({"url": self.url} if self.url else {})}


@dataclass(frozen=True, slots=True)
class EventFields:
    """An event: first and last day, hours where known (Vietnamese time), place, whom to ask."""

    starts: dt.date
    starts_at: dt.time | None = None
    ends: dt.date | None = None
    ends_at: dt.time | None = None
    venue: str = ""
    contact: str = ""

    def to_json(self) -> dict[str, Any]:
        """A JSON object with days and hours as ISO text."""
        return {
            "starts": self.starts.isoformat(),
            "starts_at": self.starts_at.isoformat() if self.starts_at else None,
            "ends": self.ends.isoformat() if self.ends else None,
            "ends_at": self.ends_at.isoformat() if self.ends_at else None,
            "venue": self.venue,
            "contact": self.contact,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> EventFields:
        """The inverse of `to_json`."""
        hours = {
            key: dt.time.fromisoformat(data[key]) if data.get(key) else None
            for key in ("starts_at", "ends_at")
        }
        return cls(
            starts=dt.date.fromisoformat(data["starts"]),
            ends=dt.date.fromisoformat(data["ends"]) if data.get("ends") else None,
            venue=data.get("venue", ""),
            contact=data.get("contact", ""),
            **hours,
        )


@dataclass(frozen=True, slots=True)
class PartFields:
    """One part of a set: `target` is an item's address, or `file_name` names a file of the set."""

    target: str = ""
    file_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TrainingFields:
    """Particulars of training material; words as in `audiences`; parts make it a set."""

    titles: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    year: int | None = None
    edition: str = ""
    licence: str = ""
    links: tuple[SourceFields, ...] = ()
    parts: tuple[PartFields, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every field."""
        return {
            "titles": list(self.titles),
            "roles": list(self.roles),
            "levels": list(self.levels),
            "year": self.year,
            "edition": self.edition,
            "licence": self.licence,
            "links": [link.to_json() for link in self.links],
            "parts": [
                {"target": p.target, "file_name": p.file_name, "note": p.note} for p in self.parts
            ],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> TrainingFields:
        """The inverse of `to_json`."""
        return cls(
            titles=tuple(data.get("titles", ())),
            roles=tuple(data.get("roles", ())),
            levels=tuple(data.get("levels", ())),
            year=data.get("year"),
            edition=data.get("edition", ""),
            licence=data.get("licence", ""),
            links=tuple(SourceFields(**link) for link in data.get("links", ())),
            parts=tuple(PartFields(**part) for part in data.get("parts", ())),
        )


def fields_of_event(event: Event) -> EventFields:
    """The stored event as plain values."""
    return EventFields(
        event.starts, event.starts_at, event.ends, event.ends_at, event.venue, event.contact
    )


def fields_of_training(training: Training) -> TrainingFields:
    """The stored particulars as plain values; formats are read off the files, so they stay out."""
    return TrainingFields(
        titles=training.words("danh-hieu"),
        roles=training.words("vai-tro"),
        levels=training.words("cap"),
        year=training.year,
        edition=training.edition,
        licence=training.licence,
        links=tuple(SourceFields(**link) for link in training.links),
        parts=tuple(PartFields(p.target, p.file_name, p.note) for p in training.parts),
    )
