"""Days and hours as the desk writes and reads them: Vietnamese time, dd/mm/yyyy hh:mm."""

from __future__ import annotations

import datetime as dt
import re

from content.calendar import VIETNAM, local
from content.documents.dates import PartialDate
from content.errors import BadInput

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_PARTIAL = re.compile(r"(?:(?:(\d{1,2})[/.-])?(\d{1,2})[/.-])?(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?")
_HOUR = re.compile(r"(\d{1,2})(?:[:hg.](\d{2})?)?")
_MOMENT = re.compile(r"(\S+)(?:[\sT,]+(\d{1,2})[:hg](\d{2})?)?")


def shown(moment: dt.datetime | None) -> str:
    """A moment in Vietnamese time: "20/10/2026 16:05"; nothing for None."""
    return f"{local(moment):%d/%m/%Y %H:%M}" if moment else ""


def shown_day(day: dt.date | None) -> str:
    """A day: "20/10/2026"; nothing for None."""
    return f"{day:%d/%m/%Y}" if day else ""


def shown_hour(hour: dt.time | None) -> str:
    """An hour of the day: "19:30"; nothing for None."""
    return f"{hour:%H:%M}" if hour else ""


def hour(text: str, what: str) -> dt.time | None:
    """A typed hour ("19:30", "19h30", "19h"), or None for nothing; BadInput names the field."""
    text = text.strip()
    if not text:
        return None
    found = _HOUR.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        return dt.time(int(found[1]), int(found[2] or 0))
    except ValueError:
        raise BadInput(f"{what}: “{text[:40]}” không phải giờ; ghi dạng 19:30.") from None


def shown_partial(date: PartialDate | None) -> str:
    """A partial date as it is typed: "20/10/2026", "10/2026" or "2026"."""
    if date is None:
        return ""
    parts = [f"{p:02d}" for p in (date.day, date.month) if p is not None]
    return "/".join([*parts, f"{date.year:04d}"])


def day(text: str, what: str) -> dt.date | None:
    """A typed day, or None for nothing; BadInput names the field (`what`)."""
    if not text.strip():
        return None
    date = partial(text, what)
    if date is None or date.whole is None:
        raise BadInput(f"{what}: “{text.strip()[:40]}” thiếu ngày hoặc tháng; ghi dạng 20/10/2026.")
    return date.whole


def partial(text: str, what: str) -> PartialDate | None:
    """A typed date of which month or day may be missing, or None for nothing."""
    text = text.strip()
    if not text:
        return None
    found = _PARTIAL.fullmatch(text)
    groups = found.groups() if found else None
    if groups is None and (iso := _ISO.fullmatch(text)):
        groups = (iso[3], iso[2], iso[1])
    try:
        if groups is None:
            raise ValueError(text)
        parts = [int(part) for part in reversed(groups) if part is not None]
        date = PartialDate(*parts)
        dt.date(date.year, date.month or 1, date.day or 1)
    except ValueError:
        sentence = f"{what}: “{text[:40]}” không phải một ngày; ghi dạng 20/10/2026"
        raise BadInput(f"{sentence}, 10/2026 hoặc 2026.") from None
    return date


def moment(text: str, what: str) -> dt.datetime | None:
    """A typed day and hour in Vietnamese time, or None; the hour may be left out (00:00)."""
    text = text.strip()
    if not text:
        return None
    found = _MOMENT.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        on = day(found[1], what)
        hour, minute = int(found[2] or 0), int(found[3] or 0)
        assert on is not None
        return dt.datetime(on.year, on.month, on.day, hour, minute, tzinfo=VIETNAM).astimezone(
            dt.UTC
        )
    except (ValueError, BadInput, OverflowError):
        raise BadInput(
            f"{what}: “{text[:40]}” không phải ngày giờ; ghi dạng 20/10/2026 07:30."
        ) from None
