"""Người duyệt: who decides without an account, and how many people each text must pass."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin.cookies import DESK
from admin.room import Room, expose, me, say
from content import house_rules
from content.errors import HubError
from content.publishing import approval_queries
from content.publishing.commands import approving


class Approvers(Room):
    """A form for each approver, one for a new one, and the rule of two people."""

    right = "people"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """`act`: keep (with `approver` for a known one), close, or rule."""
        fault = ""
        if request.method == "POST":
            try:
                _carry_out(request.form.get("act", ""))
                return redirect(url_for("nguoi_duyet.index"))
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/approvers.html",
            approvers=approval_queries.approvers(closed=True),
            second_eyes=house_rules.holds("second_eyes"),
            rule=house_rules.RULES["second_eyes"][1],
            fault=fault,
            typed=request.form if fault else {},
        )
        return page, 400 if fault else 200


def room() -> Approvers:
    """The approvers at /quan-tri/nguoi-duyet/."""
    return Approvers("Người duyệt", "nguoi_duyet", f"{DESK}/nguoi-duyet", "medal")


def _carry_out(act: str) -> None:
    text = request.form.get("approver", "")
    chosen = int(text) if text.isdecimal() and len(text) < 10 else None
    if act == "rule":
        house_rules.decide("second_eyes", "on" in request.form, actor_id=me().id)
        say("Đã lưu quy định của bàn biên tập.")
    elif act == "close" and chosen is not None:
        row = approving.close_approver(chosen, actor_id=me().id)
        say(f"{row.name} không còn là người duyệt; các liên kết chưa trả lời đã hết dùng được.")
    else:
        row = approving.keep_approver(
            request.form.get("name", ""),
            request.form.get("post", ""),
            pin=request.form.get("pin", ""),
            publishes="publishes" in request.form,
            approver_id=chosen,
            actor_id=me().id,
        )
        say(f"Đã lưu người duyệt {row.name}.")
