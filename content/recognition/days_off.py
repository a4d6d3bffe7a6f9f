"""Working days: weekends do not count, nor the days off that the office has entered.

No holiday is shipped: each year's Tết and other days off are decided anew, so the office writes
them down from its own notice. They are the desk's way of working, no content: backups carry them,
dumps do not.
"""

from __future__ import annotations

import datetime as dt
import re

import sqlalchemy as sa
from sqlalchemy import orm

from content import trail
from content.database import Row, db
from content.errors import BadInput
from content.transactions import one_commit
from content.vietnamese import tidy

ANSWER_DAYS = 2  # working days to answer any request (NĐ 356/2025, Điều 5)
# Days to finish what is asked for (NĐ 356/2025, Điều 5): to withdraw; to see or to correct.
FINISH_DAYS = {"withdraw": 15, "see": 10, "correct": 10}
MOST_DAYS = 400
_SATURDAY = 5
_LINE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:\s*[:,-]?\s+(.*))?")


class DayOff(Row):
    """A day on which the office is closed, weekends aside."""

    __tablename__ = "day_off"

    day: orm.Mapped[dt.date] = orm.mapped_column(unique=True)
    what: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")


def every() -> list[DayOff]:
    """All days off, oldest first."""
    return list(db.session.scalars(sa.select(DayOff).order_by(DayOff.day)))


def after(start: dt.date, working_days: int) -> dt.date:
    """The last of so many working days after a day; the day itself does not count."""
    off = set(db.session.scalars(sa.select(DayOff.day).where(DayOff.day > start)))
    day = start
    while working_days:
        day += dt.timedelta(days=1)
        working_days -= day.weekday() < _SATURDAY and day not in off
    return day


def written() -> str:
    """The days off as the office reads and writes them: one a line, "02/09/2026 Quốc khánh"."""
    return "\n".join(f"{one.day:%d/%m/%Y} {one.what}".rstrip() for one in every())


def record(text: str, *, actor_id: int | None = None) -> int:
    """Replace the days off by those of a text, one a line; returns how many, and commits.

    BadInput names the line that is no day; nothing is changed then.
    """
    days: dict[dt.date, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            day, what = _read(line, number)
            days[day] = what
    if len(days) > MOST_DAYS:
        raise BadInput(f"Nhiều nhất {MOST_DAYS} ngày nghỉ; hãy bỏ bớt các năm đã qua.")
    with one_commit():
        db.session.execute(sa.delete(DayOff))
        db.session.add_all(DayOff(day=day, what=what) for day, what in sorted(days.items()))
        trail.write("days_off.recorded", "hub", None, actor_id=actor_id, detail={"days": len(days)})
    return len(days)


def _read(line: str, number: int) -> tuple[dt.date, str]:
    found = _LINE.fullmatch(line.strip())
    try:
        if found is None:
            raise ValueError
        day = dt.date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        raise BadInput(
            f"Dòng {number} “{line.strip()[:40]}” chưa đúng; hãy viết ngày trước, ví dụ "
            "“02/09/2026 Quốc khánh”."
        ) from error
    return day, tidy(found[4] or "")[:120]
