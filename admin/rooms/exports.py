"""Xuất bản tĩnh: asks for the work and shows how it went; it is carried out elsewhere."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin.cookies import DESK
from admin.room import Room, expose, me, say
from content import jobs, people


class Exports(Room):
    """The button and the last jobs."""

    right = "publish"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """POST asks for one export; a second wish while one waits is the same wish."""
        if request.method == "POST":
            jobs.ask("export", by=me().id)
            say("Đã xếp việc xuất bản tĩnh vào hàng chờ; kết quả hiện ở danh sách dưới đây.")
            return redirect(url_for("xuat_ban.index"))
        last = jobs.newest("export")
        names = people.names_of(job.asked_by_id for job in last)
        page: str = self.render("desk/rooms/exports.html", jobs=last, names=names)
        return page


def room() -> Exports:
    """The exports at /quan-tri/xuat-ban/."""
    return Exports("Xuất bản tĩnh", "xuat_ban", f"{DESK}/xuat-ban", "offline")
