"""Formulas of Word on one line: "(a + b)/2", "x²", "√(y)". Pure."""

from __future__ import annotations

from typing import Any

from content.reading.word.names import child, q
from content.reading.word.signs import raised

_MATH = q("m:oMath").rsplit("}", 1)[0] + "}"


def linear(element: Any) -> str:
    """The words of a formula in reading order, its parts in brackets where they need them."""
    name = str(element.tag).removeprefix(_MATH)
    if name == "t":
        return element.text or ""
    if name.endswith("Pr"):
        return ""
    writer = _WRITERS.get(name)
    return writer(element) if writer else "".join(map(linear, element))


def _part(element: Any, name: str) -> str:
    found = child(element, f"m:{name}")
    return "" if found is None else linear(found).strip()


def _grouped(text: str) -> str:
    return text if text.isalnum() or len(text) < 2 else f"({text})"


def _fraction(element: Any) -> str:
    return f"{_grouped(_part(element, 'num'))}/{_grouped(_part(element, 'den'))}"


def _script(element: Any) -> str:
    below, above = _part(element, "sub"), _part(element, "sup")
    text = _grouped(_part(element, "e"))
    for script, by, mark in ((below, -1, "_"), (above, 1, "^")):
        if script:
            small = raised(script, by)
            text += small if small != script else f"{mark}{_grouped(script)}"
    return text


def _root(element: Any) -> str:
    degree = _part(element, "deg")
    return f"{raised(degree, 1)}√({_part(element, 'e')})"


def _brackets(element: Any) -> str:
    inner = "; ".join(linear(e).strip() for e in element.findall(q("m:e")))
    return f"({inner})"


def _sum(element: Any) -> str:
    sign = child(element, "m:naryPr", "m:chr")
    text = "∫" if sign is None else sign.get(q("m:val"), "∫")
    below, above = _part(element, "sub"), _part(element, "sup")
    limits = f"[{below}; {above}]" if above else f"[{below}]" if below else ""
    return f"{text}{limits} {_part(element, 'e')}"


_WRITERS = {
    "f": _fraction,
    "sSup": _script,
    "sSub": _script,
    "sSubSup": _script,
    "rad": _root,
    "d": _brackets,
    "nary": _sum,
}
