"""Typed factories: rows as the commands make them, with texts of our own writing."""

from __future__ import annotations

import itertools
from typing import Any

from content import places
from content.documents.dates import PartialDate
from content.documents.fields import DocumentFields, LinkFields
from content.places import Place
from content.publishing.commands import media, topics, workflow, writing
from content.publishing.models import Item, Topic
from content.publishing.snapshot import AttachmentFields, ItemFields

_counter = itertools.count(1)


def make_topic(name: str = "Đọc sách") -> Topic:
    """A topic, found or made."""
    return topics.ensure_topic(name)


def make_place(
    name: str = "xã Mẫu", level: str = "commune", *, parent: Place | None = None
) -> Place:
    """A place, found by its name under its parent or recorded."""
    return places.record(name, level, parent=parent)


def make_item(
    kind: str = "news", title: str = "", *, published: bool = True, **fields: Any
) -> Item:
    """An item of any kind; `fields` are those of ItemFields."""
    wanted = ItemFields(kind=kind, title=title or f"Bài mẫu số {next(_counter)}", **fields)
    item = writing.create(wanted)
    return workflow.publish(item.id, seen_version=item.version) if published else item


def document_fields(number: str | None = "12/KH-UBND", **fields: Any) -> DocumentFields:
    """Fields of a plan of xã Mẫu, 2 March 2026, unless told otherwise."""
    given: dict[str, Any] = {
        "kind": "kế hoạch",
        "title": "Kế hoạch học tập suốt đời",
        "issuer": "UBND xã Mẫu",
        "issued": PartialDate(2026, 3, 2),
    }
    return DocumentFields(number=number, **(given | fields))


def cites(number: str, relation: str = "based_on", **fields: Any) -> LinkFields:
    """A citation of a decision of the Prime Minister in 2022, unless told otherwise."""
    given: dict[str, Any] = {
        "issuer": "Thủ tướng Chính phủ",
        "issued": PartialDate(2022, 1, 5),
        "title": "Quyết định mẫu",
        "quote": f"Căn cứ Quyết định số {number}",
    }
    return LinkFields(relation=relation, number=number, **(given | fields))


def make_document(
    number: str | None = "12/KH-UBND",
    *,
    links: tuple[LinkFields, ...] = (),
    published: bool = True,
    body: str = "Nội dung kế hoạch.",
    item: dict[str, Any] | None = None,
    **fields: Any,
) -> Item:
    """An item of kind "document"; `fields` are those of DocumentFields, `item` of ItemFields."""
    document = document_fields(number, links=links, **fields)
    title = f"{document.kind} {number or ''} {document.title}"
    return make_item(
        "document", title, published=published, document=document, body=body, **(item or {})
    )


def make_attachment(
    name: str = "Danh sách.txt", data: bytes = "Tên và xã\n".encode(), title: str = ""
) -> AttachmentFields:
    """A kept file, ready to be put into ItemFields."""
    file_name, row = media.attach_upload(name, data)
    return AttachmentFields(row.sha256, file_name, title)
