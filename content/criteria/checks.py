"""Whether a version can be used: ids, sums, thresholds, bands, levels; in sentences. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from content.criteria.scoring import WHOLE
from content.criteria.sets import ANSWERS, STATUSES, LevelsRule, PointsRule, Version
from content.criteria.words import points

_ID = re.compile(r"[0-9A-Za-z]{1,8}(?:[.-][0-9A-Za-z]{1,8}){0,4}")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,15}")
MOST_INDICATORS = 300
MOST_TEXT = 4_000  # characters of one text


def faults(version: Version) -> list[str]:
    """What must be put right before a version may be confirmed, one sentence each; none: fine."""
    return [
        *_names(version),
        *_texts(version),
        *_whole(version),
        *_answers(version),
        *(_points(version, version.rule) if isinstance(version.rule, PointsRule) else ()),
        *(_levels(version, version.rule) if isinstance(version.rule, LevelsRule) else ()),
    ]


def _names(version: Version) -> Iterator[str]:
    for value, what in ((version.set_id, "Mã bộ tiêu chí"), (version.id, "Mã phiên bản")):
        if not _SLUG.fullmatch(value):
            yield f"{what} “{value[:60]}”: chỉ dùng chữ thường không dấu, số và dấu gạch nối."
    if version.status not in STATUSES:
        yield f"Tình trạng “{version.status[:40]}” không có; hãy dùng: {', '.join(STATUSES)}."
    criteria = list(version.criteria())
    parts = [*(group.id for group in version.groups), *(each.id for each in criteria)]
    indicators = [each.id for each in version.indicators()]
    yield from _unique("Nhóm hoặc tiêu chí", parts)
    yield from _unique("Chỉ tiêu", indicators)
    for anchor, count in Counter(criterion.anchor for criterion in criteria).items():
        if count > 1:
            yield f"Hai tiêu chí có cùng địa chỉ “#{anchor}”; hãy đổi mã một tiêu chí."
    if len(indicators) > MOST_INDICATORS:
        yield f"Bộ tiêu chí có quá {MOST_INDICATORS} chỉ tiêu; hãy tách thành nhiều bộ."


def _unique(what: str, names: list[str]) -> Iterator[str]:
    for name, count in Counter(names).items():
        if count > 1:
            yield f"{what} “{name[:40]}” có {count} lần; mỗi mã chỉ dùng một lần."
        if not _ID.fullmatch(name):
            yield f"{what} “{name[:40]}”: mã chỉ gồm chữ, số, dấu chấm, dấu gạch."


def _texts(version: Version) -> Iterator[str]:
    if not version.title.strip():
        yield "Chưa có tên bộ tiêu chí."
    for criterion in version.criteria():
        if not criterion.title.strip():
            yield f"Tiêu chí “{criterion.id}” chưa có tên."
        for each in criterion.indicators:
            if not each.text.strip():
                yield f"Chỉ tiêu “{each.id}” chưa có lời."
            if len(each.text) > MOST_TEXT:
                yield f"Chỉ tiêu “{each.id}” dài quá {MOST_TEXT} chữ; hãy rút gọn."
    if version.in_force and version.over and version.over <= version.in_force:
        yield "Ngày hết hiệu lực phải sau ngày có hiệu lực."


def _whole(version: Version) -> Iterator[str]:
    """A set that says it is more than a part must have something to ask, and a way to judge."""
    if version.status in ("empty", "partial"):
        return
    if not list(version.indicators()):
        yield "Bộ này chưa có chỉ tiêu nào; hãy nhập chỉ tiêu, hoặc ghi tình trạng chưa đầy đủ."
    elif version.rule is None:
        yield "Chưa có cách xét: tính điểm hay theo mức độ."


def _answers(version: Version) -> Iterator[str]:
    kinds = dict(version.kinds)
    by_points = isinstance(version.rule, PointsRule)
    for each in version.indicators():
        if each.answer not in ANSWERS:
            yield f"Chỉ tiêu “{each.id}”: cách trả lời “{each.answer[:20]}” không có."
        elif by_points and each.answer != "points":
            yield f"Chỉ tiêu “{each.id}”: bộ tính điểm thì chỉ tiêu nào cũng phải có điểm."
        elif version.rule and not by_points and each.answer == "points":
            yield f"Chỉ tiêu “{each.id}”: bộ theo mức độ thì không chấm điểm."
        for name in each.applies_when:
            if name not in kinds:
                yield f"Chỉ tiêu “{each.id}” áp dụng cho “{name}”, nhưng bộ không có loại này."


def _points(version: Version, rule: PointsRule) -> Iterator[str]:
    if version.status in ("empty", "partial"):
        return
    for each in version.indicators():
        if each.answer == "points" and each.most <= 0:
            yield f"Chỉ tiêu “{each.id}” chưa có điểm tối đa."
        if each.most and rule.least_item > each.most:
            yield (
                f"Chỉ tiêu “{each.id}” tối đa {points(each.most)} điểm, không thể đạt mức ít nhất "
                f"{points(rule.least_item)} điểm."
            )
    for criterion in version.criteria():
        given = sum(each.most for each in criterion.indicators)
        if criterion.most and criterion.indicators and given != criterion.most:
            yield (
                f"Tiêu chí “{criterion.id}”: các chỉ tiêu cộng lại {points(given)} điểm, "
                f"không phải {points(criterion.most)}."
            )
    yield from _marks(version, rule)
    yield from _bands(version, rule)


def _marks(version: Version, rule: PointsRule) -> Iterator[str]:
    whole = sum(each.most for each in version.indicators())
    if whole != WHOLE and all(criterion.indicators for criterion in version.criteria()):
        yield f"Điểm cộng lại là {points(whole)}, không phải 100; hãy kiểm tra từng chỉ tiêu."
    for kind, title in version.kinds or (("", ""),):
        most = sum(each.most for each in version.indicators(kind))
        whom = f" với {title}" if title else ""
        marks = [("Điểm đạt", rule.pass_sum), *((s.title, s.pass_sum) for s in rule.special)]
        for name, mark in marks:
            if mark > most:
                yield (
                    f"{name} {points(mark)} cao hơn tổng điểm {points(most)}{whom}: "
                    "không ai đạt được."
                )
    if not rule.pass_sum and not rule.bands:
        yield "Chưa có điểm đạt hoặc bảng xếp loại."


def _bands(version: Version, rule: PointsRule) -> Iterator[str]:
    most = sum(each.most for each in version.indicators())
    for lower, higher in pairwise(sorted(rule.bands, key=lambda band: band.least)):
        if lower.least == higher.least:
            yield f"Hai loại “{lower.title}” và “{higher.title}” cùng bắt đầu từ một điểm."
        if lower.passes and not higher.passes:
            yield f"Loại “{higher.title}” cao hơn “{lower.title}” mà lại không đạt."
    for band in rule.bands:
        if band.least > most:
            yield f"Loại “{band.title}” từ {points(band.least)} điểm: không ai đạt được."


def _levels(version: Version, rule: LevelsRule) -> Iterator[str]:
    numbers = [level.number for level in rule.levels]
    if numbers != sorted(set(numbers)) or not numbers:
        yield "Các mức độ phải có số khác nhau, từ thấp đến cao."
    for each in version.indicators():
        strange = [n for n in (*each.levels, *dict(each.least)) if n not in numbers]
        if strange:
            yield f"Chỉ tiêu “{each.id}” nói tới mức độ {strange[0]}, bộ không có mức này."
        shares = [share for _level, share in sorted(each.least)]
        if any(share > WHOLE for share in shares):
            yield f"Chỉ tiêu “{each.id}” đòi hơn 100 %: không ai đạt được."
        if any(low > high for low, high in pairwise(shares)):
            yield f"Chỉ tiêu “{each.id}”: mức cao đòi tỷ lệ thấp hơn mức dưới nó."
