"""Errors: what went wrong and what to do next, in a page or, for programs, in one JSON sentence."""

from __future__ import annotations

import secrets
from typing import Any, NamedTuple

from flask import Flask, abort, current_app, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError
from werkzeug.routing import RequestRedirect

from content.database import db
from content.errors import HubError
from hub import storage_faults
from hub.headers import DESK
from hub.public import moved

API = "/api/"
# Headers of an HTTP error that a client needs; the page itself is ours.
_KEPT_HEADERS = ("Allow", "Retry-After", "Content-Range")


class Told(NamedTuple):
    """What a reader is told: what happened, and what to do."""

    title: str
    sentence: str


_TOLD = {
    400: Told(
        "Trang không hiểu yêu cầu này",
        "Địa chỉ hoặc dữ liệu gửi lên bị sai. Hãy quay lại trang trước rồi thử lần nữa.",
    ),
    403: Told(
        "Bạn không mở được trang này",
        "Trang này chỉ dành cho người có quyền. Nếu cần xem, hãy hỏi người phụ trách.",
    ),
    404: Told(
        "Trang này không có ở đây",
        "Có thể địa chỉ gõ thiếu, hoặc trang đã đổi chỗ. Trang đã gỡ theo yêu cầu của người có "
        "tên sẽ không hiện lại.",
    ),
    405: Told(
        "Trang không nhận yêu cầu kiểu này",
        "Trang này chỉ để xem. Hãy mở lại từ trang chủ hoặc tìm ở ô dưới đây.",
    ),
    410: Told("Trang này đã được gỡ", "Nội dung ở địa chỉ này không còn được đăng."),
    413: Told("Dữ liệu gửi lên quá lớn", "Hãy chia nhỏ tệp hoặc rút ngắn nội dung rồi gửi lại."),
    416: Told("Phần tệp được hỏi không có", "Hãy tải lại tệp từ đầu."),
    429: Told("Bạn thử quá nhiều lần", "Hãy chờ ít phút rồi thử lại."),
    500: Told(
        "Trang gặp lỗi",
        "Lỗi ở phía trang này, không phải ở bạn. Hãy thử lại sau ít phút; nếu vẫn lỗi, báo cho "
        "người phụ trách và đọc mã lỗi dưới đây.",
    ),
}


def install(app: Flask) -> None:
    """Answer every error in Vietnamese; faults of the program get a reference that the log has."""
    app.before_request(_refuse_nul)
    app.before_request(_moved_file)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(HubError, _bad_input)
    app.register_error_handler(Exception, _fault)


def _refuse_nul() -> None:
    """No address of ours has a NUL, and PostgreSQL refuses to be asked about one."""
    if "\0" in request.path:
        abort(404)


def _moved_file() -> ResponseReturnValue | None:
    """An old address without a stroke ("/gioi-thieu.html") leads on at once, not by way of one."""
    asked = isinstance(request.routing_exception, RequestRedirect) and not _is_desk()
    return moved.answer(request.path) if asked else None


def _refused(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if isinstance(error, InternalServerError) or code >= 500:
        return _with_reference(getattr(error, "original_exception", None) or error)
    if isinstance(error, SecurityError):  # a host that is not ours: nothing about the site is told
        return _bare(400, Told("Sai tên miền", "Máy chủ này không phục vụ tên miền đó."))
    if _is_desk() and "desk_refusal" in current_app.extensions:
        answer: ResponseReturnValue = current_app.extensions["desk_refusal"](error)
        return answer
    if code == 404:
        return _not_found()
    return _answer(code, _told(code), _headers_of(error))


def _bad_input(error: HubError) -> ResponseReturnValue:
    db.session.rollback()
    return _answer(400, Told(_(_TOLD[400].title), error.message))


def _fault(error: Exception) -> ResponseReturnValue:
    fault = storage_faults.named(error)
    if fault and _is_desk() and request.method == "POST":
        return _kept_text(fault)
    if current_app.testing:
        raise error
    return _with_reference(error)


def _kept_text(fault: str) -> ResponseReturnValue:
    """The desk shows what was typed once more: nothing of it could be written."""
    db.session.rollback()
    keep: Any = current_app.extensions["desk_kept_text"]
    answer: ResponseReturnValue = keep(f"Máy chủ chưa lưu được: {fault}.", 507)
    return answer


def _with_reference(error: BaseException) -> ResponseReturnValue:
    """The page of a fault: no traceback, a short number to read out over the telephone.

    It is made without the database and the layout, because either may be what failed.
    """
    reference = f"{secrets.randbelow(10**4):04d}-{secrets.randbelow(10**4):04d}"
    current_app.logger.error(
        "Fault %s at %s %r", reference, request.method, request.path, exc_info=error
    )
    if _is_api():
        return jsonify(error=_("Máy chủ gặp lỗi, mã %(ref)s.", ref=reference)), 500
    return _bare(500, _told(500), reference)


def _not_found() -> ResponseReturnValue:
    try:
        answer = None if _is_api() else moved.answer(request.path)
        return answer or _answer(404, _told(404), words=moved.words_of(request.path), near=True)
    except SQLAlchemyError as error:
        return _with_reference(error)


def _answer(
    code: int,
    told: Told,
    headers: dict[str, str] | None = None,
    *,
    words: str = "",
    near: bool = False,
) -> ResponseReturnValue:
    if _is_api():
        return jsonify(error=f"{told.title}. {told.sentence}"), code, headers or {}
    try:
        page = render_template(
            "public/error.html",
            code=code,
            told=told,
            words=words,
            near=moved.near(words) if near else [],
            page_title=told.title,
        )
    except SQLAlchemyError:  # the layout names pages of the site
        return _bare(code, told)
    return make_response(page, code, headers or {})


def _bare(code: int, told: Told, reference: str = "") -> ResponseReturnValue:
    page = render_template("public/fault.html", code=code, told=told, reference=reference)
    return make_response(page, code)


def _told(code: int) -> Told:
    told = _TOLD.get(code) or _TOLD[500 if code >= 500 else 400]
    return Told(_(told.title), _(told.sentence))


def _headers_of(error: HTTPException) -> dict[str, str]:
    given: Any = error.get_response().headers
    return {name: given[name] for name in _KEPT_HEADERS if name in given}


def _is_api() -> bool:
    return request.path.startswith(API)


def _is_desk() -> bool:
    return request.path == DESK or request.path.startswith(f"{DESK}/")
