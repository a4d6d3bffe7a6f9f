"""A version as TOML, the form in which sets are shipped, brought in and handed on. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from typing import Any

import tomli_w

from content.criteria import toml_values as values
from content.criteria.sets import (
    Band,
    Criterion,
    Group,
    Indicator,
    Level,
    LevelsRule,
    PointsRule,
    Rule,
    Source,
    Special,
    Version,
)
from content.errors import BadInput

MOST_BYTES = 1_000_000
_VERSION = {
    "set", "version", "title", "status", "form", "subject", "in_force", "over", "months",
    "decided_by", "notes", "document", "source", "kind", "rule", "group",
}  # fmt: skip


def read(text: str, name: str = "tệp") -> Version:
    """The version that a TOML text describes.

    BadInput, one sentence with the place, for anything that is no such text; `checks.faults` tells
    afterwards what does not fit together.
    """
    if len(text.encode()) > MOST_BYTES:
        raise BadInput(f"“{name}” lớn hơn {MOST_BYTES // 1000} kB; hãy tách bộ tiêu chí.")
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise BadInput(f"“{name}” không đọc được theo TOML ({str(fault)[:120]}).") from None
    try:
        return _version(data)
    except values.Fault as fault:
        raise BadInput(f"“{name}”: {fault}") from None


def write(version: Version) -> str:
    """The TOML text of a version; `read` gives the same version again, the text is always equal."""
    data: dict[str, Any] = {
        "set": version.set_id,
        "version": version.id,
        "title": version.title,
        "status": version.status,
        **values.filled(
            form=version.form,
            subject=version.subject,
            in_force=version.in_force,
            over=version.over,
            months=version.months,
            decided_by=version.decided_by,
            notes=list(version.notes),
        ),
    }
    if version.document:
        data["document"] = source_out(version.document)
    if version.rule:
        data["rule"] = _rule_out(version.rule)
    data |= values.filled(
        kind=[{"id": name, "title": title} for name, title in version.kinds],
        source=[source_out(source) for source in version.sources],
        group=[_group_out(group) for group in version.groups],
    )
    return tomli_w.dumps(data, multiline_strings=False)


def _version(data: Mapping[str, Any]) -> Version:
    values.only(data, _VERSION, "bộ tiêu chí")
    document = data.get("document")
    return Version(
        set_id=values.text(data, "set", needed=True),
        id=values.text(data, "version", needed=True),
        title=values.text(data, "title", needed=True),
        status=values.text(data, "status", needed=True),
        rule=_rule(values.table(data, "rule")),
        groups=values.many(data, "group", _group),
        form=values.text(data, "form"),
        subject=values.text(data, "subject"),
        document=source(values.table(data, "document")) if document is not None else None,
        in_force=values.day(data, "in_force"),
        over=values.day(data, "over"),
        months=values.whole(data, "months"),
        kinds=values.many(data, "kind", _kind),
        notes=values.texts(data, "notes"),
        sources=values.many(data, "source", source),
        decided_by=values.text(data, "decided_by"),
    )


def _kind(data: Mapping[str, Any]) -> tuple[str, str]:
    values.only(data, {"id", "title"}, "loại đơn vị")
    return values.text(data, "id", needed=True), values.text(data, "title", needed=True)


def source(data: Mapping[str, Any]) -> Source:
    """A document as a table has it."""
    names = ("number", "issued", "issuer", "title", "url")
    values.only(data, set(names), "văn bản")
    return Source(**{name: values.text(data, name) for name in names})


def _group(data: Mapping[str, Any]) -> Group:
    values.only(data, {"id", "title", "criterion"}, "nhóm")
    criteria = values.many(data, "criterion", criterion)
    return Group(values.text(data, "id", needed=True), values.text(data, "title"), criteria)


def criterion(data: Mapping[str, Any]) -> Criterion:
    """A criterion with its indicators."""
    values.only(data, {"id", "title", "explanation", "points", "indicator"}, "tiêu chí")
    return Criterion(
        id=values.text(data, "id", needed=True),
        title=values.text(data, "title"),
        indicators=values.many(data, "indicator", indicator),
        explanation=values.text(data, "explanation"),
        most=values.points(data, "points"),
    )


def indicator(data: Mapping[str, Any]) -> Indicator:
    """An indicator."""
    names = {"id", "text", "answer", "points", "least", "levels", "applies_when"}
    values.only(data, names | {"note", "evidence", "local"}, "chỉ tiêu")
    least = data.get("least", {})
    if not isinstance(least, dict):
        raise values.Fault("“least” phải là bảng mức độ và tỷ lệ.")
    shares = tuple(sorted((values.level_number(key), values.points(least, key)) for key in least))
    levels = data.get("levels", [])
    if not isinstance(levels, list) or not all(type(n) is int for n in levels):
        raise values.Fault("“levels” phải là danh sách số.")
    return Indicator(
        id=values.text(data, "id", needed=True),
        text=values.text(data, "text"),
        answer=values.text(data, "answer") or "points",
        most=values.points(data, "points"),
        least=shares,
        levels=tuple(levels),
        applies_when=values.texts(data, "applies_when"),
        note=values.text(data, "note"),
        evidence=values.texts(data, "evidence"),
        local=data.get("local") is True,
    )


def _rule(data: Mapping[str, Any]) -> Rule | None:
    kind = data.get("kind")
    if not data:
        return None
    if kind == "levels":
        values.only(data, {"kind", "level"}, "cách xét")
        return LevelsRule(values.many(data, "level", _level))
    if kind == "points":
        values.only(data, {"kind", "pass_sum", "least_item", "band", "special"}, "cách xét")
        return PointsRule(
            pass_sum=values.points(data, "pass_sum"),
            least_item=values.points(data, "least_item"),
            bands=values.many(data, "band", _band),
            special=values.many(data, "special", special),
        )
    raise values.Fault('cách xét phải là kind = "points" hoặc "levels".')


def _level(data: Mapping[str, Any]) -> Level:
    values.only(data, {"number", "title"}, "mức độ")
    return Level(values.whole(data, "number"), values.text(data, "title", needed=True))


def _band(data: Mapping[str, Any]) -> Band:
    values.only(data, {"title", "least", "passes"}, "xếp loại")
    passes = data.get("passes", True)
    return Band(
        values.text(data, "title", needed=True), values.points(data, "least"), passes is True
    )


def special(data: Mapping[str, Any]) -> Special:
    """A special threshold."""
    values.only(data, {"id", "title", "pass_sum"}, "ngưỡng riêng")
    name, title = (values.text(data, key, needed=True) for key in ("id", "title"))
    return Special(name, title, values.points(data, "pass_sum"))


# ---- out ----------------------------------------------------------------------------------------


def _rule_out(rule: Rule) -> dict[str, Any]:
    if isinstance(rule, LevelsRule):
        return {
            "kind": "levels",
            "level": [{"number": each.number, "title": each.title} for each in rule.levels],
        }
    bands = [
        {
            "title": b.title,
            "least": values.number(b.least),
            **({} if b.passes else {"passes": False}),
        }
        for b in rule.bands
    ]
    special = [
        {"id": s.id, "title": s.title, "pass_sum": values.number(s.pass_sum)} for s in rule.special
    ]
    return {
        "kind": "points",
        **values.filled(
            pass_sum=values.number(rule.pass_sum),
            least_item=values.number(rule.least_item),
            band=bands,
            special=special,
        ),
    }


def _group_out(group: Group) -> dict[str, Any]:
    criteria = [
        {
            "id": criterion.id,
            "title": criterion.title,
            **values.filled(
                explanation=criterion.explanation,
                points=values.number(criterion.most),
                indicator=[indicator_out(each) for each in criterion.indicators],
            ),
        }
        for criterion in group.criteria
    ]
    return {"id": group.id, "title": group.title, **values.filled(criterion=criteria)}


def indicator_out(each: Indicator) -> dict[str, Any]:
    """The table of an indicator."""
    return {
        "id": each.id,
        "text": each.text,
        **values.filled(
            answer="" if each.answer == "points" else each.answer,
            points=values.number(each.most),
            levels=list(each.levels),
            applies_when=list(each.applies_when),
            note=each.note,
            evidence=list(each.evidence),
            local=each.local,
            least={str(level): values.number(share) for level, share in each.least},
        ),
    }


def source_out(source: Source) -> dict[str, Any]:
    """The table of a document."""
    return values.filled(
        number=source.number,
        issued=source.issued,
        issuer=source.issuer,
        title=source.title,
        url=source.url,
    )
