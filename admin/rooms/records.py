"""Thư viện số: records listed, entered by hand or by ISBN, copied, changed many at once."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import NotFound
from werkzeug.routing import RequestRedirect

from admin import isbn_sources, record_acts, record_form, rights
from admin.cookies import DESK
from admin.figure_scope import may, scope
from admin.room import Room, expose, me, need, page_number, say
from admin.rooms.reading_lists import ReadingListPages
from admin.rooms.record_duplicates import DuplicatePages
from admin.rooms.record_files import RecordFilePages
from admin.rooms.shelves import ShelfPages
from content.catalogue import desk_queries, identifiers, queries, shelf_queries, thesaurus
from content.catalogue.commands import records
from content.catalogue.desk_queries import Asked
from content.catalogue.models import STATES, LibraryRecord
from content.catalogue.record import KINDS, Record, Taken
from content.database import db
from content.errors import BadInput, HubError
from content.publishing import queries as topic_queries

PER_PAGE = 30
_ROW = "/<int(max=2147483647):row_id>/"


class Records(Room, DuplicatePages, RecordFilePages, ReadingListPages, ShelfPages):
    """The catalogue's room; shelves, reading lists, duplicates and figures are pages of it."""

    right = "edit_all"
    also = "nguon_thu_muc"  # opened from here, marked here in the menu

    def is_accessible(self) -> bool:
        """As every room, and for accounts that no section limits."""
        return super().is_accessible() and not rights.scope_of(me()).kinds

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The list; `?q=`, `?tt=` state, `?loai=`, `?nguon=`, `?cd=` narrow it."""
        asked = _asked_of(request.args)
        total = desk_queries.count(asked)
        pages = max(1, -(-total // PER_PAGE))
        page = min(page_number(), pages)
        shown: str = self.render(
            "desk/rooms/records.html",
            rows=desk_queries.page(asked, offset=(page - 1) * PER_PAGE, limit=PER_PAGE),
            total=total,
            page=page,
            pages=pages,
            asked=asked,
            states=STATES,
            kinds=KINDS,
            tally=desk_queries.by_state(),
            sources=desk_queries.of_sources(),
            acts=record_acts.ACTS,
            pairs=desk_queries.count_waiting_pairs(),
            question=request.query_string.decode("utf-8", "replace")[:500],
        )
        return shown

    @expose("/moi/", ("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """Add a record; `?chep=` begins with a copy, `?isbn=` with what sources know."""
        _must_be_unlimited()
        first = Record("", kind="sach", languages=("vie",))
        found: list[tuple[str, Taken]] = []
        told = ""
        if request.args.get("chep", "").isdecimal():
            first = _copied(int(request.args["chep"][:9]))
        elif request.args.get("isbn"):
            first, found, told = _by_isbn(request.args["isbn"], first)
        return _form(self, None, first, found=found, told=told)

    @expose(_ROW, ("GET", "POST"))
    def record(self, row_id: int) -> ResponseReturnValue:
        """Change a record."""
        row = _row(row_id)
        if request.method == "POST":
            _must_be_unlimited()
        return _form(self, row, row.record)

    @expose(f"{_ROW}trang-thai/", ("POST",))
    def state(self, row_id: int) -> ResponseReturnValue:
        """Show, hide, or take down for good: `state`."""
        need("publish")
        _must_be_unlimited()
        state = request.form.get("state", "")
        if state == "gone":
            records.drop([row_id], actor_id=me().id)
            say("Đã gỡ hẳn. Trang cũ nói rằng tài liệu không còn; các thư viện bạn cũng được báo.")
        else:
            records.set_state([row_id], state, actor_id=me().id)
            say(f"Tài liệu bây giờ: {STATES[state].lower()}.")
        return redirect(url_for("thu_vien_so.record", row_id=row_id))

    @expose("/hang-loat/", ("POST",))
    def many(self) -> ResponseReturnValue:
        """What an act (`viec`) would do to the chosen records, then, with `lam`, doing it."""
        act = record_acts.ACTS.get(request.form.get("viec", ""))
        chosen = _chosen()
        back = f"{url_for('thu_vien_so.index')}?{_question()}"
        if act is None or not chosen:
            say("Hãy đánh dấu tài liệu rồi chọn việc cần làm.", "warn")
            return redirect(back)
        need(act.right)
        _must_be_unlimited()
        given, fault = request.form.get("value", "").strip()[:500], ""
        if request.form.get("lam") or not act.asks:
            try:
                count = act.do(chosen, given, me().id)
                say(act.done.format(count=count))
                return redirect(back)
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/records_many.html",
            act=act,
            chosen=chosen,
            rows=[row for row in (db.session.get(LibraryRecord, n) for n in chosen[:20]) if row],
            fault=fault,
            value=given,
            choices=act.choices() if act.choices else (),
            question=_question(),
        )
        return page, 400 if fault else 200


def room() -> Records:
    """The catalogue at /quan-tri/thu-vien-so/."""
    return Records("Thư viện số", "thu_vien_so", f"{DESK}/thu-vien-so", "layers")


def _asked_of(given: MultiDict[str, str]) -> Asked:
    """What an address narrows the list by; what is unknown narrows nothing."""

    def part(key: str) -> str:
        return given.get(key, "").replace("\x00", "")[:120]

    source = part("nguon")
    return Asked(
        state=part("tt") if part("tt") in STATES else "",
        kind=part("loai") if part("loai") in KINDS else "",
        source=int(source) if source.isdecimal() and len(source) < 10 else 0,
        subject=part("cd"),
        words=part("q"),
    )


def _question() -> str:
    """The narrowing part of the address that a form came from."""
    return request.form.get("question", "")[:500].lstrip("?")


def _chosen() -> list[int]:
    """The ticked records, or with `every` all that the question asks for."""
    if request.form.get("every"):
        return desk_queries.ids(_asked_of(MultiDict(parse_qsl(_question()))))
    texts = request.form.getlist("chon")
    return [int(one) for one in texts if one.isdecimal() and len(one) < 10]


def _form(
    room: BaseView,
    row: LibraryRecord | None,
    first: Record,
    found: Sequence[tuple[str, Taken]] = (),
    told: str = "",
) -> ResponseReturnValue:
    fault, values, chosen = "", record_form.shown(first), set(first.topics)
    if request.method == "POST":
        values, chosen = record_form.typed(request.form), set(request.form.getlist("topic"))
        try:
            given = record_form.meant(values, tuple(sorted(chosen)), first)
            saved = records.save(
                given,
                row_id=row.id if row else None,
                seen_version=_number(request.form.get("version", "")),
                show=bool(request.form.get("show")) and need("publish") is not None,
                actor_id=me().id,
            )
            for note in saved.notes:
                say(note, "warn")
            say("Đã lưu.")
            return redirect(url_for("thu_vien_so.record", row_id=saved.row.id))
        except HubError as refused:
            fault = refused.message
    page: str = room.render(
        "desk/rooms/record.html",
        row=row,
        boxes=record_form.boxes(),
        values=values,
        fault=fault,
        found=found,
        told=told,
        topics=topic_queries.every_topic(),
        chosen=chosen,
        terms=[term.term for term in thesaurus.terms().values()],
        **(_around(row) if row else {}),
    )
    return page, 400 if fault else 200


def _around(row: LibraryRecord) -> dict[str, Any]:
    """What stands beside the form of a record that is kept."""
    return {
        "states": STATES,
        "origins": queries.origins_of(row.id),
        "merged": desk_queries.merged_into(row.id),
        "holdings": shelf_queries.holdings_of(row.id),
        "shelves": [one for one in shelf_queries.shelves(hidden=True) if may(one.place_id)],
    }


def _row(row_id: int) -> LibraryRecord:
    row = db.session.get(LibraryRecord, row_id)
    if row is None:
        raise NotFound()
    return row


def _copied(row_id: int) -> Record:
    """The record to begin with: numbers and links belong to the other one alone."""
    return dataclasses.replace(_row(row_id).record, identifiers=(), links=())


def _by_isbn(text: str, first: Record) -> tuple[Record, list[tuple[str, Taken]], str]:
    """What is known of an ISBN: the first record to begin with, all that was found, a sentence."""
    number, odd = identifiers.of_isbn(text)
    if number.scheme != "isbn":
        return first, [], odd
    here = desk_queries.by_number("isbn", number.value)
    if here:
        raise RequestRedirect(url_for("thu_vien_so.record", row_id=here[0].id))
    found = isbn_sources.look_up(number.value)
    if not found:
        bare = dataclasses.replace(first, identifiers=(number,))
        return bare, [], "Chưa nguồn nào biết ISBN này; hãy nhập theo bìa sách."
    return found[0][1].record or first, found, f"Lấy từ {found[0][0]}; hãy so với bìa rồi lưu."


def _must_be_unlimited() -> None:
    """Records belong to all: who is limited to a place keeps the shelves of that place."""
    if scope().place_id is not None:
        raise BadInput(
            "Tài khoản này chỉ làm phần của một địa bàn: bạn ghi sách cho tủ sách của mình được, "
            "còn mục lục chung hãy nhờ quản trị viên sửa."
        )


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
