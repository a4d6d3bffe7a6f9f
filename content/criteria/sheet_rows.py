"""The rows of a table of criteria as groups, criteria and indicators, with faults by line. Pure.

Two shapes are read. With a column for the criterion each row is an indicator, and what a cell above
says holds until another one says otherwise. Without it the codes tell: "A" or "II" is a group, "1"
a criterion, "1.2" an indicator; where no code has a dot, each numbered row is a criterion of one
indicator.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from content.criteria.scoring import hundredths
from content.criteria.sets import Criterion, Group, Indicator
from content.criteria.sheet_words import ANSWERS, answer_of, key
from content.vietnamese import slugify

_NAMED = re.compile(
    r"(?:(?:nhóm|tiêu chí|tiêu chuẩn|năng lực|phần|lĩnh vực|mục)\s+)?"
    r"([A-Za-zĐ]|[IVXLCivxlc]{1,5}|\d{1,3})\s*[.:)\-–]\s+(\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_GROUP_CODE = re.compile(r"[A-Z]|[IVXLC]{1,6}")
_DOTTED = re.compile(r"\d+(?:\.\d+)+\w?")
_WHOLE = re.compile(r"\d{1,3}")
_PARTS = re.compile(r"\s*(?:;|\n|•)\s*")


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a line, and what to do. line: as the spreadsheet numbers it."""

    line: int
    sentence: str
    sheet: str = ""

    def __str__(self) -> str:
        """The fault with its place in front."""
        where = f"Bảng “{self.sheet}”, dòng" if self.sheet else "Dòng"
        return f"{where} {self.line}: {self.sentence}"


@dataclass(slots=True)
class _Criterion:
    id: str
    title: str
    most: int = 0
    explanation: str = ""
    indicators: list[Indicator] = field(default_factory=list)


@dataclass(slots=True)
class _Group:
    id: str
    title: str
    criteria: list[_Criterion] = field(default_factory=list)


