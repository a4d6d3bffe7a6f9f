"""Writing targets, figures and deadlines: by hand, from lists, and as registers say them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields as fields_of_class
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from content import places, trail
from content.database import db, utc_now
from content.errors import BadInput
from content.recognition.target_fields import (
    DeadlineFields,
    FigureFields,
    TargetFields,
    checked,
)
from content.recognition.target_models import Deadline, Figure, Target
from content.transactions import one_commit
from content.vietnamese import slugify

Given = TargetFields | FigureFields | DeadlineFields
Kept = Target | Figure | Deadline
_MODELS: dict[type, type[Kept]] = {
    TargetFields: Target,
    FigureFields: Figure,
    DeadlineFields: Deadline,
}
# What the trail calls them, and what a sentence calls them.
KINDS: dict[type[Kept], str] = {Target: "target", Figure: "figure", Deadline: "deadline"}
_CALLED = {
    Target: "chỉ tiêu này (cùng nơi, cùng năm, cùng văn bản)",
    Figure: "số liệu của danh hiệu này ở nơi và năm này",
    Deadline: "hạn nộp này",
}


def save(
    given: Given, *, row_id: int | None = None, seen_version: int = 0, actor_id: int | None = None
) -> Kept:
    """Add a row, or change the one of a number; commits. Returns the row.

    BadInput for what cannot be kept, for a row that is there already, and where somebody else has
    saved the row since `seen_version`.
    """
    model = _MODELS[type(given)]
    row = known(model, row_id) if row_id is not None else None
    if row is not None and row.version != seen_version:
        raise BadInput("Có người vừa lưu mục này; hãy mở lại, xem bản mới rồi sửa tiếp.")
    made = _named(checked(given), row)
    twin = _same(model, made)
    if twin is not None and twin is not row:
        raise BadInput(f"Đã có {_CALLED[model]}; hãy mở mục đó ra sửa.")
    with one_commit():
        act = "added" if row is None else "changed"
        kept, changed = _put(made, row)
        db.session.flush()
        if changed:
            trail.write(f"{KINDS[model]}.{act}", KINDS[model], kept.id, actor_id=actor_id)
    return kept


def drop(model: type[Kept], row_id: int, *, actor_id: int | None = None) -> None:
    """Remove a row; commits. BadInput when it is gone already."""
    row = known(model, row_id)
    with one_commit():
        trail.write(f"{KINDS[model]}.dropped", KINDS[model], row.id, actor_id=actor_id)
        db.session.delete(row)


def record_all(rows: Iterable[Given], *, actor_id: int | None = None) -> int:
    """Keep rows exactly as a register has them, in one commit; how many were new or changed."""
    changed: Counter[str] = Counter()
    kept: dict[type[Kept], dict[tuple[Any, ...], Kept]] = {}
    with one_commit():
        for given in rows:
            model = _MODELS[type(given)]
            made = _named(checked(given), None)
            if model not in kept:
                kept[model] = _by_key(model, made.KEY)
            key = tuple(getattr(made, name) for name in made.KEY)
            kept[model][key], new = _put(made, kept[model].get(key))
            changed[KINDS[model]] += new
        for kind, count in changed.items():
            if count:
                detail = {"count": count}
                trail.write(f"{kind}.listed", kind, None, actor_id=actor_id, detail=detail)
    return changed.total()


def known(model: type[Kept], row_id: int) -> Kept:
    """The row of a number; BadInput when there is none any more."""
    row: Any = db.session.get(model, row_id)
    if row is None:
        raise BadInput("Mục này không còn; có thể người khác vừa xóa. Hãy tải lại danh sách.")
    kept: Kept = row
    return kept


def _named(made: Given, row: Kept | None) -> Given:
    """With a slug of its own, for a new deadline without one; a kept one never changes."""
    if not isinstance(made, DeadlineFields):
        return made
    if isinstance(row, Deadline):
        return replace(made, slug=row.slug)
    if made.slug:
        return made
    place = db.session.get(places.Place, made.place_id) if made.place_id else None
    stem = slugify(f"{made.what} {place.name if place else ''}", 110)
    slug, count = stem, 1
    taken = set(db.session.scalars(sa.select(Deadline.slug).where(Deadline.slug.startswith(stem))))
    while slug in taken:
        count += 1
        slug = f"{stem}-{count}"
    return replace(made, slug=slug)


def _same(model: type[Kept], made: Given) -> Any:
    conditions = [
        column.is_(None) if (value := getattr(made, name)) is None else column == value
        for name in made.KEY
        for column in [getattr(model, name)]
    ]
    return db.session.scalar(sa.select(model).where(*conditions).limit(1))


def _by_key(model: type[Kept], key: tuple[str, ...]) -> dict[tuple[Any, ...], Kept]:
    """Every row of a table by what makes it that row; a list asks for them once."""
    rows: list[Any] = list(db.session.scalars(sa.select(model)).unique())
    return {tuple(getattr(row, name) for name in key): row for row in rows}


def _put(made: Given, row: Kept | None) -> tuple[Kept, bool]:
    model = _MODELS[type(made)]
    wanted = {field.name: getattr(made, field.name) for field in fields_of_class(made)}
    if row is not None and all(getattr(row, name) == value for name, value in wanted.items()):
        return row, False
    row = row or model()
    for name, value in wanted.items():
        setattr(row, name, value)
    row.updated_at = utc_now()
    db.session.add(row)
    return row, True
