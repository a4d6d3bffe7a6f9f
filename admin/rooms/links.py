"""Vào bằng liên kết, nhận lời mời: opening either changes nothing; only pressing its button does.

Mail scanners and messengers open links by themselves, so a GET uses nothing up.
"""

from __future__ import annotations

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_security import login_user

from admin import limits_form
from admin.cookies import DESK
from admin.door import BY_LINK
from content import accounts, invitations, sign_in
from content.errors import BadInput, HubError
from content.people import Person

blueprint = Blueprint("vao", __name__, url_prefix=f"{DESK}/vao")
invited = Blueprint("loi_moi", __name__, url_prefix=f"{DESK}/loi-moi")
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
        sign_in.note_failure(None, "link")
        return render_template("desk/door/link.html", fault=dead.message), 404
    cookie[BY_LINK] = person.id
    return _into(person, "link", url_for("tai_khoan.password"))


@invited.get("/<token>/")
def confirm_invitation(token: str) -> ResponseReturnValue:
    """Say who is invited to what, and ask for a password; says at once when it is dead."""
    return _invitation(token, "")


@invited.post("/<token>/")
def accept_invitation(token: str) -> ResponseReturnValue:
    """Set the password, use the invitation up and sign in; a fault uses nothing up."""
    tried = sign_in.attempt("link", request.remote_addr or "")
    if sign_in.waiting_time(tried):
        page = render_template("desk/door/wait.html", minutes=15, email="")
        return make_response(page, 429)
    if invitations.owner(token) is None:
        sign_in.count(tried)
        sign_in.note_failure(None, "link")
        return _invitation(token, "")
    word, again = request.form.get("password", ""), request.form.get("password_again", "")
    try:
        if word != again:
            raise BadInput("Hai mật khẩu không giống nhau; hãy gõ lại.")
        person = invitations.accept(token, word)
    except HubError as refused:
        return _invitation(token, refused.message)
    return _into(person, "password", url_for("quantri.index"))


def _invitation(token: str, fault: str) -> ResponseReturnValue:
    known = invitations.owner(token)
    if known is None:
        return render_template("desk/door/link.html", fault=invitations.DEAD), 404
    person, invitation = known
    page = render_template(
        "desk/door/invitation.html",
        person=person,
        invitation=invitation,
        last_day_of=invitations.last_day,
        limits=limits_form.words([person])[person.id],
        everything=limits_form.EVERYTHING,
        fault=fault,
    )
    return page, 400 if fault else 200


def _into(person: Person, way: str, then: str) -> ResponseReturnValue:
    """Sign somebody in who holds a good link; a second factor that was set up is still asked."""
    plugins = current_app.extensions["security"].two_factor_plugins
    asked: ResponseReturnValue | None = plugins.tf_enter(person, False, way, next_loc=then)
    if asked is not None:
        return asked  # the account has a second factor: a link does not replace it
    login_user(person, authn_via=[way])
    return redirect(then)
