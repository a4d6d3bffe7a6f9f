"""Plain words as Markdown that shows them as they stand. Pure."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]])|<(?=[A-Za-z/!?])")
_OPENING = re.compile(r"^(\d+)([.)])(?=\s|$)|^([#>+~-])(?=\s|[#>+~-]|$)|^(=)")


def escape(text: str) -> str:
    """Words of a plain text whose signs mean nothing in Markdown or HTML."""
    return _SPECIAL.sub(lambda m: "&lt;" if m.group() == "<" else "\\" + m.group(), text)


def open_safely(text: str) -> str:
    """A paragraph whose beginning cannot be taken for a list, a heading or a rule.

    "1. Một" becomes "1\\\\. Một": Markdown would count it anew and lose the writer's number.
    """
    return _OPENING.sub(
        lambda m: f"{m.group(1)}\\{m.group(2)}" if m.group(1) else "\\" + m.group(), text
    )
