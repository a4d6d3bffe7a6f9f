"""The gate before readers: what must be put right is put right, or somebody says why not.

It asks only accounts of the desk, and only for texts that nobody approved: who approves has the
findings beside the text. The command line, `hub load`, an approver's link and the clock pass.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from content.errors import BadInput, HubError
from content.publishing import checks
from content.publishing.desk_queries import state_of
from content.publishing.inspection.findings import MUST, Report
from content.publishing.inspection.inspector import inspect
from content.publishing.inspection.lookups import known_around
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields

SHORTEST_REASON = 5  # letters


class Unready(HubError):
    """A text with findings that must be put right, and no reason given; `report` names them."""

    def __init__(self, report: Report) -> None:
        count = report.count(MUST)
        super().__init__(
            f"Bài còn {count} việc phải sửa trước khi đăng; hãy sửa, hoặc ghi vì sao vẫn đăng."
        )
        self.report = report


def passed(
    item: Item,
    fields: ItemFields,
    *,
    actor_id: int | None,
    because: str = "",
    contacts: Collection[str] = (),
) -> dict[str, Any]:
    """What the trail keeps of going ahead: nothing, or the reason and the codes of the findings.

    Unready when findings must be put right and no reason is given. contacts: the official ones.
    """
    if actor_id is None or state_of(item) == "approved":
        return {}
    report = inspect(fields, known_around(fields, item, contacts=contacts))
    if not report.must:
        return {}
    reason = checks.capped(checks.line(because), "Lý do vẫn đăng", checks.MOST_NOTE)
    if not reason:
        raise Unready(report)
    if sum(c.isalpha() for c in reason) < SHORTEST_REASON:
        raise BadInput("Hãy ghi rõ hơn vì sao vẫn đăng; lý do này được giữ trong lịch sử của bài.")
    return {"because": reason, "findings": sorted({f.code for f in report.must})}
