"""Approval without an account: links that ask one person about one revision, answered once."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa

from content import passwords, trail
from content.database import db, utc_now
from content.errors import BadInput, HubError
from content.publishing import approval_queries, checks
from content.publishing.approvals import ApprovalLink, Approver
from content.publishing.commands import previews, remarks, rows, workflow
from content.publishing.desk_queries import newest_revision, pending, state_of
from content.publishing.models import Item, PreviewLink
from content.publishing.scope import refuse_beyond
from content.transactions import one_commit

MOST_HOURS = 24 * 14
MOST_TRIES = 5
SHORTEST_PIN, LONGEST_PIN = 4, 12


def keep_approver(
    name: str,
    post: str,
    *,
    pin: str = "",
    publishes: bool = False,
    approver_id: int | None = None,
    actor_id: int | None = None,
) -> Approver:
    """Add somebody who may be asked, or change them; commits. An empty `pin` leaves the old one."""
    name = checks.capped(checks.line(name), "Tên người duyệt", 120)
    if not name:
        raise BadInput("Chưa có tên người duyệt; hãy ghi họ tên.")
    pin_hash = _pin_hash(pin) if pin else None
    with one_commit():
        row = Approver() if approver_id is None else _approver(approver_id)
        row.name, row.publishes = name, publishes
        row.post = checks.capped(checks.line(post), "Chức vụ", 200)
        row.pin_hash = pin_hash or row.pin_hash
        db.session.add(row)
        db.session.flush()
        detail = {"publishes": publishes, "pin": row.pin_hash is not None}
        trail.write("approver.kept", "approver", row.id, actor_id=actor_id, detail=detail)
    return row


def close_approver(approver_id: int, *, actor_id: int | None = None) -> Approver:
    """Ask somebody no more: their open links die at once. Commits."""
    row = _approver(approver_id)
    if row.closed_at is None:
        with one_commit():
            row.closed_at = utc_now()
            trail.write("approver.closed", "approver", row.id, actor_id=actor_id)
    return row


def hand_out(
    item_id: int, approver_id: int, *, actor_id: int | None = None, hours: int = 72
) -> tuple[ApprovalLink, str]:
    """A link that asks an approver about the working text as it is now; commits.

    The text must wait for review. Returns the row and its key, which is stored nowhere. Another
    link that asks the same person about the same text dies, so that one link is in force.
    """
    if not 1 <= hours <= MOST_HOURS:
        raise BadInput(f"Liên kết duyệt có hạn từ 1 đến {MOST_HOURS} giờ.")
    approver = _approver(approver_id)
    if approver.closed_at is not None:
        raise BadInput(f"{approver.name} không còn là người duyệt; hãy chọn người khác.")
    item = rows.fresh(item_id)
    refuse_beyond(item, actor_id)
    if state_of(item) != "in_review":
        raise BadInput("Hãy gửi duyệt bài trước, rồi mới tạo liên kết cho người duyệt.")
    revision = pending(item) or newest_revision(item)
    if revision is None:
        raise BadInput("Bài này chưa có bản lưu nào; hãy lưu bài trước.")
    key = secrets.token_urlsafe(24)
    same = sa.and_(
        ApprovalLink.item_id == item.id,
        ApprovalLink.approver_id == approver.id,
        ApprovalLink.answered_at.is_(None),
    )
    with one_commit():
        db.session.execute(sa.update(ApprovalLink).where(same).values(expires_at=utc_now()))
        link = ApprovalLink(
            item_id=item.id,
            revision_id=revision.id,
            approver_id=approver.id,
            by_id=actor_id,
            key_sha256=key_hash(key),
            preview=previews.open_for(revision, actor_id=actor_id, hours=hours).nonce,
            expires_at=utc_now() + dt.timedelta(hours=hours),
        )
        db.session.add(link)
        detail = {"approver": approver.id, "hours": hours}
        trail.write("approval.asked", "item", item.id, actor_id=actor_id, detail=detail)
    return link, key


def revoke(link_id: int, *, actor_id: int | None = None) -> None:
    """Close a link that was not answered yet; commits."""
    link = db.session.get(ApprovalLink, link_id)
    if link is None or link.answered_at is not None or link.expires_at <= utc_now():
        return
    with one_commit():
        link.expires_at = utc_now()
        db.session.execute(sa.delete(PreviewLink).where(PreviewLink.nonce == link.preview))
        detail = {"approver": link.approver_id}
        trail.write("approval.revoked", "item", link.item_id, actor_id=actor_id, detail=detail)


def answer(key: str, *, approve: bool, note: str = "", pin: str = "") -> ApprovalLink:
    """Carry out what the holder of a link decided; commits. BadInput says why it cannot be.

    Approving moves the text on (and publishes it, where this approver may); returning needs a
    reason, which the author reads. A link is used up by its answer, and dies after 5 wrong numbers.
    """
    link = approval_queries.open_link(key_hash(key))
    if link is None:
        raise BadInput(
            "Liên kết này đã trả lời, đã hết hạn hoặc không đúng; hãy xin một liên kết mới."
        )
    if not approval_queries.is_current(link):
        raise BadInput(
            "Bài đã được sửa hoặc đã xử lý sau khi gửi liên kết này; hãy xin một liên kết mới."
        )
    note = checks.capped(checks.line(note), "Lời nhắn", checks.MOST_NOTE)
    if not approve and not note:
        raise BadInput("Hãy ghi điều cần sửa để người viết biết.")
    _ask_pin(link, pin)
    item = rows.fresh(link.item_id)
    with one_commit():
        _use_up(link, "approved" if approve else "returned", note)
        if note:
            remarks.add(item.id, note, by_id=None, approver_id=link.approver_id)
        _move(item, link, approve, note)
    if approve and link.approver.publishes:
        # What stands in the way (an address taken meanwhile) is the desk's to mend, not theirs.
        with contextlib.suppress(HubError):
            workflow.publish(item.id, seen_version=rows.fresh(item.id).version)
    return link


def _move(item: Item, link: ApprovalLink, approve: bool, note: str) -> None:
    to = "approved" if approve else "returned"
    workflow.put_in_state(item, to, "" if approve else note)
    detail = {"to": to, "approver": link.approver_id}
    trail.write("item.moved", "item", item.id, detail=detail)


def _use_up(link: ApprovalLink, what: str, note: str) -> None:
    """Claim the link: of two answers at once, one finds it taken."""
    done = db.session.execute(
        sa.update(ApprovalLink)
        .where(ApprovalLink.id == link.id, ApprovalLink.answered_at.is_(None))
        .values(answered_at=utc_now(), answer=what, note=note)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise BadInput("Liên kết này vừa được trả lời rồi.")
    db.session.refresh(link)


def _ask_pin(link: ApprovalLink, pin: str) -> None:
    """BadInput unless the number agreed with the approver was typed; each try is counted first."""
    stored = link.approver.pin_hash
    if stored is None:
        return
    if not pin.strip():
        raise BadInput("Hãy gõ mã riêng mà quản trị viên đã hẹn với ông/bà.")
    counted = sa.and_(ApprovalLink.id == link.id, ApprovalLink.tries < MOST_TRIES)
    done = db.session.execute(
        sa.update(ApprovalLink).where(counted).values(tries=ApprovalLink.tries + 1)
    )
    db.session.commit()
    if done.rowcount != 1:  # type: ignore[attr-defined]
        raise BadInput("Gõ sai mã riêng quá nhiều lần nên liên kết đã khóa; hãy xin liên kết mới.")
    if not passwords.matches(stored, pin.strip()):
        left = MOST_TRIES - link.tries
        raise BadInput(f"Mã riêng chưa đúng; còn {left} lần gõ.")


def _pin_hash(pin: str) -> str:
    digits = pin.strip()
    if not digits.isdecimal() or not digits.isascii():
        raise BadInput("Mã riêng chỉ gồm chữ số.")
    if not SHORTEST_PIN <= len(digits) <= LONGEST_PIN:
        raise BadInput(f"Mã riêng cần từ {SHORTEST_PIN} đến {LONGEST_PIN} chữ số.")
    return passwords.hashed(digits)


def _approver(approver_id: int) -> Approver:
    row = db.session.get(Approver, approver_id)
    if row is None:
        raise BadInput("Không có người duyệt này; hãy tải lại trang.")
    return row


def key_hash(key: str) -> str:
    """What is stored of a link's key."""
    return hashlib.sha256(key.encode()).hexdigest()
