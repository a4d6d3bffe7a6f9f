"""The head of an official document: number, issuer, place and date, kind, title. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from content.documents import written_dates
from content.documents.dates import PartialDate
from content.documents.keys import (
    KINDS,
    display_issuer,
    issuer_of,
    kind_of,
    with_capital_council,
    without_doubled_letter,
)
from content.documents.lines import Layout, Line, Removed
from content.documents.marks import is_picture, words_alone
from content.documents.outline import label_of
from content.vietnamese import fold

_LONGEST_HEAD = 40  # lines before the kind of the document
_LONGEST_TITLE = 12  # lines
_LATEST_COLUMN = 12  # lines between a head's left column and its right one
_LONGEST_COLUMN = 5  # lines: the nation's name on two, the motto on two, the date
# Words of the nation's name on folded text, as scans give them, too.
_NATION_WORDS = (
    *(r"c[o0]ng", r"h\w{1,2}", r"x\w", r"h\w{1,2}", r"ch\w"),
    *(r"ngh\w{1,2}", r"vi\w{1,2}t", r"nam"),
)
_NATION = re.compile(r"\s+".join(_NATION_WORDS))
_LEAST_BEGUN = 3  # words of it that tell a line in which it is begun
_MOTTO = re.compile(
    r"\w{2,3}c\s+[l1i]\w?p\s*[-–—.]+\s*t\w{1,2}\s+do\s*[-–—.]+\s*h\w{2}h\s+ph\w{2,3}\b"
)
_PARTY = re.compile(r"dang\s+cong\s+san\s+viet\s+nam")
_CODE = r"[A-ZĐÐ][A-Za-zĐđ&\d]*(?:(?:-| - )[A-ZĐƯÂ][A-Za-zĐđƯưÂâ&\d]*)*"
_NUMBER = re.compile(
    r"^(?P<label>(?:luật\s+|nghị quyết\s+|pháp lệnh\s+)?s[ốóôoeéèẻ60õò]\w?\s?[:.;]?)\s*"
    r"(?:(?P<party>\d{1,5}\s?-\s?[A-ZĐ]+/[A-ZĐ]+)"
    r"|(?P<digits>\d{1,5}[a-zA-Z]?)?(?P<blank>[\s.…_]*)"
    rf"/\s?(?P<code>(?:\d{{4}}\s?/\s?)?{_CODE}))(?P<after>.*)$",
    re.IGNORECASE,
)
_DATE_BEGUN = re.compile(
    r"^\w[\w .-]{1,40}, ?ng[a-z]{1,2}y\b.{0,20}th[a-z]{1,3}ng\b.{0,20}n[a-z]{1,2}m$"
)
_ABOUT = re.compile(r"^v\s?[/.]\s?v\b\s*[:.]?\s*")
_ADDRESS = re.compile(r"^kinh gui\b")
_PREAMBLE = re.compile(
    r"^(?:can cu\b|can ctr\b|theo de nghi\b|xet de nghi\b|nham\b"
    r"|de (?:trien khai|tiep tuc|thuc hien)\b"
    r"|(?:tiep tuc |trien khai )?th\w{1,4} hi\w{1,3}n (?:ke hoach|quyet dinh|cong van|chi thi"
    r"|nghi quyet|thong tu|chuong trinh|huong dan|de an|ket luan|nghi dinh)"
    r" (?:lien tich )?(?:so|s6|se)\b)"
)
_AUTHORITY = re.compile(
    r"^(?:chu tich|uy ban|u[iy] ban|bo truong|thu tuong|giam doc|hoi dong|quoc hoi|chinh phu|ban)\b"
)
_ORGAN = re.compile(
    r"^(?:u[yi] ban|uban|ubnd|hdnd|hoi|so|phong|bo|ban|truong|trung tam|van phong|cuc|vu|vien"
    r"|tong|thu tuong|chinh phu|quoc hoi|tinh|huyen|thanh|dang|chi bo|mat tran|cong ty|lien|doan"
    r"|thi|xa|quan|phuong|chu tich|bch|tap doan|dai hoc|hoc vien|nha|cong doan|dac khu)\b"
)
_UNIT = re.compile(r"^(?:tinh|huyen|xa|thanh pho|tp|quan|phuong|thi xa|thi tran|dac khu)\b")
_COUNCIL_ONLY = re.compile(r"^(?:u[yi] ban nhan dan|ubnd|hoi dong nhan dan|hdnd)$")
_FOLDED_KINDS = {fold(kind): kind for kind in sorted(KINDS | {"quy định", "quy chế", "công điện"})}


@dataclass(slots=True)
class Head:
    """What the head says. `end`: index of the first line after it; `lead`: lines of the text that

    stand between the head's own. `lines`: the head's lines as they stand. official: the text has
    the head of an official document at all.
    """

    official: bool = False
    number: str | None = None
    number_blank: bool = False
    issuer: str | None = None
    issuer_raw: str = ""
    place: str = ""
    issued: PartialDate | None = None
    date_written: bool = False
    code_kind: str | None = None
    kind: str | None = None
    title: str = ""
    end: int = 0
    lines: list[str] = field(default_factory=list)
    lead: list[Line] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)
    organs: list[str] = field(default_factory=list)
    date_begun: str = ""  # a date whose year stands on the next line
    nation_left: int = 0  # words of the nation's name that a narrow column put on the next line


def read_head(layout: Layout, *, poor: bool = False) -> Head:
    """The head of the text; an unofficial text has `official` False and every line in its body.

    poor: the text is badly recognised, so names keep their letters as they stand.
    """
    head = Head()
    index = 0
    lines = layout.lines
    while index < min(len(lines), _LONGEST_HEAD):
        line = lines[index]
        if head.title or not _take(head, line):
            break
        index += 1
        if head.kind or head.title:
            index = _read_title(head, layout, index)
            break
    if not _is_official(head):
        return Head()
    head.official = True
    head.end = _take_late_column(head, lines, index)
    head.number = head.number and without_doubled_letter(head.number, head.kind)
    head.kind = head.kind or kind_of(head.number) or head.code_kind
    _name_issuer(head, layout, poor)
    return head


def _is_official(head: Head) -> bool:
    """A number, the nation's name, or an issuer above a kind: one word alone is no head."""
    nation = any(r.reason in ("quốc hiệu", "tiêu ngữ", "tên Đảng") for r in head.removed)
    numbered = head.number is not None or head.number_blank
    return (
        numbered or nation or bool(head.kind and (head.organs or head.date_written or head.title))
    )


