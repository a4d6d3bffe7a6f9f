"""Tìm trong bàn biên tập: a box on every page, a page of results, suggestions for its script."""

from __future__ import annotations

from flask import jsonify, request
from flask.typing import ResponseReturnValue

from admin import desk_finding
from admin.cookies import DESK
from admin.room import Room, expose, me, need

LONGEST = 200


class Seek(Room):
    """The search of the desk."""

    right = "desk"

    def is_visible(self) -> bool:
        """Not in the menu: its box stands on every page."""
        return False

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """`?q=` what was typed."""
        text = _asked()
        groups = desk_finding.found(text, me(), desk_finding.MOST_SHOWN) if text else []
        page: str = self.render("desk/rooms/seek.html", text=text, groups=groups)
        return page

    @expose("/goi-y")
    def suggest(self) -> ResponseReturnValue:
        """The first of each group, as JSON: [{"group", "title", "line", "url"}]."""
        groups = desk_finding.found(_asked(), me(), desk_finding.MOST_SUGGESTED)
        return jsonify(
            hits=[
                {"group": group.title, "title": hit.title, "line": hit.line, "url": hit.url}
                for group in groups
                for hit in group.hits
            ]
        )

    @expose("/noi-den")
    def lead(self) -> ResponseReturnValue:
        """Pages of the readers' site, for what leads somewhere; as `suggest`."""
        person = need("settings")
        return jsonify(
            hits=[
                {"group": "", "title": one.title, "line": _under(one), "url": one.url}
                for one in desk_finding.destinations(_asked(), person, 8)
            ]
        )


def room() -> Seek:
    """The search at /quan-tri/tim/."""
    return Seek("Tìm trong bàn biên tập", "tim", f"{DESK}/tim", "search")


def _asked() -> str:
    return " ".join(request.args.get("q", "").replace("\x00", "").split())[:LONGEST]


def _under(page: desk_finding.Destination) -> str:
    return " · ".join(filter(None, (page.url, page.kind, page.state)))
