"""Forms of plain rows: boxes with their labels, what was typed into them, and what it means."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from admin import times
from content import place_choice
from content.database import db
from content.errors import BadInput
from content.places import Place
from content.recognition import rates

_MOST = 2000
_YEAR_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})")


@dataclass(frozen=True, slots=True)
class Box:
    """A box of a form. kind: text, area, place, choice, tick, year, count, share, day, or
    yearly (a day and month, whose fields are `day` and `month` with the box's name before).
    apart: what a part that is folded away is called, for boxes that are seldom filled."""

    name: str
    label: str
    hint: str = ""
    kind: str = "text"
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = False
    apart: str = ""


def typed(boxes: Iterable[Box], form: Mapping[str, str]) -> dict[str, str]:
    """What stands in each box, as it was typed."""
    return {box.name: form.get(box.name, "").replace("\x00", "")[:_MOST] for box in boxes}


def meant(boxes: Iterable[Box], values: Mapping[str, str]) -> dict[str, Any]:
    """The fields that typed values mean; BadInput names the box."""
    found: dict[str, Any] = {}
    for box in boxes:
        text = values.get(box.name, "")
        if box.kind == "yearly":
            found |= _yearly(box, text)
        elif box.kind == "place":
            found["place_id"] = place_choice.chosen(text).id if text.strip() else None
        else:
            found[box.name] = _value(box, text)
    return found


def shown(boxes: Iterable[Box], row: Any) -> dict[str, str]:
    """What the boxes hold for a row, or for fields."""
    return {box.name: _shown(box, row) for box in boxes}


def _value(box: Box, text: str) -> Any:
    if box.kind == "tick":
        return bool(text)
    if box.kind == "day":
        return times.day(text, box.label)
    if box.kind == "share":
        return rates.hundredths(text, box.label)
    if box.kind in ("count", "year"):
        return rates.count(text, box.label)
    if box.kind == "choice" and text not in dict(box.choices):
        raise BadInput(f"{box.label}: hãy chọn trong danh sách.")
    return text


def _yearly(box: Box, text: str) -> dict[str, int | None]:
    prefix = box.name.removesuffix("yearly")
    found = _YEAR_DAY.fullmatch(text.strip())
    if text.strip() and found is None:
        raise BadInput(
            f"{box.label}: “{text.strip()[:40]}” chưa đúng; ghi ngày/tháng, ví dụ 10/11."
        )
    day, month = (int(found[1]), int(found[2])) if found else (None, None)
    return {f"{prefix}day": day, f"{prefix}month": month}


def _shown(box: Box, row: Any) -> str:
    if box.kind == "yearly":
        prefix = box.name.removesuffix("yearly")
        day, month = getattr(row, f"{prefix}day"), getattr(row, f"{prefix}month")
        return f"{day}/{month}" if day and month else ""
    if box.kind == "place":
        place = db.session.get(Place, row.place_id) if row.place_id else None
        return place.full_name if place else ""
    value = getattr(row, box.name)
    if box.kind == "share":
        return rates.written(rates.of_hundredths(value))
    if box.kind == "tick":
        return "1" if value else ""
    if box.kind == "count":
        return rates.number(value)
    if isinstance(value, dt.date):
        return times.shown_day(value)
    return "" if value is None else str(value)
