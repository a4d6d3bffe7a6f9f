"""Workflow: from draft through review to the readers, and back; each act is one commit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from content import house_rules, trail
from content.database import db, utc_now
from content.documents import commands as documents
from content.errors import BadInput
from content.publishing import checks
from content.publishing.commands import dependents, gate, previews, rows
from content.publishing.commands.writing import keep_public_time
from content.publishing.desk_queries import newest_revision, pending, state_of, working
from content.publishing.models import STATES, Item, Redirect, Revision
from content.publishing.scope import refuse_beyond
from content.publishing.snapshot import ItemFields
from content.publishing.visibility import is_visible
from content.transactions import one_commit


def publish(
    item_id: int,
    *,
    seen_version: int,
    actor_id: int | None = None,
    change_note: str = "",
    publish_at: dt.datetime | None = None,
    because: str = "",
    contacts: Collection[str] = (),
) -> Item:
    """Make the working text the one readers see, now or from `publish_at` (aware) on; commits.

    Conflict when somebody saved since `seen_version`. A changed address of a published item
    leaves a redirect; the document of an item enters the graph. because: why it goes out though
    the checks found what must be put right (`gate.Unready`); contacts: the site's official ones.
    """
    item = rows.fresh(item_id)
    fields = working(item)
    if item.version != seen_version:
        raise rows.conflict(item, fields)
    if publish_at is not None:
        fields = replace(fields, publish_at=publish_at)
    if state_of(item) != "approved":
        _refuse_alone(item, actor_id)
    told = gate.passed(item, fields, actor_id=actor_id, because=because, contacts=contacts)
    try:
        with one_commit():
            ready = rows.settled(fields, item, actor_id)
            revision = _revision_to_publish(item, ready, actor_id)
            put_out(item, ready, revision, actor_id=actor_id, change_note=change_note, told=told)
    except StaleDataError as error:
        raise rows.conflict(rows.fresh(item_id), fields) from error
    return item


def send_for_review(
    item_id: int, *, seen_version: int | None = None, actor_id: int | None = None
) -> Item:
    """Hand the working text to a publisher; commits."""
    return _move(item_id, "in_review", ("draft", "returned"), seen_version, actor_id)


def return_to_author(
    item_id: int,
    reason: str,
    *,
    seen_version: int | None = None,
    actor_id: int | None = None,
) -> Item:
    """Hand the working text back with a reason that the author reads; commits."""
    reason = checks.capped(checks.line(reason), "Lý do trả lại", checks.MOST_NOTE)
    if not reason:
        raise BadInput("Hãy ghi lý do trả lại để người viết biết phải sửa gì.")
    wanted = ("in_review", "approved")
    return _move(item_id, "returned", wanted, seen_version, actor_id, note=reason)


def approve(item_id: int, *, seen_version: int | None = None, actor_id: int | None = None) -> Item:
    """Say that the working text may be published; commits. Not one's own, where two must look."""
    _refuse_alone(rows.fresh(item_id), actor_id)
    return _move(item_id, "approved", ("in_review",), seen_version, actor_id)


def withdraw(
    item_id: int,
    notice: str,
    *,
    seen_version: int | None = None,
    actor_id: int | None = None,
) -> Item:
    """Take a published item away from readers; its address then shows the notice. Commits."""
    notice = checks.capped(checks.line(notice), "Thông báo gỡ bài", checks.MOST_NOTE)
    if not notice:
        raise BadInput("Hãy ghi vì sao gỡ bài; người đọc sẽ thấy câu này tại địa chỉ cũ.")
    item = rows.fresh(item_id)
    refuse_beyond(item, actor_id)
    _refuse_unseen(item, seen_version)
    if item.state != "published":
        raise BadInput(f"Bài đang ở trạng thái “{STATES[item.state]}”, không có gì để gỡ.")
    with one_commit():
        take_away(item, notice, actor_id=actor_id)
    return item


# ---- in the running transaction -----------------------------------------------------------------


