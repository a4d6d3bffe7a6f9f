"""Requests to see, correct or take down a name: taken in, answered, finished, forgotten."""

from __future__ import annotations

import datetime as dt
import secrets

import sqlalchemy as sa

from content import trail
from content.calendar import today
from content.database import db, utc_now
from content.errors import BadInput
from content.recognition import days_off, suppression
from content.recognition.commands import withdrawals
from content.recognition.models import Decision, PrivacyRequest
from content.recognition.request_queries import WISHES
from content.transactions import one_commit
from content.vietnamese import fold, nfc, tidy

# No letters that are taken for one another when a number is read out over the telephone.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
MOST_NAME, MOST_CONTACT, MOST_WORDS = 200, 200, 2000
# So many requests in an hour are no people any more: the office is asked by telephone instead.
MOST_AN_HOUR = 60


def receive(
    wish: str, name: str, *, decision_slug: str = "", contact: str = "", words: str = ""
) -> PrivacyRequest:
    """Take a request in, with a receipt number and its two days, and commit.

    Nothing of the register is looked up by the name: the answer is the same whether the name is
    there or not. BadInput names what is missing.
    """
    name, contact, words = _line(name), _line(contact), tidy(nfc(words)).strip()
    if wish not in WISHES:
        raise BadInput("Hãy chọn bạn muốn xem, sửa hay gỡ tên.")
    if not name:
        raise BadInput("Hãy ghi họ tên như trong danh sách, để chúng tôi tìm được.")
    for text, most in ((name, MOST_NAME), (contact, MOST_CONTACT), (words, MOST_WORDS)):
        if len(text) > most:
            raise BadInput(f"Một ô dài quá {most} chữ; hãy viết ngắn lại.")
    _refuse_a_flood()
    decision = sa.select(Decision.id).where(Decision.slug == decision_slug)
    day = today()
    with one_commit():
        request = PrivacyRequest(
            receipt=_receipt(),
            wish=wish,
            decision_id=db.session.scalar(decision.where(Decision.state != "draft")),
            name=name,
            contact=contact,
            words=words,
            answer_by=days_off.after(day, days_off.ANSWER_DAYS),
            finish_by=day + dt.timedelta(days=days_off.FINISH_DAYS[wish]),
        )
        db.session.add(request)
        db.session.flush()
        trail.write("request.received", "request", request.id)
    return request


def answer(request_id: int, text: str, *, actor_id: int | None = None) -> None:
    """Say what the person sees under the receipt number while the request stays open; commits."""
    request = _open(request_id)
    with one_commit():
        request.outcome = _checked(text, request)
        request.answered_at = request.answered_at or utc_now()
        request.handled_by_id = actor_id
        trail.write("request.answered", "request", request.id, actor_id=actor_id)


def finish(request_id: int, text: str, *, actor_id: int | None = None) -> None:
    """Close a request with a last word; what was typed is erased. Commits."""
    request = _open(request_id)
    outcome = _checked(text, request)
    hashes = suppression.remember([suppression.mark_of_request(request.receipt)])
    with one_commit():
        withdrawals.keep(hashes)
        withdrawals.close(request, outcome, actor_id=actor_id)
        withdrawals.ask_to_forget(actor_id)
    withdrawals.leave_no_trace()


def _open(request_id: int) -> PrivacyRequest:
    request = db.session.get(PrivacyRequest, request_id)
    if request is None or request.finished_at is not None:
        raise BadInput("Yêu cầu này không còn mở; có thể người khác vừa xử lý xong.")
    return request


def _checked(text: str, request: PrivacyRequest) -> str:
    """An answer stays after the request is forgotten, so it names nobody."""
    text = nfc(text).strip()
    if not text:
        raise BadInput("Hãy viết câu trả lời cho người yêu cầu.")
    if len(text) > MOST_WORDS:
        raise BadInput(f"Câu trả lời dài quá {MOST_WORDS} chữ; hãy viết ngắn lại.")
    name = " ".join(fold(request.name).split())
    if name and name in " ".join(fold(text).split()):
        raise BadInput("Câu trả lời còn được giữ lại, nên đừng ghi họ tên người yêu cầu trong đó.")
    return text


def _line(text: str) -> str:
    return " ".join(tidy(nfc(text)).split())


def _refuse_a_flood() -> None:
    hour = utc_now() - dt.timedelta(hours=1)
    query = sa.select(sa.func.count(PrivacyRequest.id)).where(PrivacyRequest.received_at > hour)
    if (db.session.scalar(query) or 0) >= MOST_AN_HOUR:
        raise BadInput(
            "Lúc này có quá nhiều yêu cầu gửi tới. Hãy thử lại sau một giờ, hoặc gọi điện cho nơi "
            "giải đáp; chữ bạn vừa viết còn ở dưới đây."
        )


def _receipt() -> str:
    """ "YC-7K3M-9QXT": nobody guesses one of 30⁸."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return f"YC-{letters[:4]}-{letters[4:]}"
