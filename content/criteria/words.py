"""Numbers and results in Vietnamese words. Pure; the sentences are data, for JavaScript as well."""

from __future__ import annotations

from content.criteria.scoring import Missing, Result
from content.criteria.sets import PointsRule, Version

SENTENCES = {
    "answer": "Mục {id}: chưa trả lời.",
    "item": "Mục {id}: được {have} điểm, mỗi mục cần ít nhất {need}.",
    "sum": "Còn thiếu {short} điểm: được {have}, cần {need}.",
    "met": "Mục {id}: chưa đạt.",
    "share": "Mục {id}: được {have} %, cần ít nhất {need} %.",
    "passed_points": "Đủ điều kiện đạt: {have} trên {most} điểm.",
    "passed_grade": "Xếp loại {grade}: {have} trên {most} điểm.",
    "passed_level": "Đủ điều kiện {grade}.",
    "not_yet": "Chưa đủ điều kiện đạt.",
    "unfinished": "Đã trả lời {answered} trên {asked} mục.",
    "goal": "Để đạt {goal}:",
    "goal_pass": "Để đạt:",
}
# Stands with every result, on screen and on paper.
NO_RECOGNITION = "Đây là tự đánh giá, không thay cho việc công nhận của cơ quan có thẩm quyền."


def points(hundredths: int) -> str:
    """Hundredths as people write them: 750 is "7,5", 1000 is "10"."""
    whole, part = divmod(hundredths, 100)
    return f"{whole},{part:02d}".rstrip("0").rstrip(",")


def verdict(version: Version, result: Result) -> str:
    """The result in one sentence."""
    if not result.complete:
        name = "unfinished"
    elif not result.passed:
        name = "not_yet"
    elif not isinstance(version.rule, PointsRule):
        name = "passed_level"
    else:
        name = "passed_grade" if result.grade else "passed_points"
    return SENTENCES[name].format(
        have=points(result.total),
        most=points(result.possible),
        grade=result.grade,
        answered=result.answered,
        asked=result.asked,
    )


def missing(each: Missing) -> str:
    """One thing that is missing, in one sentence."""
    return SENTENCES[each.what].format(
        id=each.indicator,
        have=points(each.have),
        need=points(each.need),
        short=points(max(each.need - each.have, 0)),
    )


def heading(result: Result) -> str:
    """What the list of missing things is for; "" where nothing is missing."""
    if not result.missing:
        return ""
    return SENTENCES["goal" if result.goal else "goal_pass"].format(goal=result.goal)
