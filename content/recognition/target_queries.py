"""Reading targets and yearly figures: what was typed, and what announced decisions add up to."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import sqlalchemy as sa

from content import calendar, places, scopes
from content.database import db
from content.places import Place
from content.recognition import rates
from content.recognition.models import Decision, RecognitionCount, RecognitionTitle
from content.recognition.target_models import Figure, Target

# What the five titles are called while no row of the register names them.
_NAMES = {
    "cong-dan-hoc-tap": "Công dân học tập",
    "gia-dinh-hoc-tap": "Gia đình học tập",
    "dong-ho-hoc-tap": "Dòng họ học tập",
    "cong-dong-hoc-tap": "Cộng đồng học tập",
    "don-vi-hoc-tap": "Đơn vị học tập",
}
COUNTRY = "cả nước"
# Targets that are shares, by place (None: the country) and title.
Shares = dict[tuple[int | None, str], list[Target]]


class Key(NamedTuple):
    """What a figure or a target is of: a title (its slug) and a group, or a free measure."""

    title: str
    measure: str


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of one thing in one place and year (None: the source does not say), with the
    target it is held against. decisions: where it was added up from announced decisions."""

    key: Key
    name: str
    place: Place | None
    year: int | None
    total: int | None
    registered: int | None
    recognised: int | None
    row: Figure | None = None
    decisions: tuple[Decision, ...] = ()
    target: Target | None = None

    @property
    def of_total(self) -> Decimal | None:
        """Recognised of all, in percent."""
        return rates.share(self.recognised, self.total)

    @property
    def of_registered(self) -> Decimal | None:
        """Recognised of the registered, in percent."""
        return rates.share(self.recognised, self.registered)

    @property
    def wanted(self) -> Decimal | None:
        """The share that the target wants."""
        return rates.of_hundredths(self.target.hundredths) if self.target else None

    @property
    def gap(self) -> Decimal | None:
        """Percentage points above the target (below: negative); None without both."""
        reached, wanted = self.of_total, self.wanted
        return None if reached is None or wanted is None else reached - wanted

    @property
    def printed(self) -> str:
        """The share that the source prints, where it is not what rounding gives."""
        told = self.row.printed if self.row else ""
        return told if told and told != rates.two_places(self.of_total) else ""


# ---- titles -------------------------------------------------------------------------------------


def titles() -> dict[str, str]:
    """The slugs of the titles with their names, in their order."""
    query = sa.select(RecognitionTitle.slug, RecognitionTitle.title)
    found = db.session.execute(query.order_by(RecognitionTitle.position, RecognitionTitle.slug))
    return {row.slug: row.title for row in found} or dict(_NAMES)


def measured(words: str) -> list[Target]:
    """The targets of a measure that no title has, e.g. "Sách", the latest year first."""
    query = sa.select(Target).where(Target.title == "", Target.measure == words)
    return list(db.session.scalars(query.order_by(Target.year.desc(), Target.id)).unique())


def name_of(title: str, measure: str, known: dict[str, str]) -> str:
    """What readers call a figure or target: the title, the group after it."""
    name = known.get(title) or _NAMES.get(title, title)
    return ", ".join(filter(None, (name, measure)))


# ---- targets ------------------------------------------------------------------------------------


def targets(*, place_id: int | None = None, year: int | None = None) -> list[Target]:
    """The targets of a place, or of a year in every place, in the order of their plans."""
    query = sa.select(Target)
    if place_id is not None:
        query = query.where(Target.place_id == place_id)
    if year is not None:
        query = query.where(Target.year == year)
    return list(db.session.scalars(query.order_by(*_order())).unique())


def of_country() -> list[Target]:
    """The targets of the whole country."""
    query = sa.select(Target).where(Target.place_id.is_(None)).order_by(*_order())
    return list(db.session.scalars(query).unique())


def _order() -> tuple[sa.ColumnExpressionArgument[Any], ...]:
    return (Target.issued, Target.issuer, Target.position, Target.year, Target.id)


def held_against(line: Line, every: Shares, above: list[int | None]) -> Target | None:
    """The target that a line is measured by: the nearest place's, for its year or the next one.

    every: targets by their place and title. above: the line's place and those above it, None (the
    country) last. A target whose denominator is not the line's own, and not the only one, measures
    nothing: 60 % of whom would be guessed.
    """
    for place_id in above:
        near = [t for t in every.get((place_id, line.key.title), ()) if _is_of(t, line.key)]
        if not near:
            continue
        if line.year is None:
            year = min(t.year for t in near)
        else:
            later = [t.year for t in near if t.year >= line.year]
            year = min(later) if later else max(t.year for t in near)
        of_year = [t for t in near if t.year == year]
        own = [t for t in of_year if t.denominator == line.key.measure]
        if own or len({t.denominator for t in of_year}) == 1:
            return (own or of_year)[0]
    return None


def _is_of(target: Target, key: Key) -> bool:
    return not target.measure if key.title else target.measure == key.measure


# ---- figures ------------------------------------------------------------------------------------


def lines(place: Place | None) -> list[Line]:
    """The figures of a place, newest year first, titles in their order; with their targets."""
    rows = db.session.scalars(_figures_of(place)).unique()
    found = [typed(row, place) for row in rows]
    if place is not None:
        there = {(line.key, line.year) for line in found}
        added = _added_up(place)
        found += [line for line in added if (line.key, line.year) not in there]
    known, every, above = titles(), _percentages(), _above(place)
    order = {slug: at for at, slug in enumerate(known)}
    found = [_complete(line, known, every, above) for line in found]
    return sorted(found, key=lambda x: (-(x.year or 0), order.get(x.key.title, 99), x.name))


