"""What a table of criteria is called by: headings, lines of facts, answers. Pure.

Reading takes the usual Vietnamese spellings; writing uses the first of each, which reading knows.
"""

from __future__ import annotations

import datetime as dt
import re

from content.criteria.sets import STATUSES
from content.documents.dates import PartialDate
from content.vietnamese import fold, nfc

# Column → what it is written as, then what else people write over it, all compared folded.
HEADINGS: dict[str, tuple[str, ...]] = {
    "group": ("Nhóm", "nhóm tiêu chí", "năng lực", "lĩnh vực", "phần", "mục lớn"),
    "criterion": ("Tiêu chí", "tên tiêu chí", "tiêu chuẩn", "nội dung tiêu chí"),
    "criterion_most": ("Điểm của tiêu chí", "điểm tiêu chí", "tổng điểm tiêu chí"),
    "id": ("Mã", "mã chỉ tiêu", "mã số", "tt", "stt", "số tt", "số thứ tự"),
    "text": (
        "Chỉ tiêu", "nội dung", "chỉ số", "chỉ tiêu nội dung", "nội dung chỉ tiêu",
        "nội dung đánh giá", "nội dung tiêu chí chỉ tiêu", "chỉ báo", "yêu cầu",
        "nội dung tiêu chí đánh giá",
    ),
    "most": (
        "Điểm tối đa", "điểm", "điểm chuẩn", "số điểm", "thang điểm", "mức điểm", "tối đa",
        "điểm tối đa của chỉ tiêu",
    ),
    "answer": ("Cách trả lời", "loại", "kiểu", "cách đánh giá"),
    "levels": ("Mức độ cần đạt", "áp dụng cho mức độ", "mức độ", "mức"),
    "applies_when": (
        "Áp dụng khi", "áp dụng cho", "áp dụng với", "đối tượng áp dụng", "nhóm áp dụng",
    ),
    "evidence": ("Minh chứng", "minh chứng cần có", "tài liệu minh chứng", "hồ sơ minh chứng"),
    "explanation": ("Giải thích", "giải thích tiêu chí", "hướng dẫn", "hướng dẫn đánh giá"),
    "note": ("Ghi chú", "lưu ý"),
}  # fmt: skip
SHARE = re.compile(r"(?:ty le )?(?:dat )?muc(?: do)? ?(\d)(?: .*)?")  # "Tỷ lệ mức 1 (%)"
SHARE_WRITTEN = "Tỷ lệ mức {} (%)"

# Fact → as it is written, then other spellings. The values stand in the cells beside it.
FACTS: dict[str, tuple[str, ...]] = {
    "set": ("Mã bộ tiêu chí", "mã bộ"),
    "version": ("Mã phiên bản", "phiên bản"),
    "title": ("Tên bộ tiêu chí", "tên bộ"),
    "status": ("Tình trạng",),
    "subject": ("Đối tượng", "áp dụng với ai"),
    "form": ("Mẫu dùng cho", "mẫu phiếu"),
    "number": ("Số văn bản", "số ký hiệu", "số hiệu văn bản"),
    "issued": ("Ngày ban hành", "ngày văn bản"),
    "issuer": ("Cơ quan ban hành", "nơi ban hành"),
    "document_title": ("Tên văn bản", "trích yếu"),
    "url": ("Địa chỉ văn bản", "liên kết văn bản"),
    "in_force": ("Có hiệu lực từ", "ngày có hiệu lực", "hiệu lực từ"),
    "over": ("Hết hiệu lực từ", "ngày hết hiệu lực"),
    "months": ("Công nhận có giá trị (tháng)", "thời hạn công nhận"),
    "decided_by": ("Người quyết định", "cơ quan quyết định"),
    "rule": ("Cách xét",),
    "pass_sum": ("Điểm đạt", "tổng điểm đạt", "đạt từ"),
    "least_item": ("Mỗi mục ít nhất", "điểm ít nhất mỗi mục", "không mục nào dưới"),
    "band": ("Xếp loại",),
    "level": ("Mức độ",),
    "kind": ("Loại đơn vị", "nhóm người"),
    "special": ("Ngưỡng riêng",),
    "note": ("Ghi chú của bộ",),
    "source": ("Nguồn",),
}
RULES = {"points": "tính điểm", "levels": "theo mức độ"}
ANSWERS = {"points": "điểm", "yes": "có/không", "share": "tỷ lệ"}
_ANSWERS = {
    "diem": "points", "cham diem": "points", "co khong": "yes", "dat khong dat": "yes",
    "dat chua dat": "yes", "yes": "yes", "ty le": "share", "phan tram": "share", "share": "share",
    "points": "points",
}  # fmt: skip
NOT_PASSED = "không đạt"
_BETWEEN = re.compile(r"[^a-z0-9]+")
_DAY = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_MONTH = re.compile(r"(\d{1,2})[./-](\d{4})")


def key(text: str) -> str:
    """A heading as it is compared: folded, words with one space between."""
    return _BETWEEN.sub(" ", fold(nfc(text))).strip()


def heading_of(text: str) -> str:
    """The column that a heading means, "least:1" for a share; "" for none."""
    written = key(text)
    for name, spellings in HEADINGS.items():
        if written in {key(spelling) for spelling in spellings}:
            return name
    share = SHARE.fullmatch(written)
    return f"least:{share[1]}" if share else ""


def fact_of(text: str) -> str:
    """The fact that a line begins with; "" for none."""
    written = key(text)
    for name, spellings in FACTS.items():
        if written in {key(spelling) for spelling in spellings}:
            return name
    return ""


def answer_of(text: str) -> str | None:
    """How an indicator is answered; "" where nothing is said, None for words we do not know."""
    written = key(text)
    return _ANSWERS.get(written) if written else ""


def rule_of(text: str) -> str:
    """ "points", "levels", or "" for anything else."""
    written = key(text)
    if "muc do" in written or written == "levels":
        return "levels"
    return "points" if "diem" in written or written == "points" else ""


def status_of(text: str) -> str:
    """The status that words mean: its title or its name; "" for none."""
    written = key(text)
    return next((n for n, title in STATUSES.items() if written in (key(title), key(n))), "")


def day_of(text: str) -> dt.date | None:
    """A whole day as people or programs write it; None for anything else."""
    found = _DAY.fullmatch(text.strip())
    try:
        if found:
            return dt.date(int(found[3]), int(found[2]), int(found[1]))
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def issued_of(text: str) -> str | None:
    """A date of issue, perhaps partial, as ISO: "10/2023" is "2023-10"; None for no date."""
    if day := day_of(text):
        return day.isoformat()
    month = _MONTH.fullmatch(text.strip())
    try:
        return PartialDate.from_iso(f"{month[2]}-{month[1]:0>2}" if month else text.strip()).iso()
    except ValueError:
        return None


def shown_day(day: dt.date | None) -> str:
    """A day as it is written in a table."""
    return f"{day:%d/%m/%Y}" if day else ""
