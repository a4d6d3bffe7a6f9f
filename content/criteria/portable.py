"""A version as JSON: for programs that read it, and for the script that scores in a browser. Pure.

Points and shares are plain numbers for programs; `scoring` repeats in hundredths what the script
counts with, so that no program needs to know of hundredths and the script needs no decimals.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from content.criteria import words
from content.criteria.sets import Indicator, LevelsRule, PointsRule, Source, Version

# How DESIGN's schema calls what this version is.
_STATUS = {"official": "official", "frame": "frame", "sample": "sample"}


def to_json(version: Version) -> dict[str, Any]:
    """The version as readers of data get it at `/tieu-chi/SET/VERSION/index.json`."""
    return {
        "id": version.set_id,
        "version": version.id,
        "title": version.title,
        "status": _STATUS.get(version.status, "partial"),
        "subject": version.subject,
        "document": _document(version.document) if version.document else None,
        "in_force": version.in_force.isoformat() if version.in_force else None,
        "over": version.over.isoformat() if version.over else None,
        "valid_months": version.months or None,
        "kinds": [{"id": name, "title": title} for name, title in version.kinds],
        "rule": _rule(version),
        "groups": [
            {
                "id": group.id,
                "title": group.title,
                "criteria": [
                    {
                        "id": criterion.id,
                        "anchor": criterion.anchor,
                        "title": criterion.title,
                        "points": _number(criterion.most),
                        "indicators": [_indicator(each) for each in criterion.indicators],
                    }
                    for criterion in group.criteria
                ],
            }
            for group in version.groups
        ],
        "notes": list(version.notes),
        "sources": [_document(source) for source in version.sources],
        "sha256": content_hash(version),
    }


def scoring(version: Version) -> dict[str, Any]:
    """What the script needs: the rule, the indicators and the sentences, in hundredths."""
    rule = version.rule
    given: dict[str, Any] = {
        "kind": "levels" if isinstance(rule, LevelsRule) else "points",
        "indicators": [
            {
                "id": each.id,
                "answer": each.answer,
                "most": each.most,
                "least": {str(level): share for level, share in each.least},
                "levels": list(each.levels),
                "applies_when": list(each.applies_when),
            }
            for each in version.indicators()
        ],
        "sentences": words.SENTENCES,
    }
    if isinstance(rule, LevelsRule):
        levels = sorted(rule.levels, key=lambda level: level.number)
        given["levels"] = [{"number": each.number, "title": each.title} for each in levels]
    elif isinstance(rule, PointsRule):
        bands = sorted(rule.bands, key=lambda band: band.least)
        given |= {
            "pass_sum": rule.pass_sum,
            "least_item": rule.least_item,
            "bands": [{"title": b.title, "least": b.least, "passes": b.passes} for b in bands],
            "special": {each.id: each.pass_sum for each in rule.special},
        }
    return given


def content_hash(version: Version) -> str:
    """The SHA-256 of all that a version says; two versions that say the same are equal in it."""
    from content.criteria import toml_format

    return hashlib.sha256(toml_format.write(version).encode()).hexdigest()


def text(data: dict[str, Any]) -> str:
    """JSON as files hold it: one line for each thing, Vietnamese letters as they are."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _rule(version: Version) -> dict[str, Any] | None:
    rule = version.rule
    if rule is None:
        return None
    if isinstance(rule, LevelsRule):
        levels = [{"number": each.number, "title": each.title} for each in rule.levels]
        return {"kind": "levels", "levels": levels}
    return {
        "kind": "points",
        "pass_sum": _number(rule.pass_sum),
        "least_item": _number(rule.least_item),
        "bands": [
            {"title": band.title, "least": _number(band.least) or 0, "passes": band.passes}
            for band in rule.bands
        ],
        "special": [
            {"id": each.id, "title": each.title, "pass_sum": _number(each.pass_sum)}
            for each in rule.special
        ],
    }


def _indicator(each: Indicator) -> dict[str, Any]:
    return {
        "id": each.id,
        "text": each.text,
        "answer": each.answer,
        "points": _number(each.most),
        "least": {str(level): _number(share) for level, share in each.least},
        "levels": list(each.levels),
        "applies_when": list(each.applies_when),
        "note": each.note,
        "evidence": list(each.evidence),
        "local": each.local,
    }


def _document(source: Source) -> dict[str, str]:
    return {
        "number": source.number,
        "issued": source.issued,
        "issuer": source.issuer,
        "title": source.title,
        "url": source.url,
    }


def _number(hundredths: int) -> int | float | None:
    """A plain number; None for what is not said."""
    if not hundredths:
        return None
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100
