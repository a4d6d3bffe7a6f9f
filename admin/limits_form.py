"""The limits of an account as a form has them, and in words for people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from werkzeug.datastructures import MultiDict

from content import place_choice, scopes
from content.database import db
from content.people import Person
from content.places import Place
from content.publishing.models import SECTIONS
from content.scopes import Scope

KINDS = {kind: title for kind, (_section, title) in SECTIONS.items()}
EVERYTHING = "Mọi mục, mọi nơi"


def read(sent: MultiDict[str, str]) -> tuple[list[str], int | None]:
    """The sections (`kinds`, none for all) and the place (`place`, empty for any) that were sent.

    BadInput for a place that is none. All sections ticked are none: later ones count too.
    """
    kinds = [kind for kind in KINDS if kind in sent.getlist("kinds")]
    written = sent.get("place", "").strip()
    place = place_choice.chosen(written, level="commune") if written else None
    return ([] if len(kinds) == len(KINDS) else kinds), place.id if place else None


def words(people: Iterable[Person]) -> dict[int, str]:
    """What each account is limited to, in words, by its number."""
    ids = [person.id for person in people]
    limits = scopes.limits_of(ids)
    names = place_names(scope.place_id for scope in limits.values())
    return {number: said(limits.get(number, scopes.EVERYTHING), names) for number in ids}


def place_names(ids: Iterable[int | None]) -> dict[int, str]:
    """The full names of places, in one question."""
    wanted = {number for number in ids if number is not None}
    rows = db.session.scalars(sa.select(Place).where(Place.id.in_(wanted)))
    return {place.id: place.full_name for place in rows}


def place_name(scope: Scope) -> str:
    """The place of a scope as the form shows it."""
    place = db.session.get(Place, scope.place_id) if scope.place_id is not None else None
    return place.full_name if place else ""


def said(scope: Scope, names: Mapping[int, str]) -> str:
    """The limits of one account in words; names: of places, by number."""
    if not scope.limited:
        return EVERYTHING
    kinds = ", ".join(title for kind, title in KINDS.items() if kind in scope.kinds) or "Mọi mục"
    place = names.get(scope.place_id or 0, "")
    return f"{kinds}; {place}" if place else kinds
