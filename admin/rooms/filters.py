"""Filters of the items list that people keep: under a name, for themselves or for everybody."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView

from admin import item_questions
from admin.room import expose, me, say
from content.errors import HubError
from content.publishing.commands import filters

_FILTER = "/bo-loc/<int(max=2147483647):filter_id>/"


class FilterPages:
    """Keeping, renaming and dropping a filter; each a POST of its own."""

    @expose("/bo-loc/", ("POST",))
    def keep_filter(self: BaseView) -> ResponseReturnValue:
        """Keep the question of the list (`question`) as `name`; `shared` for everybody."""
        person = me()
        parts = item_questions.of_text(request.form.get("question", ""))
        question = item_questions.asked(parts, person)
        try:
            row = filters.keep(
                person.id, request.form.get("name", ""), question.text, shared=_shared()
            )
        except HubError as refused:
            say(refused.message, "bad")
        else:
            say(f"Đã lưu bộ lọc “{row.name}”.")
        return redirect(item_questions.address(question.parts))

    @expose(_FILTER, ("POST",))
    def change_filter(self: BaseView, filter_id: int) -> ResponseReturnValue:
        """Rename and share, or drop it (`act` is "drop")."""
        person = me()
        try:
            if request.form.get("act") == "drop":
                name = filters.drop(filter_id, person.id, any_shared=person.may("publish"))
                say(f"Đã xóa bộ lọc “{name}”. Bài vẫn còn nguyên.")
                return redirect(url_for("noi_dung.index"))
            row = filters.change(
                filter_id, person.id, request.form.get("name", ""), shared=_shared()
            )
        except HubError as refused:
            say(refused.message, "bad")
            return redirect(url_for("noi_dung.index"))
        say(f"Đã sửa bộ lọc “{row.name}”.")
        return redirect(item_questions.address(item_questions.of_text(row.question)))


def _shared() -> bool:
    """A filter is everybody's only where a publisher says so."""
    return bool(request.form.get("shared")) and me().may("publish")