@dataclass(slots=True)
class Gathering:
    """Groups as they grow row by row.

    kinds: the kinds of unit that were declared, by id and title; where none was, the rows declare
    them. faults: what was wrong; a row with a fault adds what can be read of it.
    """

    kinds: dict[str, str]
    sheet: str = ""
    coded: bool = False
    by_code: bool = False
    faults: list[RowFault] = field(default_factory=list)
    groups: list[_Group] = field(default_factory=list)
    _closed: bool = field(init=False)
    _line: int = 0

    def __post_init__(self) -> None:
        self._closed = bool(self.kinds)

    def row(self, line: int, cells: Mapping[str, str]) -> None:
        """Take one row. cells: column → text, empty ones left out."""
        self._line = line
        if self.coded and not cells.get("criterion"):
            self._by_code(cells)
            return
        if cells.get("group"):
            self._group_named(cells["group"])
        if cells.get("criterion"):
            self._criterion_named(cells)
        if cells.get("text"):
            self._indicator(cells.get("id", ""), cells)

    def made(self) -> tuple[Group, ...]:
        """What was gathered."""
        return tuple(
            Group(
                group.id,
                group.title,
                tuple(
                    Criterion(c.id, c.title, tuple(c.indicators), c.explanation, c.most)
                    for c in group.criteria
                ),
            )
            for group in self.groups
        )

    # ---- by codes -------------------------------------------------------------------------------

    def _by_code(self, cells: Mapping[str, str]) -> None:
        code, text = cells.get("id", "").rstrip(".)"), cells.get("text", "")
        if cells.get("group"):
            self._group_named(cells["group"])
        if _GROUP_CODE.fullmatch(code):
            self._open_group(code, text)
        elif self.by_code and _WHOLE.fullmatch(code):
            self._open_criterion(code, text, cells)
        elif _WHOLE.fullmatch(code):
            self._open_criterion(code, text, cells)
            self._indicator(f"{code}.1", cells)
        elif _DOTTED.fullmatch(code) and self._criterion(code.rpartition(".")[0]) is None:
            self._fault(
                f"mã “{code}” không có tiêu chí {code.rpartition('.')[0]} đứng trước; "
                "hãy thêm dòng của tiêu chí, hoặc sửa mã."
            )
        elif text:
            self._indicator(code, cells)

    # ---- groups and criteria --------------------------------------------------------------------

    def _group_named(self, text: str) -> None:
        found = _NAMED.fullmatch(text)
        if self.groups and key(text) in (key(self.groups[-1].title), key(self._written_group())):
            return
        code = found[1].upper() if found else chr(ord("A") + min(len(self.groups), 25))
        self._open_group(code, found[2] if found else text)

    def _written_group(self) -> str:
        return f"{self.groups[-1].id}. {self.groups[-1].title}"

    def _open_group(self, code: str, title: str) -> None:
        self.groups.append(_Group(code, title))

    def _criterion_named(self, cells: Mapping[str, str]) -> None:
        text = cells["criterion"]
        last = self._last()
        if last is not None and key(text) in (key(last.title), key(f"{last.id}. {last.title}")):
            return
        found = _NAMED.fullmatch(text)
        code = cells.get("id", "")
        if found:
            name, title = found[1], found[2]
        else:
            number = sum(len(group.criteria) for group in self.groups) + 1
            name, title = (code.partition(".")[0] if "." in code else "") or str(number), text
        self._open_criterion(name, title, cells, cells.get("criterion_most", ""))

    def _open_criterion(
        self, code: str, title: str, cells: Mapping[str, str], most: str | None = None
    ) -> None:
        if not self.groups:
            self._open_group("I", "Các tiêu chí")
        points = self._number(cells.get("most", "") if most is None else most, "điểm")
        explained = cells.get("explanation", "")
        self.groups[-1].criteria.append(_Criterion(code, title, points, explained))

    def _last(self) -> _Criterion | None:
        return self.groups[-1].criteria[-1] if self.groups and self.groups[-1].criteria else None

    def _criterion(self, code: str) -> _Criterion | None:
        return next((c for g in self.groups for c in g.criteria if c.id == code), None)

    # ---- indicators -----------------------------------------------------------------------------

    def _indicator(self, code: str, cells: Mapping[str, str]) -> None:
        owner = self._criterion(code.rpartition(".")[0]) or self._last()
        if owner is None:
            self._fault("chưa biết chỉ tiêu này thuộc tiêu chí nào; hãy ghi cột Tiêu chí.")
            return
        owner.explanation = owner.explanation or cells.get("explanation", "")
        least = self._shares(cells)
        owner.indicators.append(
            Indicator(
                id=code or f"{owner.id}.{len(owner.indicators) + 1}",
                text=cells["text"],
                answer=self._answer(cells, bool(least)),
                most=self._number(cells.get("most", ""), "điểm tối đa"),
                least=least,
                levels=self._levels(cells.get("levels", "")),
                applies_when=self._whom(cells.get("applies_when", "")),
                note=cells.get("note", ""),
                evidence=tuple(p for p in _PARTS.split(cells.get("evidence", "")) if p),
            )
        )

    def _answer(self, cells: Mapping[str, str], shares: bool) -> str:
        said = answer_of(cells.get("answer", ""))
        if said is None:
            known = ", ".join(ANSWERS.values())
            self._fault(f"cách trả lời “{cells['answer'][:40]}” không rõ; hãy ghi: {known}.")
        return said or ("share" if shares else "points" if cells.get("most") else "yes")

    def _shares(self, cells: Mapping[str, str]) -> tuple[tuple[int, int], ...]:
        found = [
            (int(name[6:]), self._number(text, "tỷ lệ"))
            for name, text in cells.items()
            if name.startswith("least:")
        ]
        return tuple(sorted(found))

    def _levels(self, text: str) -> tuple[int, ...]:
        numbers = [int(number) for number in re.findall(r"\d", text)]
        if text and not numbers:
            self._fault(f"mức độ “{text[:40]}” không rõ; hãy ghi số, ví dụ 1 hoặc 1; 2.")
        return tuple(sorted(set(numbers)))

    def _whom(self, text: str) -> tuple[str, ...]:
        found = []
        for part in _PARTS.split(text):
            if not part or key(part) in ("tat ca", "moi don vi"):
                continue
            known = next((n for n, t in self.kinds.items() if key(part) in (key(n), key(t))), "")
            if not known and self._closed:
                named = "; ".join(self.kinds.values())
                self._fault(f"“{part[:60]}” không có trong các loại đơn vị: {named[:200]}.")
                continue
            name = known or slugify(part, 40)
            self.kinds.setdefault(name, part)
            found.append(name)
        return tuple(dict.fromkeys(found))

    def _number(self, text: str, what: str) -> int:
        plain = re.sub(r"\s*(?:%|điểm|đ)$", "", text.strip().lstrip("≥>= ").strip())
        found = hundredths(plain) if plain else 0
        if found is None:
            self._fault(f"{what} “{text[:40]}” không phải số; hãy ghi số, ví dụ 10 hoặc 7,5.")
        return found or 0

    def _fault(self, sentence: str) -> None:
        self.faults.append(RowFault(self._line, sentence, self.sheet))
