"""Mời cả danh sách: a list of accounts tried dry, then carried out; its links are shown once."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import BaseView

from admin import invitation_words, limits_form
from admin.room import expose, me
from content import invitations, safe_csv
from content.account_lists import commands, entries, planning
from content.account_lists.commands import Outcome
from content.account_lists.entries import Entry
from content.account_lists.planning import Planned
from content.errors import BadInput, HubError
from content.people import ROLE_TITLES
from content.reading import tables
from content.scopes import Scope

USUAL_ROLE = "editor"
# What a person must look at comes first.
_ORDER = ("refused", "changed", "new", "unchanged")
_COLUMNS = ("Họ tên", "Thư điện tử", "Vai trò", "Phạm vi", "Liên kết", "Hạn dùng", "Tin nhắn")


class RosterPages:
    """The dry run of a list and its result."""

    @expose("/danh-sach/", ("GET", "POST"))
    def roster(self: BaseView) -> ResponseReturnValue:
        """POST with `act`: try (a file or pasted cells) or do (what the dry run showed)."""
        fault = ""
        if request.method == "POST":
            try:
                if request.form.get("act") == "do":
                    return _done(self, _sent_back())
                return _tried(self, _given()), 200
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/roster.html",
            fault=fault,
            typed=request.form.get("list", "")[:200_000],
            role=_role(),
            days=invitations.CHOICES,
            usual_days=_days(),
        )
        return page, 400 if fault else 200


def _tried(room: BaseView, found: list[Entry], fault: str = "") -> str:
    """The dry run; a list with refused lines comes back as cells that can be mended on the spot."""
    role, again = _role(), "again" in request.form
    planned = planning.plan(found, default_role=role, kinds=limits_form.KINDS)
    order = {status: at for at, status in enumerate(_ORDER)}
    counts = planning.tally(planned)
    page: str = room.render(
        "desk/rooms/roster_tried.html",
        planned=sorted(planned, key=lambda line: order[line.status]),
        counts=counts,
        scopes=_scopes(planned),
        unlimited=sum(line.status == "new" and _reaches_all(line) for line in planned),
        statuses=planning.STATUSES,
        some=not counts["refused"] and (counts["new"] + counts["changed"] > 0 or again),
        fault=fault,
        typed=entries.as_text(found),
        usual_days=_days(),
        rows=json.dumps([entry.to_json() for entry in found], ensure_ascii=False),
        role=role,
        days=invitations.CHOICES,
        again=again,
    )
    return page


def _done(room: BaseView, found: list[Entry]) -> ResponseReturnValue:
    days = _days()
    try:
        outcomes = commands.carry_out(
            found,
            default_role=_role(),
            kinds=limits_form.KINDS,
            days=days,
            again="again" in request.form,
            actor_id=me().id,
        )
    except BadInput as refused:  # somebody changed something since the dry run: look again
        return _tried(room, found, refused.message), 400
    invited = [outcome for outcome in outcomes if outcome.token]
    scopes = _scopes([outcome.planned for outcome in invited])
    lines = [_line(o, scopes[o.planned.entry.line], days) for o in invited]
    sheet = safe_csv.whole([_COLUMNS, *lines])
    page: str = room.render(
        "desk/rooms/roster_done.html",
        counts=planning.tally(outcome.planned for outcome in outcomes),
        lines=lines,
        until=invitation_words.last_day(days),
        sheet=f"data:text/csv;charset=utf-8;base64,{base64.b64encode(sheet).decode()}",
    )
    return page, 200


def _scopes(planned: Iterable[Planned]) -> dict[int, str]:
    """What each account is limited to, in words, by the number of its line; refused ones not."""
    kept = [line for line in planned if line.status != "refused"]
    names = limits_form.place_names(line.place_id for line in kept)
    limits = {line.entry.line: Scope(frozenset(line.kinds), line.place_id) for line in kept}
    return {number: limits_form.said(scope, names) for number, scope in limits.items()}


def _reaches_all(line: Planned) -> bool:
    """Whether an account that could be limited is not: mostly a heading that was not understood."""
    return line.role != "administrator" and not line.kinds and line.place_id is None


def _line(outcome: Outcome, scope: str, days: int) -> tuple[str, ...]:
    """One invitation as the sheet has it."""
    line = outcome.planned
    link = invitation_words.address("loi_moi.confirm_invitation", outcome.token)
    until = invitation_words.last_day(days)
    text = (
        f"Mời anh/chị vào bàn biên tập, tự đặt mật khẩu tại: {link} "
        f"(dùng một lần, đến hết ngày {until})"
    )
    return line.name, line.email, ROLE_TITLES.get(line.role, ""), scope, link, until, text


def _given() -> list[Entry]:
    """The list of the form: its file, else the pasted cells."""
    upload = request.files.get("file")
    if upload is not None and upload.filename:
        return entries.entries(
            tables.rows_of_file(str(upload.filename), upload.read(), entries.MOST_READ)
        )
    pasted = request.form.get("list", "")
    if not pasted.strip():
        raise BadInput("Chưa có danh sách nào; hãy chọn tệp, hoặc dán các ô vào khung.")
    return entries.entries(tables.rows_of_text(pasted))


def _sent_back() -> list[Entry]:
    """The list that the dry run showed, as its page carried it along."""
    try:
        data = json.loads(request.form.get("rows", ""))
    except (ValueError, RecursionError):
        data = None
    return entries.from_json(data)


def _role() -> str:
    role = request.form.get("role", USUAL_ROLE)
    return role if role in ROLE_TITLES else USUAL_ROLE


def _days() -> int:
    text = request.form.get("days", "")
    return int(text) if text in {str(days) for days in invitations.CHOICES} else invitations.DAYS
