"""What changed between two versions of a set, in plain Vietnamese. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from content.criteria.sets import STATUSES, Indicator, LevelsRule, PointsRule, Version
from content.criteria.words import points


@dataclass(frozen=True, slots=True)
class Change:
    """One change. where: the part it is about ("Chỉ tiêu 1.2"); before and after: texts that a
    page sets side by side, both empty where the sentence says all."""

    where: str
    sentence: str
    before: str = ""
    after: str = ""


def changes(old: Version, new: Version) -> list[Change]:
    """Every change, the rule first, then in the order of the newer version."""
    return [
        *_head(old, new),
        *_rule(old, new),
        *_criteria(old, new),
        *_indicators(old, new),
    ]


def _head(old: Version, new: Version) -> Iterator[Change]:
    if old.title != new.title:
        yield Change("Tên bộ", "Đổi tên.", old.title, new.title)
    if old.status != new.status:
        names = STATUSES.get(old.status, old.status), STATUSES.get(new.status, new.status)
        yield Change("Tình trạng", "Đổi tình trạng.", *names)
    if old.months != new.months and new.months:
        before = f"{old.months} tháng" if old.months else "chưa rõ"
        yield Change("Thời hạn công nhận", "Đổi thời hạn.", before, f"{new.months} tháng")


def _rule(old: Version, new: Version) -> Iterator[Change]:
    if type(old.rule) is not type(new.rule):
        yield Change("Cách xét", "Đổi cách xét.", _kind(old), _kind(new))
    elif isinstance(old.rule, PointsRule) and isinstance(new.rule, PointsRule):
        for what, a, b in (
            ("Điểm đạt", old.rule.pass_sum, new.rule.pass_sum),
            ("Điểm ít nhất của mỗi mục", old.rule.least_item, new.rule.least_item),
        ):
            if a != b:
                yield Change(what, f"Từ {points(a)} thành {points(b)}.")
        bands = _bands(old.rule), _bands(new.rule)
        if bands[0] != bands[1]:
            yield Change("Xếp loại", "Đổi bảng xếp loại.", *bands)
    elif isinstance(old.rule, LevelsRule) and isinstance(new.rule, LevelsRule):
        levels = [", ".join(each.title for each in rule.levels) for rule in (old.rule, new.rule)]
        if levels[0] != levels[1]:
            yield Change("Mức độ", "Đổi các mức độ.", *levels)


def _kind(version: Version) -> str:
    if isinstance(version.rule, PointsRule):
        return "tính điểm"
    return "theo mức độ, không tính điểm" if version.rule else "chưa có"


def _bands(rule: PointsRule) -> str:
    ordered = sorted(rule.bands, key=lambda band: -band.least)
    return ", ".join(f"{band.title} từ {points(band.least)}" for band in ordered)


def _criteria(old: Version, new: Version) -> Iterator[Change]:
    before = {criterion.id: criterion for criterion in old.criteria()}
    after = {criterion.id: criterion for criterion in new.criteria()}
    for name, criterion in after.items():
        where = f"Tiêu chí {name}"
        if name not in before:
            yield Change(where, "Thêm mới.", "", criterion.title)
        elif before[name].title != criterion.title:
            yield Change(where, "Sửa tên.", before[name].title, criterion.title)
    for name, criterion in before.items():
        if name not in after:
            yield Change(f"Tiêu chí {name}", "Bỏ.", criterion.title, "")


def _indicators(old: Version, new: Version) -> Iterator[Change]:
    before = {each.id: each for each in old.indicators()}
    after = {each.id: each for each in new.indicators()}
    for name, each in after.items():
        if name not in before:
            yield Change(f"Chỉ tiêu {name}", "Thêm mới.", "", each.text)
        else:
            yield from _indicator(before[name], each, dict(old.kinds) | dict(new.kinds))
    for name, each in before.items():
        if name not in after:
            yield Change(f"Chỉ tiêu {name}", "Bỏ.", each.text, "")


def _indicator(old: Indicator, new: Indicator, kinds: dict[str, str]) -> Iterator[Change]:
    where = f"Chỉ tiêu {new.id}"
    if old.text != new.text:
        yield Change(where, "Sửa lời.", old.text, new.text)
    if old.most != new.most:
        yield Change(where, f"Điểm tối đa từ {points(old.most)} thành {points(new.most)}.")
    for level in sorted(dict(old.least).keys() | dict(new.least).keys()):
        a, b = old.least_at(level), new.least_at(level)
        if a != b:
            yield Change(where, f"Mức {level}: từ {_share(a)} thành {_share(b)}.")
    if old.levels != new.levels:
        yield Change(where, "Đổi mức độ cần đạt chỉ tiêu này.", _levels(old), _levels(new))
    if old.applies_when != new.applies_when:
        yield Change(where, "Đổi nơi áp dụng.", _whom(old, kinds), _whom(new, kinds))
    if old.evidence != new.evidence:
        yield Change(where, "Đổi minh chứng.", "; ".join(old.evidence), "; ".join(new.evidence))


def _share(value: int | None) -> str:
    return "chưa rõ" if value is None else f"{points(value)} %"


def _levels(each: Indicator) -> str:
    return ", ".join(f"mức {number}" for number in each.levels) or "mọi mức"


def _whom(each: Indicator, kinds: dict[str, str]) -> str:
    return ", ".join(kinds.get(name, name) for name in each.applies_when) or "mọi đơn vị"
