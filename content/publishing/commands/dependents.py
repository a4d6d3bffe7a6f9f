"""What else shows an item: when it changes, the pages and index entries of these are made anew."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from content import changes
from content.database import db
from content.documents.models import Document, DocumentLink
from content.publishing.details import SetPart
from content.publishing.models import Item, Redirect


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


def note_sets_with(item: Item, old_path: str | None = None) -> None:
    """Note the published sets that an item is part of, in the running transaction.

    A set names its parts by address: the one the item has, those it had, and `old_path`, which it
    is just leaving.
    """
    had = sa.select(Redirect.old_path).where(Redirect.item_id == item.id)
    paths = {item.path, *db.session.scalars(had), *filter(None, [old_path])}
    holding = sa.select(SetPart.item_id).where(SetPart.target.in_(paths))
    query = sa.select(Item.id, Item.version).where(
        Item.id.in_(holding), Item.id != item.id, Item.state == "published"
    )
    rows = db.session.execute(query).all()
    changes.note_many(("item", i, version, "changed") for i, version in rows)
