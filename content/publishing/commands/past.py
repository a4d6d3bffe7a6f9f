"""The past of an item: published states that a dump remembers, brought back into its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from content import changes, trail
from content.database import db
from content.errors import BadInput
from content.publishing import checks, library_addresses
from content.publishing.commands.arrival import LABEL
from content.publishing.models import Item, PreviewLink, Revision
from content.publishing.snapshot import AttachmentFields, ItemFields
from content.transactions import one_commit


@dataclass(frozen=True, slots=True)
class Past:
    """One published state: when it came out and was saved (aware), and what was said of it."""

    fields: ItemFields
    published_at: dt.datetime
    at: dt.datetime
    label: str = ""
    change_note: str = ""


def bring_back(item: Item, entries: Sequence[Past], *, actor_id: int | None = None) -> bool:
    """Put the entries that an item's history lacks into it; commits. Whether there were any.

    entries: oldest first. The state that loading the item's own file made a moment ago is one of
    them: it gives way to the entry that says when it really came out.
    """
    wanted = [_settled(item, entry) for entry in entries]
    known = _published(item)
    missing = [e for e in wanted if _key(e) not in {_key(row) for row in known}]
    if not missing:
        return False
    real = [_sense(entry) for entry in missing]
    with one_commit():
        for row in known:
            if row.label == LABEL and _sense(row) in real and _is_free(row):
                db.session.delete(row)
        db.session.flush()
        db.session.add_all(missing)
        db.session.flush()
        detail = {"revisions": len(missing)}
        trail.write("item.past", "item", item.id, actor_id=actor_id, detail=detail)
        changes.note_many([("item", item.id, item.version, "changed")])
    return True


def _settled(item: Item, entry: Past) -> Revision:
    if entry.fields.kind != item.kind:
        raise BadInput(f"Lịch sử của {item.path} có bản thuộc loại “{entry.fields.kind}”.")
    return Revision(
        item_id=item.id,
        at=entry.at.astimezone(dt.UTC),
        label=checks.capped(checks.line(entry.label), "Tên bản lưu", 120),
        change_note=checks.capped(
            checks.line(entry.change_note), "Ghi chú thay đổi", checks.MOST_NOTE
        ),
        published=True,
        published_at=entry.published_at.astimezone(dt.UTC),
        fields=checks.checked(entry.fields).to_json(),
    )


def _published(item: Item) -> list[Revision]:
    query = sa.select(Revision).where(Revision.item_id == item.id, Revision.published)
    return list(db.session.scalars(query.order_by(Revision.id)))


def _key(row: Revision) -> tuple[object, ...]:
    return (row.published_at, row.at, row.label, row.change_note, repr(row.fields))


def _sense(row: Revision) -> dict[str, object]:
    """The fields of a revision; files and forms name topics in different orders.

    A file that was replaced in the library since is the same file.
    """
    given = [AttachmentFields.from_json(entry) for entry in row.fields.get("attachments", ())]
    return {
        **row.fields,
        "topics": sorted(row.fields.get("topics", ())),
        "attachments": [entry.to_json() for entry in library_addresses.present(given)],
    }


def _is_free(row: Revision) -> bool:
    """Whether no preview link was handed out for it."""
    query = sa.select(PreviewLink.id).where(PreviewLink.revision_id == row.id).limit(1)
    return db.session.scalar(query) is None