def put_out(
    item: Item,
    fields: ItemFields,
    revision: Revision,
    *,
    actor_id: int | None,
    change_note: str = "",
    first_published_at: dt.datetime | None = None,
    told: Mapping[str, Any] | None = None,
) -> None:
    """Publish settled fields that a revision holds, in the running transaction.

    told: what the trail keeps beside the number of the revision.
    """
    now = utc_now()
    begins = max(now, fields.publish_at or now)
    if begins > now and is_visible(item, now):
        raise BadInput(
            "Bài này đang hiện cho bạn đọc nên không hẹn giờ được; "
            "hãy bỏ trống giờ đăng, hoặc gỡ bài trước."
        )
    neighbours = dependents.neighbours_of(item.document)
    old_path = item.path if item.first_published_at is not None else None
    rows.apply(item, fields)
    _place_document(item, fields)
    item.state, item.withdrawn_notice, item.review_note = "published", "", ""
    item.pending_revision_id, item.pending_state = None, ""
    item.first_published_at = first_published_at or item.first_published_at or begins
    item.updated_at = now
    _lead_on(item, old_path)
    revision.published, revision.published_at = True, begins
    if change_note:
        note = checks.capped(checks.line(change_note), "Ghi chú thay đổi", checks.MOST_NOTE)
        revision.change_note = note
    detail = {"revision": revision.id, **(told or {})}
    trail.write("item.published", "item", item.id, actor_id=actor_id, detail=detail)
    db.session.flush()
    dependents.note_items_of(neighbours | dependents.neighbours_of(item.document), but=item.id)
    dependents.note_sets_with(item, old_path)


def take_away(item: Item, notice: str, *, actor_id: int | None) -> None:
    """Withdraw a published item, in the running transaction; its preview links are gone too."""
    item.state, item.withdrawn_notice, item.updated_at = "withdrawn", notice, utc_now()
    previews.close(item.id, actor_id=actor_id)
    trail.write("item.withdrawn", "item", item.id, actor_id=actor_id)
    db.session.flush()
    dependents.note_items_of(dependents.neighbours_of(item.document), but=item.id)
    dependents.note_sets_with(item)


def put_in_state(item: Item, to: str, note: str = "") -> None:
    """Move the working text, in the running transaction; `note` is why it was returned."""
    if item.pending_revision_id is not None:
        item.pending_state = to
        keep_public_time(item)
    else:
        item.state = to
    item.review_note = note


def needs_another(item: Item, actor_id: int | None) -> bool:
    """Whether the house asks for somebody else: this account wrote the working text itself.

    Acts without an account (the command line, an approver's link) are somebody else's.
    """
    if actor_id is None or not house_rules.holds("second_eyes"):
        return False
    last = pending(item) or newest_revision(item)
    return last is not None and last.by_id == actor_id


def _refuse_alone(item: Item, actor_id: int | None) -> None:
    """Where the house asks for a second pair of eyes, nobody passes what they wrote themselves."""
    if needs_another(item, actor_id):
        raise BadInput(
            "Trang này yêu cầu hai người: bạn vừa sửa bài nên người khác phải duyệt; "
            "hãy bấm “Gửi duyệt”."
        )


def _revision_to_publish(item: Item, fields: ItemFields, actor_id: int | None) -> Revision:
    """The revision that holds exactly these fields and waits, or a new one."""
    newest = pending(item) or newest_revision(item)
    if newest is not None and not newest.published and newest.fields == fields.to_json():
        return newest
    return rows.remember(item, fields, actor_id=actor_id)


def _place_document(item: Item, fields: ItemFields) -> None:
    item.document_draft = None
    current = item.document
    if fields.document is None:
        item.document = None
        db.session.flush()
        if current is not None:
            documents.release(current)
        return
    document = documents.record(fields.document, held=True, current=current)
    other = db.session.scalar(
        sa.select(Item).where(Item.document_id == document.id, Item.id != item.id)
    )
    if other is not None:
        raise BadInput(f"Văn bản này đã có ở {other.path} (“{other.title}”); hãy sửa bài đó.")
    item.document = document


def _lead_on(item: Item, old_path: str | None) -> None:
    """Leave a redirect at the address the item had; free its new address of older redirects."""
    shadowing = sa.select(Redirect).where(Redirect.old_path == item.path)
    for row in db.session.scalars(shadowing):
        db.session.delete(row)
    if old_path is None or old_path == item.path:
        return
    known = db.session.scalar(sa.select(Redirect).where(Redirect.old_path == old_path))
    row = known or Redirect(old_path=old_path)
    row.item = item
    db.session.add(row)


def _move(
    item_id: int,
    to: str,
    wanted: tuple[str, ...],
    seen_version: int | None,
    actor_id: int | None,
    note: str = "",
) -> Item:
    item = rows.fresh(item_id)
    refuse_beyond(item, actor_id)
    _refuse_unseen(item, seen_version)
    state = state_of(item)
    if state not in wanted:
        raise BadInput(
            f"Bài đang ở trạng thái “{STATES[state]}” nên không chuyển sang "
            f"“{STATES[to]}” được; hãy tải lại trang."
        )
    with one_commit():
        put_in_state(item, to, note)
        detail = {"to": to, "note": note} if note else {"to": to}
        trail.write("item.moved", "item", item.id, actor_id=actor_id, detail=detail)
    return item


def _refuse_unseen(item: Item, seen_version: int | None) -> None:
    if seen_version is not None and item.version != seen_version:
        raise rows.conflict(item, working(item))
