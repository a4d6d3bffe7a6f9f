"""The list of a decision as readers may see it: who is named, how, and how many are not and why.

What one line may show is `showing`'s word; here the same question is put to the database, so that
a page of a list of any length reads its own lines only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from content.database import db
from content.places import Place
from content.recognition import showing
from content.recognition.models import PERSONAL, Decision, Entry, RecognitionTitle
from content.vietnamese import fold

PER_PAGE = 100


class Line(NamedTuple):
    """One that is named: what is shown of the name, what beside it, the number of its place."""

    text: str
    detail: str
    block: int


class PlaceOfList(NamedTuple):
    """A place of the list: its number, its name, how many are named there, on which page first."""

    number: int
    title: str
    total: int
    page: int


class Unnamed(NamedTuple):
    """How many are not named: by the way the list is shown, for want of a ground, taken down."""

    by_display: int
    without_ground: int
    taken_down: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self)


@dataclass(frozen=True, slots=True)
class Listed:
    """The list of a decision: its places in their order, how many are named and not."""

    decision: Decision
    places: list[PlaceOfList]
    named: int
    unnamed: Unnamed
    titles: int
    keys: dict[tuple[int | None, str], int]

    @property
    def pages(self) -> int:
        """How many pages the list has; at least one."""
        return max(1, -(-self.named // PER_PAGE))

    def page(self, number: int) -> list[Line]:
        """The lines of one page, from 1."""
        if not self.named:
            return []
        rows = _rows(self.decision).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
        return list(self._lines(rows))

    def found(self, asked: str, most: int) -> list[Line]:
        """The lines whose shown text, or place, holds what was asked for; at most so many.

        Only what the page shows is searched: where initials stand, a whole name is looked for by
        its initials, so that nobody learns from the answer that somebody is in the list.
        """
        wanted = _key(asked)
        letters = _key(showing.initials(asked))
        several = " " in letters  # one letter alone is everybody's
        titles = {place.number: _key(place.title) for place in self.places}
        matching = []
        for line in self._lines(_rows(self.decision)) if self.named and wanted else ():
            shown = _key(line.text)
            # From the beginning of a word: "on" is no "thôn".
            begun = f" {wanted}" in f" {shown}" or f" {wanted}" in f" {titles[line.block]}"
            if begun or (several and f" {letters} " in f" {shown} "):
                matching.append(line)
                if len(matching) == most:
                    break
        return matching

    def _lines(self, rows: sa.Select[*tuple[Any, ...]]) -> Iterator[Line]:
        for row in db.session.execute(rows):
            said = showing.shown(self.decision.display, row.subject, row)
            details = (row.level, row.title if self.titles > 1 else "")
            detail = ", ".join(filter(None, details))
            yield Line(said, detail, self.keys[row.place_id, row.place_text])


def of(decision: Decision) -> Listed:
    """What readers may see of the list of an announced decision."""
    places, keys, before = [], {}, 0
    blocks = db.session.execute(_blocks(decision)).all()
    names = _names([block.place_id for block in blocks])
    for number, block in enumerate(blocks, start=1):
        keys[block.place_id, block.place_text] = number
        title = _title(block.place_text, names.get(block.place_id, ""), several=len(names) > 1)
        places.append(PlaceOfList(number, title, block.total, before // PER_PAGE + 1))
        before += block.total
    titles = sa.select(sa.func.count(Entry.title_id.distinct())).where(_inside(decision))
    return Listed(
        decision, places, before, _unnamed(decision), db.session.scalar(titles) or 0, keys
    )


def _inside(decision: Decision) -> sa.ColumnElement[bool]:
    return Entry.decision_id == decision.id


def _is_named(decision: Decision) -> sa.ColumnElement[bool]:
    """The same as `showing.shown` says by a text that is not empty."""
    if decision.display == "count":
        return sa.false()
    ground = sa.or_(RecognitionTitle.subject.not_in(sorted(PERSONAL)), Entry.ground != "")
    return sa.and_(Entry.withdrawn_at.is_(None), Entry.name != "", ground)


def _rows(decision: Decision) -> sa.Select[*tuple[Any, ...]]:
    """The named entries: places in the order in which the list brings them, then as listed."""
    first = sa.func.min(Entry.position).over(partition_by=(Entry.place_id, Entry.place_text))
    columns = (Entry.name, Entry.head, Entry.child, Entry.ground, Entry.both_consents)
    return (
        sa.select(
            *columns,
            Entry.withdrawn_at,
            Entry.level,
            Entry.place_id,
            Entry.place_text,
            RecognitionTitle.subject,
            RecognitionTitle.title,
        )
        .join(RecognitionTitle, RecognitionTitle.id == Entry.title_id)
        .where(_inside(decision), _is_named(decision))
        .order_by(first, Entry.position, Entry.id)
    )


def _blocks(decision: Decision) -> sa.Select[*tuple[Any, ...]]:
    first = sa.func.min(Entry.position)
    return (
        sa.select(Entry.place_id, Entry.place_text, sa.func.count(Entry.id).label("total"))
        .join(RecognitionTitle, RecognitionTitle.id == Entry.title_id)
        .where(_inside(decision), _is_named(decision))
        .group_by(Entry.place_id, Entry.place_text)
        .order_by(first)
    )


def _unnamed(decision: Decision) -> Unnamed:
    gone = sa.func.sum(sa.case((Entry.withdrawn_at.is_not(None), 1), else_=0))
    counted = sa.select(sa.func.count(Entry.id), gone).where(_inside(decision))
    every, taken_down = db.session.execute(counted).one()
    taken_down = int(taken_down or 0)
    if decision.display == "count":
        return Unnamed(every - taken_down, 0, taken_down)
    named = (
        sa.select(sa.func.count(Entry.id))
        .join(RecognitionTitle, RecognitionTitle.id == Entry.title_id)
        .where(_inside(decision), _is_named(decision))
    )
    return Unnamed(0, every - taken_down - (db.session.scalar(named) or 0), taken_down)


def _names(ids: list[int | None]) -> dict[int | None, str]:
    wanted = {number for number in ids if number is not None}
    found = db.session.scalars(sa.select(Place).where(Place.id.in_(wanted)))
    return {place.id: place.name for place in found}


def _title(place_text: str, place: str, *, several: bool) -> str:
    """How a place of the list is called: as it was written, with its unit where there are more."""
    if not place_text:
        return place or "Không ghi thôn, bản"
    return f"{place_text}, {place}" if several and place and place != place_text else place_text


def _key(text: str) -> str:
    return " ".join(fold(text).replace(".", " ").split())
