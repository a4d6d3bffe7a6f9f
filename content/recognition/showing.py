"""What exactly is public of an entry. Pure."""

from __future__ import annotations

from typing import Protocol

from content.recognition.models import PERSONAL
from content.vietnamese import fold

# Words before a name that say what it is the name of: "Hộ gia đình ông Vàng A Chua".
_CALLED = frozenset({"ho", "gia", "dinh", "ong", "ba", "anh", "chi", "em", "chau"})


class Named(Protocol):
    """What is asked of an entry."""

    name: str
    child: bool
    ground: str
    both_consents: bool


def initials(name: str) -> str:
    """A name by its first letters: "Hộ Vàng A Chua" → "Hộ V. A. C."; what says who stays."""
    words = name.split()
    kept = 0
    while kept < len(words) - 1 and fold(words[kept]) in _CALLED:
        kept += 1
    letters = [f"{word[0].upper()}." for word in words[kept:] if word[0].isalpha()]
    return " ".join([*words[:kept], *letters])


def shown(display: str, subject: str, entry: Named) -> str:
    """The name as readers see it; "" where it is counted and not named."""
    if display == "count" or not entry.name:
        return ""
    if subject not in PERSONAL:
        return entry.name
    if not entry.ground:
        return ""
    if display == "initials" or (entry.child and not entry.both_consents):
        return initials(entry.name)
    return entry.name
