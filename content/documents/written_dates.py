"""Dates as official texts write them, whole or with blanks, on folded text. Pure."""

from __future__ import annotations

import datetime as dt
import re

from content.documents.dates import PartialDate

_BLANK = r"[.…_\s-]{0,24}?"
# "ngay 02 thang 6 nam 2022"; scans give "thdng", "nim"; a blank day or month stays blank.
WORDS = (
    rf"ng[a-z]{{1,2}}y\s*(?P<day>\d{{1,2}}|{_BLANK})\s*th[a-z]{{1,3}}ng\s*"
    rf"(?P<month>\d{{1,2}}|{_BLANK})\s*n[a-z]{{1,2}}m\s*(?P<year>\d{{4}})\b"
)
FIGURES = r"(?:ng[a-z]{1,2}y\s*)?(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})\b"
MONTH = r"th[a-z]{1,3}ng\s*(?P<mm>\d{1,2})\s*(?:/\s?|n[a-z]{1,2}m\s*)(?P<my>\d{4})\b"
YEAR = r"n[a-z]{1,2}m\s*(?P<yy>\d{4})\b"
DATE = re.compile(f"(?:{WORDS}|{FIGURES}|{MONTH}|{YEAR})")


def read(match: re.Match[str]) -> PartialDate | None:
    """The date of a match of `DATE` (or of `WORDS` alone); a part that cannot be is left out."""
    parts = match.groupdict()
    year = next((parts[k] for k in ("year", "y", "my", "yy") if parts.get(k)), None)
    if year is None or not 1900 <= int(year) <= 2100:
        return None
    month = _number(parts, ("month", "m", "mm"))
    day = _number(parts, ("day", "d"))
    if month is None or not 1 <= month <= 12:
        return PartialDate(int(year))
    try:
        dt.date(int(year), month, day or 0)
    except ValueError:
        return PartialDate(int(year), month)
    return PartialDate(int(year), month, day)


def _number(parts: dict[str, str | None], names: tuple[str, ...]) -> int | None:
    written = next((parts[name] for name in names if parts.get(name)), None) or ""
    return int(written) if written.isdigit() else None