def _take_late_column(head: Head, lines: Sequence[Line], index: int) -> int:
    """The index after the right column, where a scan gives it below the address; else `index`."""
    if head.date_written:
        return index
    near = range(index, min(len(lines), index + _LATEST_COLUMN))
    start = next((at for at in near if _is_nation(lines[at])), None)
    if start is None:
        return index
    end = start
    while end < len(lines) and end - start < _LONGEST_COLUMN and not head.date_written:
        text = _without_motto(head, lines[end])
        if text and not _take_date(head, text):
            break
        end += 1
    head.lead.extend(lines[index:start])
    return end


def _is_nation(line: Line) -> bool:
    """Does the line hold the nation's name, or its beginning, and nothing else?"""
    alone = Head()
    return not _without_motto(alone, line) and bool(alone.removed)


def _take(head: Head, line: Line) -> bool:
    """Take one line into the head; False when the line belongs to the text already."""
    text = _without_motto(head, line)
    if not text or line.is_rule:
        if line.is_rule:
            head.removed.append(Removed(line.text, "đường kẻ"))
        return True
    for reader in (_take_number, _take_date, _take_about, _take_kind, _take_organ):
        if reader(head, text):
            return True
    folded = fold(text)
    opening = _ADDRESS.match(folded) or _PREAMBLE.match(folded) or label_of(text)
    if line.table or opening or len(text) > 120 or head.number:
        return False
    head.lead.append(line)
    return True


