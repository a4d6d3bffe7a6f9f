"""A version of a criteria set as plain data: groups, criteria, indicators, and its one rule. Pure.

Points are counted in hundredths, so that sums are exact here and in JavaScript: 7.5 points are 750.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

# What may be said of a version: its text is the official one, only its frame is known, or a part.
STATUSES = {
    "official": "Bản chính thức",
    "frame": "Khung, chờ đối chiếu",
    "partial": "Một phần, chưa dùng để công nhận",
    "empty": "Chưa nhập bản chính thức",
    "sample": "Mẫu để thử",
}
# How an indicator is answered: points up to a most, yes or no, or a share in per cent.
ANSWERS = ("points", "yes", "share")


@dataclass(frozen=True, slots=True)
class Source:
    """The document that issued a version, or where a fact of it was read."""

    number: str = ""
    issued: str = ""  # ISO, may be partial: "2023-10"
    issuer: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is asked.

    id: unique in its version, "1.2". most: hundredths of points ("points"). least: hundredths of a
    per cent that a level asks for, by level ("share"); a level that is missing asks nothing known.
    levels: the levels that ask for it; empty: all. applies_when: kinds of unit it is asked of;
    empty: everybody.
    """

    id: str
    text: str
    answer: str = "points"
    most: int = 0
    least: tuple[tuple[int, int], ...] = ()
    levels: tuple[int, ...] = ()
    applies_when: tuple[str, ...] = ()
    note: str = ""
    evidence: tuple[str, ...] = ()
    local: bool = False  # of a province's own supplement

    def asked_of(self, kind: str) -> bool:
        """Whether a kind of unit is asked; a kind that is not said is asked everything."""
        return not self.applies_when or not kind or kind in self.applies_when

    def asked_at(self, level: int) -> bool:
        """Whether a level asks for it."""
        return not self.levels or level in self.levels

    def least_at(self, level: int) -> int | None:
        """The share that a level asks for; None where it is not known."""
        return dict(self.least).get(level)


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion; its anchor on the page is `tc-` with its id, dots as dashes."""

    id: str
    title: str
    indicators: tuple[Indicator, ...] = ()
    explanation: str = ""
    most: int = 0  # hundredths of points that the source gives the whole, 0 where it does not

    @property
    def anchor(self) -> str:
        """The anchor of the criterion on the page of its version."""
        return f"tc-{self.id.replace('.', '-')}"


@dataclass(frozen=True, slots=True)
class Group:
    """Criteria that stand together, such as a competence."""

    id: str
    title: str
    criteria: tuple[Criterion, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A grade for sums from `least` (hundredths) up to the next band's."""

    title: str
    least: int
    passes: bool = True


@dataclass(frozen=True, slots=True)
class Special:
    """Another pass mark for some places; off unless somebody turns it on, and says by what."""

    id: str
    title: str
    pass_sum: int


@dataclass(frozen=True, slots=True)
class PointsRule:
    """`sum ≥ pass_sum and min(item) ≥ least_item`, with grades by bands; hundredths of points."""

    pass_sum: int = 0
    least_item: int = 0
    bands: tuple[Band, ...] = ()
    special: tuple[Special, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A level without points: every indicator that it asks for is met."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class LevelsRule:
    """Levels in rising order; who reaches one meets those below it."""

    levels: tuple[Level, ...] = ()


Rule = PointsRule | LevelsRule


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a set.

    set_id, id: parts of its address ("cong-dan-hoc-tap", "324-2023"). form: for whom, where a set
    has a form for each group of people. kinds: the kinds of unit that `applies_when` may name, by
    id and title. months: how long a recognition lasts, 0 where it is not known. rule: None where
    nothing of it is known.
    """

    set_id: str
    id: str
    title: str
    status: str
    rule: Rule | None
    groups: tuple[Group, ...] = ()
    form: str = ""
    subject: str = ""
    document: Source | None = None
    in_force: dt.date | None = None
    over: dt.date | None = None
    months: int = 0
    kinds: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    decided_by: str = field(default="")

    def criteria(self) -> Iterator[Criterion]:
        """Every criterion, in order."""
        for group in self.groups:
            yield from group.criteria

    def indicators(self, kind: str = "") -> Iterator[Indicator]:
        """Every indicator that a kind of unit is asked, in order."""
        for criterion in self.criteria():
            yield from (i for i in criterion.indicators if i.asked_of(kind))

    @property
    def scorable(self) -> bool:
        """Whether the rule and all that it rests on are known, so that answers give a result."""
        if self.rule is None or self.status in ("partial", "empty"):
            return False
        asked = list(self.indicators())
        if isinstance(self.rule, PointsRule):
            return bool(asked) and all(i.answer == "points" and i.most for i in asked)
        return bool(asked) and all(
            i.answer == "yes" or i.least_at(level.number) is not None
            for i in asked
            for level in self.rule.levels
            if i.asked_at(level.number)
        )
