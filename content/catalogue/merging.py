"""How descriptions of one work go together: three-way where one changed, filling where two meet."""

from __future__ import annotations

import dataclasses
from typing import Any

from content.catalogue.record import Record

_FIELDS = tuple(one.name for one in dataclasses.fields(Record))
# Elements of which a second description may know more; of the others the first one's are kept.
_GATHERED = frozenset({"identifiers", "links", "subjects", "topics", "audiences"})


def follow(current: Record, base: Record, new: Record) -> Record:
    """The current record with what its source changed from `base` to `new`.

    What an editor changed since `base` stays: of a single element wholly, of a repeated one value
    by value.
    """
    return Record(
        **{
            name: _followed(getattr(current, name), getattr(base, name), getattr(new, name))
            for name in _FIELDS
        }
    )


def fill(current: Record, other: Record) -> Record:
    """The current record, its empty elements filled from another description of the same work."""
    return Record(
        **{name: _filled(name, getattr(current, name), getattr(other, name)) for name in _FIELDS}
    )


def _followed(current: Any, base: Any, new: Any) -> Any:
    if current == base or new == base:
        return new if current == base else current
    if not isinstance(current, tuple):
        return current
    kept = [one for one in current if one not in base or one in new]
    return tuple(dict.fromkeys([*kept, *(one for one in new if one not in base)]))


def _filled(name: str, current: Any, other: Any) -> Any:
    if name == "kind":
        return other if current == "khac" else current
    if isinstance(current, tuple) and name in _GATHERED:
        return tuple(dict.fromkeys([*current, *other]))
    return current if current not in ("", (), None) else other
