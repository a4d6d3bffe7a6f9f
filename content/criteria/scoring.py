"""What a rule says of answers: sum, grade or level, what is missing. Pure; in JavaScript as well.

`hub/face/static/scoring.js` does the same over the same data; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from content.criteria.sets import Indicator, LevelsRule, PointsRule, Version

_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")
YES, NO = "yes", "no"
WHOLE = 10_000  # hundredths of a per cent: all


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that stands between the answers and the goal.

    what: "answer" (none, or none that can be read), "item" (below what each item needs), "sum",
    "met" (asked for with yes or no), "share". have, need: hundredths. level: of the goal, 0 for
    points.
    """

    what: str
    indicator: str = ""
    have: int = 0
    need: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """What the rule says.

    total, possible: hundredths of points. answered, asked: how many indicators. grade: title of the
    band or level that is reached, "" for none. level: its number. passed: of points, the pass mark;
    of levels, the first. complete: every indicator has an answer. missing: what the pass needs, or,
    when it is there, what the next band or level needs. goal: the title of what is missing for.
    """

    total: int
    possible: int
    answered: int
    asked: int
    grade: str
    level: int
    passed: bool
    goal: str
    missing: tuple[Missing, ...]

    @property
    def complete(self) -> bool:
        """Whether every indicator has an answer."""
        return self.answered == self.asked


def hundredths(text: str) -> int | None:
    """A number as a person writes it, "7,5" or "7.25", in hundredths; None for anything else."""
    text = text.strip()
    if not _NUMBER.fullmatch(text) or not text.isascii():
        return None
    whole, _mark, part = text.replace(",", ".").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def assess(
    version: Version, answers: Mapping[str, str], *, kind: str = "", special: str = ""
) -> Result:
    """The result of answers by the id of their indicator: a number, "yes" or "no".

    kind: of the unit, which some indicators ask for. special: the id of a special threshold that is
    in force for this place. ValueError for a version that is not scorable.
    """
    if not version.scorable:
        raise ValueError(f"{version.set_id}/{version.id} has no rule to score by")
    asked = list(version.indicators(kind))
    given = {each.id: value_of(each, answers.get(each.id, "")) for each in asked}
    if isinstance(version.rule, PointsRule):
        return _by_points(version.rule, asked, given, special)
    assert isinstance(version.rule, LevelsRule)
    return _by_levels(version.rule, asked, given)


def value_of(indicator: Indicator, text: str) -> int | None:
    """An answer in hundredths; yes is all of it. None for what cannot be read as one."""
    if indicator.answer == "yes":
        return {YES: WHOLE, NO: 0}.get(text.strip())
    number = hundredths(text)
    most = indicator.most if indicator.answer == "points" else WHOLE
    return number if number is not None and number <= most else None


def _by_points(
    rule: PointsRule, asked: list[Indicator], given: Mapping[str, int | None], special: str
) -> Result:
    total = sum(value or 0 for value in given.values())
    marks = {each.id: each.pass_sum for each in rule.special}
    pass_sum = marks.get(special, rule.pass_sum)
    bands = sorted(rule.bands, key=lambda band: band.least)
    grade = next((band for band in reversed(bands) if total >= band.least), None)
    lacking = [
        Missing("answer", each.id)
        if given[each.id] is None
        else Missing("item", each.id, given[each.id] or 0, rule.least_item)
        for each in asked
        if given[each.id] is None or (given[each.id] or 0) < rule.least_item
    ]
    short = [Missing("sum", "", total, pass_sum)] if total < pass_sum else []
    passing = bool(grade and grade.passes) if bands and not pass_sum else total >= pass_sum
    passed = not lacking and passing
    goal, need = "", 0
    if not passed and not short and not passing:
        first = next((band for band in bands if band.passes), None)
        goal, need = (first.title, first.least) if first else ("", 0)
    elif passed:
        after = next((band for band in bands if band.least > total), None)
        goal, need = (after.title, after.least) if after else ("", 0)
    more = [Missing("sum", "", total, need)] if need else []
    return Result(
        total=total,
        possible=sum(each.most for each in asked),
        answered=sum(value is not None for value in given.values()),
        asked=len(asked),
        grade=grade.title if grade and not lacking else "",
        level=0,
        passed=passed,
        goal=goal,
        missing=(*lacking, *short, *more),
    )


def _by_levels(rule: LevelsRule, asked: list[Indicator], given: Mapping[str, int | None]) -> Result:
    reached, goal = None, None
    missing: tuple[Missing, ...] = ()
    for level in sorted(rule.levels, key=lambda each: each.number):
        missing = _missing_at(level.number, asked, given)
        if missing:
            goal = level
            break
        reached = level
    return Result(
        total=0,
        possible=0,
        answered=sum(value is not None for value in given.values()),
        asked=len(asked),
        grade=reached.title if reached else "",
        level=reached.number if reached else 0,
        passed=reached is not None,
        goal=goal.title if goal else "",
        missing=missing,
    )


def _missing_at(
    level: int, asked: list[Indicator], given: Mapping[str, int | None]
) -> tuple[Missing, ...]:
    found = []
    for each in asked:
        if not each.asked_at(level):
            continue
        have = given[each.id]
        need = WHOLE if each.answer == "yes" else each.least_at(level) or 0
        if have is None:
            found.append(Missing("answer", each.id, level=level))
        elif have < need:
            what = "met" if each.answer == "yes" else "share"
            found.append(Missing(what, each.id, have, need, level))
    return tuple(found)
