"""Previews: links that open one revision for people without an account, for a while."""

from __future__ import annotations

import datetime as dt
import secrets

import sqlalchemy as sa

from content import trail
from content.database import db, utc_now
from content.errors import BadInput
from content.publishing.commands import rows
from content.publishing.desk_queries import newest_revision, pending
from content.publishing.models import PreviewLink, Revision
from content.publishing.scope import refuse_beyond
from content.transactions import one_commit

MOST_HOURS = 24 * 30


def hand_out_preview(item_id: int, *, actor_id: int | None = None, hours: int = 72) -> PreviewLink:
    """A link to the working text as it is now, open for some hours (1..720); commits."""
    if not 1 <= hours <= MOST_HOURS:
        raise BadInput(f"Liên kết xem trước có hạn từ 1 đến {MOST_HOURS} giờ.")
    item = rows.fresh(item_id)
    refuse_beyond(item, actor_id)
    revision = pending(item) or newest_revision(item)
    if revision is None:
        raise BadInput("Bài này chưa có bản lưu nào để xem trước; hãy lưu bài trước.")
    with one_commit():
        link = open_for(revision, actor_id=actor_id, hours=hours)
        trail.write("preview.made", "item", item.id, actor_id=actor_id, detail={"hours": hours})
    return link


def open_for(revision: Revision, *, actor_id: int | None, hours: int) -> PreviewLink:
    """A link to a revision, in the running transaction; links that are over are cleared away."""
    db.session.execute(sa.delete(PreviewLink).where(PreviewLink.expires_at <= utc_now()))
    link = PreviewLink(
        item_id=revision.item_id,
        revision_id=revision.id,
        by_id=actor_id,
        nonce=secrets.token_urlsafe(16),
        expires_at=utc_now() + dt.timedelta(hours=hours),
    )
    db.session.add(link)
    return link


def revoke_previews(item_id: int, *, actor_id: int | None = None) -> int:
    """Close every preview link of an item; commits. Returns how many there were."""
    with one_commit():
        return close(item_id, actor_id=actor_id)


def close(item_id: int, *, actor_id: int | None) -> int:
    """Delete every preview link of an item, in the running transaction; returns how many."""
    links = list(db.session.scalars(sa.select(PreviewLink).where(PreviewLink.item_id == item_id)))
    for link in links:
        db.session.delete(link)
    if links:
        trail.write("preview.revoked", "item", item_id, actor_id=actor_id)
    return len(links)
