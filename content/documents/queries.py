"""Reads of the graph of documents. What readers may see of it is decided in the publishing wing."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.documents.models import Document, DocumentLink

# state → what the badge says.
VALIDITY_TITLES = {
    "in_force": "Còn hiệu lực",
    "not_yet": "Chưa có hiệu lực",
    "expired": "Hết hiệu lực",
    "replaced": "Đã bị thay thế",
    "unknown": "Chưa rõ hiệu lực",
}


class Validity(NamedTuple):
    """Whether a document is in force: a key of VALIDITY_TITLES, from `since`, before `until`."""

    state: str
    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def title(self) -> str:
        """The words of the badge."""
        return VALIDITY_TITLES[self.state]


def by_id(document_id: int) -> Document | None:
    """The document of a row number."""
    return db.session.get(Document, document_id)


def by_slug(slug: str) -> Document | None:
    """The document of an address part."""
    return db.session.scalar(sa.select(Document).where(Document.slug == slug))


def by_key(key: str) -> Document | None:
    """The document of a key, as `keys.key_of` makes it."""
    return db.session.scalar(sa.select(Document).where(Document.key == key))


def missing(
    limit: int = 50, *, holders: sa.Select[tuple[int]] | None = None
) -> list[tuple[Document, int]]:
    """Documents that are cited but not held, with how many cite them; most cited first.

    holders: asks for the numbers of the documents whose citations count; None: of all.
    """
    cited = sa.func.count(sa.distinct(DocumentLink.holder_id))
    query = (
        sa.select(Document, cited)
        .join(DocumentLink, DocumentLink.other_id == Document.id)
        .where(Document.held.is_(False))
        .group_by(Document.id)
        .order_by(cited.desc(), Document.slug)
        .limit(limit)
    )
    if holders is not None:
        query = query.where(DocumentLink.holder_id.in_(holders))
    return [(document, count) for document, count in db.session.execute(query)]


def links_out(document: Document) -> list[DocumentLink]:
    """What a document cites, in the order its text gives."""
    query = (
        sa.select(DocumentLink)
        .where(DocumentLink.holder_id == document.id)
        .order_by(DocumentLink.position, DocumentLink.id)
        .options(orm.joinedload(DocumentLink.other))
    )
    return list(db.session.scalars(query))


def links_in(
    document: Document, *, holders: sa.Select[tuple[int]] | None = None
) -> list[DocumentLink]:
    """The links of documents that cite one; newest holder first, undated ones last.

    holders: asks for the numbers of the documents whose citations count; None: of all.
    """
    holder = orm.aliased(Document)
    query = (
        sa.select(DocumentLink)
        .join(holder, holder.id == DocumentLink.holder_id)
        .where(DocumentLink.other_id == document.id)
        .order_by(
            sa.func.coalesce(holder.issued_year, 0).desc(),
            sa.func.coalesce(holder.issued_month, 0).desc(),
            sa.func.coalesce(holder.issued_day, 0).desc(),
            DocumentLink.id,
        )
        .options(orm.joinedload(DocumentLink.holder))
    )
    if holders is not None:
        query = query.where(DocumentLink.holder_id.in_(holders))
    return list(db.session.scalars(query))


def validity(document: Document, today: dt.date, replaced_by: Document | None = None) -> Validity:
    """What is known of a document's force on a Vietnamese day; "unknown" rather than a guess.

    A replacement ends it on the day the new one takes effect (where that is not stated: the day
    it was issued); `expires` is the first day it is no longer in force.
    """
    end = _end_by(replaced_by)
    if replaced_by is not None and (end is None or end <= today):
        return Validity("replaced", since=end)
    if document.expires is not None and document.expires <= today:
        return Validity("expired", since=document.expires)
    until = min((day for day in (document.expires, end) if day is not None), default=None)
    if document.effective is None:
        return Validity("unknown", until=until)
    if document.effective > today:
        return Validity("not_yet", since=document.effective, until=until)
    return Validity("in_force", since=document.effective, until=until)


def _end_by(replaced_by: Document | None) -> dt.date | None:
    if replaced_by is None:
        return None
    issued = replaced_by.issued
    return replaced_by.effective or (issued.whole if issued else None)
