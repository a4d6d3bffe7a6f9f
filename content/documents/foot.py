"""The foot of an official document: who receives it, who signs it and as what. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.documents.keys import with_capital_council
from content.documents.lines import PAGE_NUMBER, Line, Removed
from content.documents.marks import is_note, is_picture
from content.vietnamese import LOWER, UPPER, fold

_RECIPIENTS = re.compile(r"^n[o0q]i nh\w{1,2}n\s*[:;.]?\s*")
_FOR = r"(?:TM|T/M|KT|TL|TUQ|TƯQ|Q)"
_AUTHORITY = re.compile(rf"^{_FOR}(?:\s?\.\s?|\s)[{UPPER}]{{2,}}[^{LOWER}]*$")
_MERGED = re.compile(rf"\s({_FOR}\s?\.\s?[{UPPER}]{{2,}}[^{LOWER}]*)$")
_OFFICE = (
    r"(?:(?:pho|thu|tong|quyen|q\.) ?)?(?:chu tich|thu tuong|bo truong|giam doc|tong giam doc"
    r"|truong|truong phong|truong ban|hieu truong|cuc truong|vu truong|chanh van phong|bi thu"
    r"|chu nhiem|chanh thanh tra|vien truong|thuong truc|tong thu ky|thu truong"
    r"|uy vien thuong vu)"
)
_ROLE = re.compile(rf"^{_OFFICE}(?: [\w -]{{1,40}})?$")
_MERGED_ROLE = re.compile(r"[;.]\s+((?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|HIỆU TRƯỞNG))$")
_MERGED_NAME = re.compile(rf"^(-\s*[Ll]ưu\b.*?[.;])\s+((?:[{UPPER}][{LOWER}]+\s?){{2,5}})$")
_SIGNED = re.compile(r"^[(\[]?\s*(?:da ky|ky ten|ky,? ?dong dau|da ky ten)\b.{0,30}$")
_DEGREE = r"(?:(?:TS|ThS|PGS|GS|BS|CN|NGƯT|NGND|Ths|Ts)\s?\.\s?)*"
_NAME = re.compile(rf"^{_DEGREE}[{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*){{1,5}}$")
_ITEM = re.compile(r"^[-–—+•*●▪](?:\s+|(?=\w))")


@dataclass(slots=True)
class Foot:
    """What the foot says. `start` and `end` are indexes of lines: lines[start:end] is the foot.

    signed_for: "TM. ỦY BAN NHÂN DÂN". signer_role: "KT. CHỦ TỊCH, PHÓ CHỦ TỊCH". `lines`: the
    foot's lines as they stand, without the label "Nơi nhận:", which is in `removed`.
    """

    start: int
    end: int
    recipients: list[str] = field(default_factory=list)
    signed_for: str = ""
    roles: list[str] = field(default_factory=list)
    signer: str | None = None
    lines: list[str] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    between: list[Line] = field(default_factory=list)  # of the text: a stamp, a signature drawn

    @property
    def signer_role(self) -> str:
        """The offices of the signature from the top down."""
        return ", ".join(self.roles)

    @property
    def signed(self) -> bool:
        """Has a signature begun?"""
        return bool(self.roles or self.signed_for)


def read_foot(lines: Sequence[Line]) -> Foot:
    """The foot among a document's lines; empty (start = end = the number of lines) without one."""
    start = _start(lines)
    foot = Foot(start, start)
    for line in lines[start:]:
        if not _take_line(foot, line):
            break
        foot.end += 1
    foot.recipients = [_cleaned(recipient) for recipient in foot.recipients]
    if foot.recipients or foot.signed:
        return foot
    return Foot(len(lines), len(lines))


def _start(lines: Sequence[Line]) -> int:
    """Index of the first line of the foot: "Nơi nhận", or the signature that stands above it."""
    start = next((i for i in range(len(lines) - 1, -1, -1) if _is_recipients(lines[i].bare)), None)
    if start is None:
        last = range(max(0, len(lines) - 15), len(lines))
        return next((i for i in last if _is_office(lines[i].bare)), len(lines))
    top = index = start
    while index > 0 and start - index < 8 and _is_signature(lines[index - 1].bare):
        index -= 1
        if _is_office(lines[index].bare):
            top = index
    return top


def _is_recipients(text: str) -> bool:
    found = _RECIPIENTS.match(fold(text))
    if not found or len(text) > 100:
        return False
    after = text[found.end() :]
    return not after or ":" in text[: found.end()]


def _is_office(text: str) -> bool:
    """ "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH": an authority or an office in capitals."""
    if len(text) > 70 or text != text.upper():
        return False
    return bool(_AUTHORITY.match(text) or _ROLE.match(fold(text)))


def _is_signature(text: str) -> bool:
    drawn = is_picture(text)
    return drawn or _is_office(text) or bool(_NAME.match(text) or _SIGNED.match(fold(text)))


def _take_line(foot: Foot, line: Line) -> bool:
    """Take one line; False when it is no part of the foot."""
    text = with_capital_council(line.bare)
    if line.is_rule:
        foot.removed.append(Removed(line.text, "đường kẻ"))
        return True
    if is_picture(line.text):
        foot.between.append(line)
        return True
    if PAGE_NUMBER.match(fold(text)):
        foot.removed.append(Removed(text, "số trang"))
        return True
    if line.table or is_note(line.text):
        return False
    if _is_recipients(text):
        found = _RECIPIENTS.match(fold(text))
        cut = found.end() if found else 0
        foot.removed.append(Removed(text[:cut].strip(), "nhãn “Nơi nhận”"))
        text = text[cut:].strip()
        if not text:
            return True
    taken = [_take(foot, part, line) for part in _apart(text) if part]
    return any(taken)


def _apart(text: str) -> list[str]:
    """A recipient and what two columns put behind it on one line, as pieces."""
    if _is_office(text):
        return [text]
    merged = _MERGED.search(text) or _MERGED_ROLE.search(text) or _MERGED_NAME.match(text)
    if not merged:
        return [text]
    tail = merged.group(merged.lastindex or 1)
    return [text[: len(text) - len(tail)].strip(), tail.strip()]


def _take(foot: Foot, text: str, line: Line) -> bool:
    """Put one piece of text where it belongs; False when it belongs to no part of a foot."""
    taken = _take_signature(foot, text) or _take_recipient(foot, text, line)
    if taken:
        foot.lines.append(text)
    return taken


def _take_signature(foot: Foot, text: str) -> bool:
    if _is_office(text):
        if text.startswith(("TM", "T/M")) and not foot.signed_for:
            foot.signed_for = text
        else:
            foot.roles.append(text)
        return True
    if _SIGNED.match(fold(text)):
        return True
    if foot.signed and foot.signer is None and _NAME.match(text):
        foot.signer = text
        return True
    return False


def _take_recipient(foot: Foot, text: str, line: Line) -> bool:
    item = _ITEM.match(text)
    if item:
        foot.recipients.append(text[item.end() :])
        return True
    if not foot.recipients or len(text) > 100:
        # A short line after "Nơi nhận:" that ends as items end is an item without its dash.
        if not foot.recipients and foot.removed and len(text) <= 100 and text.endswith((";", ",")):
            foot.recipients.append(text)
            return True
        return False
    if line.starts_lower or text[0] in "(}":
        foot.recipients[-1] = f"{foot.recipients[-1]} {text}"
        return True
    if text.endswith((";", ",")) or fold(text).startswith("luu"):
        foot.recipients.append(text)
        return True
    return False


def _cleaned(text: str) -> str:
    return text.strip().rstrip(";,").strip()
