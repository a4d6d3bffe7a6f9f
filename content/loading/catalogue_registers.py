"""The registers of the library: `sources.toml`, `records….toml`, `shelves.toml` of a dump."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from content.catalogue import portable
from content.catalogue.commands import loaded
from content.errors import BadInput

_SHELVES = ("shelf", "list", "pair", "merged")


def is_one(name: str) -> bool:
    """Whether a file of this name is a register of the library."""
    fixed = name in (portable.SOURCES, portable.SHELVES)
    return fixed or portable.RECORDS.fullmatch(name) is not None


def load(name: str, content: dict[str, Any], beside: Callable[[str], bytes | None]) -> str:
    """Take one in: "loaded" or "unchanged". BadInput names what does not belong."""
    words = _SHELVES if name == portable.SHELVES else ("source",)
    if portable.RECORDS.fullmatch(name):
        words = ("record",)
    if set(content) - set(words) or not all(isinstance(x, list) for x in content.values()):
        raise BadInput(f"{name} chỉ gồm các mục [[{']], [['.join(words)}]].")
    if name == portable.SHELVES:
        changed = loaded.shelves_and_lists(content)
    elif name == portable.SOURCES:
        changed = loaded.sources(content.get("source", []))
    else:
        changed = loaded.records(content.get("record", []), beside, name)
    return "loaded" if changed else "unchanged"
