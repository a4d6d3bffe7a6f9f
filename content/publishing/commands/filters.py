"""Saved filters: kept, renamed, shared and dropped by the account that made them."""

from __future__ import annotations

import sqlalchemy as sa

from content import trail
from content.database import db
from content.errors import BadInput
from content.publishing import checks, saved_filters
from content.publishing.saved_filters import SavedFilter
from content.transactions import one_commit

MOST_NAME, MOST_OF_ONE, LONGEST = 60, 30, 2000


def keep(person_id: int, name: str, question: str, *, shared: bool = False) -> SavedFilter:
    """Keep a question under a name; one of the same name is replaced. Commits."""
    name = _name(name)
    if not question or len(question) > LONGEST:
        raise BadInput("Hãy chọn ít nhất một điều để lọc rồi lưu.")
    query = sa.select(SavedFilter).where(SavedFilter.person_id == person_id)
    mine = list(db.session.scalars(query))
    row = next((one for one in mine if one.name == name), None)
    if row is None and len(mine) >= MOST_OF_ONE:
        raise BadInput(f"Bạn đã lưu {MOST_OF_ONE} bộ lọc; hãy xóa bớt rồi lưu.")
    with one_commit():
        row = row or SavedFilter(person_id=person_id, name=name)
        row.question, row.shared = question, shared
        _write(row, "filter.kept", person_id)
    return row


def change(filter_id: int, person_id: int, name: str, *, shared: bool) -> SavedFilter:
    """Rename an own filter, share it or not any more; commits."""
    row, name = own(filter_id, person_id), _name(name)
    same = sa.select(SavedFilter.id).where(
        SavedFilter.person_id == person_id, SavedFilter.name == name, SavedFilter.id != filter_id
    )
    if db.session.scalar(same) is not None:
        raise BadInput(f"Bạn đã có bộ lọc “{name}”; hãy chọn tên khác.")
    with one_commit():
        row.name, row.shared = name, shared
        _write(row, "filter.kept", person_id)
    return row


def drop(filter_id: int, person_id: int, *, any_shared: bool = False) -> str:
    """Drop an own filter, or with `any_shared` one that somebody shares; its name. Commits."""
    row = saved_filters.by_id(filter_id)
    if row is None:
        raise BadInput("Bộ lọc này không còn; hãy tải lại trang.")
    if not (any_shared and row.shared):
        row = own(filter_id, person_id)
    name = row.name
    with one_commit():
        trail.write("filter.dropped", "filter", row.id, actor_id=person_id)
        db.session.delete(row)
    return name


def own(filter_id: int, person_id: int) -> SavedFilter:
    """A filter of the account itself; BadInput for any other."""
    row = saved_filters.by_id(filter_id)
    if row is None or row.person_id != person_id:
        raise BadInput("Bộ lọc này không còn, hoặc của người khác; hãy tải lại trang.")
    return row


def _name(name: str) -> str:
    name = checks.capped(checks.line(name), "Tên bộ lọc", MOST_NAME)
    if not name:
        raise BadInput("Hãy ghi tên cho bộ lọc, ví dụ “Tin của xã Mẫu”.")
    return name


def _write(row: SavedFilter, action: str, person_id: int) -> None:
    db.session.add(row)
    db.session.flush()
    trail.write(action, "filter", row.id, actor_id=person_id, detail={"shared": row.shared})
