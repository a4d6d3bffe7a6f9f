"""Tables of criteria (XLSX, CSV) as a version: facts line by line, then one row an indicator. Pure.

Reading never stops at the first fault: all of them come back, each with its line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from content.criteria import sheet_words as words
from content.criteria.scoring import hundredths
from content.criteria.sets import (
    STATUSES,
    Band,
    Level,
    LevelsRule,
    PointsRule,
    Rule,
    Source,
    Special,
    Version,
)
from content.criteria.sheet_rows import Gathering, RowFault
from content.vietnamese import nfc

MOST_ROWS = 2_000
_MOST_CELL = 4_000
_MANY = frozenset({"band", "level", "kind", "special", "note", "source"})
_LEVELS = ("Mức độ 1 (Khá)", "Mức độ 2 (Tốt)", "Mức độ 3", "Mức độ 4", "Mức độ 5")


@dataclass(slots=True)
class Sheets:
    """What was read. version: None where it is not even known which set it is of."""

    version: Version | None
    faults: list[RowFault] = field(default_factory=list)


@dataclass(slots=True)
class _Facts:
    """Lines of facts, by name: (sheet, line, the cells beside it)."""

    given: Mapping[str, str]
    lines: dict[str, list[tuple[str, int, list[str]]]] = field(default_factory=dict)
    faults: list[RowFault] = field(default_factory=list)

    def add(self, name: str, sheet: str, line: int, cells: list[str]) -> None:
        """Keep a line; a fact that has one value twice is a fault."""
        kept = self.lines.setdefault(name, [])
        if kept and name not in _MANY:
            title = words.FACTS[name][0]
            self.faults.append(RowFault(line, f"“{title}” ghi hai lần; hãy bỏ một dòng.", sheet))
            return
        kept.append((sheet, line, cells))

    def text(self, name: str) -> str:
        """The value of a fact: of the table, else what the person gave beside it."""
        lines = self.lines.get(name)
        return (lines[0][2][0] if lines else "") or self.given.get(name, "").strip()

    def day(self, name: str) -> dt.date | None:
        """A whole day; None where nothing is said, a fault where it is no day."""
        text = self.text(name)
        found = words.day_of(text) if text else None
        if text and found is None:
            self.fault(name, f"“{text[:40]}” không phải ngày; hãy ghi dạng 12/02/2026.")
        return found

    def number(self, name: str) -> int:
        """Hundredths; 0 where nothing is said."""
        text = self.text(name)
        found = hundredths(text) if text else 0
        if found is None:
            self.fault(name, f"“{text[:40]}” không phải số.")
        return found or 0

    def fault(self, name: str, sentence: str) -> None:
        """Note what is wrong with a fact, at its line."""
        sheet, line, _cells = self.lines.get(name, [("", 0, [])])[0]
        title = words.FACTS[name][0]
        self.faults.append(RowFault(line, f"{title}: {sentence}", sheet))


def read(
    tables: Sequence[tuple[str, Sequence[Sequence[str]]]], given: Mapping[str, str] | None = None
) -> Sheets:
    """The version that tables describe, with every fault of them.

    tables: (name of the sheet, rows), where rows[n] is the row that a spreadsheet numbers n + 1.
    given: facts by the names of `sheet_words.FACTS` for what the tables do not say.
    """
    facts = _Facts(given or {})
    found: list[tuple[str, dict[str, int], list[tuple[int, list[str]]]]] = []
    for sheet, rows in tables:
        head, columns = _head(rows)
        for line, cells in _cells(rows[:head]):
            if name := words.fact_of(cells[0]):
                facts.add(name, sheet if len(tables) > 1 else "", line, [*cells[1:], "", ""])
        if columns:
            below = [(line + head + 1, cells) for line, cells in _cells(rows[head + 1 :])]
            found.append((sheet if len(tables) > 1 else "", columns, below))
    kinds = dict(_kinds(facts))
    gathered = _gathered(found, kinds, facts)
    if not found:
        facts.faults.append(RowFault(1, _NO_HEAD))
    if not facts.text("set") or not facts.text("version"):
        facts.faults.append(RowFault(0, _NO_SET))
        return Sheets(None, facts.faults)
    version = _version(facts, gathered, kinds)
    return Sheets(version, sorted(facts.faults, key=lambda fault: (fault.sheet, fault.line)))


_NO_HEAD = (
    "không thấy dòng tên cột; bảng cần các cột Tiêu chí, Mã, Chỉ tiêu, Điểm tối đa (tải tệp mẫu "
    "để xem)."
)
_NO_SET = (
    "chưa biết bảng này thuộc bộ nào, phiên bản nào; hãy chọn bộ và ghi mã phiên bản, hoặc thêm "
    "hai dòng “Mã bộ tiêu chí”, “Mã phiên bản” vào tệp."
)


def _gathered(
    found: Iterable[tuple[str, dict[str, int], list[tuple[int, list[str]]]]],
    kinds: dict[str, str],
    facts: _Facts,
) -> Gathering:
    gathered = Gathering(kinds)
    for sheet, columns, below in found:
        gathered.sheet = sheet
        rows = [(line, _named(cells, columns)) for line, cells in below]
        codes = [cells.get("id", "") for _line, cells in rows]
        gathered.coded = "criterion" not in columns and any(codes)
        gathered.by_code = any("." in code.rstrip(".") for code in codes)
        for line, cells in rows:
            gathered.row(line, cells)
    facts.faults += gathered.faults
    return gathered


def _head(rows: Sequence[Sequence[str]]) -> tuple[int, dict[str, int]]:
    """Where the headings stand, and column → place; all rows and nothing where there are none."""
    for at, row in enumerate(rows):
        columns: dict[str, int] = {}
        for place, cell in enumerate(row):
            if name := words.heading_of(cell):
                columns.setdefault(name, place)
        if "text" not in columns and "criterion" in columns:
            columns["text"] = columns.pop("criterion")
        if "text" in columns and len(columns) > 1:
            return at, columns
    return len(rows), {}


def _cells(rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, list[str]]]:
    """The filled rows with their numbers, texts tidied; line breaks stay."""
    for line, row in enumerate(rows, start=1):
        cells = [nfc(cell).replace("\x00", "").strip()[:_MOST_CELL] for cell in row]
        if any(cells):
            yield line, cells


def _named(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    return {
        name: cells[place]
        for name, place in columns.items()
        if place < len(cells) and cells[place] not in ("", "-", "–")
    }


# ---- facts --------------------------------------------------------------------------------------


def _version(facts: _Facts, gathered: Gathering, kinds: dict[str, str]) -> Version:
    status = facts.text("status")
    months = facts.text("months")
    if months and not (months.isascii() and months.isdecimal() and len(months) < 4):
        facts.fault("months", f"“{months[:40]}” không phải số tháng.")
        months = ""
    if status and not words.status_of(status):
        known = ", ".join(STATUSES.values())
        facts.fault("status", f"“{status[:40]}” không có; hãy ghi: {known}.")
    return Version(
        set_id=facts.text("set"),
        id=facts.text("version"),
        title=facts.text("title"),
        status=words.status_of(status) or "official",
        rule=_rule(facts, gathered),
        groups=gathered.made(),
        form=facts.text("form"),
        subject=facts.text("subject"),
        document=_document(facts),
        in_force=facts.day("in_force"),
        over=facts.day("over"),
        months=int(months or 0),
        kinds=tuple(kinds.items()),
        notes=tuple(cells[0] for _s, _l, cells in facts.lines.get("note", ()) if cells[0]),
        sources=tuple(_sources(facts)),
        decided_by=facts.text("decided_by"),
    )


def _document(facts: _Facts) -> Source | None:
    issued = facts.text("issued")
    known = words.issued_of(issued) if issued else ""
    if known is None:
        facts.fault("issued", f"“{issued[:40]}” không phải ngày; hãy ghi dạng 25/10/2023.")
    names = ("number", "issuer", "document_title", "url")
    number, issuer, title, url = (facts.text(name) for name in names)
    found = Source(number=number, issued=known or "", issuer=issuer, title=title, url=url)
    return found if found != Source() else None


def _rule(facts: _Facts, gathered: Gathering) -> Rule | None:
    said = words.rule_of(facts.text("rule"))
    if facts.text("rule") and not said:
        facts.fault("rule", f"hãy ghi “{words.RULES['points']}” hoặc “{words.RULES['levels']}”.")
    asked = [i for group in gathered.made() for c in group.criteria for i in c.indicators]
    if not said and not asked:
        return None
    by_points = any(each.answer == "points" for each in asked) or "band" in facts.lines
    if said == "points" or (not said and by_points):
        return PointsRule(
            facts.number("pass_sum"),
            facts.number("least_item"),
            tuple(_bands(facts)),
            tuple(_special(facts)),
        )
    numbers = {n for each in asked for n in (*each.levels, *dict(each.least))} or {1}
    levels = [
        Level(int(cells[0]), cells[1] or f"Mức độ {cells[0]}")
        for _sheet, _line, cells in facts.lines.get("level", ())
        if cells[0].isascii() and cells[0].isdecimal() and len(cells[0]) < 3
    ]
    return LevelsRule(tuple(levels or [Level(n, _LEVELS[n - 1]) for n in sorted(numbers) if n < 6]))


def _bands(facts: _Facts) -> Iterator[Band]:
    for sheet, line, cells in facts.lines.get("band", ()):
        least = hundredths(cells[1]) if cells[1] else 0
        if not cells[0] or least is None:
            facts.faults.append(RowFault(line, "Xếp loại cần tên và số điểm từ đó.", sheet))
        else:
            yield Band(cells[0], least, words.key(cells[2]) != words.key(words.NOT_PASSED))


def _special(facts: _Facts) -> Iterator[Special]:
    for sheet, line, cells in facts.lines.get("special", ()):
        mark = hundredths(cells[2])
        if not cells[0] or not cells[1] or mark is None:
            facts.faults.append(RowFault(line, "Ngưỡng riêng cần mã, tên và điểm đạt.", sheet))
        else:
            yield Special(cells[0], cells[1], mark)


def _kinds(facts: _Facts) -> Iterator[tuple[str, str]]:
    for sheet, line, cells in facts.lines.get("kind", ()):
        if not cells[0]:
            facts.faults.append(RowFault(line, "Loại đơn vị cần mã và tên.", sheet))
        else:
            yield cells[0], cells[1] or cells[0]


def _sources(facts: _Facts) -> Iterator[Source]:
    for _sheet, _line, cells in facts.lines.get("source", ()):
        title, issuer, url, number, issued = [*cells, "", "", "", ""][:5]
        yield Source(
            number=number,
            issued=words.issued_of(issued) or "" if issued else "",
            issuer=issuer,
            title=title,
            url=url,
        )
