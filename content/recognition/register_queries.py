"""The register as readers see it: decisions by year, place and title, from the counts alone.

No question of this room reads an entry: a register of a million entries opens as an empty one, and
a list can show no name.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from content.database import db
from content.places import Place
from content.recognition.models import Decision, RecognitionCount, RecognitionTitle, Suppressed

PER_PAGE = 20
# Places that a list can be narrowed by, the ones with most recognised first.
MOST_PLACES = 60
ANNOUNCED = Decision.state == "announced"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Which part of the register: of a year, of a place (with what lies below it), of a title."""

    year: int | None = None
    place: Place | None = None
    title: RecognitionTitle | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision with how many it recognises, of each title."""

    decision: Decision
    total: int
    titles: list[tuple[RecognitionTitle, int]]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of decisions, newest first; page and pages count from 1."""

    items: list[Listed]
    total: int
    page: int
    pages: int


def listing(narrowing: Narrowing, page: int = 1, per_page: int = PER_PAGE) -> Listing:
    """One page of the announced decisions of a narrowing."""
    wanted = _wanted(narrowing)
    total = db.session.scalar(sa.select(sa.func.count(Decision.id)).where(*wanted)) or 0
    query = (
        sa.select(Decision)
        .where(*wanted)
        .order_by(Decision.issued.desc(), Decision.id.desc())
        .limit(per_page)
        .offset((page - 1) * per_page)
    )
    found = list(db.session.scalars(query))
    return Listing(_listed(found), total, page, max(1, -(-total // per_page)))


def newest(limit: int) -> list[Listed]:
    """The decisions that were announced last."""
    query = sa.select(Decision).where(ANNOUNCED).order_by(Decision.announced_at.desc())
    return _listed(list(db.session.scalars(query.order_by(Decision.id.desc()).limit(limit))))


def figures(narrowing: Narrowing) -> list[tuple[RecognitionTitle, int, int]]:
    """(title, how many are recognised, by how many decisions) of a narrowing, in titles' order."""
    counted = (
        sa.select(
            RecognitionCount.title_id,
            sa.func.sum(RecognitionCount.count),
            sa.func.count(RecognitionCount.decision_id.distinct()),
        )
        .join(Decision, Decision.id == RecognitionCount.decision_id)
        .where(ANNOUNCED, *_of_counts(narrowing))
        .group_by(RecognitionCount.title_id)
    )
    found = {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(counted)}
    return [(title, *found[title.id]) for title in every_title() if title.id in found]


def years() -> list[tuple[int, int]]:
    """(year, how many decisions) of the register, newest first."""
    query = sa.select(Decision.year, sa.func.count(Decision.id)).where(ANNOUNCED)
    rows = db.session.execute(query.group_by(Decision.year).order_by(Decision.year.desc()))
    return [(year, count) for year, count in rows]


def titles() -> list[tuple[RecognitionTitle, int]]:
    """(title, how many decisions) of the register, in the titles' order."""
    return [(title, decisions) for title, _count, decisions in figures(Narrowing())]


def place_counts() -> list[tuple[Place, int]]:
    """(place, how many decisions): where decisions were made, the most first."""
    count = sa.func.count(Decision.id)
    query = (
        sa.select(Place, count)
        .join(Decision, Decision.place_id == Place.id)
        .where(ANNOUNCED)
        .group_by(Place.id)
        .order_by(count.desc(), Place.id)
    )
    return [(place, decisions) for place, decisions in db.session.execute(query)]


def places_named() -> list[Place]:
    """The places of announced decisions and of their lines."""
    of_lines = (
        sa.select(RecognitionCount.place_id)
        .join(Decision, Decision.id == RecognitionCount.decision_id)
        .where(ANNOUNCED)
    )
    named = sa.or_(
        Place.id.in_(sa.select(Decision.place_id).where(ANNOUNCED)), Place.id.in_(of_lines)
    )
    return list(db.session.scalars(sa.select(Place).where(named).order_by(Place.slug)))


def every_title() -> list[RecognitionTitle]:
    """The titles, in their order."""
    order = (RecognitionTitle.position, RecognitionTitle.id)
    return list(db.session.scalars(sa.select(RecognitionTitle).order_by(*order)))


def title_by_slug(slug: str) -> RecognitionTitle | None:
    """One title."""
    return db.session.scalar(sa.select(RecognitionTitle).where(RecognitionTitle.slug == slug))


def at(slug: str) -> Decision | None:
    """The decision of an address that readers may know of: announced, or taken back."""
    query = sa.select(Decision).where(Decision.slug == slug, Decision.state != "draft")
    return db.session.scalar(query)


def counts_of(decision: Decision) -> list[tuple[RecognitionTitle, Place | None, int]]:
    """(title, place, how many) of a decision, by title and place."""
    query = (
        sa.select(RecognitionTitle, Place, RecognitionCount.count)
        .join(RecognitionTitle, RecognitionTitle.id == RecognitionCount.title_id)
        .outerjoin(Place, Place.id == RecognitionCount.place_id)
        .where(RecognitionCount.decision_id == decision.id, RecognitionCount.count > 0)
        .order_by(RecognitionTitle.position, RecognitionTitle.id, Place.title, Place.id)
    )
    return [(title, place, count) for title, place, count in db.session.execute(query)]


def every_announced() -> list[tuple[str, dt.datetime]]:
    """(slug, last change) of every announced decision."""
    query = sa.select(Decision.slug, Decision.updated_at).where(ANNOUNCED).order_by(Decision.id)
    return [(slug, changed) for slug, changed in db.session.execute(query)]


def any_announced() -> bool:
    """Whether the register has anything to show."""
    return db.session.scalar(sa.select(Decision.id).where(ANNOUNCED).limit(1)) is not None


def withdrawn_paths() -> list[str]:
    """The addresses of decisions that were taken back after they were announced."""
    query = sa.select(Decision.slug).where(Decision.state == "withdrawn").order_by(Decision.slug)
    return [f"/cong-nhan/{slug}/" for slug in db.session.scalars(query)]


def last_change() -> dt.datetime | None:
    """When a decision was changed last; None for an empty register."""
    return db.session.scalar(sa.select(sa.func.max(Decision.updated_at)).where(ANNOUNCED))


def taken_down() -> int:
    """How much was taken down so far, names and whole decisions; it only grows."""
    names = db.session.scalar(sa.select(sa.func.max(Suppressed.id))) or 0
    back = sa.select(sa.func.count(Decision.id)).where(Decision.state == "withdrawn")
    return names + (db.session.scalar(back) or 0)


# ---- narrowing -----------------------------------------------------------------------------------


def _wanted(narrowing: Narrowing) -> list[sa.ColumnElement[bool]]:
    """What a decision of the list must be."""
    wanted = [ANNOUNCED]
    if narrowing.year is not None:
        wanted.append(Decision.year == narrowing.year)
    if narrowing.place is not None:
        inside = _within(narrowing.place)
        counted = sa.select(RecognitionCount.decision_id).where(
            RecognitionCount.place_id.in_(inside)
        )
        wanted.append(sa.or_(Decision.place_id.in_(inside), Decision.id.in_(counted)))
    if narrowing.title is not None:
        of_title = RecognitionCount.title_id == narrowing.title.id
        wanted.append(Decision.id.in_(sa.select(RecognitionCount.decision_id).where(of_title)))
    return wanted


def _of_counts(narrowing: Narrowing) -> list[sa.ColumnElement[bool]]:
    """What a count must be; a decision of a place counts there where its lines name no place."""
    wanted: list[sa.ColumnElement[bool]] = [RecognitionCount.count > 0]
    if narrowing.year is not None:
        wanted.append(Decision.year == narrowing.year)
    if narrowing.title is not None:
        wanted.append(RecognitionCount.title_id == narrowing.title.id)
    if narrowing.place is not None:
        inside = _within(narrowing.place)
        standing = sa.func.coalesce(RecognitionCount.place_id, Decision.place_id)
        wanted.append(standing.in_(inside))
    return wanted


def _within(place: Place) -> list[int]:
    """The numbers of a place and of all that lies below it."""
    found, level = [place.id], [place.id]
    while level:
        query = sa.select(Place.id).where(Place.parent_id.in_(level), Place.id.not_in(found))
        level = list(db.session.scalars(query))
        found += level
    return found


def _listed(decisions: Sequence[Decision]) -> list[Listed]:
    known = {title.id: title for title in every_title()}
    query = (
        sa.select(
            RecognitionCount.decision_id,
            RecognitionCount.title_id,
            sa.func.sum(RecognitionCount.count),
        )
        .where(RecognitionCount.decision_id.in_([decision.id for decision in decisions]))
        .group_by(RecognitionCount.decision_id, RecognitionCount.title_id)
    )
    by_decision: dict[int, list[tuple[RecognitionTitle, int]]] = {}
    for decision_id, title_id, count in db.session.execute(query):
        by_decision.setdefault(decision_id, []).append((known[title_id], int(count)))
    listed = []
    for decision in decisions:
        of = sorted(by_decision.get(decision.id, []), key=lambda one: one[0].position)
        listed.append(Listed(decision, sum(count for _title, count in of), of))
    return listed
