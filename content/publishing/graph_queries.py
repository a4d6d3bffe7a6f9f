"""What readers may read of the graph of documents: joined to visible items, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from content.database import db
from content.documents import queries as documents
from content.documents.fields import LinkFields
from content.documents.models import Document, DocumentLink
from content.publishing.models import Item
from content.publishing.visibility import visible


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A document at the other end of a citation; `item` is its visible text, or None."""

    document: Document
    relation: str
    item: Item | None
    quote: str


@dataclass(frozen=True, slots=True)
class Graph:
    """What a document cites (`out`), and which visible documents cite it (`into`)."""

    out: list[Neighbour]
    into: list[Neighbour]


def graph(document: Document) -> Graph:
    """The citations of a document, both ways."""
    out, into = documents.links_out(document), documents.links_in(document)
    items = _visible_items([*(link.other_id for link in out), *(link.holder_id for link in into)])
    return Graph(
        out=[
            Neighbour(_shown(link, items), link.relation, items.get(link.other_id), link.quote)
            for link in out
        ],
        into=[
            Neighbour(link.holder, link.relation, items[link.holder_id], link.quote)
            for link in into
            if link.holder_id in items
        ],
    )


def cited_documents() -> list[Document]:
    """Documents without a visible text that a visible item cites, by slug."""
    cited_by_visible = (
        sa.select(DocumentLink.other_id)
        .join(Item, Item.document_id == DocumentLink.holder_id)
        .where(visible())
    )
    with_text = sa.select(Item.document_id).where(visible(), Item.document_id.is_not(None))
    query = (
        sa.select(Document)
        .where(Document.id.in_(cited_by_visible), Document.id.not_in(with_text))
        .order_by(Document.slug)
    )
    return [_face(document) for document in db.session.scalars(query)]


def document_at(slug: str) -> tuple[Document | None, Item | None]:
    """The document of a slug and its visible item; (None, None) where readers may see neither.

    A document whose text is not visible is shown, as its citing texts name it, when a visible
    item cites it. The item's own address is `item.path`, which may have another slug.
    """
    document = documents.by_slug(slug)
    if document is None:
        return None, None
    item = _visible_items([document.id]).get(document.id)
    if item is not None:
        return document, item
    cited = any(link.holder_id in _holders(document) for link in documents.links_in(document))
    return (_face(document), None) if cited else (None, None)


def documents_named(slugs: Iterable[str]) -> dict[str, Document]:
    """The documents of visible items, by the slugs of the items."""
    query = sa.select(Item).where(Item.kind == "document", Item.slug.in_(set(slugs)), visible())
    return {item.slug: item.document for item in db.session.scalars(query) if item.document}


def replacement(document: Document) -> Document | None:
    """The visible document that says it replaces this one (the latest, when several do)."""
    items = _visible_items(link.holder_id for link in documents.links_in(document))
    found = [
        link.holder
        for link in documents.links_in(document)
        if link.relation == "replaces" and link.holder_id in items
    ]
    return max(found, key=lambda d: (d.effective is not None, d.effective, d.id), default=None)


def _visible_items(document_ids: Iterable[int]) -> dict[int, Item]:
    query = sa.select(Item).where(Item.document_id.in_(set(document_ids)), visible())
    return {item.document_id: item for item in db.session.scalars(query) if item.document_id}


def _holders(document: Document) -> set[int]:
    return set(_visible_items(link.holder_id for link in documents.links_in(document)))


def _shown(link: DocumentLink, items: dict[int, Item]) -> Document:
    if link.other_id in items or not link.other.held:
        return link.other
    return _as_cited(link.other, LinkFields.from_json(link.cited))


def _face(document: Document) -> Document:
    """A document without a visible text, as readers may know it."""
    if not document.held:
        return document
    holders = _holders(document)
    links = [link for link in documents.links_in(document) if link.holder_id in holders]
    return _as_cited(document, LinkFields.from_json(links[0].cited)) if links else document


def _as_cited(document: Document, cited: LinkFields) -> Document:
    """A row outside the session that says only what a citing text says.

    The text of `document` is scheduled or withdrawn, so its own words must not show.
    """
    face = Document(
        key=document.key,
        slug=document.slug,
        number=cited.number,
        title=cited.title,
        issuer=cited.issuer,
        held=False,
        issued_at_place="",
        signer_role="",
        recipients=[],
        poorly_recognised=False,
    )
    face.id = document.id
    face.issued = cited.issued
    return face
