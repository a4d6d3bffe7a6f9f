"""Words: dates, sizes, numbers and found words as Vietnamese readers see them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit

from markupsafe import Markup

from content.calendar import local


def day(value: dt.date | dt.datetime | None) -> str:
    """A day as dd/mm/yyyy; a moment's Vietnamese day; "" for None."""
    if value is None:
        return ""
    shown = local(value).date() if isinstance(value, dt.datetime) else value
    return f"{shown.day:02d}/{shown.month:02d}/{shown.year:04d}"


def moment(value: dt.datetime | None) -> str:
    """A moment as hh:mm, dd/mm/yyyy in Vietnamese time; "" for None."""
    return "" if value is None else f"{local(value):%H:%M}, {day(value)}"


def number(value: float) -> str:
    """A number with dots between thousands and a comma before its one decimal: 1.234,5."""
    written = f"{value:,.1f}".removesuffix(".0")
    return written.translate(str.maketrans(",.", ".,"))


def size(count: int) -> str:
    """Bytes as a person reads them: "812 kB", "2,1 MB" (powers of 1,000, as files are sold)."""
    if count < 1_000:
        return f"{count} byte"
    if count < 999_500:
        return f"{count / 1_000:.0f} kB"
    unit, scale = ("MB", 1_000_000) if count < 999_950_000 else ("GB", 1_000_000_000)
    return f"{number(count / scale)} {unit}"


def first_up(text: str) -> str:
    """The text with a capital at its beginning; the rest as it is written."""
    return text[:1].upper() + text[1:]


def host(url: str) -> str:
    """Where a whole address leads, as people name it: "vanban.chinhphu.vn"; "" when unclear."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def marked(text: str, marks: Iterable[tuple[int, int]]) -> Markup:
    """Text, escaped, with the stretches [start, end) inside `<mark>`; marks stand in order."""
    parts: list[str | Markup] = []
    at = 0
    for start, end in marks:
        parts += [text[at:start], Markup("<mark>{}</mark>").format(text[start:end])]
        at = end
    return Markup("").join([*parts, text[at:]])
