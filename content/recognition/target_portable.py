"""Targets, figures and deadlines as the TOML of a dump: one table a row, places by name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, TypeVar

import sqlalchemy as sa

from content import places
from content.database import db
from content.errors import BadInput
from content.recognition import rates
from content.recognition.target_fields import DeadlineFields, FigureFields, TargetFields
from content.recognition.target_models import Deadline, Figure, Target

Fields = TypeVar("Fields", TargetFields, FigureFields, DeadlineFields)
TARGETS, FIGURES, DEADLINES = "targets.toml", "figures.toml", "deadlines.toml"
# File → the name of its tables, the fields of one, the rows of the database.
REGISTERS: dict[str, tuple[str, type, type]] = {
    TARGETS: ("target", TargetFields, Target),
    FIGURES: ("figure", FigureFields, Figure),
    DEADLINES: ("deadline", DeadlineFields, Deadline),
}
# Field → key of the file; a share is written as people write it.
_NAMES = {"place_id": "place", "hundredths": "percent"}
_INTEGERS = frozenset(
    {
        "year", "position", "total", "registered", "recognised", "month", "day", "end_month",
        "end_day", "first_year", "last_year",
    }
)  # fmt: skip
_DAYS = frozenset({"issued", "on", "until"})
_TRUTHS = frozenset({"to_check", "before"})


def keys(kind: type) -> tuple[str, ...]:
    """The keys of a table, in their order."""
    return tuple(_NAMES.get(field.name, field.name) for field in fields(kind))


def tables(file: str) -> list[dict[str, Any]]:
    """The rows of a register as tables, in an order that does not change with the database."""
    _name, kind, model = REGISTERS[file]
    rows: list[Any] = list(db.session.scalars(sa.select(model)).unique())
    found = [_table(kind, row) for row in rows]
    return sorted(found, key=lambda table: [_sortable(table.get(key)) for key in keys(kind)])


def read(kind: type[Fields], table: Mapping[str, Any]) -> Fields:
    """The fields of a table; BadInput names a key or a value that has no place there."""
    unknown = sorted(set(table) - set(keys(kind)))
    if unknown:
        raise BadInput(f"Khóa “{unknown[0]}” không có; chỉ dùng: {', '.join(keys(kind))}.")
    given: dict[str, Any] = {}
    for field in fields(kind):
        key = _NAMES.get(field.name, field.name)
        if key in table:
            given[field.name] = _value(field.name, key, table[key])
    return kind(**given)


def _table(kind: type, row: Any) -> dict[str, Any]:
    table: dict[str, Any] = {}
    for field in fields(kind):
        value = getattr(row, field.name)
        if field.default is not MISSING and value == field.default:
            continue
        if field.name == "place_id":
            value = row.place.full_name
        elif field.name == "hundredths":
            value = rates.written(rates.of_hundredths(value))
        table[_NAMES.get(field.name, field.name)] = value
    return table


def _value(name: str, key: str, value: Any) -> Any:
    if name == "place_id":
        return _place(value).id
    if name == "hundredths":
        return rates.hundredths(value if isinstance(value, str) else "?", "percent")
    wanted = _wanted(name)
    if type(value) is not wanted:
        raise BadInput(f"Khóa “{key}” ghi sai kiểu giá trị; hãy xem một mục khác trong tệp.")
    return value


def _wanted(name: str) -> type:
    if name in _INTEGERS:
        return int
    if name in _DAYS:
        return dt.date
    return bool if name in _TRUTHS else str


def _place(name: Any) -> places.Place:
    found = places.find(name) if isinstance(name, str) else []
    if not found:
        raise BadInput(f"Không thấy địa bàn “{name}”; hãy ghi nó trước trong places.toml.")
    return found[0]


def _sortable(value: Any) -> tuple[int, str]:
    if isinstance(value, bool) or value is None:
        return 0, str(value or "")
    return (1, f"{value:012d}") if isinstance(value, int) else (2, str(value))
