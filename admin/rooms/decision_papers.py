"""The paper of a decision (number, day, body, file), and sending or announcing it."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import paper_findings, times
from admin.decision_reach import known, sent_version
from admin.room import expose, me, need, say
from content.calendar import today
from content.database import db
from content.errors import BadInput, HubError
from content.publishing.commands import media
from content.recognition import deciding, decision_queries, list_queries
from content.recognition.commands import decisions
from content.recognition.decision_fields import DecisionFields, missing
from content.recognition.models import DISPLAYS, Decision
from content.recognition.papers.kinds import KINDS

_ONE = "/<int(max=2147483647):decision_id>/"
_TEXTS = ("number", "body", "signer", "signer_post", "period", "note")


class PaperPages:
    """The third and the fourth page of a decision."""

    @expose(f"{_ONE}quyet-dinh/", ("GET", "POST"))
    def paper(self, decision_id: int) -> ResponseReturnValue:
        """Number, day, body, signer, and the file; `act` drop_file takes the file away."""
        decision = known(decision_id)
        fault = ""
        if request.method == "POST":
            try:
                _keep_paper(decision)
                return redirect(url_for("cong_nhan.send", decision_id=decision_id))
            except HubError as refused:
                db.session.rollback()
                fault, decision = refused.message, known(decision_id)
        titles = decision_queries.titles_of(decision)
        day = decision.issued or today()
        usual = [found.body for title in titles if (found := deciding.body_on(title, day))]
        page: str = self.render(  # type: ignore[attr-defined]
            "desk/rooms/decision_paper.html",
            decision=decision,
            value=lambda name: request.form.get(name, _written(decision, name)),
            bodies=list(dict.fromkeys(usual)),
            fault=fault,
            step=3,
        )
        return page, 400 if fault else 200

    @expose(f"{_ONE}gui/", ("GET", "POST"))
    def send(self, decision_id: int) -> ResponseReturnValue:
        """All of it at a glance. `act`: send, announce, take_back (`reason`), drop."""
        decision = known(decision_id)
        fault = ""
        if request.method == "POST":
            try:
                return redirect(_carried_out(decision))
            except HubError as refused:
                db.session.rollback()
                fault, decision = refused.message, known(decision_id)
        titles = decision_queries.titles_of(decision)
        person = me()
        page: str = self.render(  # type: ignore[attr-defined]
            "desk/rooms/decision_send.html",
            decision=decision,
            titles=titles,
            total=decision_queries.total_of(decision),
            listed=list_queries.of(decision),
            displays=DISPLAYS,
            papers=KINDS,
            missing=missing(decision),
            doubts=deciding.doubts(titles, decision.body, decision.issued),
            findings=paper_findings.of(decision),
            announces=person.may("publish") and not decisions.waits_for_other(decision, person.id),
            fault=fault,
            step=4,
        )
        return page, 400 if fault else 200


def _carried_out(decision: Decision) -> str:
    """Do what the form asks; the address that follows."""
    act, seen, person = request.form.get("act", ""), sent_version(), me().id
    here = url_for("cong_nhan.send", decision_id=decision.id)
    if act == "drop":
        decisions.drop(decision.id, seen_version=seen, actor_id=person)
        say("Đã xóa bản nháp cùng danh sách.")
        return url_for("cong_nhan.index")
    if act == "take_back":
        need("publish")
        reason = request.form.get("reason", "")
        decisions.take_back(decision.id, reason, seen_version=seen, actor_id=person)
        say("Đã thu hồi; địa chỉ cũ nay nói lý do và không nêu tên ai.")
        return here
    if paper_findings.of(decision) and "file_seen" not in request.form:
        raise BadInput("Hãy xem các điều máy thấy trong tệp, rồi đánh dấu “Tôi đã xem tệp”.")
    if act == "announce":
        need("publish")
        decisions.announce(decision.id, seen, actor_id=person)
        say("Đã công bố. Người đọc xem được ngay; bản tĩnh đang được xuất lại.")
        return here
    decisions.send(decision.id, seen, actor_id=person)
    say("Đã gửi; người duyệt đăng sẽ xem và công bố.")
    return here


def _keep_paper(decision: Decision) -> None:
    person, seen = me().id, sent_version()
    form = request.form
    kept = decisions.record(
        DecisionFields(
            **{name: form.get(name, "") for name in _TEXTS},
            issued=times.day(form.get("issued", ""), "Ngày ban hành"),
            year=decision.year,
            place_id=decision.place_id,
            display=decision.display,
        ),
        decision_id=decision.id,
        seen_version=seen,
        actor_id=person,
    )
    upload = request.files.get("file")
    if form.get("act") == "drop_file":
        decisions.attach(kept.id, None, "", seen_version=kept.version, actor_id=person)
    elif upload is not None and upload.filename:
        # Kept beside the library, which is dumped and offered to other texts: it may show names.
        prepared = media.prepare(str(upload.filename), upload.read())
        decisions.refuse_taken_down(prepared.data)
        file = media.stored(prepared)
        decisions.attach(
            kept.id, file.sha256, prepared.name, seen_version=kept.version, actor_id=person
        )


def _written(decision: Decision, name: str) -> str:
    """A field of the form as it is kept."""
    if name == "issued":
        return times.shown_day(decision.issued)
    return str(getattr(decision, name) or "")
