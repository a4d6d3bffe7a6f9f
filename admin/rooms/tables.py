"""Việc nền: a read-only table by Flask-Admin, in the desk's own clothes."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g
from flask_admin.contrib.sqla import ModelView

from admin import times
from admin.cookies import DESK
from admin.room import Guarded
from content import people
from content.database import db
from content.jobs import Job

JOB_KINDS = {
    "export": "Xuất bản tĩnh",
    "recognise": "Nhận dạng chữ của bản chụp",
    "harvest": "Lấy nguồn thư mục",
}
JOB_STATES = {"waiting": "Đang chờ", "running": "Đang làm", "done": "Xong", "failed": "Không xong"}


class Table(Guarded, ModelView):  # type: ignore[misc]
    """A list that can only be read: nothing is made, changed, deleted or exported here."""

    right = "settings"
    can_create = can_edit = can_delete = can_export = can_view_details = False
    column_display_actions = False
    list_template = "desk/rooms/table.html"
    page_size = 50
    column_default_sort = ("id", True)
    # Sorting by columns that are not shown would tell their order.
    column_sortable_list: tuple[str, ...] = ()

    def get_list(
        self,
        page: int | None,
        sort_column: Any,
        sort_desc: Any,
        search: Any,
        filters: Any,
        **kwargs: Any,
    ) -> Any:
        """As Flask-Admin, for a page that a database can count to."""
        safe = min(max(page or 0, 0), 1_000_000)
        return super().get_list(safe, sort_column, sort_desc, search, filters, **kwargs)


def _who(_view: Any, _context: Any, row: Any, name: str) -> str:
    """The name of the account in a column; looked up once for each account of the page."""
    number = getattr(row, name)
    known: dict[int | None, str] = g.setdefault("desk_names", {None: "Hệ thống"})
    if number not in known:
        known[number] = people.names_of([number]).get(number, f"tài khoản {number}")
    return known[number]


class Jobs(Table):
    """Việc nền: what was asked for and how it went."""

    column_list = ("asked_at", "kind", "state", "asked_by_id", "finished_at", "message")
    column_labels: ClassVar[dict[str, str]] = {
        "asked_at": "Yêu cầu lúc",
        "kind": "Việc",
        "state": "Trạng thái",
        "asked_by_id": "Ai yêu cầu",
        "finished_at": "Xong lúc",
        "message": "Kết quả",
    }
    column_formatters: ClassVar[dict[str, Any]] = {
        "asked_at": lambda _v, _c, m, _n: times.shown(m.asked_at),
        "finished_at": lambda _v, _c, m, _n: times.shown(m.finished_at),
        "asked_by_id": _who,
        "kind": lambda _v, _c, m, _n: JOB_KINDS.get(m.kind, m.kind),
        "state": lambda _v, _c, m, _n: JOB_STATES.get(m.state, m.state),
    }


def rooms() -> tuple[Table, ...]:
    """The tables; `db` itself is handed over, not its session."""
    return (
        Jobs(
            Job,
            db,
            "Việc nền",
            endpoint="viec_nen",
            url=f"{DESK}/viec-nen",
            menu_icon_type="desk",
            menu_icon_value="clock",
        ),
    )
