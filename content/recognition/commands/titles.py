"""Titles as they are shipped, and who decides them from when, which an office may change."""

from __future__ import annotations

import datetime as dt
import tomllib
from importlib import resources
from typing import Any

import sqlalchemy as sa

from content import trail
from content.database import db
from content.errors import BadInput
from content.recognition.models import DecidingBody, RecognitionTitle
from content.transactions import one_commit


def load_shipped() -> int:
    """Add the shipped titles that the register does not have; how many. Commits.

    A title that is there is never touched: an office may have changed its name or its bodies.
    """
    text = resources.files("content.recognition.shipped").joinpath("titles.toml").read_text("utf-8")
    known = set(db.session.scalars(sa.select(RecognitionTitle.slug)))
    new = [
        (position, told)
        for position, told in enumerate(tomllib.loads(text)["title"], start=1)
        if told["slug"] not in known
    ]
    if not new:
        return 0
    with one_commit():
        db.session.add_all(_made(position, told) for position, told in new)
        trail.write("title.shipped", "title", None, detail={"count": len(new)})
    return len(new)


def put_body(
    title_id: int,
    body: str,
    starts: dt.date | None,
    ends: dt.date | None,
    source: str,
    *,
    actor_id: int | None = None,
) -> DecidingBody:
    """Say who decides a title from a day until another (the first it no longer does); commits.

    BadInput for a title that is gone, an empty name, days in the wrong order, and days on which
    somebody else decides already.
    """
    title = db.session.get(RecognitionTitle, title_id)
    name, where = " ".join(body.split()), " ".join(source.split())
    if title is None:
        raise BadInput("Danh hiệu này không còn; hãy tải lại trang.")
    if not name or len(name) > 200:
        raise BadInput("Hãy ghi cơ quan quyết định, ví dụ “Chủ tịch UBND xã”.")
    if not where or len(where) > 1000:
        raise BadInput("Hãy ghi căn cứ: văn bản nào giao thẩm quyền này.")
    if starts and ends and ends <= starts:
        raise BadInput("Ngày thôi quyết định phải sau ngày bắt đầu.")
    for other in title.bodies:
        if _overlap(other, starts, ends):
            raise BadInput(
                f"Trong thời gian ấy đã có “{other.body}” quyết định; hãy sửa ngày, hoặc xóa "
                "dòng đó trước."
            )
    with one_commit():
        row = DecidingBody(title_id=title.id, body=name, starts=starts, ends=ends, source=where)
        db.session.add(row)
        db.session.flush()
        trail.write("title.body_added", "title", title.id, actor_id=actor_id)
    db.session.expire(title)
    return row


def drop_body(body_id: int, *, actor_id: int | None = None) -> None:
    """Forget who decided a title in some time; commits. BadInput when it is gone already."""
    row = db.session.get(DecidingBody, body_id)
    if row is None:
        raise BadInput("Dòng này không còn; có thể người khác vừa xóa.")
    with one_commit():
        trail.write("title.body_dropped", "title", row.title_id, actor_id=actor_id)
        db.session.delete(row)


def _made(position: int, told: dict[str, Any]) -> RecognitionTitle:
    bodies = [DecidingBody(**one) for one in told.pop("body", [])]
    return RecognitionTitle(**told, position=position, bodies=bodies)


def _overlap(other: DecidingBody, starts: dt.date | None, ends: dt.date | None) -> bool:
    before = ends is not None and other.starts is not None and ends <= other.starts
    after = starts is not None and other.ends is not None and starts >= other.ends
    return not before and not after
