"""Each line of a list held against the register: what is ready, what a person must look at."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from content import safe_csv
from content.calendar import today
from content.database import db
from content.recognition.entry_fields import EntryFields, Key, folded
from content.recognition.lists.placing import Placing
from content.recognition.lists.reading import Line
from content.recognition.models import PERSONAL, Decision, Entry, RecognitionTitle

_YES = frozenset({"x", "co", "dong y", "1", "yes", "y", "v", "ok", "true", "roi", "√", "✓", "✔"})
_NO = frozenset({"", "0", "khong", "k", "no", "n", "false", "khong dong y", "-"})
_SHORT = {
    "cdht": "cong-dan-hoc-tap", "gdht": "gia-dinh-hoc-tap", "dhht": "dong-ho-hoc-tap",
    "ghht": "gia-dinh-hoc-tap", "dvht": "don-vi-hoc-tap",
}  # fmt: skip
_DIGITS = re.compile(r"\d(?:[ .-]?\d)*")
_STRANGE = re.compile(r"[^\w\s.,'’()&/–\-“”\"ʼ]")


@dataclass(frozen=True, slots=True)
class Faulty:
    """A line that waits for a person: what is wrong, which field, what it may have meant.

    doubtful: it may be right as it is; a person says so.
    """

    line: Line
    said: str
    field: str = "name"
    suggested: str = ""
    doubtful: bool = False


@dataclass(slots=True)
class Checked:
    """ready: lines that can be taken in; there: how many of these are in the draft already."""

    ready: list[EntryFields] = field(default_factory=list)
    there: int = 0
    faulty: list[Faulty] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class _Fault(Exception):
    def __init__(self, said: str, name: str = "name", suggested: str = "", doubtful: bool = False):
        super().__init__(said)
        self.said, self.name, self.suggested, self.doubtful = said, name, suggested, doubtful


def check(
    lines: Sequence[Line],
    decision: Decision,
    titles: Sequence[RecognitionTitle],
    usual: RecognitionTitle | None,
) -> Checked:
    """Hold each line against the register and the other lines; nothing is written.

    usual: the title of lines that name none. Places are those of the decision's day (today for a
    draft without one); a unit that had ended by then is the one it went into.
    """
    done = Checked()
    placing = Placing(decision.place, decision.issued or today())
    with_place = any(line.place for line in lines)
    there, elsewhere = _standing(decision), _elsewhere(decision)
    seen: dict[Key, Line] = {}
    for line in lines:
        try:
            entry = _entry(line, decision, titles, usual, placing)
            if there[entry.key] > 0 and not line.keep:
                there[entry.key] -= 1
                done.there += 1
            elif not line.keep:
                _refuse_twins(entry, seen, elsewhere)
                if with_place and not line.place:
                    _want_place(entry, titles)
        except _Fault as fault:
            told = (fault.said, fault.name, fault.suggested, fault.doubtful)
            done.faulty.append(Faulty(line, *told))
            continue
        seen.setdefault(entry.key, line)
        done.ready.append(entry)
    done.notes = placing.notes()
    return done


def _entry(
    line: Line,
    decision: Decision,
    titles: Sequence[RecognitionTitle],
    usual: RecognitionTitle | None,
    placing: Placing,
) -> EntryFields:
    _check_cells(line)
    title = _title(line.title, titles, usual)
    _check_name(line, title)
    if line.year and line.year != str(decision.year):
        raise _Fault(f"Cột năm ghi “{line.year}”, quyết định này của năm {decision.year}.", "year")
    try:
        place = placing.of(line.commune, line.place)
    except placing.Unknown as unknown:
        raise _Fault(unknown.said, unknown.field, unknown.suggested) from None
    consent = _truth(line.consent, "consent", "Đồng ý đăng tên")
    return EntryFields(
        name=line.name,
        title_id=title.id,
        place_id=place.id if place else None,
        place_text=line.place[:200],
        head=line.head[:200],
        level=line.level[:60],
        child=_truth(line.child, "child", "Trẻ em"),
        ground="consent" if consent else "",
        evidence=(line.evidence or "Cột “Đồng ý đăng tên” của danh sách") if consent else "",
        both_consents=_truth(line.both, "both", "Trẻ và người đại diện đồng ý"),
        another=line.keep,
    )


def _check_cells(line: Line) -> None:
    """A name that a spreadsheet would compute is no name, and so for what stands beside it."""
    for name in ("name", "head", "place", "level"):
        cell = getattr(line, name)
        if safe_csv.harmless(cell) != cell:
            raise _Fault(f"Ô ghi “{cell[:40]}” là công thức, không phải chữ.", name)


def _check_name(line: Line, title: RecognitionTitle) -> None:
    if not line.name:
        raise _Fault("Thiếu họ tên.")
    if len(line.name) > 200:
        raise _Fault("Tên dài quá 200 chữ.")
    if not any(sign.isalpha() for sign in line.name):
        raise _Fault(f"“{line.name[:40]}” không phải tên.")
    if strange := _STRANGE.search(line.name):
        raise _Fault(
            f"Tên có ký tự lạ “{strange.group()}”; có thể gõ bằng bảng mã cũ (TCVN3, VNI)."
        )
    most = 3 if title.subject in PERSONAL else 8
    if any(len(re.sub(r"\D", "", run)) > most for run in _DIGITS.findall(line.name)):
        raise _Fault("Tên có dãy số (số giấy tờ, điện thoại, năm sinh?); chỉ ghi tên.")


def _title(
    text: str, titles: Sequence[RecognitionTitle], usual: RecognitionTitle | None
) -> RecognitionTitle:
    if not text:
        if usual is None:
            raise _Fault("Thiếu danh hiệu.", "title")
        return usual
    wanted = folded(text).strip("“”\"' ")
    slug = _SHORT.get(wanted.replace(" ", ""), "")
    by_name = {folded(title.title): title for title in titles}
    for title in titles:
        if title.slug == slug or folded(title.title) == wanted:
            return title
    near = difflib.get_close_matches(wanted, by_name, 1, 0.6)
    suggested = by_name[near[0]].title if near else ""
    asked = f" Có phải “{suggested}”?" if suggested else ""
    raise _Fault(f"Không có danh hiệu “{text[:60]}”.{asked}", "title", suggested)


def _truth(text: str, name: str, called: str) -> bool:
    said = folded(text)
    if said in _YES:
        return True
    if said in _NO:
        return False
    raise _Fault(f"Cột {called} ghi “{text[:40]}”; hãy ghi có hoặc không.", name)


def _want_place(entry: EntryFields, titles: Sequence[RecognitionTitle]) -> None:
    subject = next(title.subject for title in titles if title.id == entry.title_id)
    if subject in PERSONAL:
        raise _Fault("Thiếu thôn, bản.", "place", doubtful=True)


def _refuse_twins(entry: EntryFields, seen: dict[Key, Line], elsewhere: dict[Key, str]) -> None:
    if entry.key in seen:
        other = seen[entry.key]
        raise _Fault(
            f"Trùng với {other.where[0].lower()}{other.where[1:]}: cùng tên, cùng nơi, cùng danh "
            "hiệu. Có phải một không?",
            doubtful=True,
        )
    if entry.key in elsewhere:
        raise _Fault(
            f"Đã có trong {elsewhere[entry.key]} cùng năm. Có phải ghi hai lần không?",
            doubtful=True,
        )


def _standing(decision: Decision) -> Counter[Key]:
    """The named entries of the draft itself."""
    query = sa.select(Entry.title_id, Entry.folded, Entry.place_text)
    query = query.where(Entry.decision_id == decision.id, Entry.folded != "")
    return Counter(_keys(db.session.execute(query).all()))


def _elsewhere(decision: Decision) -> dict[Key, str]:
    """The entries of other decisions of the same year and place, with what these are called."""
    here = decision.place_id
    others = sa.select(Decision).where(
        Decision.year == decision.year,
        Decision.id != decision.id,
        Decision.state != "withdrawn",
        Decision.place_id.is_(None) if here is None else Decision.place_id == here,
    )
    found: dict[Key, str] = {}
    for other in db.session.scalars(others):
        called = f"Quyết định {other.number}" if other.number else "một bản nháp khác"
        query = sa.select(Entry.title_id, Entry.folded, Entry.place_text)
        query = query.where(Entry.decision_id == other.id, Entry.folded != "")
        found |= dict.fromkeys(_keys(db.session.execute(query).all()), called)
    return found


def _keys(rows: Iterable[Any]) -> Iterable[Key]:
    return (Key(row.title_id, row.folded, folded(row.place_text)) for row in rows)
