"""Cơ quan quyết định: who decides each title, from which day until which."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import times
from admin.room import expose, me, need, say
from content.database import db
from content.errors import BadInput, HubError
from content.recognition import register_queries
from content.recognition.commands import titles


class BodyPages:
    """The page of the deciding bodies."""

    @expose("/co-quan/", ("GET", "POST"))
    def bodies(self) -> ResponseReturnValue:
        """`act`: add (`title`, `body`, `starts`, `ends`, `source`) or drop (`row`)."""
        fault = ""
        if request.method == "POST":
            need("settings")
            try:
                say(_carried_out())
                return redirect(url_for("cong_nhan.bodies"))
            except HubError as refused:
                db.session.rollback()
                fault = refused.message
        page: str = self.render(  # type: ignore[attr-defined]
            "desk/rooms/deciding_bodies.html",
            titles=register_queries.every_title(),
            fault=fault,
            typed=request.form if fault else {},
        )
        return page, 400 if fault else 200


def _carried_out() -> str:
    form = request.form
    if form.get("act") == "drop":
        text = form.get("row", "")
        titles.drop_body(int(text) if text.isdecimal() and len(text) < 10 else 0, actor_id=me().id)
        return "Đã xóa dòng này."
    title = register_queries.title_by_slug(form.get("title", ""))
    if title is None:
        raise BadInput("Hãy chọn danh hiệu.")
    titles.put_body(
        title.id,
        form.get("body", ""),
        times.day(form.get("starts", ""), "Từ ngày"),
        times.day(form.get("ends", ""), "Đến trước ngày"),
        form.get("source", ""),
        actor_id=me().id,
    )
    return f"Đã ghi: {' '.join(form['body'].split())} quyết định “{title.title}”."
