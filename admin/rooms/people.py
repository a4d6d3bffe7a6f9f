"""Người dùng: accounts added, given roles, closed; new sign-in links, shown once."""

from __future__ import annotations

import sqlalchemy as sa
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin.cookies import DESK
from admin.room import Room, expose, me, page_number, say
from content import accounts
from content.database import db
from content.errors import HubError
from content.people import ROLE_TITLES, Person

PER_PAGE = 50


class People(Room):
    """The list of accounts, and one account."""

    right = "people"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Every account; POST adds one and shows its sign-in link."""
        typed = {name: request.form.get(name, "")[:300] for name in ("email", "name", "role")}
        fault, link, added = "", "", None
        if request.method == "POST":
            try:
                added = accounts.add_person(
                    typed["email"], role=typed["role"], name=typed["name"], actor_id=me().id
                )
                link = _address(accounts.make_sign_in_link(added, actor_id=me().id))
                typed = dict.fromkeys(typed, "")
            except HubError as refused:
                db.session.rollback()
                fault = refused.message
        total = db.session.scalar(sa.select(sa.func.count(Person.id))) or 0
        pages = max(1, -(-total // PER_PAGE))
        page = min(page_number(), pages)
        rows = sa.select(Person).order_by(Person.email).limit(PER_PAGE)
        shown: str = self.render(
            "desk/rooms/people.html",
            people=list(db.session.scalars(rows.offset((page - 1) * PER_PAGE))),
            page=page,
            pages=pages,
            typed=typed,
            fault=fault,
            link=link,
            added=added,
        )
        return shown, 400 if fault else 200

    @expose("/<int(max=2147483647):person_id>/", ("GET", "POST"))
    def person(self, person_id: int) -> ResponseReturnValue:
        """One account; POST with `act`: roles, close, open, link, second_factor."""
        person = db.session.get(Person, person_id)
        if person is None:
            raise NotFound()
        link = ""
        if request.method == "POST":
            try:
                link = _carry_out(person, request.form.get("act", ""))
            except HubError as refused:
                db.session.rollback()
                say(refused.message, "bad")
            if not link:
                return redirect(url_for("nguoi_dung.person", person_id=person_id))
        page: str = self.render("desk/rooms/person.html", person=person, link=link)
        return page


def room() -> People:
    """The accounts at /quan-tri/nguoi-dung/."""
    return People("Người dùng", "nguoi_dung", f"{DESK}/nguoi-dung", "users")


def _carry_out(person: Person, act: str) -> str:
    """Do one act; gives a sign-in link to show, or nothing."""
    actor = me().id
    if act == "link":
        return _address(accounts.make_sign_in_link(person, actor_id=actor))
    if act == "roles":
        wanted = [role for role in ROLE_TITLES if role in request.form.getlist("roles")]
        accounts.set_roles(person, wanted, actor_id=actor)
        say("Đã đổi vai trò; có hiệu lực ngay.")
    elif act in ("close", "open"):
        accounts.set_active(person, act == "open", actor_id=actor)
        say("Đã mở tài khoản." if act == "open" else "Đã đóng tài khoản và kết thúc mọi phiên.")
    elif act == "second_factor":
        accounts.drop_second_factor(person, actor_id=actor)
        say("Đã tắt xác nhận hai lớp của tài khoản này.")
    return ""


def _address(token: str) -> str:
    """The whole address of a sign-in link, on the configured site (never the Host header)."""
    from flask import current_app

    site = current_app.extensions["hub_settings"].site_url
    return f"{site}{url_for('vao.confirm', token=token)}"