def lines_of_year(year: int | None) -> list[Line]:
    """The figures that were typed, of every place; year None: of all years."""
    query = sa.select(Figure)
    if year is not None:
        query = query.where(Figure.year == year)
    found = [typed(row, row.place) for row in db.session.scalars(query).unique()]
    known, every = titles(), _percentages()
    order = {slug: at for at, slug in enumerate(known)}
    above = {line.place.id: _above(line.place) for line in found if line.place}
    found = [
        _complete(line, known, every, above[line.place.id] if line.place else [None])
        for line in found
    ]
    return sorted(
        found,
        key=lambda x: (_rank(x.place), -(x.year or 0), order.get(x.key.title, 99), x.name),
    )


def ids_with_shares() -> list[int]:
    """The places with a typed figure that gives a share of all, the wider ones first."""
    query = sa.select(Place).where(
        Place.id.in_(
            sa.select(Figure.place_id).where(Figure.total > 0, Figure.recognised.is_not(None))
        )
    )
    return [place.id for place in sorted(db.session.scalars(query), key=_rank)]


def places_with_any() -> list[Place]:
    """The places that have a target, a figure, or a count of an announced decision, and those
    above them."""
    counted = sa.select(RecognitionCount.place_id).join(
        Decision, Decision.id == RecognitionCount.decision_id
    )
    asked = (
        sa.select(Target.place_id),
        sa.select(Figure.place_id),
        counted.where(Decision.state == "announced"),
    )
    ids = {row for query in asked for row in db.session.scalars(query) if row is not None}
    found = list(db.session.scalars(sa.select(Place).where(Place.id.in_(ids))))
    every = {each.id: each for place in found for each in places.lineage(place)}
    return sorted(every.values(), key=_rank)


def years() -> list[int]:
    """The years that have a target or a figure, the newest first."""
    announced = sa.select(Decision.year).where(Decision.state == "announced")
    asked = (sa.select(Target.year), sa.select(Figure.year), announced)
    return sorted({y for q in asked for y in db.session.scalars(q) if y is not None}, reverse=True)


def any_there() -> bool:
    """Whether there is a target or a figure."""
    found = sa.select(sa.or_(sa.exists(sa.select(Target.id)), sa.exists(sa.select(Figure.id))))
    return bool(db.session.scalar(found))


def last_change() -> dt.datetime | None:
    """When a target or figure was last written."""
    asked = [sa.select(sa.func.max(model.updated_at)) for model in (Target, Figure)]
    return max((at for q in asked if (at := db.session.scalar(q)) is not None), default=None)


def silent(above: Place | None, year: int, today: dt.date | None = None) -> list[Place]:
    """The communes (below a place) that stand today and have neither a figure nor an announced
    decision of a year."""
    day = today or calendar.today()
    query = sa.select(Place).where(Place.level == "commune").order_by(Place.slug)
    if above is not None:
        query = query.where(Place.id.in_(scopes.within(above.id, day)))
    told = set(db.session.scalars(sa.select(Figure.place_id).where(Figure.year == year)))
    own = sa.select(Decision.place_id).where(Decision.state == "announced", Decision.year == year)
    told |= set(db.session.scalars(own))
    counted = sa.select(RecognitionCount.place_id).join(
        Decision, Decision.id == RecognitionCount.decision_id
    )
    told |= set(
        db.session.scalars(counted.where(Decision.state == "announced", Decision.year == year))
    )
    return [p for p in db.session.scalars(query) if p.exists_on(day) and p.id not in told]


def _above(place: Place | None) -> list[int | None]:
    return [*(each.id for each in places.lineage(place)), None] if place else [None]


def _rank(place: Place | None) -> tuple[int, str]:
    return (list(places.LEVELS).index(place.level), place.slug) if place else (-1, "")


def _figures_of(place: Place | None) -> sa.Select[Any]:
    return sa.select(Figure).where(
        Figure.place_id.is_(None) if place is None else Figure.place_id == place.id
    )


def _percentages() -> Shares:
    query = sa.select(Target).where(Target.hundredths.is_not(None)).order_by(Target.id)
    found: Shares = defaultdict(list)
    for target in db.session.scalars(query).unique():
        found[target.place_id, target.title].append(target)
    return found


def typed(row: Figure, place: Place | None) -> Line:
    """The line of a row, without its name and target."""
    key = Key(row.title, row.measure)
    counts = (row.total, row.registered, row.recognised)
    return Line(key, "", place, row.year, *counts, row=row)


def _added_up(place: Place) -> list[Line]:
    """What announced decisions recognise in a place and below it, by title and year."""
    query = (
        sa.select(RecognitionTitle.slug, Decision, RecognitionCount.count)
        .join(Decision, Decision.id == RecognitionCount.decision_id)
        .join(RecognitionTitle, RecognitionTitle.id == RecognitionCount.title_id)
        .where(Decision.state == "announced")
        .where(RecognitionCount.place_id.in_(scopes.within(place.id)))
        .order_by(Decision.issued, Decision.id)
    )
    counts: dict[tuple[str, int], int] = defaultdict(int)
    named: dict[tuple[str, int], dict[int, Decision]] = defaultdict(dict)
    for title, decision, count in db.session.execute(query).unique():
        counts[title, decision.year] += count
        named[title, decision.year][decision.id] = decision
    return [
        Line(Key(title, ""), "", place, year, None, None, count,
             decisions=tuple(named[title, year].values()))
        for (title, year), count in counts.items()
    ]  # fmt: skip


def _complete(line: Line, known: dict[str, str], every: Shares, above: list[int | None]) -> Line:
    name = name_of(line.key.title, line.key.measure, known)
    return Line(
        line.key, name, line.place, line.year, line.total, line.registered, line.recognised,
        line.row, line.decisions, held_against(line, every, above),
    )  # fmt: skip
