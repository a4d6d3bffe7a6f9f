"""Values of our TOML texts, read with a sentence for each that is wrong, and written. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from content.criteria import words
from content.criteria.scoring import hundredths

Made = TypeVar("Made")


class Fault(Exception):
    """What is wrong and where, as the end of a sentence."""


def only(data: Mapping[str, Any], names: set[str], where: str) -> None:
    """Refuse keys that nobody knows; where: what the table is of."""
    strange = [name for name in data if name not in names]
    if strange:
        raise Fault(f"{where} có mục lạ “{strange[0][:40]}”; hãy bỏ hoặc sửa tên.")


def text(data: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    """A text, tidied; "" where there is none."""
    value = data.get(name, "")
    if not isinstance(value, str):
        raise Fault(f"mục “{name}” phải là chữ.")
    if needed and not value.strip():
        raise Fault(f"thiếu mục “{name}”.")
    return value.strip()


def texts(data: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A list of texts."""
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise Fault(f"mục “{name}” phải là danh sách chữ.")
    return tuple(each.strip() for each in value if each.strip())


def table(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A table; an empty one where there is none."""
    value = data.get(name, {})
    if not isinstance(value, dict):
        raise Fault(f"mục “{name}” phải là một bảng.")
    return value


def many(
    data: Mapping[str, Any], name: str, make: Callable[[Mapping[str, Any]], Made]
) -> tuple[Made, ...]:
    """Tables under one another, each made into something."""
    value = data.get(name, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise Fault(f"mục “{name}” phải viết thành các bảng [[{name}]].")
    return tuple(make(each) for each in value)


def points(data: Mapping[str, Any], name: str) -> int:
    """A number of points or per cent, at most two decimals, in hundredths."""
    value = data.get(name, 0)
    found = hundredths(repr(value)) if type(value) in (int, float) else None
    if type(value) is float and found is None:
        found = hundredths(repr(value).removesuffix(".0"))
    if found is None:
        raise Fault(f"mục “{name}” phải là số từ 0, nhiều nhất hai chữ số lẻ.")
    return found


def whole(data: Mapping[str, Any], name: str) -> int:
    """A whole number from 0."""
    value = data.get(name, 0)
    if type(value) is not int or not 0 <= value < 10_000:
        raise Fault(f"mục “{name}” phải là số nguyên.")
    return value


def level_number(key: str) -> int:
    """The number of a level that is a key."""
    if not (key.isascii() and key.isdecimal() and len(key) < 4):
        raise Fault(f"“least” nói tới mức độ “{key[:20]}”; phải là số.")
    return int(key)


def day(data: Mapping[str, Any], name: str) -> dt.date | None:
    """A day; None where there is none."""
    value = data.get(name)
    if value is None:
        return None
    if type(value) is not dt.date:
        raise Fault(f"mục “{name}” phải là ngày, dạng 2023-10-25.")
    return value


def filled(**values: Any) -> dict[str, Any]:
    """What is not empty, to be written."""
    return {name: value for name, value in values.items() if value}


def number(hundredths_: int) -> int | float:
    """Hundredths as TOML writes them."""
    return (
        hundredths_ // 100
        if hundredths_ % 100 == 0
        else float(words.points(hundredths_).replace(",", "."))
    )
