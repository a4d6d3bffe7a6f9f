"""What signing programs set on a page: who signed and when, in small print over the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from content.reading.portable.pieces import Line
from content.vietnamese import fold

_SIGNER = (
    r"nguoi ky|(?:duoc )?ky (?:so )?boi|(?:digitally )?signed by|signature (?:not verified|valid)"
)
_SIGNED_BY = re.compile(rf"^(?:{_SIGNER})\b")
_FIELD = re.compile(
    rf"^(?:{_SIGNER}|e-?mail|co quan|to chuc|don vi|chuc vu|thoi gian ky|ngay(?: gio)? ky|ngay|date"
    r"|dn|reason|location|ly do|noi ky)\s*(?::|$)|^(?:signature|cn=|o=|ou=|c=)"
)
_MOMENT = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}\W{1,3}\d{1,2}[:.h]\d{2}|\+07.?00")
_MOST_LINES = 12


def take_stamps(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """The lines without the stamps of signing programs, and the words of each stamp."""
    left = list(lines)
    stamps: list[str] = []
    for line in lines:
        if line not in left or not _SIGNED_BY.match(fold(line.text)):
            continue
        group = _group(line, left)
        words = " ".join(part.text for part in group)
        if _MOMENT.search(words) or (all(part.laid for part in group) and len(group) > 1):
            stamps.append(words)
            left = [other for other in left if not any(other is part for part in group)]
    return left, stamps


def _group(first: Line, lines: Sequence[Line]) -> list[Line]:
    """The lines of the stamp that begins with this one."""
    group = [first]
    below = sorted((x for x in lines if x.y > first.y), key=lambda x: x.y)
    for line in below:
        last = group[-1]
        if line.y - last.y > 2.2 * first.size or len(group) >= _MOST_LINES:
            break
        if abs(line.x0 - first.x0) > 3 * first.size or abs(line.size - first.size) > 1.5:
            continue
        signed = _MOMENT.search(" ".join(part.text for part in group))
        if signed and not _FIELD.match(fold(line.text)) and not _MOMENT.search(line.text):
            break
        group.append(line)
    return group