def _without_motto(head: Head, line: Line) -> str:
    """The line without the nation's name and motto, which often share it with the issuer."""
    text = " ".join(cell for cell in line.bare.split("|")).strip() if line.table else line.bare
    text = with_capital_council(text.replace("<br>", " ").strip())
    if line.table and not re.search(r"\w", text):
        return ""
    for pattern, reason in ((_NATION, "quốc hiệu"), (_MOTTO, "tiêu ngữ"), (_PARTY, "tên Đảng")):
        found = pattern.search(fold(text))
        if found and len(text) < 160:
            head.removed.append(Removed(text[found.start() : found.end()], reason))
            text = f"{text[: found.start()]} {text[found.end() :]}".strip(" *_")
    return re.sub(r"\s+", " ", _without_broken_nation(head, text)).strip()


def _without_broken_nation(head: Head, text: str) -> str:
    """The line without what it holds of the nation's name, when two lines hold it."""
    folded = fold(text)
    if head.nation_left:
        rest, head.nation_left = _NATION_WORDS[-head.nation_left :], 0
        found = re.search(rf"(?:^|\s){_joined(rest)}\W*$", folded)
    else:
        counts = range(len(_NATION_WORDS) - 1, _LEAST_BEGUN - 1, -1)
        begun = (
            (n, re.search(rf"(?:^|\s){_joined(_NATION_WORDS[:n])}\W*$", folded)) for n in counts
        )
        count, found = next(((n, match) for n, match in begun if match), (0, None))
        head.nation_left = len(_NATION_WORDS) - count if found else 0
    if found is None or len(text) >= 160:
        return text
    head.removed.append(Removed(text[found.start() :].strip(), "quốc hiệu"))
    return text[: found.start()].strip(" *_")


def _joined(words: tuple[str, ...]) -> str:
    return r"\s+".join(words)


def _take_number(head: Head, text: str) -> bool:
    found = _NUMBER.match(text)
    if not found or head.number or head.number_blank:
        return False
    head.lines.append(text[: found.start("after")])
    if found["party"]:
        head.number = re.sub(r"\s+", "", found["party"])
    elif found["digits"]:
        code = re.sub(r"\s*([/-])\s*", r"\1", found["code"])
        head.number = f"{found['digits']}/{code}"
    else:
        head.number_blank = True
        head.code_kind = kind_of(f"1/{found['code']}")
    after = found["after"].strip(" ,;")
    if after and not (
        _take_date(head, after) or _take_about(head, after) or _take_organ(head, after)
    ):
        head.lines.append(after)
    return True


def _take_date(head: Head, text: str) -> bool:
    """The line of place and date; "ngày tháng 07 năm 2022" has no day and none is guessed."""
    if head.date_begun and re.fullmatch(r"\d{4}\W*", text):
        head.lines.remove(head.date_begun)
        text, head.date_begun = f"{head.date_begun} {text}", ""
    elif not head.date_written and len(text) <= 90 and _DATE_BEGUN.match(fold(text)):
        head.date_begun = text
        head.lines.append(text)
        return True
    found = re.search(written_dates.WORDS, fold(text))
    if (
        not found
        or head.date_written
        or len(text) > 90
        or fold(text)[found.end() :].strip(" ./*_)")
    ):
        return False
    before = text[: found.start()].strip()
    if len(before.split()) > 8 or (before and not before[0].isupper()):
        return False
    head.lines.append(text)
    head.place = before.strip(" ,;.*_(")
    head.issued = written_dates.read(found)
    head.date_written = True
    return True


def _take_about(head: Head, text: str) -> bool:
    found = _ABOUT.match(fold(text))
    if not found:
        return False
    head.lines.append(text[: found.end()].strip())
    head.title = text[found.end() :]
    return True


