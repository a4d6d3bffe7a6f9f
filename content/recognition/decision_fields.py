"""What is said of a decision, and what of it cannot be kept. Pure."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, fields, replace
from typing import Any

from content.calendar import today
from content.errors import BadInput
from content.recognition.models import DISPLAYS
from content.vietnamese import tidy

_FIRST_YEAR = 1990
_PERIOD = re.compile(r"(\d{4})\s?[-–]\s?(\d{4})")
# Field → (most characters, what the desk calls it).
_TEXTS = {
    "number": (60, "Số quyết định"),
    "body": (200, "Cơ quan ban hành"),
    "signer": (120, "Người ký"),
    "signer_post": (120, "Chức vụ người ký"),
    "period": (20, "Giai đoạn"),
    "note": (2000, "Ghi chú"),
}


@dataclass(frozen=True, slots=True)
class DecisionFields:
    """A decision as it was typed; number, day and body may still be missing in a draft."""

    year: int
    place_id: int | None = None
    number: str = ""
    issued: dt.date | None = None
    body: str = ""
    signer: str = ""
    signer_post: str = ""
    period: str = ""
    note: str = ""
    display: str = "initials"


def checked(given: DecisionFields) -> DecisionFields:
    """The fields, tidied; BadInput, one sentence, for the first that cannot be kept."""
    now = today()
    if not _FIRST_YEAR <= given.year <= now.year:
        raise BadInput(
            f"Năm đánh giá “{given.year}” không hợp lệ; hãy ghi năm từ {_FIRST_YEAR} đến "
            f"{now.year}."
        )
    if given.issued is not None:
        _check_day(given.issued, given.year, now)
    if given.display not in DISPLAYS:
        raise BadInput("Cách hiện tên không hợp lệ; hãy chọn lại.")
    texts: dict[str, Any] = {name: " ".join(tidy(getattr(given, name)).split()) for name in _TEXTS}
    texts["note"] = tidy(given.note).strip()
    for name, (most, called) in _TEXTS.items():
        if len(texts[name]) > most:
            raise BadInput(f"{called} dài quá {most} chữ; hãy viết ngắn hơn.")
    if texts["number"] and not any(sign.isdigit() for sign in texts["number"]):
        raise BadInput(
            f"Số quyết định “{texts['number']}” không có chữ số nào; hãy ghi như trên văn bản, "
            "ví dụ 125/QĐ-UBND, hoặc để trống nếu chưa có."
        )
    return replace(given, **(texts | {"period": _period(texts["period"])}))


def missing(given: object) -> list[str]:
    """What a decision still lacks before it can be announced, as the desk calls it."""
    wanted = {"number": "số quyết định", "issued": "ngày ban hành", "body": "cơ quan ban hành"}
    return [called for name, called in wanted.items() if not getattr(given, name)]


def names() -> tuple[str, ...]:
    """The names of the fields."""
    return tuple(field.name for field in fields(DecisionFields))


def _check_day(issued: dt.date, year: int, now: dt.date) -> None:
    if issued > now:
        raise BadInput(f"Ngày ban hành {issued:%d/%m/%Y} chưa tới; hãy xem lại ngày trên văn bản.")
    if issued.year < year:
        raise BadInput(
            f"Ngày ban hành {issued:%d/%m/%Y} trước năm đánh giá {year}; hãy xem lại một trong hai."
        )


def _period(written: str) -> str:
    if not written:
        return ""
    found = _PERIOD.fullmatch(written)
    if found is None or found[1] > found[2]:
        raise BadInput(f"Giai đoạn “{written}” không rõ; hãy ghi như 2021-2025.")
    return f"{found[1]}-{found[2]}"
