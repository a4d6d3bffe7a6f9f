"""What pages say of criteria: their state, when they are passed, by which document, how to cite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from content.criteria.models import CriteriaSupplement, CriteriaVersion
from content.criteria.sets import Indicator, Level, LevelsRule, PointsRule, Source, Version
from content.criteria.words import points
from content.documents.dates import PartialDate
from content.documents.keys import document_key
from content.documents.queries import by_key
from content.publishing import graph_queries
from hub.face import words


class State(NamedTuple):
    """How sure a version's words are: in two to five words, the look of the badge, a sentence."""

    title: str
    tone: str
    mark: str
    sentence: str


_FRAME = (
    "Mới có khung của bộ tiêu chí. Hãy dùng để biết trước và chuẩn bị; khi xét công nhận phải theo "
    "văn bản chính thức."
)
_STATES = {
    "frame": State("Khung, chờ đối chiếu", "warn", "warn", _FRAME),
    "partial": State(
        "Một phần, chưa dùng để công nhận",
        "warn",
        "warn",
        "Mới tìm được một phần của văn bản nên chưa thể tự chấm và chưa dùng để công nhận.",
    ),
    "empty": State(
        "Chưa nhập bản chính thức",
        "",
        "info",
        "Trang này chưa có lời và điểm của bộ tiêu chí. Hãy hỏi Hội Khuyến học nơi bạn ở.",
    ),
    "sample": State(
        "Mẫu để thử", "warn", "warn", "Đây là bộ mẫu để thử, không cơ quan nào ban hành."
    ),
}
_UNCHECKED = State(
    "Chờ hai người đối chiếu",
    "warn",
    "warn",
    "Chưa có đủ hai người đối chiếu bản này với văn bản chính thức; khi xét công nhận hãy mở văn "
    "bản gốc.",
)
_CHECKED = State("Bản chính thức, đã đối chiếu", "good", "ok", "")


def state_of(row: CriteriaVersion) -> State:
    """The state of a version, as every page and every print of it says."""
    known = _STATES.get(row.status)
    if known is not None:
        return known
    return _CHECKED if row.verified else _UNCHECKED


def rule_of(version: Version) -> str:
    """When it is passed, in one sentence; "" where nothing of the rule is known."""
    rule = version.rule
    if isinstance(rule, LevelsRule):
        names = "; ".join(level.title for level in rule.levels)
        return f"Xét theo mức độ, không tính điểm: {names}. Đạt một mức khi đạt mọi mục mức đó hỏi."
    if rule is None:
        return ""
    parts = [f"tổng từ {points(rule.pass_sum)} điểm"] if rule.pass_sum else []
    if rule.least_item:
        parts.append(f"không mục nào dưới {points(rule.least_item)} điểm")
    said = [f"Đạt khi {' và '.join(parts)}."] if parts else []
    if rule.bands:
        said.append(_bands(rule))
    return " ".join(said)


def _bands(rule: PointsRule) -> str:
    ordered = sorted(rule.bands, key=lambda band: -band.least)
    names = [f"{band.title} từ {points(band.least)} điểm" for band in ordered if band.passes]
    failed = next((band for band in ordered if not band.passes), None)
    first = min((band.least for band in ordered if band.passes), default=0)
    below = f"; dưới {points(first)} điểm: {failed.title}" if failed and names else ""
    return f"Xếp loại: {', '.join(names)}{below}."


def size_of(version: Version) -> str:
    """How much there is: "10 mục, 100 điểm"; "" for an empty frame."""
    asked = list(version.indicators())
    if not asked:
        return ""
    most = sum(each.most for each in asked)
    return f"{len(asked)} mục" + (f", {points(most)} điểm" if most else "")


def asks_of(version: Version, each: Indicator) -> list[str]:
    """What one indicator asks for, in short pieces: points, shares, levels, for whom."""
    said = [f"tối đa {points(each.most)} điểm"] if each.most else []
    rule = version.rule
    for level in rule.levels if isinstance(rule, LevelsRule) else ():
        said += _at_level(each, level)
    names = dict(version.kinds)
    if each.applies_when:
        kinds = ", ".join(names.get(kind, kind) for kind in each.applies_when)
        said.append(f"chỉ áp dụng khi: {kinds}")
    return said


def _at_level(each: Indicator, level: Level) -> Iterator[str]:
    if each.answer == "share" and each.asked_at(level.number):
        least = each.least_at(level.number)
        yield f"{level.title}: " + (f"từ {points(least)} %" if least else "tỷ lệ chưa rõ")
    elif each.levels == (level.number,):
        yield f"chỉ hỏi ở {level.title}"


def source_line(source: Source) -> str:
    """A document as people name it: number, day, issuer, title; what is known of them."""
    day = PartialDate.from_iso(source.issued).shown() if source.issued else ""
    return ", ".join(filter(None, (source.number, day, source.issuer, source.title)))


def document_path(source: Source | None) -> str:
    """The page of a document where the hub has one, with its text or as others cite it; or ""."""
    if source is None or not source.number:
        return ""
    issued = PartialDate.from_iso(source.issued) if source.issued else None
    document = by_key(document_key(source.number, issued, source.issuer or None, source.title))
    if document is None:
        return ""
    shown, item = graph_queries.document_at(document.slug)
    if item is not None:
        return item.path
    return f"/van-ban/{document.slug}/" if shown is not None else ""


def citation(
    row: CriteriaVersion, version: Version, address: str, supplement: CriteriaSupplement | None
) -> str:
    """How a paper names what a page shows: title, version, document, state, day, address."""
    document = source_line(version.document) if version.document else ""
    published = words.day(row.published_at)
    head = f"Bộ tiêu chí {version.title}, phiên bản {version.id}"
    laid = f"có bổ sung theo {source_line(supplement.read.document)}" if supplement else ""
    if supplement and not supplement.verified:
        laid += " (chờ hai người đối chiếu)"
    day = f"đăng ngày {published}" if published else ""
    parts = (head, document, laid, day, state_of(row).title)
    return f"{'; '.join(filter(None, parts))}. {address}"


def span(row: CriteriaVersion) -> str:
    """From when until when it holds; "" where no day is known."""
    begun = f"từ {words.day(row.in_force)}" if row.in_force else ""
    ended = f"đến trước {words.day(row.over)}" if row.over else ""
    return " ".join(filter(None, (begun, ended)))
