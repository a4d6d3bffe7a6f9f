"""Who may do what with one item; the rights themselves stand in content.people.

An account with limits sees and touches what lies within them, whatever its role; lists ask the
same of the database (`within`). Both are asked at each request, so a change holds from the next.
"""

from __future__ import annotations

from flask import request
from sqlalchemy import ColumnElement
from werkzeug.exceptions import Forbidden, NotFound

from content import scopes
from content.people import Person
from content.publishing import desk_queries
from content.publishing import scope as scoping
from content.publishing.desk_queries import state_of
from content.publishing.models import Item
from content.scopes import Scope

# A contributor writes until somebody takes the text over.
_OPEN_TO_WRITER = frozenset({"draft", "returned"})
_READ = "desk.scopes"  # of the request's environment


def scope_of(person: Person) -> Scope:
    """What an account is limited to; read once a request."""
    kept: dict[int, Scope] = request.environ.setdefault(_READ, {})
    if person.id not in kept:
        kept[person.id] = scopes.of(person.id)
    return kept[person.id]


def within(person: Person) -> tuple[ColumnElement[bool], ...]:
    """What lists of items ask for an account; nothing for one without limits."""
    return scoping.conditions(scope_of(person))


def may_see(person: Person, item: Item) -> bool:
    """Editors see everything within their limits; a contributor sees there what is their own."""
    own = person.may("edit_all") or item.created_by_id == person.id
    return own and scoping.sees(scope_of(person), item)


def may_edit(person: Person, item: Item) -> bool:
    """Editors edit what they see; a contributor an own text that was not sent in or came back."""
    if not may_see(person, item):
        return False
    if person.may("edit_all"):
        return True
    return person.may("write") and state_of(item) in _OPEN_TO_WRITER


def kinds(person: Person) -> dict[str, str]:
    """The kinds that an account may write, and their titles."""
    return scoping.titles(scope_of(person))


def home_name(person: Person) -> str:
    """The place that an account's new texts get, in words; "" for one that writes for any."""
    own = scopes.home(scope_of(person))
    return own.full_name if own else ""


def must(allowed: bool) -> None:
    """Refuse with 403 unless allowed."""
    if not allowed:
        raise Forbidden()


def item_for(person: Person, number: int | None) -> Item:
    """The item of a number, if an account may see it; else 404 or 403."""
    item = desk_queries.by_id(number) if number is not None and number < 2**31 else None
    if item is None:
        raise NotFound()
    must(may_see(person, item))
    return item
