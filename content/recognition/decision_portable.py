"""Titles and decisions as the TOML of a dump: number, day, body and counts, never a person.

Entries, signers and files stay out: what they say of people was given to this office for its own
page. A hub that loads the dump counts as this one does, and names nobody.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from content.database import db
from content.places import Place
from content.recognition.models import Decision, RecognitionCount, RecognitionTitle

NAME = "recognition.toml"
TITLE = ("slug", "title", "subject", "counted", "criteria_set", "months_valid", "position")
BODY = ("body", "starts", "ends", "source")
DECISION = (
    "slug", "number", "issued", "body", "year", "period", "note", "state", "announced_at",
    "withdrawn_why",
)  # fmt: skip
COUNT = ("title", "place", "count")


def tables() -> dict[str, list[dict[str, Any]]]:
    """The register, in an order that does not change with the database; {} without any title."""
    order = (RecognitionTitle.position, RecognitionTitle.slug)
    titles = list(db.session.scalars(sa.select(RecognitionTitle).order_by(*order)))
    if not titles:
        return {}
    shown = sa.select(Decision).where(Decision.state != "draft").order_by(Decision.slug)
    decisions = [_decision(one) for one in db.session.scalars(shown)]
    return {"title": [_title(one) for one in titles]} | (
        {"decision": decisions} if decisions else {}
    )


def _title(row: RecognitionTitle) -> dict[str, Any]:
    bodies = [_said(body, BODY) for body in row.bodies]
    return _said(row, TITLE) | ({"by": bodies} if bodies else {})


def _decision(row: Decision) -> dict[str, Any]:
    query = (
        sa.select(RecognitionTitle.slug, RecognitionCount.count, Place)
        .join(RecognitionTitle, RecognitionTitle.id == RecognitionCount.title_id)
        .outerjoin(Place, Place.id == RecognitionCount.place_id)
        .where(RecognitionCount.decision_id == row.id)
    )
    counts = [
        {"title": slug, "count": count} | ({"place": place.full_name} if place else {})
        for slug, count, place in db.session.execute(query)
    ]
    place = {"place": row.place.full_name} if row.place else {}
    ordered = sorted(counts, key=lambda one: (one["title"], one.get("place", "")))
    return _said(row, DECISION) | place | {"count": ordered}


def _said(row: Any, keys: tuple[str, ...]) -> dict[str, Any]:
    values = {key: getattr(row, key) for key in keys}
    return {key: value for key, value in values.items() if value not in (None, "", 0)}
