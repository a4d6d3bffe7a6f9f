"""What is known of an official document, as plain values: what forms, files and revisions carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from content.documents.dates import PartialDate

if TYPE_CHECKING:
    from content.documents.models import Document


@dataclass(frozen=True, slots=True)
class LinkFields:
    """A document that another one cites, by the parts of its key that the citing text gives.

    relation: one of `models.RELATIONS`. origin: "text" (read from the body) or "editor".
    """

    relation: str
    number: str | None = None
    issued: PartialDate | None = None
    issuer: str | None = None
    title: str = ""
    quote: str = ""
    origin: str = "text"

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every field; a partial date as ISO text."""
        return _to_json(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> LinkFields:
        """The inverse of `to_json`."""
        return cls(**{**data, "issued": _partial(data.get("issued"))})


@dataclass(frozen=True, slots=True)
class DocumentFields:
    """One official document. What is not known is None or empty; nothing is guessed."""

    number: str | None = None
    kind: str | None = None
    title: str = ""
    issuer: str | None = None
    issued: PartialDate | None = None
    issued_at_place: str = ""
    effective: dt.date | None = None
    expires: dt.date | None = None  # the first day it is no longer in force
    signer: str | None = None
    signer_role: str = ""
    recipients: tuple[str, ...] = ()
    links: tuple[LinkFields, ...] = ()
    poorly_recognised: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every field; dates as ISO text, links as objects."""
        return {**_to_json(self), "links": [link.to_json() for link in self.links]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> DocumentFields:
        """The inverse of `to_json`."""
        values = dict(data)
        values["issued"] = _partial(data.get("issued"))
        for key in ("effective", "expires"):
            values[key] = dt.date.fromisoformat(data[key]) if data.get(key) else None
        values["recipients"] = tuple(data.get("recipients", ()))
        values["links"] = tuple(LinkFields.from_json(link) for link in data.get("links", ()))
        return cls(**values)


def fields_of_document(document: Document) -> DocumentFields:
    """What the row of a document and its links hold."""
    return DocumentFields(
        number=document.number,
        kind=document.kind,
        title=document.title,
        issuer=document.issuer,
        issued=document.issued,
        issued_at_place=document.issued_at_place,
        effective=document.effective,
        expires=document.expires,
        signer=document.signer,
        signer_role=document.signer_role,
        recipients=tuple(document.recipients),
        links=tuple(LinkFields.from_json(link.cited) for link in document.links),
        poorly_recognised=document.poorly_recognised,
    )


def _to_json(row: LinkFields | DocumentFields) -> dict[str, Any]:
    return {field.name: _plain(getattr(row, field.name)) for field in fields(row)}


def _plain(value: Any) -> Any:
    if isinstance(value, PartialDate):
        return value.iso()
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _partial(value: str | None) -> PartialDate | None:
    return PartialDate.from_iso(value) if value else None