def _take_kind(head: Head, text: str) -> bool:
    """A line that holds the kind alone, or the kind in capitals and the beginning of the title."""
    folded = fold(text).strip(" :.*_")
    if folded in _FOLDED_KINDS and (text[:1].isupper()):
        head.kind = _FOLDED_KINDS[folded]
        head.lines.append(text)
        return True
    for name in sorted(_FOLDED_KINDS, key=len, reverse=True):
        if (
            folded.startswith(name + " ")
            and text[: len(name)].isupper()
            and (head.number or head.removed)
        ):
            head.kind = _FOLDED_KINDS[name]
            head.lines.append(text[: len(name)])
            head.title = text[len(name) :].strip()
            return True
    return False


def _take_organ(head: Head, text: str) -> bool:
    """A line of the issuer's name: in capitals, or a name of an organisation before the number."""
    folded = fold(text).strip(" *_")
    capitals = text.upper() == text and len(re.findall(r"[^\W\d_]", text)) >= 3
    if len(text) > 90 or not (capitals and (_ORGAN.match(folded) or head.organs)):
        return False
    head.organs.append(text.strip(" *_"))
    head.lines.append(text)
    return True


def _read_title(head: Head, layout: Layout, index: int) -> int:
    """Gather the title's lines from `index` on; the index after them."""
    lines = layout.lines
    gathered = [head.title] if head.title else []
    start = index
    while index < len(lines) and index - start < _LONGEST_TITLE:
        line = lines[index]
        if line.is_rule:
            head.removed.append(Removed(line.text, "đường kẻ"))
        elif _take_late(head, line):
            pass
        elif _is_body(line, gathered) or (gathered and not _goes_on(layout, index, gathered[-1])):
            break
        else:
            gathered.append(line.inner if layout.marked else line.bare)
        index += 1
    title = re.sub(r"\s+", " ", " ".join(gathered))
    head.title = words_alone(title) if layout.marked else title.strip(" *_")
    return index


def _take_late(head: Head, line: Line) -> bool:
    """The date line that some converters put after the subject of a công văn."""
    return not head.date_written and len(line.bare) < 80 and _take_date(head, line.bare)


def _is_body(line: Line, gathered: list[str]) -> bool:
    """Is the line surely no title: a heading of the outline, an address, a table, a long text?"""
    folded = fold(line.bare)
    if line.table or _ADDRESS.match(folded) or label_of(line.bare) or is_picture(line.text):
        return True
    if not gathered:
        return len(line.bare) > 600 or folded.startswith("can cu ")
    capitals = line.bare.isupper() and not gathered[-1].isupper()
    return bool(_PREAMBLE.match(folded)) or (capitals and bool(_AUTHORITY.match(folded)))


def _goes_on(layout: Layout, index: int, last: str) -> bool:
    """Does the title go on in this line?"""
    before, line = layout.lines[index - 1], layout.lines[index]
    if line.heading or line.bold:
        return bool(before.heading or before.bold) and bool(line.heading) == bool(before.heading)
    if before.heading or before.bold:
        return False
    if not layout.wrapped:
        return line.starts_lower and not before.ends
    short_before, full = len(last) < 0.8 * layout.width, len(line.bare) > 0.9 * layout.width
    return not line.gap and not (short_before and full and not line.starts_lower)


def _name_issuer(head: Head, layout: Layout, poor: bool) -> None:
    """Put the issuer's lines together: the last organisation named is the one that issues."""
    if not head.organs:
        head.issuer = issuer_of(head.number)
        return
    parts = [head.organs[-1]]
    for organ in reversed(head.organs[:-1]):
        first = fold(parts[0])
        council = _COUNCIL_ONLY.match(fold(organ)) and _UNIT.match(first)
        if not council and _ORGAN.match(first) and not _UNIT.match(first):
            break
        parts.insert(0, organ)
    head.issuer_raw = " ".join(head.organs)
    text = "\n".join(line.bare for line in layout.lines)
    head.issuer = display_issuer(" ".join(parts), text, keep_case=poor)
