"""Nội dung: every item that the account may see, found by words, kind and state."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from admin.cookies import DESK
from admin.room import Room, expose, me, page_number
from content.publishing import desk_queries
from content.publishing.models import KINDS, STATES


class Items(Room):
    """The list of items."""

    right = "desk"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """`?q=` words or a number, `?loai=` kind, `?tt=` state, `?trang=` page."""
        person = me()
        q = " ".join(request.args.get("q", "").split())[:200].replace("\x00", "")
        kind, state = request.args.get("loai"), request.args.get("tt")
        kind = kind if kind in KINDS else None
        state = state if state in STATES else None
        author = None if person.may("edit_all") else person.id
        found = desk_queries.desk_listing(
            q=q, kind=kind, state=state, page=page_number(), author_id=author
        )
        page: str = self.render(
            "desk/rooms/items.html",
            found=found,
            q=q,
            kind=kind,
            state=state,
            counts=desk_queries.counts_by_state() if author is None else {},
            at=lambda **other: _address(q, kind, state, other),
        )
        return page


def room() -> Items:
    """The list at /quan-tri/noi-dung/."""
    return Items("Nội dung", "noi_dung", f"{DESK}/noi-dung", "document")


def _address(q: str, kind: str | None, state: str | None, other: dict[str, Any]) -> str:
    """The list's address with one of its parts changed; back on its first page unless told."""
    parts = {"q": q or None, "loai": kind, "tt": state, **other}
    return url_for("noi_dung.index", **parts)
