"""What the desk and the approval page read: approvers, open and answered links, remarks."""

from __future__ import annotations

import sqlalchemy as sa

from content.database import db, utc_now
from content.publishing.approvals import ApprovalLink, Approver, Remark
from content.publishing.desk_queries import newest_revision, pending, state_of
from content.publishing.models import Item


def approvers(*, closed: bool = False) -> list[Approver]:
    """Those who may be asked, by name; with `closed` also those who are asked no more."""
    query = sa.select(Approver).order_by(Approver.name, Approver.id)
    if not closed:
        query = query.where(Approver.closed_at.is_(None))
    return list(db.session.scalars(query))


def open_link(key_sha256: str) -> ApprovalLink | None:
    """The link of a key that may still be answered; None when over, used, or its person is gone."""
    link = link_of(key_sha256)
    if link is None or link.answered_at is not None or link.expires_at <= utc_now():
        return None
    return link if link.approver.closed_at is None else None


def link_of(key_sha256: str) -> ApprovalLink | None:
    """The link of a key, in whatever state."""
    query = sa.select(ApprovalLink).where(ApprovalLink.key_sha256 == key_sha256)
    return db.session.scalar(query)


def is_current(link: ApprovalLink) -> bool:
    """Whether the text it asks about still waits, unchanged."""
    item = db.session.get(Item, link.item_id)
    if item is None or state_of(item) != "in_review":
        return False
    revision = pending(item) or newest_revision(item)
    return revision is not None and revision.id == link.revision_id


def links_of(item_id: int) -> list[ApprovalLink]:
    """The links that asked about an item, newest first."""
    query = sa.select(ApprovalLink).where(ApprovalLink.item_id == item_id)
    return list(db.session.scalars(query.order_by(ApprovalLink.id.desc())))


def remarks_of(item_id: int) -> list[Remark]:
    """The remarks on an item, oldest first."""
    query = sa.select(Remark).where(Remark.item_id == item_id).order_by(Remark.id)
    return list(db.session.scalars(query))


def approver_names(ids: set[int | None]) -> dict[int, str]:
    """Names of approvers by row number, for remarks and the trail."""
    wanted = [number for number in ids if number is not None]
    rows = db.session.scalars(sa.select(Approver).where(Approver.id.in_(wanted)))
    return {row.id: row.name for row in rows}
