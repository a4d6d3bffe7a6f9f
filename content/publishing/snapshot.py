"""Snapshots: all that a person writes of an item, as plain values; forms and revisions carry them.

Topics are slugs in what `fields_of` gives; commands also take a topic's name and find or make it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from content.documents.fields import DocumentFields, fields_of_document
from content.publishing.detail_fields import (
    EventFields,
    SourceFields,
    TrainingFields,
    fields_of_event,
    fields_of_training,
)

if TYPE_CHECKING:
    from content.publishing.models import Item


@dataclass(frozen=True, slots=True)
class AttachmentFields:
    """A kept file (by its hash), the ASCII name it is offered under, and its title.

    until: the Vietnamese day on which another file took its place; None while it is in force.
    """

    sha256: str
    file_name: str
    title: str = ""
    until: dt.date | None = None

    def to_json(self) -> dict[str, str]:
        """A JSON object; a day that is not there is left out."""
        until = {"until": self.until.isoformat()} if self.until else {}
        return {"sha256": self.sha256, "file_name": self.file_name, "title": self.title, **until}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> AttachmentFields:
        """The inverse of `to_json`."""
        until = dt.date.fromisoformat(data["until"]) if data.get("until") else None
        return cls(data["sha256"], data["file_name"], data.get("title", ""), until)


@dataclass(frozen=True, slots=True)
class ItemFields:
    """The written state of an item.

    date: the Vietnamese day readers see; None means the day it is saved. place: a place's slug.
    publish_at, expires_at: aware moments; visible from the first until just before the second.
    sources: where the facts come from; checked: the Vietnamese day they were last held against
    them; review_by: the day by which an editor should look at it again. event: of a notice;
    training: of training material; document: of an official document; each None on other kinds.
    """

    kind: str
    title: str
    slug: str = ""
    summary: str = ""
    body: str = ""
    date: dt.date | None = None
    language: str = "vi"
    topics: tuple[str, ...] = ()
    place: str | None = None
    publish_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    attachments: tuple[AttachmentFields, ...] = ()
    sources: tuple[SourceFields, ...] = ()
    checked: dt.date | None = None
    review_by: dt.date | None = None
    event: EventFields | None = None
    training: TrainingFields | None = None
    document: DocumentFields | None = None

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every field; moments as ISO text in UTC."""
        return {
            "kind": self.kind,
            "title": self.title,
            "slug": self.slug,
            "summary": self.summary,
            "body": self.body,
            "date": self.date.isoformat() if self.date else None,
            "language": self.language,
            "topics": list(self.topics),
            "place": self.place,
            "publish_at": _moment_out(self.publish_at),
            "expires_at": _moment_out(self.expires_at),
            "attachments": [attachment.to_json() for attachment in self.attachments],
            "sources": [source.to_json() for source in self.sources],
            "checked": self.checked.isoformat() if self.checked else None,
            "review_by": self.review_by.isoformat() if self.review_by else None,
            "event": self.event.to_json() if self.event else None,
            "training": self.training.to_json() if self.training else None,
            "document": self.document.to_json() if self.document else None,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ItemFields:
        """The inverse of `to_json`."""
        values = dict(data)
        for key in ("date", "checked", "review_by"):
            values[key] = dt.date.fromisoformat(data[key]) if data.get(key) else None
        values["topics"] = tuple(data.get("topics", ()))
        for key in ("publish_at", "expires_at"):
            values[key] = dt.datetime.fromisoformat(data[key]) if data.get(key) else None
        given = data.get("attachments", ())
        values["attachments"] = tuple(AttachmentFields.from_json(entry) for entry in given)
        values["sources"] = tuple(SourceFields(**s) for s in data.get("sources", ()))
        for key, read in _DETAILS.items():
            values[key] = read(data[key]) if data.get(key) else None
        return cls(**values)


_DETAILS: dict[str, Callable[[Mapping[str, Any]], Any]] = {
    "event": EventFields.from_json,
    "training": TrainingFields.from_json,
    "document": DocumentFields.from_json,
}


def fields_of(item: Item) -> ItemFields:
    """What the row of an item holds: what readers see, or the newest draft before that."""
    return ItemFields(
        kind=item.kind,
        title=item.title,
        slug=item.slug,
        summary=item.summary,
        body=item.body,
        date=item.date,
        language=item.language,
        topics=tuple(topic.slug for topic in item.topics),
        place=item.place.slug if item.place else None,
        publish_at=item.publish_at,
        expires_at=item.expires_at,
        attachments=tuple(
            AttachmentFields(a.file.sha256, a.file_name, a.title, a.until) for a in item.attachments
        ),
        sources=tuple(SourceFields(**source) for source in item.sources),
        checked=item.checked,
        review_by=item.review_by,
        event=fields_of_event(item.event) if item.event else None,
        training=fields_of_training(item.training) if item.training else None,
        document=_document_of(item),
    )


def _document_of(item: Item) -> DocumentFields | None:
    if item.kind != "document":
        return None
    if item.document is not None:
        return fields_of_document(item.document)
    drafted = item.document_draft
    return DocumentFields.from_json(drafted) if drafted else None


def _moment_out(moment: dt.datetime | None) -> str | None:
    return moment.astimezone(dt.UTC).isoformat() if moment else None
