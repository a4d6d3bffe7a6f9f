"""The yearly figures of the places directly below one, and their sums; read in a few questions."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from content import places
from content.database import db
from content.places import Place, PlaceSuccession
from content.recognition.models import Decision, RecognitionCount, RecognitionTitle
from content.recognition.target_models import Figure
from content.recognition.target_queries import Key, Line, name_of, titles, typed

_MOST_STEPS = 12  # upward from a place; mergers of mergers are no longer a way


def below(place: Place, *, with_rows: bool = True) -> list[Line]:
    """The figures of each place directly below one, by place, year and title.

    with_rows: also the row of each, which says where it was read; sums do without.

    A unit counts in the years at whose end it stood, so that a district and the communes that came
    after it are never added up together.
    """
    children = {child.id: child for child in places.below(place)}
    if not children:
        return []
    found = _typed(children) if with_rows else _bare(children)
    there = {(line.place.id if line.place else 0, line.key, line.year) for line in found}
    for (child_id, title, year), count in _counted(set(children)).items():
        key = Key(title, "")
        if (child_id, key, year) not in there:
            found.append(Line(key, "", children[child_id], year, None, None, count))
    known = titles()
    order = {slug: at for at, slug in enumerate(known)}
    named = [replace(x, name=name_of(x.key.title, x.key.measure, known)) for x in found]
    standing = [line for line in named if _stood(line)]
    return sorted(standing, key=lambda x: (_slug(x), -(x.year or 0), order.get(x.key.title, 99)))


def sums(children: list[Line]) -> list[Line]:
    """The lines of several places added up by title and year.

    A count that one of the places lacks is not known of them all, and so no share of it.
    """
    groups: dict[tuple[Key, int | None], list[Line]] = defaultdict(list)
    for line in children:
        groups[line.key, line.year].append(line)
    return [_sum(found) for found in groups.values()]


def _typed(children: dict[int, Place]) -> list[Line]:
    query = sa.select(Figure).where(Figure.place_id.in_(children))
    return [typed(row, row.place) for row in db.session.scalars(query).unique()]


def _bare(children: dict[int, Place]) -> list[Line]:
    """The numbers alone: a province has thousands of rows."""
    query = sa.select(
        Figure.place_id,
        Figure.title,
        Figure.measure,
        Figure.year,
        Figure.total,
        Figure.registered,
        Figure.recognised,
    ).where(Figure.place_id.in_(children))
    return [
        Line(Key(title, measure), "", children[place_id], year, total, registered, recognised)
        for place_id, title, measure, year, total, registered, recognised in db.session.execute(
            query
        )
        if place_id is not None
    ]


def _stood(line: Line) -> bool:
    if line.place is None or line.year is None:
        return True
    return line.place.exists_on(dt.date(line.year, 12, 31))


def _slug(line: Line) -> str:
    return line.place.slug if line.place else ""


def _counted(ids: set[int]) -> dict[tuple[int, str, int], int]:
    """What announced decisions count, by the place of `ids` it lies in or went into."""
    query = (
        sa.select(
            RecognitionCount.place_id,
            RecognitionTitle.slug,
            Decision.year,
            sa.func.sum(RecognitionCount.count),
        )
        .join(Decision, Decision.id == RecognitionCount.decision_id)
        .join(RecognitionTitle, RecognitionTitle.id == RecognitionCount.title_id)
        .where(Decision.state == "announced", RecognitionCount.place_id.is_not(None))
        .group_by(RecognitionCount.place_id, RecognitionTitle.slug, Decision.year)
    )
    rows = db.session.execute(query).all()
    way: dict[int, int | None] = {}
    if rows:
        parents = sa.select(Place.id, Place.parent_id)
        way.update((under, above) for under, above in db.session.execute(parents))
        pairs = sa.select(PlaceSuccession.old_id, PlaceSuccession.new_id)
        way.update((old_id, new_id) for old_id, new_id in db.session.execute(pairs))
    counts: dict[tuple[int, str, int], int] = defaultdict(int)
    for place_id, title, year, count in rows:
        if (inside := _upward(place_id, ids, way)) is not None:
            counts[inside, title, year] += count
    return counts


def _upward(place_id: int | None, ids: set[int], way: dict[int, int | None]) -> int | None:
    for _step in range(_MOST_STEPS):
        if place_id is None or place_id in ids:
            return place_id
        place_id = way.get(place_id)
    return None


def _sum(found: list[Line]) -> Line:
    first = found[0]
    return Line(
        first.key,
        first.name,
        None,
        first.year,
        _added(line.total for line in found),
        _added(line.registered for line in found),
        _added(line.recognised for line in found),
    )


def _added(counts: Iterable[int | None]) -> int | None:
    every = list(counts)
    known = [count for count in every if count is not None]
    return sum(known) if len(known) == len(every) else None
