"""Người dùng: people invited, given roles and limits, signed out, closed; links are shown once."""

from __future__ import annotations

import sqlalchemy as sa
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import invitation_words, limits_form
from admin.cookies import DESK
from admin.invitation_words import Handed
from admin.room import Room, expose, me, page_number, say
from admin.rooms.rosters import RosterPages
from content import accounts, house_rules, invitations, scopes, sign_in
from content.database import db, utc_now
from content.errors import BadInput, HubError
from content.people import ROLE_TITLES, SECOND_FACTOR_RULE, Person
from content.vietnamese import fold

PER_PAGE = 50
_TYPED = ("email", "name", "role", "place", "days")


class People(RosterPages, Room):
    """The list of accounts, one account, and (in RosterPages) many at once."""

    right = "people"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """`?q=` words of a name, an address or a place; POST with `act`: invite, again, …"""
        fault, handed = "", None
        if request.method == "POST":
            try:
                handed = _carry_out(request.form.get("act", "invite"))
                if handed is None:
                    return redirect(url_for("nguoi_dung.index"))
            except HubError as refused:
                db.session.rollback()
                fault = refused.message
        return _list(self, fault, handed), 400 if fault else 200

    @expose("/<int(max=2147483647):person_id>/", ("GET", "POST"))
    def person(self, person_id: int) -> ResponseReturnValue:
        """One account; POST with `act`: a key of _ACTS."""
        person = db.session.get(Person, person_id)
        if person is None:
            raise NotFound()
        handed = None
        if request.method == "POST":
            try:
                handed = _of_one(person, request.form.get("act", ""))
            except HubError as refused:
                db.session.rollback()
                say(refused.message, "bad")
            if handed is None:
                return redirect(url_for("nguoi_dung.person", person_id=person_id))
        scope = scopes.of(person.id)
        page: str = self.render(
            "desk/rooms/person.html",
            person=person,
            handed=handed,
            scope=scope,
            place=limits_form.place_name(scope),
            kinds=limits_form.KINDS,
            sessions=sign_in.sessions_of(person.id),
            invitation=invitations.open_of(person),
            last_day_of=invitations.last_day,
            now=utc_now(),
        )
        return page


def room() -> People:
    """The accounts at /quan-tri/nguoi-dung/."""
    return People("Người dùng", "nguoi_dung", f"{DESK}/nguoi-dung", "users")


# ---- the list -----------------------------------------------------------------------------------


def _list(room: Room, fault: str, handed: Handed | None) -> str:
    q = " ".join(request.args.get("q", "").split())[:200]
    found = _found(q)
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page_number(), pages)
    shown = _in_order(found[(page - 1) * PER_PAGE : page * PER_PAGE])
    waiting = invitations.open_ones()
    typed = {name: request.form.get(name, "")[:300] for name in _TYPED} if fault else {}
    rendered: str = room.render(
        "desk/rooms/people.html",
        people=shown,
        total=len(found),
        q=q,
        page=page,
        pages=pages,
        limits=limits_form.words([*shown, *(person for _row, person in waiting)]),
        waiting=waiting,
        last_day_of=invitations.last_day,
        invited={person.id for _row, person in waiting},
        kinds=limits_form.KINDS,
        chosen_kinds=request.form.getlist("kinds") if fault else [],
        typed=typed,
        fault=fault,
        handed=handed,
        days=invitations.CHOICES,
        usual_days=invitations.DAYS,
        rule=house_rules.RULES[SECOND_FACTOR_RULE][1],
        rule_holds=house_rules.holds(SECOND_FACTOR_RULE),
        now=utc_now(),
    )
    return rendered


def _found(q: str) -> list[int]:
    """The numbers of the accounts whose name or address holds the words, marks or not."""
    rows = db.session.execute(sa.select(Person.id, Person.name, Person.email))
    words = fold(q).split()
    found = [
        (fold(row.name) or row.email, row.id)
        for row in rows
        if all(word in f"{fold(row.name)} {row.email}" for word in words)
    ]
    return [number for _key, number in sorted(found)]


