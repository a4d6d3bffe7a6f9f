"""What else shows an item: when it changes, the pages and index entries of these are made anew."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from content import changes
from content.database import db
from content.documents.models import Document, DocumentLink
from content.publishing.models import Item


def neighbours_of(document: Document | None) -> set[int]:
    """Ids of the documents that a document cites or that cite it."""
    if document is None:
        return set()
    link = DocumentLink
    out = sa.select(link.other_id).where(link.holder_id == document.id)
    into = sa.select(link.holder_id).where(link.other_id == document.id)
    return {*db.session.scalars(out), *db.session.scalars(into)}


def note_items_of(document_ids: Iterable[int], *, but: int | None = None) -> None:
    """Note the items of some documents as changed, in the running transaction."""
    query = sa.select(Item.id, Item.version).where(Item.document_id.in_(set(document_ids)))
    rows = db.session.execute(query).all()
    changes.note_many(("item", i, version, "changed") for i, version in rows if i != but)
