"""Scopes: which sections and which place an account is limited to; no row means no limit.

A row names the account by its number alone, so that commands ask for a scope without loading the
sign-in machinery. Sections are words of the publishing wing; here they are only kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy import orm

from content import calendar
from content.database import Row, db
from content.places import Place, PlaceSuccession


class AccountScope(Row):
    """The limits of one account. kinds: sections, none for every one. place_id: None for any."""

    __tablename__ = "account_scope"

    person_id: orm.Mapped[int] = orm.mapped_column(unique=True)
    kinds: orm.Mapped[list[str]] = orm.mapped_column(sa.JSON, default=list)
    place_id: orm.Mapped[int | None] = orm.mapped_column(sa.ForeignKey("place.id"))


@dataclass(frozen=True, slots=True)
class Scope:
    """What an account may see and touch.

    kinds: sections, empty for every one. place_id: the place it was given, None for any; place_ids:
    that place now, with all below it and all that went into it.
    """

    kinds: frozenset[str] = frozenset()
    place_id: int | None = None
    place_ids: frozenset[int] = field(default=frozenset(), repr=False)

    @property
    def limited(self) -> bool:
        """Whether there is any limit."""
        return bool(self.kinds) or self.place_id is not None

    def covers(self, kind: str, place_id: int | None) -> bool:
        """Whether something of a section, at a place (None: of no place), is within the limits."""
        if self.kinds and kind not in self.kinds:
            return False
        return self.place_id is None or place_id in self.place_ids

    def to_json(self) -> dict[str, object]:
        """The limits as the trail keeps them."""
        return {"kinds": sorted(self.kinds), "place": self.place_id}


EVERYTHING = Scope()


def of(person_id: int | None, today: dt.date | None = None) -> Scope:
    """The scope of an account, as the database has it now; no account (the shell) has no limit."""
    if person_id is None:
        return EVERYTHING
    row = _row(person_id)
    if row is None:
        return EVERYTHING
    places = frozenset[int]() if row.place_id is None else within(row.place_id, today)
    return Scope(frozenset(row.kinds), row.place_id, places)


def is_limited(person_id: int) -> bool:
    """Whether an account has any limit; cheaper than `of`."""
    row = _row(person_id)
    return row is not None and bool(row.kinds or row.place_id is not None)


def limits_of(person_ids: Collection[int]) -> dict[int, Scope]:
    """The limits of several accounts without the places below, for lists; unlimited ones not."""
    rows = db.session.scalars(sa.select(AccountScope))
    wanted = set(person_ids)
    return {
        row.person_id: Scope(frozenset(row.kinds), row.place_id)
        for row in rows
        if row.person_id in wanted
    }


def put(person_id: int, kinds: Collection[str], place_id: int | None) -> None:
    """Limit an account, or (with nothing) free it, in the running transaction."""
    row = _row(person_id)
    if not kinds and place_id is None:
        if row is not None:
            db.session.delete(row)
    else:
        row = row or AccountScope(person_id=person_id)
        row.kinds, row.place_id = sorted(set(kinds)), place_id
        db.session.add(row)
    db.session.flush()


def put_new(limits: Mapping[int, tuple[Collection[str], int | None]]) -> None:
    """Limit accounts that are new (number → kinds and place), in the running transaction."""
    db.session.add_all(
        AccountScope(person_id=person_id, kinds=sorted(set(kinds)), place_id=place_id)
        for person_id, (kinds, place_id) in limits.items()
        if kinds or place_id is not None
    )
    db.session.flush()


def home(scope: Scope, today: dt.date | None = None) -> Place | None:
    """The place that new texts of an account get: its own, or the one that place became."""
    if scope.place_id is None:
        return None
    now = _now(scope.place_id, today or calendar.today())
    wanted = next(iter(now)) if len(now) == 1 else scope.place_id
    return db.session.get(Place, wanted)


# ---- places -------------------------------------------------------------------------------------


def within(place_id: int, today: dt.date | None = None) -> frozenset[int]:
    """A place on a Vietnamese day, with all below it and all that went into any of these.

    A unit that has ended is what it became; where nothing says what it became, what the units below
    it became is added. A unit that went into this one only in part counts whole: its papers are in
    one archive.
    """
    day = today or calendar.today()
    found = _downward(_now(place_id, day), day)
    place = db.session.get(Place, place_id)
    ended = place is not None and not place.exists_on(day)
    if ended and found and not _became([place_id], day):
        found |= _downward(_became(found, day), day)
    return frozenset(found)


def _now(place_id: int, day: dt.date) -> set[int]:
    """The units that a place has become by a day; itself while it stands or nothing is known."""
    now, seen = {place_id}, {place_id}
    while new := _became(now, day) - seen:
        gone = _with_successor(now, day)
        seen |= new
        now = (now - gone) | new
    return now


def _became(ids: Collection[int], day: dt.date) -> set[int]:
    query = sa.select(PlaceSuccession.new_id).where(
        PlaceSuccession.old_id.in_(ids), PlaceSuccession.on <= day
    )
    return set(db.session.scalars(query))


def _with_successor(ids: Collection[int], day: dt.date) -> set[int]:
    query = sa.select(PlaceSuccession.old_id).where(
        PlaceSuccession.old_id.in_(ids), PlaceSuccession.on <= day
    )
    return set(db.session.scalars(query))


def _downward(roots: Collection[int], day: dt.date) -> set[int]:
    """The units, those below them, and those that went into any; each once, circles or not."""
    tree = sa.select(Place.parent_id.label("above"), Place.id.label("under"))
    past = sa.select(PlaceSuccession.new_id, PlaceSuccession.old_id)
    edges = tree.union_all(past.where(PlaceSuccession.on <= day)).subquery()
    inside = sa.select(Place.id.label("id")).where(Place.id.in_(roots)).cte(recursive=True)
    inside = inside.union(sa.select(edges.c.under).where(edges.c.above == inside.c.id))
    return set(db.session.scalars(sa.select(inside.c.id)))


def _row(person_id: int) -> AccountScope | None:
    return db.session.scalar(sa.select(AccountScope).where(AccountScope.person_id == person_id))
