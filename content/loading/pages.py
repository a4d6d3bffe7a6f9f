"""Markdown with front matter: it says itself what it is to become."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from content import places
from content.documents import plan as plans
from content.errors import BadInput
from content.loading import hand_edits, texts
from content.loading.front_matter import FrontMatter
from content.loading.order import FileReport, Order
from content.loading.sources import Source
from content.loading.transcript import fields_of_plan
from content.publishing.commands import arrival, media
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.vietnamese import slugify


def load(source: Source, front: FrontMatter, data: bytes, order: Order) -> FileReport:
    """Take a page in with the files it names beside it."""
    order.claim(front.kind, slugify(front.slug or front.title), source.path)
    digest = hashlib.sha256(data)
    kept = []
    for entry in front.attachments:
        content = source.beside(entry.file)
        if content is None:
            raise BadInput(f"Không thấy tệp kèm “{entry.file}” bên cạnh trang này.")
        digest.update(hashlib.sha256(content).digest())
        file_name, row = media.take_in(entry.name or Path(entry.file).name, content)
        kept.append(AttachmentFields(row.sha256, file_name, entry.title, entry.until))
    arrived = arrival.Arrival(
        fields=replace(_fields_of(front), attachments=tuple(kept)),
        source_sha256=digest.hexdigest(),
        state="draft" if order.draft else (front.state or "published"),
        first_published_at=front.first_published_at,
        withdrawn_notice=front.withdrawn_notice,
        old_addresses=front.old_addresses,
    )
    hand = hand_edits.of(arrival.item_of(arrived.fields))
    item, status, said = arrival.load(arrived, actor_id=order.actor_id)
    edited = hand.note(item) if hand is not None and status == "changed" else ()
    notes = (*edited, *texts.of_arrival(*said))
    return FileReport(source.path, status, item.kind, item.slug, notes, item.id)


def _fields_of(front: FrontMatter) -> ItemFields:
    document = front.document
    if document is not None and not document.links and front.body and not front.sources:
        # Relations that nobody stated are read from the text; stated ones are taken as whole. A
        # page that names its sources speaks of a document in words of its own: it cites nothing.
        document = replace(document, links=fields_of_plan(plans.parse(front.body)).links)
    return ItemFields(
        kind=front.kind,
        title=front.title,
        slug=front.slug,
        summary=front.summary,
        body=front.body,
        date=front.date,
        language=front.language,
        topics=front.topics,
        place=_place(front.place),
        publish_at=front.publish_at,
        expires_at=front.expires_at,
        sources=front.sources,
        checked=front.checked,
        review_by=front.review_by,
        event=front.event,
        training=front.training,
        document=document,
    )


def _place(written: str | None) -> str | None:
    """The slug of a written place; BadInput when none or more than one is meant."""
    if not written:
        return None
    found = places.find(written)
    if not found:
        raise BadInput(
            f"Không thấy địa bàn “{written}”; hãy thêm ở mục Địa bàn hoặc sửa khóa “place”."
        )
    first, others = found[0], [p for p in found[1:] if p.level == found[0].level]
    if others and first.title == others[0].title:
        raise BadInput(f"Có hơn một địa bàn tên “{written}”; hãy ghi thêm tên tỉnh.")
    return first.slug
