"""Two records of one work: merged by a person's word, told apart, and parted again without loss."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from content import trail
from content.catalogue import merging
from content.catalogue.commands import rows
from content.catalogue.models import (
    DuplicatePair,
    LibraryRecord,
    RecordFile,
    RecordOrigin,
)
from content.catalogue.record import as_plain, clean, from_plain
from content.catalogue.shelf_models import Holding, ReadingListEntry
from content.database import db
from content.errors import BadInput
from content.transactions import one_commit

# Tables whose rows follow a record into the one it is merged with.
_MOVED: dict[str, Any] = {
    "origins": RecordOrigin,
    "files": RecordFile,
    "holdings": Holding,
    "entries": ReadingListEntry,
}


def merge(kept_id: int, other_id: int, *, actor_id: int | None = None) -> LibraryRecord:
    """Make one record of two; commits. The other's page leads to the kept one from now on.

    The kept one's words stand, its empty elements are filled; origins, files, copies and places in
    reading lists come over. BadInput when one of them was merged already.
    """
    kept, other = _standing(kept_id), _standing(other_id)
    if kept.id == other.id:
        raise BadInput("Hai bên là cùng một tài liệu; hãy chọn hai tài liệu khác nhau.")
    pair = _pair(kept.id, other.id)
    before, whole = kept.record, clean(merging.fill(kept.record, other.record))
    with one_commit():
        moved = {name: _move(model, other.id, kept.id) for name, model in _MOVED.items()}
        db.session.execute(
            sa.update(LibraryRecord)
            .where(LibraryRecord.id == other.id)
            .values(merged_into_id=kept.id)
            .execution_options(synchronize_session=False)
        )
        pair.state = "merged"
        pair.moved = {
            **moved,
            "kept": kept.id,
            "state": other.state,
            "before": as_plain(before),
            "after": as_plain(whole),
        }
        rows.set_state([other_id], "gone")
        rows.change([(kept_id, whole)])
        _settle([kept_id, other_id])
        detail = {"other": other_id}
        trail.write("record.merged", "record", kept_id, actor_id=actor_id, detail=detail)
    return db.session.get_one(LibraryRecord, kept_id)


def keep_apart(pair_id: int, *, actor_id: int | None = None) -> None:
    """Note that two records are two works; they are not asked about again. Commits."""
    pair = db.session.get(DuplicatePair, pair_id)
    if pair is None or pair.state == "merged":
        raise BadInput("Câu hỏi này đã có người trả lời; hãy tải lại danh sách.")
    with one_commit():
        pair.state = "apart"
        trail.write("record.kept_apart", "record", pair.first_id, actor_id=actor_id)


def part(other_id: int, *, actor_id: int | None = None) -> LibraryRecord:
    """Undo a merge; commits and returns the record that stands for itself again.

    What came over goes back, if it is still there; what an editor changed since stays.
    """
    other = db.session.get(LibraryRecord, other_id)
    pair = db.session.scalar(
        sa.select(DuplicatePair).where(
            DuplicatePair.state == "merged",
            sa.or_(DuplicatePair.first_id == other_id, DuplicatePair.second_id == other_id),
        )
    )
    if other is None or other.merged_into_id is None or pair is None:
        raise BadInput("Tài liệu này không ở trong lần gộp nào; hãy tải lại trang.")
    kept = db.session.get_one(LibraryRecord, other.merged_into_id)
    moved = pair.moved
    without = merging.follow(kept.record, from_plain(moved["after"]), from_plain(moved["before"]))
    with one_commit():
        for name, model in _MOVED.items():
            _give_back(model, moved.get(name, []), kept.id, other.id)
        db.session.execute(
            sa.update(LibraryRecord)
            .where(LibraryRecord.id == other.id)
            .values(merged_into_id=None)
            .execution_options(synchronize_session=False)
        )
        pair.state, pair.moved = "apart", {}
        kept_id = kept.id
        rows.set_state([other_id], moved["state"])
        rows.change([(kept_id, clean(without))])
        _settle([kept_id, other_id])
        trail.write("record.parted", "record", other_id, actor_id=actor_id)
    return db.session.get_one(LibraryRecord, other_id)


def _standing(row_id: int) -> LibraryRecord:
    row = db.session.get(LibraryRecord, row_id)
    if row is None or row.merged_into_id is not None or row.state == "gone":
        raise BadInput("Một trong hai tài liệu đã gỡ hoặc đã gộp; hãy tải lại danh sách.")
    return row


def _pair(one: int, two: int) -> DuplicatePair:
    first, second = sorted((one, two))
    query = sa.select(DuplicatePair).where(
        DuplicatePair.first_id == first, DuplicatePair.second_id == second
    )
    found = db.session.scalar(query)
    if found is None:
        found = DuplicatePair(first_id=first, second_id=second, reason="hand", moved={})
        db.session.add(found)
    return found


def _move(model: Any, source_id: int, target_id: int) -> list[int]:
    """Let rows follow; a shelf or list that has both works keeps its row of each."""
    clash = {"holdings": Holding.shelf_id, "entries": ReadingListEntry.list_id}
    name = next(key for key, value in _MOVED.items() if value is model)
    query = sa.select(model.id).where(model.record_id == source_id)
    if name in clash:
        column = clash[name]
        query = query.where(column.not_in(sa.select(column).where(model.record_id == target_id)))
    ids = list(db.session.scalars(query))
    _set_record(model, ids, target_id)
    return ids


def _give_back(model: Any, ids: list[int], kept_id: int, other_id: int) -> None:
    query = sa.select(model.id).where(model.id.in_(ids), model.record_id == kept_id)
    _set_record(model, list(db.session.scalars(query)), other_id)


def _set_record(model: Any, ids: list[int], record_id: int) -> None:
    db.session.execute(
        sa.update(model)
        .where(model.id.in_(ids))
        .values(record_id=record_id)
        .execution_options(synchronize_session=False)
    )


def _settle(ids: list[int]) -> None:
    db.session.expire_all()
    rows.settle_given_facets(ids)