def _in_order(ids: list[int]) -> list[Person]:
    rows = {p.id: p for p in db.session.scalars(sa.select(Person).where(Person.id.in_(ids)))}
    return [rows[number] for number in ids]


def _carry_out(act: str) -> Handed | None:
    """An act of the list; gives what is to be handed over, or nothing."""
    actor = me()
    if act == "rule":
        accounts.ask_for_second_factors("on" in request.form, actor=actor)
        say("Đã lưu quy định; có hiệu lực ngay.")
        return None
    if act in ("again", "revoke"):
        person = _person_asked()
        if act == "again":
            return _invited_again(person)
        invitations.revoke(person, actor_id=actor.id)
        say(f"Đã thu lời mời của {person.shown_name}; liên kết đã gửi hết dùng được.")
        return None
    kinds, place_id = limits_form.read(request.form)
    days = _days()
    person, token = invitations.invite(
        request.form.get("email", "")[:300],
        role=request.form.get("role", "")[:40],
        name=request.form.get("name", "")[:300],
        kinds=kinds,
        place_id=place_id,
        days=days,
        actor_id=actor.id,
    )
    return invitation_words.invitation(person, token, days)


def _person_asked() -> Person:
    text = request.form.get("person", "")
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    person = db.session.get(Person, number)
    if person is None:
        raise BadInput("Tài khoản này không còn; hãy tải lại trang.")
    return person


def _days() -> int:
    text = request.form.get("days", "")
    return int(text) if text in {str(days) for days in invitations.CHOICES} else invitations.DAYS


# ---- one account --------------------------------------------------------------------------------


def _of_one(person: Person, act: str) -> Handed | None:
    """Do one act; gives what is to be handed over, or nothing."""
    if act == "again":
        return _invited_again(person)
    if act == "link":
        token = accounts.make_sign_in_link(person, actor_id=me().id)
        return invitation_words.sign_in(person, token, accounts.LINK_HOURS)
    if act in _ACTS:
        say(_ACTS[act](person, me().id))
    return None


def _invited_again(person: Person) -> Handed:
    days = _days()
    token = invitations.invite_again(person, days=days, actor_id=me().id)
    return invitation_words.invitation(person, token, days)


def _name(person: Person, actor: int) -> str:
    accounts.set_name(person, request.form.get("name", ""), actor_id=actor)
    return "Đã lưu tên."


def _roles(person: Person, actor: int) -> str:
    wanted = [role for role in ROLE_TITLES if role in request.form.getlist("roles")]
    accounts.set_roles(person, wanted, actor_id=actor)
    return "Đã đổi vai trò; có hiệu lực ngay."


def _scope(person: Person, actor: int) -> str:
    kinds, place_id = limits_form.read(request.form)
    accounts.set_scope(person, kinds, place_id, actor_id=actor)
    return f"Phần việc bây giờ: {limits_form.words([person])[person.id]}; có hiệu lực ngay."


def _close(person: Person, actor: int) -> str:
    accounts.set_active(person, False, actor_id=actor)
    return "Đã đóng tài khoản và kết thúc mọi phiên."


def _open(person: Person, actor: int) -> str:
    accounts.set_active(person, True, actor_id=actor)
    return "Đã mở tài khoản."


def _sign_out(person: Person, actor: int) -> str:
    ended = accounts.end_other_sessions(person, actor_id=actor)
    return f"Đã đăng xuất {ended} máy." if ended else "Không có máy nào đang vào."


def _second_factor(person: Person, actor: int) -> str:
    accounts.drop_second_factor(person, actor_id=actor)
    return "Đã tắt xác nhận hai lớp và bỏ các khóa truy cập; người này bật lại ở lần vào sau."


def _revoke(person: Person, actor: int) -> str:
    invitations.revoke(person, actor_id=actor)
    return "Đã thu lời mời; liên kết đã gửi hết dùng được."


_ACTS = {
    "name": _name,
    "roles": _roles,
    "scope": _scope,
    "close": _close,
    "open": _open,
    "sign_out": _sign_out,
    "second_factor": _second_factor,
    "revoke": _revoke,
}
