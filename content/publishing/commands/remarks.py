"""Remarks on drafts: said, and settled when they were seen to; readers never see them."""

from __future__ import annotations

from content import trail
from content.database import db, utc_now
from content.errors import BadInput
from content.publishing import checks
from content.publishing.approvals import Remark
from content.publishing.commands import rows
from content.publishing.scope import refuse_beyond
from content.transactions import one_commit


def say(item_id: int, text: str, *, actor_id: int) -> Remark:
    """Leave a remark on an item; commits."""
    text = checks.capped(checks.line(text), "Ý kiến", checks.MOST_NOTE)
    if not text:
        raise BadInput("Ý kiến còn trống; hãy ghi một câu.")
    item = rows.fresh(item_id)
    refuse_beyond(item, actor_id)
    with one_commit():
        remark = add(item.id, text, by_id=actor_id)
        trail.write("remark.said", "item", item.id, actor_id=actor_id)
    return remark


def add(item_id: int, text: str, *, by_id: int | None, approver_id: int | None = None) -> Remark:
    """A remark in the running transaction."""
    remark = Remark(item_id=item_id, text=text, by_id=by_id, approver_id=approver_id)
    db.session.add(remark)
    return remark


def settle(remark_id: int, item_id: int, *, actor_id: int) -> None:
    """Mark a remark of an item as seen to, or open it again; commits."""
    remark = db.session.get(Remark, remark_id)
    if remark is None or remark.item_id != item_id:
        raise BadInput("Ý kiến này không còn; hãy tải lại trang.")
    with one_commit():
        done = remark.settled_at is None
        remark.settled_at = utc_now() if done else None
        remark.settled_by_id = actor_id if done else None
        detail = {"remark": remark.id, "settled": done}
        trail.write("remark.settled", "item", item_id, actor_id=actor_id, detail=detail)
