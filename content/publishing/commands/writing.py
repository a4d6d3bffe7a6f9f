"""Writing: drafts are made and saved here; nobody's text is ever lost, and nothing is published."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm
from sqlalchemy.orm.exc import StaleDataError

from content import trail
from content.database import db, utc_now
from content.errors import BadInput
from content.publishing.approvals import ApprovalLink, Remark
from content.publishing.commands import rows
from content.publishing.desk_queries import revision as revision_by_id
from content.publishing.desk_queries import working
from content.publishing.models import Item, PreviewLink, Revision
from content.publishing.snapshot import ItemFields
from content.transactions import one_commit


def create(fields: ItemFields, *, actor_id: int | None = None, label: str = "") -> Item:
    """A new draft with its first revision. BadInput names what cannot be stored."""
    with one_commit():
        return draft(fields, actor_id=actor_id, label=label)


def draft(fields: ItemFields, *, actor_id: int | None, label: str = "") -> Item:
    """A new draft in the running transaction."""
    fields = rows.settled(fields, None, actor_id)
    item = Item(state="draft", created_by_id=actor_id, title=fields.title)
    with db.session.no_autoflush:
        rows.apply(item, fields)
    item.document_draft = fields.document.to_json() if fields.document else None
    db.session.add(item)
    db.session.flush()
    rows.remember(item, fields, actor_id=actor_id, label=label)
    trail.write("item.created", "item", item.id, actor_id=actor_id, detail={"kind": item.kind})
    return item


def save(
    item_id: int,
    fields: ItemFields,
    *,
    seen_version: int,
    actor_id: int | None = None,
    label: str = "",
    change_note: str = "",
) -> Item:
    """Save a draft, or an edit of a published item that waits until it is published.

    Conflict when somebody saved since `seen_version`: it carries both texts. Fields equal to what
    is there, without a label or note, change nothing.
    """
    item = rows.fresh(item_id)
    if item.version != seen_version:
        raise rows.conflict(item, fields)
    try:
        with one_commit():
            ready = rows.settled(fields, item, actor_id)
            if ready != working(item) or label or change_note:
                hold(item, ready, actor_id=actor_id, label=label, change_note=change_note)
                trail.write("item.saved", "item", item.id, actor_id=actor_id)
    except StaleDataError as error:
        raise rows.conflict(rows.fresh(item_id), fields) from error
    return item


def restore(
    item_id: int, revision_id: int, *, seen_version: int, actor_id: int | None = None
) -> Item:
    """Make an earlier revision the working text again, as a new revision equal to it; commits.

    BadInput when a file of the old text is no longer kept, or its address is taken by now.
    """
    item = rows.fresh(item_id)
    old = revision_by_id(revision_id)
    if old is None or old.item_id != item_id:
        raise BadInput("Bản lưu này không thuộc bài đang mở; hãy tải lại trang lịch sử.")
    fields = ItemFields.from_json(old.fields)
    if item.version != seen_version:
        raise rows.conflict(item, fields)
    try:
        with one_commit():
            ready = rows.settled(fields, item, actor_id)
            hold(item, ready, actor_id=actor_id, label=f"Khôi phục bản {revision_id}")
            detail = {"revision": revision_id}
            trail.write("item.restored", "item", item.id, actor_id=actor_id, detail=detail)
    except StaleDataError as error:
        raise rows.conflict(rows.fresh(item_id), fields) from error
    return item


def discard(item_id: int, *, seen_version: int, actor_id: int | None = None) -> Item:
    """Drop the waiting revision of a published item; it stays in the history. Commits."""
    item = rows.fresh(item_id)
    if item.pending_revision_id is None:
        raise BadInput("Bài này không có bản sửa nào đang chờ.")
    if item.version != seen_version:
        raise rows.conflict(item, working(item))
    with one_commit():
        detail = {"revision": item.pending_revision_id}
        item.pending_revision_id, item.pending_state = None, ""
        keep_public_time(item)
        trail.write("item.discarded", "item", item.id, actor_id=actor_id, detail=detail)
    return item


def forget(item: Item, *, actor_id: int | None = None) -> None:
    """Remove a draft that readers never saw, with its history, in the running transaction.

    Only for a place holder whose file came to stand elsewhere: a person's text is never forgotten.
    """
    if item.first_published_at is not None:
        raise BadInput("Bài đã từng đăng thì không xóa được; hãy gỡ bài.")
    detail = {"kind": item.kind}
    trail.write("item.forgotten", "item", item.id, actor_id=actor_id, detail=detail)
    for model in (PreviewLink, ApprovalLink, Remark, Revision):
        db.session.execute(sa.delete(model).where(model.item_id == item.id))
    db.session.delete(item)
    db.session.flush()


def hold(
    item: Item,
    fields: ItemFields,
    *,
    actor_id: int | None,
    label: str = "",
    change_note: str = "",
) -> None:
    """Make settled fields the working ones, in the running transaction.

    Before the first publication they go to the row; afterwards they wait beside it.
    """
    revision = rows.remember(item, fields, actor_id=actor_id, label=label, change_note=change_note)
    if item.first_published_at is None:
        rows.apply(item, fields)
        item.document_draft = fields.document.to_json() if fields.document else None
        item.updated_at = utc_now()  # raises the version also where only the label is new
        # What was approved is not what stands there now.
        item.state = "in_review" if item.state == "approved" else item.state
        return
    item.pending_revision_id = revision.id
    item.pending_state = {"": "draft", "approved": "in_review"}.get(
        item.pending_state, item.pending_state
    )
    keep_public_time(item)


def keep_public_time(item: Item) -> None:
    """Leave `updated_at` where it is: readers see nothing of what changes in this flush."""
    orm.attributes.flag_modified(item, "updated_at")
