"""The two-sided head and foot of official letters, told by their words. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from content.reading.portable.pieces import Line, joined
from content.vietnamese import fold

# The nation's name, the motto, the Party's name; also as a badly recognised scan spells them.
_NATION = re.compile(
    r"c[o0]ng\s+h\w{1,2}\s+x\w\s+h\w{1,2}\s+ch\w\s+ngh"
    r"|\w{2,3}c\s+[l1i]\w?p\s*[-–—.]+\s*t\w{1,2}\s+do\b|dang\s+cong\s+san\s+viet\s+nam"
)
# Where a narrow column broke one of them.
_HALF = re.compile(r"(?<!viet )\|(?:viet )?nam$|doc lap.*\|.*hanh phuc$|(?:tu|hanh)\|(?:do|phuc)\b")
_NUMBER = re.compile(r"^(?:luat |nghi quyet )?s[oe06]\w?\s?[:.;]?[\s\d.…_]*[/-]|^s[o0]\s*:")
_DATE = re.compile(r"\bng\w{1,2}y\b.{0,20}\bth\w{1,3}ng\b.{0,20}\bn\w{1,2}m\b")
_ABOUT = re.compile(r"^v\s?[/.]\s?v\b")
_RECIPIENTS = re.compile(r"^noi nhan\s*(?::|$)")
_OFFICE = re.compile(
    r"^(?:t/?m|kt|tl|tuq|q)\s?\.\s?\w|^(?:pho |quyen )?(?:chu tich|giam doc|tong giam doc"
    r"|truong ban|truong phong|hieu truong|chu nhiem|bi thu|bo truong|thu truong|nguoi lap"
    r"|ke toan|thu ky|dai dien|chanh van phong)\b"
)


def names_nation(text: str) -> bool:
    """Does a line hold the nation's name, the motto or the Party's name?"""
    return len(text) < 170 and bool(_NATION.search(fold(text)))


def begins_nation(text: str) -> bool:
    """Does a line begin with one of them?"""
    return bool(_NATION.match(fold(text)))


def is_number(text: str) -> bool:
    """Is it the number of a document ("Số: 12/KH-UBND")?"""
    return len(text) < 60 and bool(_NUMBER.match(fold(text)))


def is_about(text: str) -> bool:
    """Does the subject of a letter begin here ("V/v …")?"""
    return bool(_ABOUT.match(fold(text)))


def is_head(parts: Iterable[Line]) -> bool:
    """Do lines side by side hold the head of an official letter?"""
    return any(names_nation(part.text) for part in parts)


def is_foot(parts: Iterable[Line]) -> bool:
    """Do lines side by side hold who receives a letter, or offices that sign it?"""
    for part in parts:
        folded = fold(part.text)
        capitals = part.text.isupper() and len(part.text) <= 70
        if _RECIPIENTS.match(folded) or (capitals and _OFFICE.match(folded)):
            return True
    return False


def head_in_order(left: Sequence[Line], right: Sequence[Line]) -> list[Line]:
    """Issuer, nation, number, date, subject: the lines of both sides, one by one."""
    if not any(names_nation(part.text) for part in right):
        left, right = right, left
    number = next((i for i, part in enumerate(left) if is_number(part.text)), len(left))
    about = next((i for i, part in enumerate(left) if is_about(part.text)), len(left))
    date = next((i for i, part in enumerate(right) if _DATE.search(fold(part.text))), len(right))
    first = min(number, about)
    subject = [_as_one(left[about:])] if left[about:] else []
    nation = _nation_whole(right[:date])
    ordered = [*left[:first], *nation, *left[first:about], *right[date:], *subject]
    return [part for part in ordered if re.search(r"[^\W_]", part.text)]


def _nation_whole(parts: Sequence[Line]) -> list[Line]:
    """The lines with the nation's name and the motto each on one line."""
    found: list[Line] = []
    for part in parts:
        if found and _HALF.search(fold(f"{found[-1].text}|{part.text}")):
            found[-1] = _as_one([found[-1], part])
        else:
            found.append(part)
    return found


def _as_one(parts: Sequence[Line]) -> Line:
    """Lines of a subject as the sentence they are."""
    whole = parts[0]
    for part in parts[1:]:
        part.x0 = max(part.x0, whole.x0 + 0.01)
        whole = joined([whole, part])
    return whole
