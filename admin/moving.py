"""Lists that are put in order: what a button beside a line asks for, where no script moves it.

A button is called `move` and says "LIST:up:NUMBER", "down" or "drop"; NUMBER counts from 0 in the
order in which the page showed the lines. Nothing is saved by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from flask import request

Line = TypeVar("Line")
_WORDS = {"up": "lên", "down": "xuống", "drop": "bỏ"}


class Asked(NamedTuple):
    """What a button asked for: of which list, what, with which line."""

    list_name: str
    way: str
    number: int


class Moved(NamedTuple, Generic[Line]):
    """The lines in their new order, and a sentence that says what happened."""

    lines: list[Line]
    sentence: str


def asked() -> Asked | None:
    """What was asked for by the pressed button; None for any other button."""
    name, _colon, rest = request.form.get("move", "").partition(":")
    way, _colon, number = rest.partition(":")
    usable = way in _WORDS and number.isdecimal() and len(number) < 5
    return Asked(name, way, int(number)) if usable else None


def moved(lines: Sequence[Line], list_name: str) -> Moved[Line] | None:
    """The lines with one of them moved or gone; None when no button of this list was pressed."""
    what = asked()
    if what is None or what.list_name != list_name:
        return None
    return Moved(changed(lines, what), sentence(what))


def changed(lines: Sequence[Line], what: Asked) -> list[Line]:
    """The lines with what was asked for done; what is not there moves nothing."""
    found, at = list(lines), what.number
    if at >= len(found):
        return found
    line = found.pop(at)
    if what.way != "drop":
        found.insert(max(at - 1, 0) if what.way == "up" else at + 1, line)
    return found


def sentence(what: Asked) -> str:
    """What happened, for who reads and who listens."""
    if what.way == "drop":
        return f"Đã bỏ dòng {what.number + 1}. Chưa lưu."
    to = what.number + (0 if what.way == "up" else 2)
    return f"Dòng {what.number + 1} nay ở chỗ {max(to, 1)}. Chưa lưu."
