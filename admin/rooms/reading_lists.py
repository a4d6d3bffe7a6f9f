"""Pages of the catalogue's room: reading lists, their works in order, each with a word why."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.exceptions import NotFound

from admin.figure_scope import scope
from admin.room import expose, me, need, say
from content.catalogue import desk_queries, shelf_queries
from content.catalogue.commands import reading_lists
from content.catalogue.commands.reading_lists import Entry, ListFields
from content.catalogue.shelf_models import ReadingList
from content.database import db
from content.errors import BadInput, HubError

_LIST = "/danh-sach/<int(max=2147483647):row_id>/"
_SPARE = 3  # empty lines at the end of the form, so that it works without a script


class ReadingListPages:
    """The reading lists and a form for each; also one tap from a record to a list."""

    @expose("/danh-sach/")
    def lists(self: BaseView) -> ResponseReturnValue:
        """All reading lists."""
        page: str = self.render(
            "desk/rooms/reading_lists.html", lists=shelf_queries.reading_lists(hidden=True)
        )
        return page

    @expose("/danh-sach/moi/", ("GET", "POST"))
    def new_list(self: BaseView) -> ResponseReturnValue:
        """Add a reading list."""
        return _form(self, None)

    @expose(_LIST, ("GET", "POST"))
    def reading_list(self: BaseView, row_id: int) -> ResponseReturnValue:
        """Change a reading list: works are written by address, moved by their numbers."""
        row = db.session.get(ReadingList, row_id)
        if row is None:
            raise NotFound()
        return _form(self, row)

    @expose(f"{_LIST}xoa/", ("POST",))
    def drop_list(self, row_id: int) -> ResponseReturnValue:
        """Remove a reading list."""
        need("publish")
        _must_be_unlimited()
        reading_lists.drop(row_id, actor_id=me().id)
        say("Đã xóa danh sách; các tài liệu vẫn còn trong thư viện.")
        return redirect(url_for("thu_vien_so.lists"))


def _form(room: BaseView, row: ReadingList | None) -> ResponseReturnValue:
    fault = ""
    title, about, shown = (row.title, row.about, row.shown) if row else ("", "", False)
    lines = _lines_of(row)
    if request.method == "POST":
        sent = request.form
        title, about = sent.get("title", "")[:300], sent.get("about", "")[:10_000]
        shown, lines = bool(sent.get("shown")), _sent_lines()
        try:
            if shown and not (row and row.shown):
                need("publish")
            _must_be_unlimited()
            saved = reading_lists.save(
                ListFields(title, about, shown, entries=tuple(_entry(*line) for line in lines)),
                row_id=row.id if row else None,
                seen_version=_number(sent.get("version", "")),
                actor_id=me().id,
            )
            say("Đã lưu danh sách đọc.")
            return redirect(url_for("thu_vien_so.reading_list", row_id=saved.id))
        except HubError as refused:
            fault = refused.message
    page: str = room.render(
        "desk/rooms/reading_list.html",
        row=row,
        title=title,
        about=about,
        shown=shown,
        lines=[*lines, *[("", "", "")] * _SPARE],
        fault=fault,
    )
    return page, 400 if fault else 200


def _lines_of(row: ReadingList | None) -> list[tuple[str, str, str]]:
    """(address, note, title) of each entry."""
    return [
        (one.record.path, one.note, one.record.title) if one.record else (one.page, one.note, "")
        for one in (row.entries if row else ())
    ]


def _sent_lines() -> list[tuple[str, str, str]]:
    """The lines of the form by their numbers; those without an address and a note are dropped."""
    sent = request.form
    given = list(zip(sent.getlist("at"), sent.getlist("note"), sent.getlist("place"), strict=False))
    ordered = sorted(enumerate(given), key=lambda each: (_place(each[1][2], each[0]), each[0]))
    return [
        (at.strip()[:300], note.strip()[:2000], "")
        for _n, (at, note, _place_text) in ordered
        if at.strip() or note.strip()
    ]


def _place(text: str, otherwise: int) -> float:
    """Where a line wants to stand; one that was moved comes before the one that stood there."""
    if text.strip().isdecimal() and len(text.strip()) < 5:
        wanted = int(text)
        return wanted - 0.5 if wanted != otherwise + 1 else wanted
    return otherwise + 1


def _entry(at: str, note: str, _title: str) -> Entry:
    """An address of the library means a record, another one of this site a page."""
    path = at.split("://", 1)[-1]
    path = path if at.startswith("/") else "/" + path.partition("/")[2] if "://" in at else at
    if path.startswith("/") and not path.startswith("/thu-vien/"):
        return Entry(page=path, note=note)
    found = desk_queries.by_address(path)
    if found is None:
        raise BadInput(f"“{at[:80]}”: không thấy tài liệu nào ở địa chỉ này; hãy chép lại địa chỉ.")
    return Entry(record=found.slug, note=note)


def _must_be_unlimited() -> None:
    if scope().place_id is not None:
        raise BadInput("Danh sách đọc là của cả trang; hãy nhờ quản trị viên sửa.")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
