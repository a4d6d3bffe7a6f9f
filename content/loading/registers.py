"""Registers: places, topics, the site and the library as TOML, beside the pages of a dump."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from content import places
from content.catalogue import portable
from content.errors import BadInput
from content.loading import (
    catalogue_registers,
    criteria_register,
    figure_registers,
    media_register,
    recognition_register,
    site_register,
)
from content.publishing.commands import redirects, topics

# In the order they are taken in: what stands further down may name what stands above.
ORDER = (
    "places.toml",
    "topics.toml",
    "redirects.toml",
    site_register.NAME,
    media_register.NAME,
    criteria_register.NAME,
    recognition_register.NAME,
    *figure_registers.NAMES,
    portable.SOURCES,
    "records.toml",
    portable.SHELVES,
)
_WITH_FILES = {site_register.NAME: site_register.load, media_register.NAME: media_register.load}
# What a hub without starter content begins without: facts of plans, not what work needs.
STARTER_ONLY = frozenset({*figure_registers.NAMES, "records.toml", portable.SHELVES})


def is_register(path: str) -> bool:
    """Whether a file of this path is a register, by its name."""
    name = PurePosixPath(path).name
    return name in ORDER or catalogue_registers.is_one(name)


def turn(path: str) -> int:
    """When a register is taken in, compared with the others."""
    name = PurePosixPath(path).name
    return ORDER.index("records.toml" if portable.RECORDS.fullmatch(name) else name)


def load(
    path: str,
    data: bytes,
    *,
    beside: Callable[[str], bytes | None],
    actor_id: int | None = None,
    draft: bool = False,
) -> tuple[str, tuple[str, ...]]:
    """Take a register in; returns ("loaded" | "changed" | "unchanged", notes).

    beside: reads a file next to the register, or gives None. draft: of criteria sets, readers see
    nothing yet.
    """
    try:
        content = tomllib.loads(data.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadInput(f"Tệp TOML sai cú pháp: {error}.") from None
    except RecursionError:
        raise BadInput("Tệp TOML lồng nhau quá sâu; mỗi dòng có dạng “khóa = giá trị”.") from None
    name = PurePosixPath(path).name
    if catalogue_registers.is_one(name):
        return catalogue_registers.load(name, content, beside), ()
    if name in figure_registers.NAMES:
        return figure_registers.load(name, content, actor_id), ()
    if name == recognition_register.NAME:
        return recognition_register.load(content, actor_id), ()
    if name == criteria_register.NAME:
        return criteria_register.load(content, beside, actor_id, draft=draft), ()
    if name in _WITH_FILES:
        return _WITH_FILES[name](content, beside, actor_id), ()
    return _entries(name, content, actor_id), ()


def _entries(name: str, content: dict[str, Any], actor_id: int | None) -> str:
    table, take = _TABLES[name]
    entries = content.get(table, [])
    if not isinstance(entries, list) or set(content) - {table}:
        raise BadInput(f"{name} chỉ gồm các mục [[{table}]].")
    if not all(isinstance(entry, dict) and _is_sound(entry) for entry in entries):
        raise BadInput(f'{name} có mục ghi sai kiểu; mỗi mục gồm các dòng “khóa = "chữ"”.')
    changed = [take(entry, actor_id) for entry in entries]
    # A unit may have gone into one that stands further down the file.
    changed += [_merge(entry, actor_id) for entry in entries if entry.get("into")]
    return "loaded" if any(changed) else "unchanged"


def _is_sound(entry: dict[str, Any]) -> bool:
    """Words are text, days are days, and mergers a list of tables."""
    into = entry.get("into", [])
    apart = ("into", "valid_from", "valid_to", "position")
    old = entry.get("old", "")  # of a topic a list, of a redirect one address
    listed = old if isinstance(old, list) else [old]
    words = (*(v for k, v in entry.items() if k not in (*apart, "old")), *listed)
    days = (entry.get(key) for key in ("valid_from", "valid_to"))
    return (
        isinstance(into, list)
        and all(isinstance(link, dict) for link in into)
        and all(isinstance(word, str) for word in words)
        and all(day is None or type(day) is dt.date for day in days)
        and type(entry.get("position", 0)) is int
    )


def _place(entry: dict[str, Any], actor_id: int | None) -> bool:
    _only(entry, {"name", "level", "parent", "valid_from", "valid_to", "source", "into"})
    parent = _known(entry["parent"]) if entry.get("parent") else None
    merged = [link.get("on") for link in entry.get("into", ())]  # a merger ends the unit
    ended = entry.get("valid_to") or (merged[-1] if merged else None)
    wanted = (entry.get("valid_from"), ended, entry.get("source", ""))
    name = _word(entry, "name")
    known = [p for p in places.find(name) if p.parent_id == (parent.id if parent else None)]
    place = next((p for p in known if p.name == name and p.level == entry.get("level")), None)
    if place is not None and (place.valid_from, place.valid_to, place.source) == wanted:
        return False
    places.record(
        name,
        _word(entry, "level"),
        parent=parent,
        valid_from=wanted[0],
        valid_to=wanted[1],
        source=wanted[2],
        actor_id=actor_id,
    )
    return True


def _merge(entry: dict[str, Any], actor_id: int | None) -> bool:
    full_name = ", ".join(filter(None, [_word(entry, "name"), entry.get("parent")]))
    place = _known(full_name)
    known = {(s.new_id, s.on) for s in places.became(place)}
    changed = False
    for link in entry["into"]:
        new, on = _known(_word(link, "name")), link.get("on")
        if not isinstance(on, dt.date):
            raise BadInput(f"{place.name}: mục into cần ngày “on”.")
        if (new.id, on) not in known:
            places.merge([place], new, on, actor_id=actor_id)
            changed = True
    return changed


def _topic(entry: dict[str, Any], _actor_id: int | None) -> bool:
    _only(entry, {"slug", "name", "description", "position", "old"})
    return topics.record(
        _word(entry, "slug"),
        _word(entry, "name"),
        description=entry.get("description", ""),
        position=entry.get("position", 0),
        former=tuple(entry.get("old", ())),
    )


def _redirect(entry: dict[str, Any], _actor_id: int | None) -> bool:
    _only(entry, {"old", "to"})
    return redirects.record(_word(entry, "old"), _word(entry, "to"))


_Take = Callable[[dict[str, Any], int | None], bool]
_TABLES: dict[str, tuple[str, _Take]] = {
    "places.toml": ("place", _place),
    "topics.toml": ("topic", _topic),
    "redirects.toml": ("redirect", _redirect),
}


def _known(name: str) -> places.Place:
    found = places.find(name)
    if not found:
        raise BadInput(f"Không thấy địa bàn “{name}”; hãy ghi nó trước trong places.toml.")
    return found[0]


def _word(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"Có mục thiếu “{key}”.")
    return value


def _only(entry: dict[str, Any], allowed: set[str]) -> None:
    unknown = sorted(set(entry) - allowed)
    if unknown:
        raise BadInput(f"Khóa “{unknown[0]}” không có; chỉ dùng: {', '.join(sorted(allowed))}.")
