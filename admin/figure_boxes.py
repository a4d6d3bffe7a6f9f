"""The boxes of the forms of figures, targets and deadlines."""

from __future__ import annotations

from dataclasses import replace

from admin.row_form import Box
from content.recognition import target_queries
from content.recognition.target_models import KINDS, SUBMITTERS

_BY, _SELDOM = "Văn bản làm căn cứ", "Điều ít dùng"
_DOCUMENT = (
    Box("number", "Số, ký hiệu văn bản", "Ví dụ 387/QĐ-TTg"),
    Box("issued", "Ngày ban hành", "dd/mm/yyyy", "day"),
    Box("issuer", "Cơ quan ban hành", "Ví dụ UBND xã Mẫu"),
    Box("link", "Trang của văn bản", "Trong trang này, ví dụ /van-ban/387-qd-ttg/"),
)
_SOURCE = Box("source", "Nguồn", "Đọc ở đâu, nếu không phải chính văn bản", "area")
_REMARK = Box("remark", "Ghi chú", "Người đọc thấy", "area")
_CHECK = Box("to_check", "Chưa đối chiếu với bản gốc", "", "tick")


def _apart(part: str, *boxes: Box) -> tuple[Box, ...]:
    return tuple(replace(box, apart=part) for box in boxes)


def _titles(none: str) -> tuple[tuple[str, str], ...]:
    return (("", none), *target_queries.titles().items())


def of_figure() -> tuple[Box, ...]:
    """The form of the figures of a title in a place and year."""
    return (
        Box("place", "Nơi", "Ví dụ xã Mẫu, tỉnh Mẫu. Để trống: cả nước", "place"),
        Box("title", "Danh hiệu", "", "choice", _titles("Chọn danh hiệu")),
        Box("year", "Năm", "Để trống nếu nguồn không ghi", "year"),
        Box("total", "Tổng số", "", "count"),
        Box("registered", "Đăng ký", "", "count"),
        Box("recognised", "Công nhận", "", "count"),
        _SOURCE,
        *_apart(_BY, *_DOCUMENT),
        *_apart(
            _SELDOM,
            Box("measure", "Nhóm hoặc chỉ số khác", "Để trống nếu là cả danh hiệu"),
            Box("printed", "Tỷ lệ in trong nguồn", "Chỉ ghi khi nguồn có in, ví dụ 86,93"),
            _REMARK,
            _CHECK,
        ),
    )


def of_target() -> tuple[Box, ...]:
    """The form of one target of a plan."""
    return (
        Box("place", "Nơi", "Ví dụ xã Mẫu, tỉnh Mẫu. Để trống: cả nước", "place"),
        Box("title", "Danh hiệu", "", "choice", _titles("Chỉ số khác (ghi tên bên dưới)")),
        Box("measure", "Chỉ số khác", "Ví dụ: Cán bộ, hội viên được quán triệt"),
        Box("denominator", "Tính trên ai, trên cái gì", "Ví dụ: người lao động", required=True),
        Box("year", "Đến năm", "", "year", required=True),
        Box("hundredths", "Tỷ lệ phần trăm", "Ví dụ 85 hoặc 72,5", "share"),
        *_DOCUMENT,
        *_apart(
            _SELDOM,
            Box("words", "Chỉ tiêu ghi bằng lời", "Thay cho tỷ lệ, ví dụ 7/9 xã"),
            _SOURCE,
            _REMARK,
            _CHECK,
        ),
    )


def of_deadline() -> tuple[Box, ...]:
    """The form of a deadline or an event."""
    return (
        Box("kind", "Loại", "", "choice", tuple(KINDS.items())),
        Box("what", "Việc gì", "Ví dụ: Báo cáo năm về khuyến học", required=True),
        Box("place", "Nơi", "Để trống: cả nước", "place"),
        Box("sender", "Ai gửi", "Ví dụ: UBND xã"),
        Box("receiver", "Gửi ai", "Ví dụ: UBND tỉnh"),
        Box("level", "Thuộc lịch của", "", "choice", (("", "Không riêng ai"), *SUBMITTERS.items())),
        Box("yearly", "Hằng năm vào ngày", "ngày/tháng, ví dụ 10/11", "yearly"),
        Box("on", "Hoặc một lần, vào ngày", "dd/mm/yyyy", "day"),
        Box("before", "Văn bản ghi “trước ngày”", "", "tick"),
        _SOURCE,
        *_apart(_BY, *_DOCUMENT),
        *_apart(
            _SELDOM,
            Box("end_yearly", "Hằng năm đến ngày", "Nếu kéo dài, ví dụ 07/10", "yearly"),
            Box("until", "Một lần, đến ngày", "Nếu kéo dài", "day"),
            Box("words", "Thời gian như văn bản ghi", "Ví dụ quý IV/2030"),
            Box("first_year", "Từ năm", "", "year"),
            Box("last_year", "Đến hết năm", "", "year"),
            _REMARK,
            _CHECK,
        ),
    )
