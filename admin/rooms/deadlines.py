"""Lịch, hạn nộp: deadlines and events added, changed, removed; here days are counted."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import figure_boxes, row_form
from admin.cookies import DESK
from admin.figure_scope import PlacedRoom, mine, must_be_mine, scope
from admin.room import Room, expose, me, say
from content import calendar, scopes
from content.errors import HubError
from content.people import Person
from content.recognition import deadline_queries
from content.recognition.commands import targets
from content.recognition.deadline_queries import Day
from content.recognition.target_fields import DeadlineFields
from content.recognition.target_models import KINDS, Deadline
from hub.face import words

_ROW = "/<int(max=2147483647):row_id>/"


class Line(NamedTuple):
    """A deadline with its next day (None: over), and how many days are left to its last one."""

    row: Deadline
    day: Day | None
    left: int | None
    writable: bool


class Deadlines(PlacedRoom):
    """The list, soonest first, and a form for each."""

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """What is coming, then what is over."""
        lines = _lines(calendar.today())
        page: str = self.render(
            "desk/rooms/deadlines.html",
            coming=[line for line in lines if line.day is not None],
            over=[line for line in lines if line.day is None],
            kinds=KINDS,
            when=when,
        )
        return page

    @expose("/them/", ("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """Add one."""
        return _form(self)

    @expose(_ROW, ("GET", "POST"))
    def row(self, row_id: int) -> ResponseReturnValue:
        """Change one."""
        return _form(self, mine(Deadline, row_id))

    @expose(f"{_ROW}xoa/", ("POST",))
    def drop(self, row_id: int) -> ResponseReturnValue:
        """Remove one."""
        targets.drop(Deadline, mine(Deadline, row_id).id, actor_id=me().id)
        say("Đã xóa; lịch của người đọc không còn mục này.")
        return redirect(url_for("han_nop.index"))


def room() -> Deadlines:
    """The deadlines at /quan-tri/han-nop/."""
    return Deadlines("Lịch, hạn nộp", "han_nop", f"{DESK}/han-nop", "calendar")


def soon(person: Person, days: int = 30) -> list[Line]:
    """What the first page of the desk counts the days to, for an account."""
    limits = scopes.of(person.id)
    today = calendar.today()
    return [
        Line(day.row, day, (day.last_day - today).days, writable=False)
        for day in deadline_queries.soon(today, days)
        if limits.place_id is None
        or day.row.place_id is None
        or day.row.place_id in limits.place_ids
    ]


def when(line: Line) -> str:
    """When it falls next, as the document says it."""
    row, day = line.row, line.day
    if row.words or day is None:
        return row.words or words.day(row.until or row.on)
    if day.when.starts != day.when.ends:
        return f"{words.day(day.when.starts)} đến {words.day(day.when.ends)}"
    return f"{'trước ' if row.before else ''}{words.day(day.when.starts)}"


def _lines(today: dt.date) -> list[Line]:
    limits = scope()
    rows = deadline_queries.every()
    if limits.place_id is not None:
        rows = [r for r in rows if r.place_id is None or r.place_id in limits.place_ids]
    days = {day.row.id: day for day in deadline_queries.coming(rows, today, days=366)}
    lines = [
        Line(
            row,
            day := days.get(row.id),
            (day.last_day - today).days if day else None,
            limits.place_id is None or row.place_id in limits.place_ids,
        )
        for row in rows
    ]
    return sorted(lines, key=lambda x: (x.day.when.ends if x.day else dt.date.max, x.row.what))


def _form(room: Room, row: Deadline | None = None) -> ResponseReturnValue:
    boxes = figure_boxes.of_deadline()
    home = scopes.home(scope())
    fault = ""
    if row is not None:
        values = row_form.shown(boxes, row)
    else:
        values = {"kind": "deadline", "place": home.full_name if home else ""}
    if request.method == "POST":
        values = row_form.typed(boxes, request.form)
        try:
            given = DeadlineFields(**row_form.meant(boxes, values))
            must_be_mine(given.place_id)
            seen = request.form.get("version", "")
            saved = targets.save(
                given,
                row_id=row.id if row else None,
                seen_version=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
                actor_id=me().id,
            )
            say("Đã lưu; lịch của người đọc theo ngay, bản tĩnh có sau lần xuất tới.")
            return redirect(url_for("han_nop.row", row_id=saved.id))
        except HubError as refused:
            fault = refused.message
    page: str = room.render(
        "desk/rooms/row_form.html",
        title="Hạn nộp hoặc sự kiện",
        back=("han_nop.index", "Lịch, hạn nộp"),
        boxes=boxes,
        values=values,
        row=row,
        drop="han_nop.drop",
        fault=fault,
    )
    return page, 400 if fault else 200
