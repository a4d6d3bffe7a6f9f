"""Tự chấm: a form that adds up on the server without a script, and by itself with one.

The form is a question, not a letter: nothing of it is kept, so it comes as a GET. With a script it
is never sent at all. The frozen page has the same form without its button: it prints, and counts
where scripts run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from flask import Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from content.criteria import portable, queries, scoring
from content.criteria import words as score_words
from content.criteria.models import CriteriaSupplement
from content.criteria.scoring import Result
from content.criteria.sets import Indicator, PointsRule, Version
from hub.face import site
from hub.face.face import is_frozen, json_ld
from hub.public import criteria, criteria_words
from hub.public.addresses import Address, Route

PATH = "tu-danh-gia/"
KIND, SPECIAL = "loai", "muc-dat"  # the fields of the kind of unit, and of the threshold
_MOST_ON_SCALE = 1_000  # hundredths: up to ten points an answer is one tap
_LONGEST = 12


class Lack(NamedTuple):
    """One missing thing, the anchor where it stands, and what may prove it."""

    sentence: str
    anchor: str
    evidence: tuple[str, ...]


def show(set_slug: str, version_slug: str, supplement_slug: str = "") -> ResponseReturnValue:
    """The form; with answers in the query also the result."""
    if (told := criteria.gone(set_slug, version_slug)) is not None:
        return told
    shown = criteria.shown_at(set_slug, version_slug, supplement_slug)
    row, version = shown.row, shown.version
    if not version.scorable:
        abort(404)
    answers = {} if is_frozen() else _answers(version, request.args)
    kind = request.args.get(KIND, "") if answers and not is_frozen() else ""
    kind = kind if kind in dict(version.kinds) else ""
    special, chosen = _specials(shown, answers)
    result = scoring.assess(version, answers, kind=kind, special=chosen) if answers else None
    page = render_template(
        "public/self_assessment.html",
        current="criteria",
        page_title=f"Tự chấm {version.title}",
        description=criteria_words.rule_of(version),
        canonical_path=f"{shown.path}{PATH}",
        row=row,
        version=version,
        supplement=shown.supplement,
        path=shown.path,
        special=special,
        chosen=chosen,
        state=criteria_words.state_of(row),
        answers=answers,
        kind=kind,
        result=result,
        verdict=score_words.verdict(version, result) if result else "",
        heading=score_words.heading(result) if result else "",
        lacks=_lacks(version, result) if result else [],
        by_scale=_by_scale(version),
        by_points=isinstance(version.rule, PointsRule),
        unread=_unread(version, answers),
        scale=_scale,
        anchors=_anchors(version),
        rules=json_ld(_rules(version, shown.supplement)),
        no_recognition=score_words.NO_RECOGNITION,
        name=f"{version.title}, phiên bản {version.id}",
        address=f"{site.current().site_url}{shown.path}",
        words=criteria_words,
    )
    answer: Response = make_response(page)
    if answers:  # somebody's answers: in no cache and no search engine
        answer.headers["Cache-Control"] = "no-store"
        answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _specials(shown: criteria.Shown, answers: Mapping[str, str]) -> tuple[dict[str, str], str]:
    """The special thresholds a reader may choose from, and the one that was chosen.

    One holds only where a document of the place puts it in force.
    """
    special = specials_of(shown.version) if shown.supplement else {}
    chosen = request.args.get(SPECIAL, "") if answers else ""
    return special, chosen if chosen in special else ""


def specials_of(version: Version) -> dict[str, str]:
    """The special thresholds of a version by id: what each is, and from how many points."""
    if not isinstance(version.rule, PointsRule):
        return {}
    return {
        each.id: f"{each.title}: từ {score_words.points(each.pass_sum)} điểm"
        for each in version.rule.special
    }


def _answers(version: Version, given: Mapping[str, str]) -> dict[str, str]:
    """The answers that were sent, by the id of their indicator; strange ones are left out."""
    found = {each.id: given.get(field_of(each), "")[:_LONGEST] for each in version.indicators()}
    return {name: text for name, text in found.items() if text.strip()}


def field_of(each: Indicator) -> str:
    """The name of the form field of an indicator."""
    return f"m-{each.id}"


def _anchors(version: Version) -> dict[str, str]:
    return {i.id: c.anchor for c in version.criteria() for i in c.indicators}


def _lacks(version: Version, result: Result) -> list[Lack]:
    anchors = _anchors(version)
    asked = {each.id: each for each in version.indicators()}
    return [
        Lack(
            score_words.missing(each),
            anchors.get(each.indicator, ""),
            asked[each.indicator].evidence if each.indicator in asked else (),
        )
        for each in result.missing
    ]


def _scale(each: Indicator) -> list[int]:
    """The whole points that one tap gives; none where the most is more than ten or no whole."""
    if each.answer != "points" or each.most > _MOST_ON_SCALE or each.most % 100:
        return []
    return list(range(each.most // 100 + 1))


def _by_scale(version: Version) -> bool:
    """Whether every answer is a tap on a scale: then the page adds up without any script."""
    return all(_scale(each) and not each.applies_when for each in version.indicators())


def _unread(version: Version, answers: Mapping[str, str]) -> set[str]:
    """The indicators whose answer is no number that they take."""
    known = {each.id: each for each in version.indicators()}
    return {name for name, text in answers.items() if scoring.value_of(known[name], text) is None}


def _rules(version: Version, supplement: CriteriaSupplement | None) -> dict[str, Any]:
    """What the script counts by and writes into what it saves."""
    evidence = {each.id: list(each.evidence) for each in version.indicators() if each.evidence}
    return {
        **portable.scoring(version),
        "set": version.set_id,
        "version": version.id,
        "supplement": supplement.slug if supplement else "",
        "title": version.title,
        "anchors": _anchors(version),
        "evidence": evidence,
        "no_recognition": score_words.NO_RECOGNITION,
    }


def addresses() -> Iterator[Address]:
    """The form of every version that can be scored."""
    for found in queries.every_set():
        for row in queries.published(found):
            if not row.read.scorable:
                continue
            yield Address(f"{row.path}{PATH}", row.updated_at)
            for each in queries.supplements(row):
                yield Address(f"{row.path}bo-sung/{each.slug}/{PATH}", each.updated_at)


_VERSION = "/tieu-chi/<set_slug>/<version_slug>/"
ROUTES = (
    Route(f"{_VERSION}{PATH}", "self_assessment", show),
    Route(f"{_VERSION}bo-sung/<supplement_slug>/{PATH}", "self_assessment_supplement", show),
)
