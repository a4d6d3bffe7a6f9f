"""Yêu cầu về tên: who asks to see, correct or take down a name, and until when an answer is due."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import rights
from admin.cookies import DESK
from admin.room import Room, expose, me, need, say
from content import files
from content.calendar import today
from content.database import db
from content.errors import HubError
from content.people import Person
from content.recognition import days_off, request_queries
from content.recognition.commands import corrections, requests, withdrawals
from content.recognition.models import Decision, Entry, PrivacyRequest
from content.recognition.request_queries import WISHES
from content.vietnamese import fold
from hub.face.decision_words import name_of
from search_index import ask

_REQUEST = "/<int(max=2147483647):request_id>/"
_MOST_TEXTS = 5
_TO_DO = "Bản tĩnh đang được xuất lại; bản đã chép sang USB hay máy khác thì phải chép lại."


class NameRequests(Room):
    """What waits, the late first; a page for each; the office's days off."""

    right = "publish"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Open requests with their clock, then those that are done."""
        person = me()
        page: str = self.render(
            "desk/rooms/name_requests.html",
            waiting=[one for one in request_queries.open_ones() if may_see(person, one)],
            done=[one for one in request_queries.finished() if may_see(person, one)],
            days_left=request_queries.days_left,
            due=request_queries.due,
            wishes=WISHES,
            decision_of=_decision_of,
            name_of=name_of,
        )
        return page

    @expose("/ngay-nghi/", ("GET", "POST"))
    def closed_days(self) -> ResponseReturnValue:
        """The days on which the office is closed, one a line."""
        need("settings")
        fault, typed = "", days_off.written()
        if request.method == "POST":
            typed = request.form.get("days", "")[:50_000]
            try:
                count = days_off.record(typed, actor_id=me().id)
                say(f"Đã lưu {count} ngày nghỉ; hạn của yêu cầu mới tính theo danh sách này.")
                return redirect(url_for("yeu_cau.closed_days"))
            except HubError as refused:
                fault = refused.message
        page: str = self.render("desk/rooms/days_off.html", typed=typed, fault=fault)
        return page, 400 if fault else 200

    @expose(_REQUEST, ("GET", "POST"))
    def one(self, request_id: int) -> ResponseReturnValue:
        """One request. `act`: take_down, correct (with `entry`), hide_file, answer, finish."""
        found = _known(request_id)
        fault = ""
        if request.method == "POST":
            try:
                say(_carry_out(found))
                return redirect(url_for("yeu_cau.one", request_id=request_id))
            except HubError as refused:
                db.session.rollback()
                fault, found = refused.message, _known(request_id)
        return _page(self, found, fault)


def room() -> NameRequests:
    """The requests at /quan-tri/yeu-cau/."""
    return NameRequests("Yêu cầu về tên", "yeu_cau", f"{DESK}/yeu-cau", "lock")


def may_see(person: Person, found: PrivacyRequest) -> bool:
    """Whether a request is within the limits of an account.

    One that names no decision is for accounts without limits: nobody knows yet where it belongs.
    """
    scope = rights.scope_of(person)
    if not scope.limited:
        return True
    decision = _decision_of(found)
    return not scope.kinds and decision is not None and decision.place_id in scope.place_ids


def waiting_for(person: Person) -> tuple[int, int]:
    """How many requests wait for an account, and how many of them are late."""
    if not person.may(NameRequests.right):
        return 0, 0
    mine = [one for one in request_queries.open_ones() if may_see(person, one)]
    return len(mine), sum(request_queries.days_left(one) < 0 for one in mine)


def _known(request_id: int) -> PrivacyRequest:
    found = request_queries.by_id(request_id)
    if found is None or not may_see(me(), found):
        raise NotFound
    return found


def _decision_of(found: PrivacyRequest) -> Decision | None:
    return db.session.get(Decision, found.decision_id) if found.decision_id else None


def _carry_out(found: PrivacyRequest) -> str:
    """Do what the form asks; the sentence that the next page says."""
    act, text = request.form.get("act", ""), request.form.get("text", "")
    if act == "take_down":
        return _take_down(found)
    if act == "correct":
        corrections.correct(
            _number("entry", found), request.form.get("name", "")[:500], actor_id=me().id
        )
        return f"Đã sửa tên. Hãy trả lời người yêu cầu. {_TO_DO}"
    if act == "hide_file":
        gone = withdrawals.hide_file(_number("decision", found), actor_id=me().id)
        kept = "" if gone else " Tệp còn dùng ở bài khác hay thư viện tệp; hãy gỡ ở đó nữa."
        return f"Đã gỡ tệp khỏi quyết định.{kept} {_TO_DO}"
    if act == "answer":
        requests.answer(found.id, text, actor_id=me().id)
        return "Đã lưu câu trả lời; người yêu cầu xem được theo số biên nhận."
    requests.finish(found.id, text, actor_id=me().id)
    return "Đã xong; những gì người yêu cầu viết đã được xóa."


def _take_down(found: PrivacyRequest) -> str:
    number = _number("entry", found)
    withdrawals.take_down([number], request_id=found.id, actor_id=me().id)
    return f"Đã gỡ tên. {_TO_DO}"


def _number(field: str, found: PrivacyRequest) -> int:
    """A number of the form that belongs to what this page offered; else 404."""
    offered = _candidates(found)
    allowed = {entry.id for entry, _decision in offered}
    if field == "decision":
        allowed = {decision.id for _entry, decision in offered}
        allowed |= {found.decision_id} if found.decision_id else set()
    text = request.form.get(field, "")
    number = int(text) if text.isdecimal() and len(text) < 10 else 0
    if number not in allowed:
        raise NotFound
    return number


def _candidates(found: PrivacyRequest) -> list[tuple[Entry, Decision]]:
    """The entries that this request may mean, within the limits of the account at work."""
    wanted = request.values.get("ten", "")[:200] or found.name
    offered = request_queries.candidates(wanted, found.decision_id)
    scope = rights.scope_of(me())
    if not scope.limited:
        return offered
    return [(entry, of) for entry, of in offered if of.place_id in scope.place_ids]


def _page(room: Room, found: PrivacyRequest, fault: str) -> ResponseReturnValue:
    is_open = found.finished_at is None
    offered = _candidates(found) if is_open else []
    decision = _decision_of(found)
    concerned = {of.id: of for _entry, of in offered} | (
        {decision.id: decision} if decision else {}
    )
    page: str = room.render(
        "desk/rooms/name_request.html",
        found=found,
        wish=WISHES[found.wish],
        days_left=request_queries.days_left(found),
        due=request_queries.due(found),
        today=today(),
        offered=offered,
        asked=request.values.get("ten", "")[:200] or found.name,
        decision=decision,
        name_of=name_of,
        attached=[(of, _shows(of, found.name)) for of in concerned.values() if of.file_sha256],
        texts=_texts(found.name) if is_open else [],
        typed=request.form.get("text", "") if fault else "",
        fault=fault,
    )
    return page, 400 if fault else 200


def _shows(decision: Decision, name: str) -> bool:
    """Whether the words that were read from a decision's file hold a name."""
    file = files.by_sha256(decision.file_sha256 or "")
    wanted = " ".join(fold(name).split())
    return bool(file and wanted and wanted in " ".join(fold(file.text).split()))


def _texts(name: str) -> list[ask.Hit]:
    """Texts of the site that hold the name, too: taking it down there is an editor's work."""
    wanted = " ".join(name.replace('"', " ").split())
    return ask.search(f'"{wanted}"', limit=_MOST_TEXTS).results if wanted else []
