"""What a province lays over a version by a document of its own; the version stays as it is. Pure.

It explains, names evidence, adds indicators where a set has levels, and puts a special threshold in
force: a lower pass mark holds only where a document of the place says so, and for that place.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from content.criteria import checks
from content.criteria.sets import (
    Criterion,
    Indicator,
    LevelsRule,
    PointsRule,
    Source,
    Special,
    Version,
)

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,15}")


@dataclass(frozen=True, slots=True)
class Explained:
    """More words and evidence for a criterion or an indicator of the version."""

    id: str
    text: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Added:
    """An indicator that a place adds to a criterion of the version."""

    criterion: str
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Supplement:
    """A supplement. set_id, version_id: what it is laid over. place: the slug of its unit.

    thresholds: special thresholds that its document puts in force; one that the version names
    itself may come without a number (0), and keeps the version's.
    """

    set_id: str
    version_id: str
    id: str
    title: str
    place: str
    document: Source
    in_force: dt.date | None = None
    over: dt.date | None = None
    explained: tuple[Explained, ...] = ()
    added: tuple[Added, ...] = ()
    thresholds: tuple[Special, ...] = ()


def laid_over(version: Version, supplement: Supplement) -> Version:
    """The version as it reads in the place; the version itself stays untouched.

    Its special thresholds are those that the supplement puts in force, and no others.
    """
    said = {each.id: each for each in supplement.explained}
    groups = tuple(
        replace(group, criteria=tuple(_criterion(c, said, supplement) for c in group.criteria))
        for group in version.groups
    )
    rule = version.rule
    if isinstance(rule, PointsRule):
        rule = replace(rule, special=tuple(_thresholds(rule, supplement)))
    return replace(version, groups=groups, rule=rule)


def without_thresholds(version: Version) -> Version:
    """The version where nothing puts a special threshold in force: they are off by default."""
    if not isinstance(version.rule, PointsRule) or not version.rule.special:
        return version
    return replace(version, rule=replace(version.rule, special=()))


def faults(version: Version, supplement: Supplement) -> list[str]:
    """What must be put right before a supplement may be kept, one sentence each; none: fine."""
    found = [*_names(supplement), *_source(supplement), *_targets(version, supplement)]
    found += _marks(version, supplement)
    if not found:
        known = set(checks.faults(without_thresholds(version)))
        laid = checks.faults(laid_over(version, supplement))
        found = [fault for fault in laid if fault not in known]
    return found


def _criterion(
    criterion: Criterion, said: dict[str, Explained], supplement: Supplement
) -> Criterion:
    more = said.get(criterion.id)
    added = [
        replace(each.indicator, local=True)
        for each in supplement.added
        if each.criterion == criterion.id
    ]
    return replace(
        criterion,
        explanation=_joined(criterion.explanation, more.text if more else ""),
        indicators=(*(_indicator(each, said) for each in criterion.indicators), *added),
    )


def _indicator(each: Indicator, said: dict[str, Explained]) -> Indicator:
    more = said.get(each.id)
    if more is None:
        return each
    evidence = (*each.evidence, *(e for e in more.evidence if e not in each.evidence))
    return replace(each, note=_joined(each.note, more.text), evidence=evidence)


def _joined(before: str, after: str) -> str:
    return "\n".join(text for text in (before, after) if text)


def _thresholds(rule: PointsRule, supplement: Supplement) -> Iterator[Special]:
    own = {each.id: each for each in rule.special}
    for each in supplement.thresholds:
        base = own.get(each.id)
        yield Special(
            each.id,
            each.title or (base.title if base else ""),
            each.pass_sum or (base.pass_sum if base else 0),
        )


def _names(supplement: Supplement) -> Iterator[str]:
    if not _SLUG.fullmatch(supplement.id):
        yield f"Mã “{supplement.id[:60]}”: chỉ dùng chữ thường không dấu, số và dấu gạch nối."
    if not supplement.title.strip():
        yield "Phần bổ sung chưa có tên."
    if not supplement.place.strip():
        yield "Phần bổ sung chưa ghi địa bàn."
    if supplement.in_force and supplement.over and supplement.over <= supplement.in_force:
        yield "Ngày hết hiệu lực phải sau ngày có hiệu lực."


def _source(supplement: Supplement) -> Iterator[str]:
    document = supplement.document
    if not (document.number and document.issued and document.issuer):
        yield "Cần văn bản của địa phương: số, ngày và cơ quan ban hành (mục [document])."


def _targets(version: Version, supplement: Supplement) -> Iterator[str]:
    criteria = {each.id for each in version.criteria()}
    indicators = {each.id for each in version.indicators()}
    for explained in supplement.explained:
        if explained.id not in criteria | indicators:
            yield f"Không có tiêu chí hay chỉ tiêu “{explained.id[:40]}” để giải thích thêm."
        elif explained.evidence and explained.id not in indicators:
            yield f"“{explained.id}” là tiêu chí; minh chứng ghi cho chỉ tiêu."
    if supplement.added and not isinstance(version.rule, LevelsRule):
        yield (
            "Bộ tính điểm đã cộng đủ điểm nên không thêm chỉ tiêu được; hãy ghi thành giải thích, "
            "minh chứng, hoặc nhập một phiên bản riêng."
        )
        return
    for added in supplement.added:
        if added.criterion not in criteria:
            yield f"Không có tiêu chí “{added.criterion[:40]}” để thêm chỉ tiêu."


def _marks(version: Version, supplement: Supplement) -> Iterator[str]:
    rule = version.rule
    if supplement.thresholds and not isinstance(rule, PointsRule):
        yield "Ngưỡng riêng chỉ dùng cho bộ tính điểm."
    elif isinstance(rule, PointsRule):
        for each in _thresholds(rule, supplement):
            if not each.pass_sum or not each.title:
                yield f"Ngưỡng riêng “{each.id}” cần tên và điểm đạt theo văn bản."
