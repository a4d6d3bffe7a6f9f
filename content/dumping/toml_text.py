"""TOML as a dump writes it: one value a line, lists of tables one under the other, for a calm diff.

Pure. The values are those of our registers: text, numbers, truths, days, lists of text, tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import tomli_w


def write(table: Mapping[str, Any]) -> str:
    """A table with its tables below it; keys stand in the order they are given."""
    return "".join(_lines(table, "")).lstrip("\n")


def _lines(table: Mapping[str, Any], name: str) -> Iterator[str]:
    below = {key: value for key, value in table.items() if _is_tables(value)}
    for key, value in table.items():
        if key not in below:
            yield _line(key, value)
    for key, entries in below.items():
        full = f"{name}.{key}" if name else key
        for entry in entries:
            yield f"\n[[{full}]]\n"
            yield from _lines(entry, full)


def _line(key: str, value: Any) -> str:
    if isinstance(value, list):
        # The writer breaks each list over lines; words of a list are read better in a row.
        words = [tomli_w.dumps({"w": word})[len("w = ") :].strip() for word in value]
        return f"{key} = [{', '.join(words)}]\n"
    return tomli_w.dumps({key: value}, multiline_strings=isinstance(value, str) and "\n" in value)


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)
