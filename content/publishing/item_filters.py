"""What a list of the desk is narrowed by, as plain values and as questions to the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from content import calendar, places
from content.database import db, utc_now
from content.publishing.board_queries import SOON
from content.publishing.models import Item, Topic
from content.publishing.queries import places_within
from content.publishing.title_queries import among, matching
from content.publishing.visibility import visible

# What is due: its word in addresses and its title.
DUE = {"het-han": "Sắp hết hạn", "ra-soat": "Cần rà soát"}


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Nothing said, every item.

    text: words of titles, or a number. kind, state, due: keys of KINDS, STATES, DUE. topic, place:
    slugs; a place stands for all below it. person_id: who began the item. since, until: the days
    that readers see, both included.
    """

    text: str = ""
    kind: str = ""
    state: str = ""
    topic: str = ""
    place: str = ""
    person_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    due: str = ""

    def conditions(
        self, within: Sequence[sa.ColumnElement[bool]] = ()
    ) -> list[sa.ColumnElement[bool]]:
        """The same as questions to the database, beside those of the account (`within`)."""
        found = [*within, *self._simple(), *self._due()]
        if self.topic:
            found.append(Item.topics.any(Topic.slug == self.topic))
        if self.place:
            place = places.by_slug(self.place)
            found.append(Item.place_id.in_(places_within(place)) if place else sa.false())
        if self.text.strip():
            found.append(among(matching(self.text, tuple(found))))
        return found

    def _simple(self) -> list[sa.ColumnElement[bool]]:
        found: list[sa.ColumnElement[bool]] = []
        if self.kind:
            found.append(Item.kind == self.kind)
        if self.state:
            found.append(sa.or_(Item.state == self.state, Item.pending_state == self.state))
        if self.person_id is not None:
            found.append(Item.created_by_id == self.person_id)
        if self.since is not None:
            found.append(Item.date >= self.since)
        if self.until is not None:
            found.append(Item.date <= self.until)
        return found

    def _due(self) -> list[sa.ColumnElement[bool]]:
        now = utc_now()
        if self.due == "het-han":
            return [visible(now), Item.expires_at <= now + SOON]
        if self.due == "ra-soat":
            return [visible(now), Item.review_by <= calendar.today()]
        return []


def authors(within: Sequence[sa.ColumnElement[bool]] = ()) -> list[int]:
    """The accounts that began the items of some limits."""
    query = sa.select(Item.created_by_id).where(Item.created_by_id.is_not(None), *within)
    return [number for number in db.session.scalars(query.distinct()) if number is not None]
