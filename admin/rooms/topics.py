"""Chủ đề: added and renamed."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin.cookies import DESK
from admin.room import Room, expose, me, say
from content import changes
from content.errors import HubError
from content.publishing import desk_queries
from content.publishing.commands import topics


class Topics(Room):
    """The list of topics with a form for each."""

    right = "topics"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Add a topic (`name`), or rename one (`topic`, `name`)."""
        fault, typed = "", ""
        if request.method == "POST":
            typed = request.form.get("name", "")[:300]
            chosen = request.form.get("topic", "")
            try:
                _carry_out(chosen, typed)
                return redirect(url_for("chu_de.index"))
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/topics.html",
            topics=desk_queries.every_topic(),
            fault=fault,
            typed=typed,
            chosen=request.form.get("topic", ""),
        )
        return page, 400 if fault else 200


def room() -> Topics:
    """The topics at /quan-tri/chu-de/."""
    return Topics("Chủ đề", "chu_de", f"{DESK}/chu-de", "list")


def _carry_out(chosen: str, name: str) -> None:
    if chosen.isdecimal() and len(chosen) < 10:
        topics.rename(int(chosen), name, actor_id=me().id)
        say("Đã đổi tên chủ đề; địa chỉ của chủ đề giữ nguyên.")
    else:
        before = changes.newest()
        topic = topics.ensure_topic(name, actor_id=me().id)
        if changes.newest() > before:
            say(f"Đã thêm chủ đề “{topic.name}”.")
        else:
            say(f"Chủ đề “{topic.name}” đã có từ trước.")
