"""Decisions as the desk sees them: drafts, those that wait, those that were announced."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from content.database import db
from content.recognition import showing
from content.recognition.entry_fields import folded
from content.recognition.models import PERSONAL, Decision, Entry, RecognitionCount, RecognitionTitle

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Page:
    """One page of decisions with how many each recognises; page and pages count from 1."""

    items: list[tuple[Decision, int]]
    page: int
    pages: int


def waiting(places: Collection[int] | None = None) -> list[tuple[Decision, int]]:
    """Drafts, those that were sent first, then the newest; places: of these only, None for all."""
    query = sa.select(Decision).where(Decision.state == "draft", *_within(places))
    order = (Decision.sent_at.is_(None), Decision.updated_at.desc(), Decision.id.desc())
    return _counted(list(db.session.scalars(query.order_by(*order).limit(100))))


def finished(page: int, places: Collection[int] | None = None) -> Page:
    """Announced and taken back ones, the newest first."""
    wanted = (Decision.state != "draft", *_within(places))
    total = db.session.scalar(sa.select(sa.func.count(Decision.id)).where(*wanted)) or 0
    query = sa.select(Decision).where(*wanted).order_by(Decision.announced_at.desc(), Decision.id)
    rows = db.session.scalars(query.limit(PER_PAGE).offset((page - 1) * PER_PAGE))
    return Page(_counted(list(rows)), page, max(1, -(-total // PER_PAGE)))


def sent_count(places: Collection[int] | None = None) -> int:
    """How many drafts wait for somebody who announces."""
    query = sa.select(sa.func.count(Decision.id)).where(
        Decision.state == "draft", Decision.sent_at.is_not(None), *_within(places)
    )
    return db.session.scalar(query) or 0


def by_id(decision_id: int) -> Decision | None:
    """One decision."""
    return db.session.get(Decision, decision_id)


def titles_of(decision: Decision) -> list[RecognitionTitle]:
    """The titles that a decision's lines have."""
    of = sa.select(RecognitionCount.title_id).where(RecognitionCount.decision_id == decision.id)
    query = sa.select(RecognitionTitle).where(RecognitionTitle.id.in_(of))
    return list(db.session.scalars(query.order_by(RecognitionTitle.position)))


def total_of(decision: Decision) -> int:
    """How many a decision recognises."""
    query = sa.select(sa.func.sum(RecognitionCount.count))
    return int(db.session.scalar(query.where(RecognitionCount.decision_id == decision.id)) or 0)


def without_ground(decision: Decision) -> int:
    """How many persons and families of a list have no ground on which their name is published."""
    query = (
        sa.select(sa.func.count(Entry.id))
        .join(RecognitionTitle, RecognitionTitle.id == Entry.title_id)
        .where(
            Entry.decision_id == decision.id,
            Entry.withdrawn_at.is_(None),
            Entry.ground == "",
            RecognitionTitle.subject.in_(sorted(PERSONAL)),
        )
    )
    return db.session.scalar(query) or 0


def usual_display(place_id: int | None) -> str:
    """How the last decision of a place shows names; initials where there is none yet."""
    here = Decision.place_id.is_(None) if place_id is None else Decision.place_id == place_id
    query = sa.select(Decision.display).where(here, Decision.state == "announced")
    return db.session.scalar(query.order_by(Decision.announced_at.desc()).limit(1)) or "initials"


def bare_in(decision: Decision, text: str) -> int:
    """How many names of the list a text spells out that the page does not show in full."""
    words = f" {folded(text)} "
    query = (
        sa.select(
            Entry.name,
            Entry.folded,
            Entry.child,
            Entry.ground,
            Entry.both_consents,
            RecognitionTitle.subject,
        )
        .join(RecognitionTitle, RecognitionTitle.id == Entry.title_id)
        .where(Entry.decision_id == decision.id, Entry.name != "")
    )
    return sum(
        row.folded in words and showing.shown(decision.display, row.subject, row) != row.name
        for row in db.session.execute(query)
        if row.subject in PERSONAL
    )


def _within(places: Collection[int] | None) -> tuple[sa.ColumnElement[bool], ...]:
    return () if places is None else (Decision.place_id.in_(sorted(places)),)


def _counted(found: list[Decision]) -> list[tuple[Decision, int]]:
    query = sa.select(RecognitionCount.decision_id, sa.func.sum(RecognitionCount.count))
    of = RecognitionCount.decision_id.in_([one.id for one in found])
    counts = db.session.execute(query.where(of).group_by(RecognitionCount.decision_id))
    known = {number: int(count) for number, count in counts}
    return [(one, known.get(one.id, 0)) for one in found]
