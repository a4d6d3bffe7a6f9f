"""Lists taken into drafts: what is there already stays as it is, what was taken down stays so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from content import trail
from content.database import db, utc_now
from content.errors import BadInput
from content.recognition import suppression
from content.recognition.commands.counting import recount
from content.recognition.commands.decisions import known
from content.recognition.entry_fields import EntryFields, Key, folded
from content.recognition.models import GROUNDS, Decision, Entry
from content.recognition.suppression import Marks, Standing
from content.transactions import one_commit

MOST = 20_000  # lines of one decision
_BATCH = 1_000


class Taken(NamedTuple):
    """What a list did: lines that are new, that were there, that went, that stay taken down."""

    added: int
    there: int
    dropped: int
    taken_down: int


def take_in(
    decision_id: int,
    rows: Sequence[EntryFields],
    *,
    replace: bool = False,
    actor_id: int | None = None,
) -> Taken:
    """Add the lines of a list to a draft (or make the draft's list these lines); commits.

    A line that is there already is left alone, so the same list twice changes nothing. A name that
    was taken down comes in as nobody: it counts, and stays taken down. BadInput when the decision
    is no draft or the list too long.
    """
    decision = known(decision_id)
    if decision.state != "draft":
        raise BadInput(
            "Danh sách của quyết định đã công bố không đổi được; hãy lập quyết định mới."
        )
    new, there, gone = _compared(decision, rows, replace)
    total = len(new) + sum(there.values()) + (0 if replace else len(gone))
    if total > MOST:
        raise BadInput(f"Một quyết định nhận nhiều nhất {MOST} dòng; hãy chia làm mấy quyết định.")
    with one_commit():
        _drop(gone if replace else [])
        hidden = _insert(decision, new)
        if new or (replace and gone):
            recount(decision.id)
            decision.updated_at = utc_now()
            detail = {"added": len(new), "dropped": len(gone) if replace else 0}
            trail.write(
                "decision.listed", "decision", decision.id, actor_id=actor_id, detail=detail
            )
    return Taken(len(new), sum(there.values()), len(gone) if replace else 0, hidden)


def give_ground(
    decision_id: int, ground: str, evidence: str, *, actor_id: int | None = None
) -> int:
    """Say of all lines of a draft that have none on what ground names are published; commits.

    Returns how many lines it was. BadInput for no ground, or none that says where it lies.
    """
    decision = known(decision_id)
    where = " ".join(evidence.split())[:500]
    if not ground or ground not in GROUNDS:
        raise BadInput("Hãy chọn căn cứ công bố tên.")
    if not where:
        raise BadInput(
            "Hãy ghi căn cứ ở đâu, ví dụ “Phiếu đăng ký năm 2025, lưu tại Hội Khuyến học xã”."
        )
    wanted = (
        Entry.decision_id == decision.id,
        Entry.ground == "",
        Entry.withdrawn_at.is_(None),
    )
    with one_commit():
        count = db.session.scalar(sa.select(sa.func.count(Entry.id)).where(*wanted)) or 0
        db.session.execute(sa.update(Entry).where(*wanted).values(ground=ground, evidence=where))
        decision.updated_at = utc_now()
        detail = {"ground": ground, "count": count}
        trail.write("decision.ground", "decision", decision.id, actor_id=actor_id, detail=detail)
    return count


def drop_line(decision_id: int, entry_id: int, *, actor_id: int | None = None) -> None:
    """Take one line out of a draft; commits."""
    decision = known(decision_id)
    entry = db.session.get(Entry, entry_id)
    if decision.state != "draft" or entry is None or entry.decision_id != decision.id:
        raise BadInput("Dòng này không còn trong bản nháp; hãy tải lại trang.")
    with one_commit():
        db.session.delete(entry)
        recount(decision.id)
        decision.updated_at = utc_now()
        trail.write("decision.listed", "decision", decision.id, actor_id=actor_id)


# ---- what is new --------------------------------------------------------------------------------


def _compared(
    decision: Decision, rows: Sequence[EntryFields], replace: bool
) -> tuple[list[tuple[EntryFields, bool]], Counter[str], list[int]]:
    """(lines that are new, each with whether it was taken down; counts; entries not in `rows`)."""
    kept, nobody = _standing(decision)
    marks, slugs = suppression.current(), _slugs(decision)
    new: list[tuple[EntryFields, bool]] = []
    there: Counter[str] = Counter()
    for row in rows:
        if kept.get(row.key) and not row.another:
            kept[row.key].pop()
            there["named"] += 1
            continue
        down = bool(marks) and _was_taken_down(marks, slugs, row)
        place = (row.title_id, folded(row.place_text))
        if down and nobody.get(place):
            nobody[place].pop()
            there["nobody"] += 1
            continue
        new.append((row, down))
    gone = [number for left in (kept, nobody) for numbers in left.values() for number in numbers]
    return new, there, sorted(gone)


def _standing(
    decision: Decision,
) -> tuple[dict[Key, list[int]], dict[tuple[int, str], list[int]]]:
    """The entries of a decision: named ones by what they say, emptied ones by where they stand."""
    kept: dict[Key, list[int]] = {}
    nobody: dict[tuple[int, str], list[int]] = {}
    query = sa.select(Entry.id, Entry.title_id, Entry.folded, Entry.place_text, Entry.withdrawn_at)
    query = query.where(Entry.decision_id == decision.id).order_by(Entry.position.desc())
    for row in db.session.execute(query):
        place = folded(row.place_text)
        if row.withdrawn_at is not None:
            nobody.setdefault((row.title_id, place), []).append(row.id)
        else:
            kept.setdefault(Key(row.title_id, row.folded, place), []).append(row.id)
    return kept, nobody


def _slugs(decision: Decision) -> list[str]:
    """The addresses under which a name of this list may have been taken down: its own, and those
    of decisions of the same year and place, which this one may take the place of."""
    query = sa.select(Decision.slug).where(Decision.year == decision.year)
    here = decision.place_id
    query = query.where(Decision.place_id.is_(None) if here is None else Decision.place_id == here)
    same = sa.or_(Decision.number == decision.number, Decision.state == "withdrawn")
    return sorted({decision.slug, *db.session.scalars(query.where(same))})


def _was_taken_down(marks: Marks, slugs: Sequence[str], row: EntryFields) -> bool:
    named = (
        suppression.marks_of(Standing(slug, 0, 0, row.folded, row.place_text))[0] for slug in slugs
    )
    return marks.holds(named)


def _drop(entry_ids: Sequence[int]) -> None:
    for start in range(0, len(entry_ids), _BATCH):
        some = entry_ids[start : start + _BATCH]
        db.session.execute(sa.delete(Entry).where(Entry.id.in_(some)))


def _insert(decision: Decision, new: Sequence[tuple[EntryFields, bool]]) -> int:
    """Add the lines behind those that are there; how many of them stay taken down."""
    last = sa.select(sa.func.max(Entry.position)).where(Entry.decision_id == decision.id)
    first = (db.session.scalar(last) or 0) + 1
    values = list(_values(decision, new, first))
    for start in range(0, len(values), _BATCH):
        db.session.execute(sa.insert(Entry), values[start : start + _BATCH])
    return sum(down for _row, down in new)


def _values(
    decision: Decision, new: Sequence[tuple[EntryFields, bool]], first: int
) -> Iterator[dict[str, Any]]:
    now = utc_now()
    for position, (row, down) in enumerate(new, start=first):
        yield {
            "decision_id": decision.id,
            "position": position,
            "title_id": row.title_id,
            "place_id": row.place_id,
            "place_text": row.place_text,
            "name": "" if down else row.name,
            "folded": "" if down else row.folded,
            "head": "" if down else row.head,
            "evidence": "" if down else row.evidence,
            "level": row.level,
            "child": row.child,
            "ground": row.ground,
            "both_consents": row.both_consents,
            "withdrawn_at": now if down else None,
        }
