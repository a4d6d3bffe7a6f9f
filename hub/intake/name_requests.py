"""To see, correct or take down a name, without an account: a form, a receipt number, its page.

Nothing is looked up by the name that is typed, so an answer tells nobody who stands in a list.
"""

from __future__ import annotations

from typing import Any

from flask import make_response, render_template, request
from flask.typing import ResponseReturnValue

from content.errors import BadInput
from content.recognition import register_queries, request_queries
from content.recognition.commands import requests
from content.recognition.models import PrivacyRequest
from content.recognition.request_queries import WISHES
from hub.face.decision_words import name_of
from hub.face.site import current as current_site
from hub.intake import origins, throttle

FORM, RECEIPT = "/go-ten/", "/go-ten/tra-cuu/"
_SUBJECT = "name request"
_FIELDS = ("wish", "name", "contact", "words", "decision")
_OLD = "Trang này mở đã lâu, hoặc không được gửi từ đây; hãy bấm lại lần nữa."


def ask() -> ResponseReturnValue:
    """The form; `?qd=` names the decision that it was opened from."""
    return _private(_form({"decision": request.args.get("qd", "")[:120], "wish": "withdraw"}))


def take() -> ResponseReturnValue:
    """Take a request in; whatever is wrong is said on the form, with what was typed."""
    typed = {name: request.form.get(name, "")[:5000] for name in _FIELDS}
    if not origins.is_ours(_SUBJECT):
        return _private(_form(typed, _OLD), 400)
    if request.form.get("website"):  # a field that people do not see and programs fill in
        return _private(_form(typed, _OLD), 400)
    if not throttle.may_go_on("send", throttle.MOST_SENT):
        return _private(_form(typed, _too_often()), 429)
    try:
        made = requests.receive(
            typed["wish"],
            typed["name"],
            decision_slug=typed["decision"],
            contact=typed["contact"],
            words=typed["words"],
        )
    except BadInput as fault:
        return _private(_form(typed, fault.message), 400)
    return _private(
        render_template(
            "intake/name_received.html",
            page_title="Đã nhận yêu cầu",
            made=made,
            wish=WISHES[made.wish],
            look_up=RECEIPT,
        )
    )


def look_up() -> ResponseReturnValue:
    """The form that takes a receipt number."""
    return _private(_receipt_form())


def tell() -> ResponseReturnValue:
    """How a request stands, by its receipt number; nothing of what was typed in it is shown."""
    typed = request.form.get("receipt", "")[:60]
    if not origins.is_ours(_SUBJECT):
        return _private(_receipt_form(typed, _OLD), 400)
    if not throttle.may_go_on("look up", throttle.MOST_LOOKED_UP):
        return _private(_receipt_form(typed, _too_often()), 429)
    found = request_queries.by_receipt(typed)
    if found is None:
        fault = "Không có yêu cầu nào mang số này. Hãy xem lại số trên giấy hoặc ảnh chụp."
        return _private(_receipt_form(typed, fault), 404)
    return _private(
        render_template(
            "intake/name_status.html",
            page_title="Yêu cầu của bạn",
            found=found,
            wish=WISHES[found.wish],
            state=_state(found),
            look_up=RECEIPT,
        )
    )


def _state(found: PrivacyRequest) -> str:
    if found.finished_at is not None:
        return "Đã xong"
    return "Đã trả lời, đang làm tiếp" if found.answered_at is not None else "Đang chờ trả lời"


def _form(typed: dict[str, str], fault: str = "") -> str:
    decision = register_queries.at(typed.get("decision", ""))
    shown = decision if decision is not None and decision.state == "announced" else None
    return render_template(
        "intake/name_form.html",
        page_title="Xem, sửa hoặc gỡ tên của tôi",
        action=FORM,
        look_up=RECEIPT,
        wishes=WISHES,
        typed=typed,
        decision=shown,
        decision_name=name_of(shown) if shown else "",
        form_token=origins.form_token(_SUBJECT),
        most=(requests.MOST_NAME, requests.MOST_CONTACT, requests.MOST_WORDS),
        fault=fault,
    )


def _receipt_form(typed: str = "", fault: str = "") -> str:
    return render_template(
        "intake/name_receipt.html",
        page_title="Xem yêu cầu đã gửi",
        action=RECEIPT,
        ask=FORM,
        typed=typed,
        form_token=origins.form_token(_SUBJECT),
        fault=fault,
    )


def _too_often() -> str:
    phone = current_site().contact_phone
    called = f", hoặc gọi {phone}" if phone else ", hoặc gọi cho nơi giải đáp ở trang Liên hệ"
    return f"Từ mạng này đã gửi nhiều lần trong một giờ. Hãy chờ một lát rồi thử lại{called}."


def _private(page: Any, status: int = 200) -> ResponseReturnValue:
    response = make_response(page, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
