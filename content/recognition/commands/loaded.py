"""Titles and decisions as another hub's dump tells of them: counts without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from content import places, trail
from content.database import db
from content.errors import BadInput
from content.recognition.decision_portable import BODY, COUNT, DECISION, TITLE
from content.recognition.models import (
    STATES,
    SUBJECTS,
    DecidingBody,
    Decision,
    Entry,
    RecognitionCount,
    RecognitionTitle,
)
from content.transactions import one_commit

_KINDS: dict[str, tuple[type, ...]] = {
    "issued": (dt.date,), "starts": (dt.date,), "ends": (dt.date,), "announced_at": (dt.datetime,),
    "year": (int,), "months_valid": (int,), "position": (int,), "count": (int, list),
    "by": (list,),
}  # fmt: skip


def record_all(titles: list[Any], decisions: list[Any], *, actor_id: int | None = None) -> bool:
    """Take a register in, in one commit; whether anything changed.

    A decision whose list is kept here stays as it is: this hub knows more of it than the dump.
    BadInput names what is wrong with an entry.
    """
    with one_commit():
        changed = [_title(_checked(told, (*TITLE, "by"))) for told in titles]
        changed += [_decision(_checked(told, (*DECISION, "place", "count"))) for told in decisions]
        if any(changed):
            detail = {"count": sum(changed)}
            trail.write("decision.loaded", "decision", None, actor_id=actor_id, detail=detail)
    return any(changed)


def _checked(told: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(told, dict) or set(told) - set(keys):
        raise BadInput(f"mỗi mục chỉ gồm các khóa: {', '.join(keys)}.")
    for key, value in told.items():
        if not isinstance(value, _KINDS.get(key, (str,))) or isinstance(value, bool):
            raise BadInput(f"khóa “{key}” ghi sai kiểu giá trị.")
    return told


def _title(told: Mapping[str, Any]) -> bool:
    if told.get("subject") not in SUBJECTS or not told.get("slug") or not told.get("title"):
        raise BadInput("mục [[title]] cần slug, title và subject đúng loại.")
    wanted = sa.select(RecognitionTitle).where(RecognitionTitle.slug == told["slug"])
    row = db.session.scalar(wanted) or RecognitionTitle()
    bodies = [dict.fromkeys(BODY) | _checked(one, BODY) for one in told.get("by", [])]
    for body in bodies:
        body["source"] = body["source"] or ""
    kept = [{key: getattr(body, key) for key in BODY} for body in row.bodies]
    changed = _put(row, told, TITLE)
    if kept != bodies:
        row.bodies = [DecidingBody(**body) for body in bodies]
        changed = True
    db.session.add(row)
    db.session.flush()
    return changed


def _decision(told: Mapping[str, Any]) -> bool:
    if told.get("state") not in set(STATES) - {"draft"} or "year" not in told:
        raise BadInput("mục [[decision]] cần slug, year và state là announced hay withdrawn.")
    row = db.session.scalar(sa.select(Decision).where(Decision.slug == told.get("slug", "")))
    if row is not None and _has_list(row):
        return False
    row = row or Decision(display="count")
    changed = _put(row, told, DECISION)
    place = _place(told["place"]).id if told.get("place") else None
    changed = changed or row.place_id != place
    row.place_id = place
    counts = sorted(_counts(told.get("count", [])), key=str)
    kept = sorted(((c.title_id, c.place_id, c.count) for c in row.counts), key=str)
    if counts != kept:
        changed = True
        row.counts.clear()
        db.session.flush()
        row.counts = [RecognitionCount(title_id=t, place_id=p, count=c) for t, p, c in counts]
    db.session.add(row)
    db.session.flush()
    return changed


def _put(row: Any, told: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    """Set the fields of a row; whether any differs."""
    changed = row.id is None
    for key in keys:
        usual = {"months_valid": None, "issued": None, "announced_at": None, "position": 0}
        value = told.get(key, usual.get(key, ""))
        changed = changed or getattr(row, key) != value
        if getattr(row, key) != value:
            setattr(row, key, value)
    return changed


def _counts(told: list[Any]) -> list[tuple[int, int | None, int]]:
    found = []
    for one in told:
        entry = _checked(one, COUNT)
        wanted = sa.select(RecognitionTitle.id).where(RecognitionTitle.slug == entry.get("title"))
        title = db.session.scalar(wanted)
        if title is None or not isinstance(entry.get("count"), int) or entry["count"] < 0:
            raise BadInput("mục count cần title đã có và số lượng.")
        place = _place(entry["place"]).id if entry.get("place") else None
        found.append((title, place, entry["count"]))
    return found


def _has_list(row: Decision) -> bool:
    query = sa.select(Entry.id).where(Entry.decision_id == row.id).limit(1)
    return db.session.scalar(query) is not None


def _place(name: str) -> places.Place:
    found = places.find(name)
    if not found:
        raise BadInput(f"không thấy địa bàn “{name}”; hãy ghi nó trước trong places.toml.")
    return found[0]
