"""A room of the desk: a Flask-Admin view behind a right, with Vietnamese refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from flask_admin import expose as _expose
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden, HTTPException

from admin.door import WANTED, current_person, lead_to_second_factor
from admin.field_titles import TITLES
from content.errors import HubError
from content.people import Person

# Fields that are never shown back: secrets, and what only belongs to the form that was sent.
_HIDDEN = frozenset(
    {
        "csrf_token",
        "password",
        "password_again",
        "current_password",
        "code",
        "act",
        "kind",
        "version",
        "choice",
        "setup",
        "revision",
        "topic",
        "file_sha256",
        "file_name",
        "file_position",
        "file_remove",
        "file_keep",
        "checked_version",
        "email_shown",
        "menu_icon",
        "menu_position",
        "officer_position",
        "block_kind",
        "block_kinds",
        "block_count",
        "block_topic",
        "block_position",
        "task_icon",
        "task_block",
        "task_position",
    }
)
_REFUSALS = {
    400: "Trình duyệt gửi thiếu hoặc sai dữ liệu; hãy quay lại và thử lần nữa.",
    403: "Bạn không có quyền làm việc này; hãy hỏi quản trị viên nếu cần.",
    404: "Không có trang này ở bàn biên tập; có thể mục đã bị xóa hoặc địa chỉ gõ sai.",
    405: "Trang này không nhận yêu cầu kiểu đó; hãy mở lại từ mục lục.",
    413: "Tệp hoặc bài gửi lên quá lớn; hãy chia nhỏ rồi gửi lại.",
    429: "Bạn thử quá nhiều lần; hãy chờ ít phút.",
}
Shown = TypeVar("Shown", bound=Callable[..., Any])


def expose(url: str = "/", methods: tuple[str, ...] = ("GET",)) -> Callable[[Shown], Shown]:
    """Flask-Admin's `expose`, typed."""
    decorate: Callable[[Shown], Shown] = _expose(url, methods)
    return decorate


class Guarded:
    """Who may enter, and what others are told; mixed into every view of the desk."""

    right = "desk"

    def create_blueprint(self, admin: Any) -> Blueprint:
        """Flask-Admin's blueprint, with the desk's own pages for errors."""
        blueprint: Blueprint = super().create_blueprint(admin)  # type: ignore[misc]
        for code in _REFUSALS:
            blueprint.register_error_handler(code, refusal)
        blueprint.register_error_handler(HubError, _fault)
        return blueprint

    def _run_view(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call the page itself: Flask-Admin's retry on TypeError would hide real faults."""
        return fn(self, *args, **kwargs)

    def is_accessible(self) -> bool:
        """Whether the signed-in account has this room's right now (roles are read each time)."""
        person = current_person()
        return person is not None and person.may(self.right)

    def inaccessible_callback(self, name: str, **kwargs: Any) -> ResponseReturnValue:
        """Strangers are sent to sign in, with their text kept; others are refused."""
        person = current_person()
        if person is not None:
            if request.method == "GET" and person.waits_for_second_factor(self.right):
                return lead_to_second_factor()
            raise _forbidden(person, self.right)
        if request.method == "POST":
            return kept_text("Phiên làm việc đã hết nên chưa lưu được.", 403)
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


class Room(Guarded, BaseView):  # type: ignore[misc]
    """A view with pages of our own. `icon` names its mark in the menu."""

    def __init__(self, name: str, endpoint: str, url: str, icon: str) -> None:
        super().__init__(
            name=name, endpoint=endpoint, url=url, menu_icon_type="desk", menu_icon_value=icon
        )


def me() -> Person:
    """The account at work; only called where a room has let somebody in."""
    person = current_person()
    if person is None:
        raise Forbidden()
    return person


def need(right: str) -> Person:
    """The account at work, which must have a right; else 403."""
    person = me()
    if not person.may(right):
        raise _forbidden(person, right)
    return person


def _forbidden(person: Person, right: str) -> Forbidden:
    """The refusal of a right; where only a second factor is wanting, it says so."""
    return Forbidden(WANTED) if person.waits_for_second_factor(right) else Forbidden()


def say(sentence: str, kind: str = "good") -> None:
    """A sentence on top of the next page; kind: good, warn or bad."""
    flash(sentence, kind)


def kept_text(sentence: str, status: int) -> ResponseReturnValue:
    """A page that shows what was typed, so that it can be copied: no text is ever lost."""
    typed = [
        (TITLES.get(key, key), value)
        for key, value in request.form.items(multi=True)
        if key not in _HIDDEN and not key.startswith(("keep_", "file_until-")) and len(value) > 1
    ]
    long = [(key, value) for key, value in typed if len(value) > 80 or "\n" in value]
    short = [(key, value) for key, value in typed if (key, value) not in long]
    page = render_template(
        "desk/kept.html", sentence=sentence, long=long, short=short, back=request.path
    )
    return make_response(page, status)


def refusal(error: HTTPException) -> ResponseReturnValue:
    """The desk's page for an HTTP error; `hub.errors` calls it for unknown desk addresses."""
    code = error.code or 500
    if isinstance(error, CSRFError):
        return no_token(error)
    sentence = _REFUSALS.get(code, "Không thực hiện được; hãy thử lại hoặc hỏi quản trị viên.")
    if error.description == WANTED:
        sentence = WANTED
    if request.method == "POST" and code in (403, 404):
        return kept_text(sentence, code)
    return render_template("desk/refusal.html", code=code, sentence=sentence), code


def no_token(_error: Any) -> ResponseReturnValue:
    """A form without a valid token: refused, with the typed text shown for copying."""
    return kept_text("Biểu mẫu này đã cũ hoặc phiên làm việc đã hết nên chưa lưu được.", 400)


def _fault(error: HubError) -> ResponseReturnValue:
    """A refusal that no form took up: its sentence, with what was typed."""
    if request.method == "POST":
        return kept_text(error.message, 400)
    return render_template("desk/refusal.html", code=400, sentence=error.message), 400


def page_number() -> int:
    """The page asked for by `?trang=`: at least 1, and small enough for any database."""
    text = request.args.get("trang", "1")
    return min(max(int(text), 1), 100_000) if text.isdecimal() and len(text) < 9 else 1
