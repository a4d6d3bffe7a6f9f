"""House rules: what the administrators decided for the whole desk, each with a default.

Rows hold only what differs from the defaults. They are the desk's way of working, no content:
backups carry them, dumps do not.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from content import trail
from content.database import Row, db

# key → (default, what the desk calls it)
RULES: dict[str, tuple[bool, str]] = {
    "second_eyes": (False, "Mỗi bài phải qua hai người: người viết không tự đăng bài của mình"),
    "publishers_second_factor": (
        False,
        "Ai đăng bài, quản trị phải bật xác nhận hai lớp (mã trên điện thoại) rồi mới làm được",
    ),
}


class HouseRule(Row):
    """One decision that differs from its default."""

    __tablename__ = "house_rule"

    key: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)
    on: orm.Mapped[bool]


def holds(key: str) -> bool:
    """Whether a rule of RULES is in force."""
    row = db.session.scalar(sa.select(HouseRule).where(HouseRule.key == key))
    return RULES[key][0] if row is None else row.on


def decide(key: str, on: bool, *, actor_id: int | None = None) -> None:
    """Put a rule of RULES in force or out of it; commits, when that changes anything."""
    if holds(key) == on:
        return
    row = db.session.scalar(sa.select(HouseRule).where(HouseRule.key == key))
    if row is None:
        row = HouseRule(key=key, on=on)
        db.session.add(row)
    row.on = on
    detail = {"rule": key, "on": on}
    trail.write("house.decided", "hub", None, actor_id=actor_id, detail=detail)
    db.session.commit()
