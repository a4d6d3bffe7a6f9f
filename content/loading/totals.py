"""What one run of the loader came to, in a sentence for the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from content.loading import waiting
from content.loading.order import FileReport
from content.publishing import desk_queries

_STATUSES = {"loaded": "mới", "changed": "đã đổi", "unchanged": "như cũ", "refused": "bị từ chối"}


def sentence(told: Sequence[FileReport]) -> str:
    """How many files became what, each counted once; then how many of them still need something."""
    counts = Counter(report.status for report in told)
    listed = ", ".join(f"{counts[status]} {word}" for status, word in _STATUSES.items())
    first = f"Đã đọc {len(told)} tệp: {listed}."
    left = {
        "ở Nháp": sum(map(_is_draft, told)),
        "chờ máy nhận dạng chữ": sum(map(_waits, told)),
        "chờ người trả lời về bảng mã": sum(map(_asks, told)),
    }
    among = ", ".join(f"{count} {word}" for word, count in left.items() if count)
    return f"{first} Trong đó {among}." if among else first


def _is_draft(report: FileReport) -> bool:
    item = desk_queries.by_id(report.item_id) if report.item_id else None
    return item is not None and desk_queries.state_of(item) == "draft"


def _waits(report: FileReport) -> bool:
    if not report.sha256 or not report.scanned:
        return False
    return waiting.open_job_of(report.sha256) is not None


def _asks(report: FileReport) -> bool:
    return any(not letters.sure for letters in report.letters)
