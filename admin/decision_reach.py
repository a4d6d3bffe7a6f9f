"""Which decisions the account at work may touch, and what its form was opened on."""

from __future__ import annotations

from flask import request
from werkzeug.exceptions import NotFound

from admin import rights
from admin.room import me
from content.people import Person
from content.recognition import decision_queries
from content.recognition.models import Decision


def places_of(person: Person) -> frozenset[int] | None:
    """The places whose decisions an account works on; None for all of them.

    An account that is limited to sections has none: the register is no section.
    """
    scope = rights.scope_of(person)
    if not scope.limited:
        return None
    return frozenset() if scope.kinds else scope.place_ids


def known(decision_id: int) -> Decision:
    """A decision within the limits of the account at work; else 404."""
    found = decision_queries.by_id(decision_id)
    places = places_of(me())
    if found is None or (places is not None and found.place_id not in places):
        raise NotFound
    return found


def sent_version() -> int:
    """The version that the form was opened on; 0, which fits none, for anything else."""
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
