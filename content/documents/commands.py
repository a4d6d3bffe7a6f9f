"""The writers of the graph of documents. They work in the running transaction of an item's act."""

from __future__ import annotations

import sqlalchemy as sa

from content.database import db
from content.documents import queries
from content.documents.fields import DocumentFields, LinkFields
from content.documents.keys import kind_of, number_key
from content.documents.matching import Identity, identity_of, key_of, slug_stem, surely_same
from content.documents.models import Document, DocumentLink
from content.errors import BadInput


def record(fields: DocumentFields, *, held: bool, current: Document | None = None) -> Document:
    """Make the graph say what the fields say, and return the document's row; the caller commits.

    The row is `current`, else the one of the same key, else a missing entry that can only mean
    this document, else a new one. Missing entries that can only mean it are joined to it, its
    links are replaced, and documents it cites that nobody knows become missing entries.
    BadInput when `current` takes the key of another document that is held.
    """
    key = key_of(fields)
    document = _row_for(fields, key, current)
    for double in _missing_meant(fields):
        if double is not document:
            _absorb(double, document)
    _write(document, fields, key, held)
    _replace_links(document, fields.links)
    return document


def release(document: Document) -> None:
    """The text of a document is gone: keep its row only while another document cites it."""
    document.held = False
    cited = [link.other for link in document.links]
    document.links = []
    db.session.flush()
    _drop_forgotten([document, *cited])


def slug_of(fields: DocumentFields) -> str:
    """The address part a document has, or would be given; also when it is only cited so far."""
    known = queries.by_key(key_of(fields))
    doubles = [known] if known is not None else _missing_meant(fields)
    return doubles[0].slug if doubles else _free_slug(slug_stem(fields))


def _row_for(fields: DocumentFields, key: str, current: Document | None) -> Document:
    known = queries.by_key(key)
    if current is None:
        doubles = _missing_meant(fields)
        found = known or (doubles[0] if doubles else None)
        return found if found is not None else _new(fields, key)
    if known is not None and known is not current:
        if known.held:
            raise BadInput(
                f"Đã có văn bản {known.number or known.title} cùng số, ngày và cơ quan; "
                "hãy sửa bài của văn bản đó."
            )
        _absorb(known, current)
    return current


def _new(fields: DocumentFields | LinkFields, key: str) -> Document:
    document = Document(key=key, slug=_free_slug(slug_stem(fields)), held=False, recipients=[])
    document.number, document.number_key = fields.number, number_key(fields.number)
    document.kind = kind_of(fields.number)  # what the code of a cited number says
    document.title, document.issuer, document.issued = fields.title, fields.issuer, fields.issued
    db.session.add(document)
    db.session.flush()
    return document


def _write(document: Document, fields: DocumentFields, key: str, held: bool) -> None:
    document.key, document.number_key = key, number_key(fields.number)
    document.issued = fields.issued
    for name in (
        "number",
        "kind",
        "title",
        "issuer",
        "issued_at_place",
        "effective",
        "expires",
        "signer",
        "signer_role",
        "poorly_recognised",
    ):
        setattr(document, name, getattr(fields, name))
    document.recipients = list(fields.recipients)
    document.held = held
    db.session.flush()


def _missing_meant(fields: DocumentFields) -> list[Document]:
    """Missing entries that can only mean what the fields describe, the oldest first."""
    wanted = identity_of(fields.number, fields.issued, fields.issuer, fields.title)
    same_number = _with_number(wanted.number)
    found = []
    for entry in same_number:
        known = _identity(entry)
        others = [d for d in same_number if d.held and surely_same(known, _identity(d))]
        unsure = any(not surely_same(wanted, _identity(d)) for d in others)
        if not entry.held and surely_same(known, wanted) and not unsure:
            found.append(entry)
    return found


def _with_number(number: str) -> list[Document]:
    if not number:
        return []
    query = sa.select(Document).where(Document.number_key == number).order_by(Document.id)
    return list(db.session.scalars(query))


def _identity(document: Document) -> Identity:
    return identity_of(document.number, document.issued, document.issuer, document.title)


def _absorb(double: Document, into: Document) -> None:
    """Let whoever cites a missing entry cite `into`, and remove the entry."""
    known = {(link.holder_id, link.relation) for link in queries.links_in(into)}
    for link in queries.links_in(double):
        if link.holder_id == into.id or (link.holder_id, link.relation) in known:
            db.session.delete(link)
        else:
            link.other = into
    db.session.flush()
    db.session.delete(double)
    db.session.flush()


# ---- links --------------------------------------------------------------------------------------


def _replace_links(document: Document, wanted: tuple[LinkFields, ...]) -> None:
    known = {(link.other_id, link.relation): link for link in document.links}
    before = [link.other for link in document.links]
    kept: dict[tuple[int, str], DocumentLink] = {}
    for fields in wanted:
        other = _cited(fields)
        at = (other.id, fields.relation)
        if other is document or at in kept:
            continue
        link = known.get(at) or DocumentLink(other=other, relation=fields.relation)
        link.origin, link.quote, link.cited = fields.origin, fields.quote, fields.to_json()
        link.position = len(kept)
        kept[at] = link
    document.links = list(kept.values())
    db.session.flush()
    _drop_forgotten(before)


def _cited(link: LinkFields) -> Document:
    """The document a citation means, made as a missing entry when it is not known."""
    key = key_of(link)
    known = queries.by_key(key)
    if known is not None:
        return known
    wanted = identity_of(link.number, link.issued, link.issuer, link.title)
    meant = [d for d in _with_number(wanted.number) if surely_same(wanted, _identity(d))]
    if len(meant) != 1:
        return _new(link, key)
    if not meant[0].held and _says_more(link, meant[0]):
        _fill(meant[0], link, key)
    return meant[0]


def _says_more(link: LinkFields, entry: Document) -> bool:
    known = sum(part is not None for part in entry.issued or ())
    return sum(part is not None for part in link.issued or ()) > known


def _fill(entry: Document, link: LinkFields, key: str) -> None:
    """A missing entry learns the parts that a later citation gives."""
    entry.key, entry.issued = key, link.issued
    entry.issuer = entry.issuer or link.issuer
    entry.title = entry.title or link.title
    db.session.flush()


def _drop_forgotten(documents: list[Document]) -> None:
    """Remove missing entries that nobody cites any more."""
    for document in {d.id: d for d in documents}.values():
        if not document.held and not queries.links_in(document):
            db.session.delete(document)
    db.session.flush()


def _free_slug(stem: str) -> str:
    query = sa.select(Document.slug).where(Document.slug.startswith(stem))
    taken = set(db.session.scalars(query))
    slug, count = stem, 1
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    return slug
