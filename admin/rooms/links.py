"""Vào bằng liên kết: opening it shows a button; only pressing it uses the link up.

Mail scanners and messengers open links by themselves, so a GET changes nothing.
"""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_security import login_user

from admin.cookies import DESK
from admin.rooms.account import BY_LINK
from content import accounts, sign_in
from content.errors import BadInput

blueprint = Blueprint("vao", __name__, url_prefix=f"{DESK}/vao")
_DEAD = "Liên kết này đã dùng, đã hết hạn hoặc không đúng; hãy xin quản trị viên một liên kết mới."


@blueprint.get("/<token>/")
def confirm(token: str) -> ResponseReturnValue:
    """Ask whether to go in; says at once when the link is dead."""
    person = accounts.owner_of_link(token)
    if person is None:
        return render_template("desk/door/link.html", fault=_DEAD), 404
    return render_template("desk/door/link.html", person=person, fault="")


@blueprint.post("/<token>/")
def enter(token: str) -> ResponseReturnValue:
    """Use the link up and sign in; then a password is to be set."""
    tried = sign_in.attempt("link", request.remote_addr or "")
    if sign_in.waiting_time(tried):
        page = render_template("desk/door/wait.html", minutes=15, email="")
        return make_response(page, 429)
    try:
        person = accounts.use_sign_in_link(token)
    except BadInput as dead:
        sign_in.count(tried)
        return render_template("desk/door/link.html", fault=dead.message), 404
    cookie[BY_LINK] = True
    plugins = current_app.extensions["security"].two_factor_plugins
    asked: ResponseReturnValue | None = plugins.tf_enter(
        person, False, "link", next_loc=url_for("tai_khoan.password")
    )
    if asked is not None:
        return asked  # the account has a second factor: a link does not replace it
    login_user(person, authn_via=["link"])
    return redirect(url_for("tai_khoan.password"))
