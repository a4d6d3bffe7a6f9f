"""What a decision's file shows that the page does not: whole names, numbers of identity, phones."""

from __future__ import annotations

from content import files
from content.database import utc_now
from content.publishing.inspection import privacy
from content.publishing.inspection.body import Body
from content.publishing.inspection.findings import OK
from content.publishing.inspection.known import Known
from content.publishing.snapshot import ItemFields
from content.recognition import decision_queries
from content.recognition.models import Decision

_MOST_TEXT = 300_000
_CALLED = {
    "private-identity": "số căn cước hoặc chứng minh thư",
    "private-mobile": "số điện thoại di động",
    "private-birthday": "ngày sinh",
    "private-birth-year": "năm sinh",
    "private-account": "số tài khoản",
    "private-mail": "thư điện tử riêng",
}


def of(decision: Decision) -> list[str]:
    """Sentences about the file of a decision; none for a file that shows nothing, or no file."""
    file = files.by_sha256(decision.file_sha256) if decision.file_sha256 else None
    if file is None:
        return []
    text = file.text[:_MOST_TEXT]
    if not text.strip():
        return ["Máy không đọc được chữ trong tệp (bản chụp?); hãy mở xem có tên hay số giấy tờ."]
    found = []
    if count := decision_queries.bare_in(decision, text):
        found.append(
            f"Tệp ghi đủ họ tên của {count} người mà trang chỉ viết tắt hoặc không nêu; "
            "hãy kèm bản không có danh sách, hoặc bản đã che tên."
        )
    kinds = privacy.check(ItemFields(kind="news", title="", body=text), Body(text), _known())
    told = {one.code for one in kinds if one.severity != OK}
    found += [f"Tệp có {_CALLED[code]}." for code in _CALLED if code in told]
    return found


def _known() -> Known:
    return Known(now=utc_now())
