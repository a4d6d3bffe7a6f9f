"""Who may do what with one item; the rights themselves stand in content.people."""

from __future__ import annotations

from werkzeug.exceptions import Forbidden

from content.people import Person
from content.publishing.desk_queries import state_of
from content.publishing.models import Item

# A contributor writes until somebody takes the text over.
_OPEN_TO_WRITER = frozenset({"draft", "returned"})


def may_see(person: Person, item: Item) -> bool:
    """Editors see everything; a contributor sees what is their own."""
    return person.may("edit_all") or item.created_by_id == person.id


def may_edit(person: Person, item: Item) -> bool:
    """Editors edit everything; a contributor an own text that was not sent in or came back."""
    if person.may("edit_all"):
        return True
    own = person.may("write") and item.created_by_id == person.id
    return own and state_of(item) in _OPEN_TO_WRITER


def must(allowed: bool) -> None:
    """Refuse with 403 unless allowed."""
    if not allowed:
        raise Forbidden()
