"""Names of revisions: a person says what a saved state was, so that it is found again."""

from __future__ import annotations

from content import trail
from content.errors import BadInput
from content.publishing import checks
from content.publishing.desk_queries import revision as revision_by_id
from content.publishing.models import Revision
from content.transactions import one_commit

MOST_NAME = 120


def name_revision(
    item_id: int, revision_id: int, label: str, *, actor_id: int | None = None
) -> Revision:
    """Give a revision of an item a name, or take it away (""); commits. The text stays."""
    row = revision_by_id(revision_id)
    if row is None or row.item_id != item_id:
        raise BadInput("Bản lưu này không thuộc bài đang mở; hãy tải lại trang lịch sử.")
    label = checks.capped(checks.line(label), "Tên bản lưu", MOST_NAME)
    if row.label != label:
        with one_commit():
            row.label = label
            detail = {"revision": revision_id}
            trail.write("item.named", "item", item_id, actor_id=actor_id, detail=detail)
    return row
