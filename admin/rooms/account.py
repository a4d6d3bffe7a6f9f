"""Tài khoản của tôi: name, password, second factor, passkeys, and where one is signed in."""

from __future__ import annotations

from flask import current_app, redirect, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_security import login_user

from admin import door
from admin.cookies import DESK
from admin.room import Room, expose, me, say
from content import accounts, sign_in
from content.database import db
from content.errors import BadInput, HubError
from content.people import Person


class Account(Room):
    """One's own account."""

    right = "desk"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """The name, the browsers signed in; `act` ends one of them (`session`) or all others."""
        fault = ""
        if request.method == "POST":
            try:
                say(_carry_out(me(), request.form.get("act", "name")))
                return redirect(url_for("tai_khoan.index"))
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/account.html",
            fault=fault,
            sessions=sign_in.sessions_of(me().id, door.session_token()),
        )
        return page, 400 if fault else 200

    @expose("/mat-khau/", ("GET", "POST"))
    def password(self) -> ResponseReturnValue:
        """Set a password: with the old one, or freely right after a sign-in link."""
        person = me()
        asks_old = bool(person.password) and cookie.get(door.BY_LINK) != person.id
        fault = ""
        if request.method == "POST":
            try:
                _change(person, asks_old)
                say("Đã đặt mật khẩu. Các máy khác đã bị đăng xuất.")
                return redirect(url_for("quantri.index"))
            except HubError as refused:
                db.session.rollback()
                fault = refused.message
        page: str = self.render("desk/rooms/password.html", asks_old=asks_old, fault=fault)
        return page, 400 if fault else 200


def room() -> Account:
    """One's account at /quan-tri/tai-khoan/."""
    return Account("Tài khoản của tôi", "tai_khoan", f"{DESK}/tai-khoan", "person")


def _carry_out(person: Person, act: str) -> str:
    """Do one act; what to say of it."""
    if act == "end":
        text = request.form.get("session", "")
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
        ended = accounts.end_one_session(person, number, actor_id=person.id)
        return "Đã đăng xuất máy đó." if ended else "Máy đó đã đăng xuất từ trước."
    if act == "end_others":
        count = accounts.end_other_sessions(person, door.session_token(), actor_id=person.id)
        return f"Đã đăng xuất {count} máy khác." if count else "Không có máy nào khác đang vào."
    accounts.set_name(person, request.form.get("name", ""), actor_id=person.id)
    return "Đã lưu tên."


def _change(person: Person, asks_old: bool) -> None:
    new, again = request.form.get("password", ""), request.form.get("password_again", "")
    if new != again:
        raise BadInput("Hai mật khẩu không giống nhau; hãy gõ lại.")
    if asks_old:
        _check_old(person)
    accounts.set_password(person, new, actor_id=person.id)
    cookie.pop(door.BY_LINK, None)
    login_user(person, authn_via=["password"])  # every session ended: begin a new one here


def _check_old(person: Person) -> None:
    tried = sign_in.attempt(f"verify {person.id}", request.remote_addr or "")
    if sign_in.waiting_time(tried):
        raise BadInput("Gõ sai mật khẩu cũ quá nhiều lần; hãy chờ 15 phút rồi thử lại.")
    sign_in.count(tried)
    old = request.form.get("current_password", "")[:1024]
    security = current_app.extensions["security"]
    if not person.verify_and_update_password(security.password_util.normalize(old)):
        raise BadInput("Mật khẩu đang dùng chưa đúng.")
    sign_in.forgive(tried)
