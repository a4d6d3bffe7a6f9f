"""The identity as the TOML of a dump: `site.toml`, with the logo as a file beside it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields as fields_of_class
from dataclasses import replace
from typing import Any

from content.errors import BadInput
from content.identity.fields import Block, MenuEntry, Officer, SiteFields, Task

_LINES = ("name", "place", "organisation", "address", "phone", "email", "hours", "footer")
# Key of the file → field. Tables are in the singular, as TOML repeats them: [[menu]], [[block]].
_TABLES = {"officer": "officers", "menu": "menu", "block": "blocks"}
KEYS = (*_LINES, "logo", "set_up", *_TABLES)


def write(fields: SiteFields, logo_file: str) -> dict[str, Any]:
    """The table of site.toml; empty values are left out. logo_file: the path of the logo or ""."""
    written = fields.to_json()
    table: dict[str, Any] = {name: written[name] for name in _LINES if written[name]}
    if logo_file:
        table["logo"] = logo_file
    if fields.set_up:
        table["set_up"] = True
    table["officer"], table["menu"] = written["officers"], written["menu"]
    table["block"] = [_renamed(block, "tasks", "task") for block in written["blocks"]]
    return {key: value for key, value in table.items() if value != []}


def read(table: Mapping[str, Any], base: SiteFields) -> tuple[SiteFields, str]:
    """The fields that a site.toml means and the path of its logo ("" when it names none).

    What the file leaves out stays as `base` has it. BadInput names a key or a value that has no
    place there.
    """
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise BadInput(f"Khóa “{unknown[0]}” không có; chỉ dùng: {', '.join(sorted(KEYS))}.")
    given: dict[str, Any] = {name: _word(table, name) for name in _LINES if name in table}
    if "set_up" in table:
        given["set_up"] = _typed(table["set_up"], bool, "set_up")
    if "officer" in table:
        given["officers"] = tuple(_entry(Officer, e, "officer") for e in _list(table, "officer"))
    if "menu" in table:
        given["menu"] = tuple(_entry(MenuEntry, e, "menu") for e in _list(table, "menu"))
    if "block" in table:
        given["blocks"] = tuple(_block(entry) for entry in _list(table, "block"))
    return replace(base, **given), _word(table, "logo") if "logo" in table else ""


def _block(entry: Any) -> Block:
    given = dict(_typed(entry, dict, "block"))
    tasks = tuple(_entry(Task, e, "task") for e in _list(given, "task"))
    given.pop("task", None)
    kinds = tuple(_typed(kind, str, "kinds") for kind in _list(given, "kinds"))
    given.pop("kinds", None)
    count = _typed(given.pop("count", 0), int, "count")
    found: Block = _entry(Block, {"kind": "", **given}, "block", without=("tasks", "kinds"))
    return replace(found, tasks=tasks, kinds=kinds, count=count)


def _entry(cls: type, entry: Any, name: str, without: tuple[str, ...] = ()) -> Any:
    given = _typed(entry, dict, name)
    known = {f.name for f in fields_of_class(cls)} - set(without)
    unknown = sorted(set(given) - known)
    if unknown:
        raise BadInput(
            f"[[{name}]]: khóa “{unknown[0]}” không có; chỉ dùng: {', '.join(sorted(known))}."
        )
    return cls(**{key: _word(given, key) for key in given})


def _list(table: Mapping[str, Any], name: str) -> list[Any]:
    found: list[Any] = _typed(table.get(name, []), list, name)
    return found


def _word(table: Mapping[str, Any], name: str) -> str:
    found: str = _typed(table[name], str, name)
    return found


def _typed(value: Any, kind: type, name: str) -> Any:
    if type(value) is not kind:
        needed = {str: "chữ trong ngoặc kép", bool: "true hoặc false", int: "một số"}
        raise BadInput(f"site.toml: “{name}” phải là {needed.get(kind, 'danh sách các mục')}.")
    return value


def _renamed(entry: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    return {new if key == old else key: value for key, value in entry.items()}
