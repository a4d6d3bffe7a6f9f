"""Nhật ký: who did what, when and to what, sign-ins included; looked through, and taken away."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from flask import Response, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from admin import deed_details, deeds, times
from admin.cookies import DESK
from admin.room import Room, expose, page_number
from content import calendar, people, safe_csv, trail
from content.database import db
from content.errors import BadInput
from content.people import Person
from content.publishing.models import Item
from content.trail import TrailEntry, Wanted
from content.vietnamese import fold

PER_PAGE, AT_ONCE = 50, 1000
SYSTEM, STRANGER = "Hệ thống", "Người chưa vào"
# Key of the address → title, and the acts that it gathers.
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "vao-ra": (
        "Vào và ra",
        (
            "person.signed_in",
            "person.sign_in_failed",
            "person.signed_out",
            "person.session_ended",
            "person.link_used",
            "person.invitation_used",
        ),
    ),
    "tai-khoan": ("Tài khoản và quyền", ("person.", "people.", "house.", "approver.")),
    "bai": ("Bài và tệp", ("item.", "preview.", "approval.", "remark.", "file.")),
    "trang": ("Trang, chủ đề, địa bàn", ("site.", "topic.", "place.", "hub.")),
}
_HEADINGS = ("Số", "Lúc", "Ai", "Việc", "Với", "Số của mục", "Tên", "Chi tiết")


@dataclass(slots=True)
class Asked:
    """The filters as they were typed, what they mean, and the fault of the first bad one."""

    typed: dict[str, str]
    wanted: Wanted = field(default_factory=Wanted)
    fault: str = ""


class Diary(Room):
    """The list and its copy as CSV; nothing can be changed here."""

    right = "settings"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """`?ai=` `?viec=` `?tu=` `?den=` `?voi=` `?so=` filter, `?trang=` is the page."""
        asked = _asked()
        total = 0 if asked.fault else trail.count(asked.wanted)
        pages = max(1, -(-total // PER_PAGE))
        page = min(page_number(), pages)
        found = (
            trail.found(asked.wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE) if total else []
        )
        shown: str = self.render(
            "desk/rooms/diary.html",
            rows=list(_told(found)),
            total=total,
            page=page,
            pages=pages,
            typed=asked.typed,
            fault=asked.fault,
            groups=GROUPS,
            acts=deeds.ACTIONS,
            subjects=deeds.SUBJECTS,
            at=lambda **other: url_for("nhat_ky.index", **{**_kept(asked), **other}),
            sheet=url_for("nhat_ky.sheet", **_kept(asked)),
        )
        return shown, 400 if asked.fault else 200

    @expose("/tai-ve.csv")
    def sheet(self) -> ResponseReturnValue:
        """All that the filters find, as CSV, however long it is."""
        asked = _asked()
        if asked.fault:
            raise BadInput(asked.fault)
        answer = Response(
            stream_with_context(safe_csv.lines(_lines(asked.wanted))), mimetype="text/csv"
        )
        name = f"nhat-ky-{calendar.today():%Y-%m-%d}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer


def room() -> Diary:
    """The diary at /quan-tri/nhat-ky/."""
    return Diary("Nhật ký", "nhat_ky", f"{DESK}/nhat-ky", "history")


# ---- filters ------------------------------------------------------------------------------------


def _asked() -> Asked:
    names = ("ai", "viec", "tu", "den", "voi", "so")
    typed = {
        name: " ".join(request.args.get(name, "").replace("\x00", "").split())[:100]
        for name in names
    }
    asked = Asked(typed)
    try:
        asked.wanted = _wanted(typed)
    except BadInput as fault:
        asked.fault = fault.message
    return asked


def _wanted(typed: dict[str, str]) -> Wanted:
    who, system = _people(typed["ai"])
    since, until = times.day(typed["tu"], "Từ ngày"), times.day(typed["den"], "Đến ngày")
    number = typed["so"]
    if number and not (number.isascii() and number.isdecimal() and len(number) < 10):
        raise BadInput("Số của mục phải là chữ số, ví dụ 12; hãy gõ lại.")
    return Wanted(
        people=who,
        system=system,
        actions=_actions(typed["viec"]),
        since=calendar.start_of(since) if since else None,
        until=calendar.start_of(until + dt.timedelta(days=1)) if until else None,
        subject_kind=typed["voi"] if typed["voi"] in deeds.SUBJECTS else "",
        subject_id=int(number) if number else None,
    )


def _people(text: str) -> tuple[frozenset[int] | None, bool]:
    """The accounts that words or a number mean, and whether acts of no account are meant."""
    if not text:
        return None, False
    if fold(text) == fold(SYSTEM):
        return None, True
    if text.isascii() and text.isdecimal() and len(text) < 10:
        return frozenset({int(text)}), False
    words = fold(text).split()
    rows = db.session.execute(sa.select(Person.id, Person.name, Person.email))
    found = (
        row.id for row in rows if all(word in f"{fold(row.name)} {row.email}" for word in words)
    )
    return frozenset(found), False


def _actions(text: str) -> tuple[str, ...]:
    if text in GROUPS:
        return GROUPS[text][1]
    return (text,) if text in deeds.ACTIONS or text == "item.moved" else ()


def _kept(asked: Asked) -> dict[str, Any]:
    return {name: value for name, value in asked.typed.items() if value}


# ---- rows ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words. item_id: of the text it is about, where that still stands."""

    entry: TrailEntry
    who: str
    act: str
    subject: str
    name: str
    detail: str
    item_id: int | None


def _told(entries: Sequence[TrailEntry]) -> Iterator[Told]:
    accounts = {e.actor_id for e in entries}
    accounts |= {e.subject_id for e in entries if e.subject_kind == "person"}
    names = people.names_of(accounts)
    ids = {e.subject_id for e in entries if e.subject_kind == "item"}
    rows = db.session.execute(sa.select(Item.id, Item.title).where(Item.id.in_(ids)))
    titles = {row.id: row.title for row in rows}
    places = deed_details.place_names(entries)
    for entry in entries:
        number = entry.subject_id or 0
        of_item = entry.subject_kind == "item" and number in titles
        known = titles if entry.subject_kind == "item" else names
        yield Told(
            entry,
            _who(entry, names),
            deeds.title(entry),
            deeds.SUBJECTS.get(entry.subject_kind, entry.subject_kind),
            known.get(number, "") if entry.subject_kind in ("item", "person") else "",
            deed_details.words(entry, places),
            number if of_item else None,
        )


def _who(entry: TrailEntry, names: dict[int, str]) -> str:
    if entry.actor_id is None:
        return STRANGER if entry.action == "person.sign_in_failed" else SYSTEM
    return names.get(entry.actor_id, f"tài khoản {entry.actor_id}")


def _lines(wanted: Wanted) -> Iterator[tuple[object, ...]]:
    """The headings and every entry, a thousand at a time, so that any length fits into memory."""
    yield _HEADINGS
    before: int | None = None
    while found := trail.found(wanted, limit=AT_ONCE, before=before):
        for told in _told(found):
            entry = told.entry
            yield (
                entry.id,
                f"{calendar.local(entry.at):%d/%m/%Y %H:%M:%S}",
                told.who,
                told.act,
                told.subject,
                entry.subject_id or "",
                told.name,
                told.detail,
            )
        before = found[-1].id
        db.session.expunge_all()
