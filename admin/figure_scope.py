"""Whose figures and deadlines an account may see and write: those of its place and below."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import NotFound

from admin import rights
from admin.room import Room, me
from content.errors import BadInput, HubError
from content.recognition.commands import targets
from content.scopes import Scope


class PlacedRoom(Room):
    """A room whose rows have places; an account limited to sections has none of them."""

    right = "edit_all"

    def is_accessible(self) -> bool:
        """As every room, and for accounts that no section limits."""
        return super().is_accessible() and not rights.scope_of(me()).kinds


def scope() -> Scope:
    """The limits of the account at work."""
    return rights.scope_of(me())


def may(place_id: int | None) -> bool:
    """Whether the account at work may write what is of a place (None: the whole country)."""
    mine = scope()
    return mine.place_id is None or place_id in mine.place_ids


def must_be_mine(place_id: int | None) -> None:
    """BadInput unless the account at work may write what is of a place."""
    if not may(place_id):
        raise BadInput("Nơi này không thuộc phần việc của tài khoản bạn; hãy ghi nơi của mình.")


def mine(model: Any, row_id: int) -> Any:
    """The row of a number, within the limits of the account; else 404."""
    try:
        row = targets.known(model, row_id)
    except HubError:
        raise NotFound() from None
    if not may(row.place_id):
        raise NotFound()
    return row


def within(query: Any, model: Any) -> Any:
    """A question about rows, narrowed to the account's place."""
    limits = scope()
    if limits.place_id is None:
        return query
    return query.where(model.place_id.in_(limits.place_ids))
