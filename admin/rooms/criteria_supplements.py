"""Bổ sung của địa phương: what a place lays over a version; written, held by two, shown."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.exceptions import NotFound

from admin import criteria_supplement_form as form
from admin.room import expose, me, need, say
from content import people
from content.criteria import commands, queries, supplements
from content.criteria.models import EYES, CriteriaSupplement, CriteriaVersion
from content.criteria.models import STATES as LIVES
from content.criteria.sets import PointsRule
from content.errors import BadInput, HubError

_OVER = "/<set_slug>/<slug>/bo-sung/"
_LOOKS = {"draft": ("", "edit"), "published": ("good", "ok"), "withdrawn": ("", "no")}


class SupplementPages:
    """The form of a new supplement, and a page for each."""

    @expose(_OVER, ("GET", "POST"))
    def lay_over(self: BaseView, set_slug: str, slug: str) -> ResponseReturnValue:
        """Write a new supplement of a version."""
        base = _base(set_slug, slug)
        fault = ""
        if request.method == "POST":
            try:
                made = form.given(base)
                if queries.supplement(base.id, made.id) is not None:
                    raise BadInput(f"Đã có phần bổ sung mã “{made.id[:60]}”; hãy đặt mã khác.")
                row, _status = commands.take_in_supplement(made, actor_id=me().id)
                say("Đã lưu phần bổ sung ở Nháp. Bây giờ hai người đối chiếu với văn bản.")
                return _to(row)
            except HubError as refused:
                fault = refused.message
        return _page(self, base, None, fault)

    @expose(f"{_OVER}<part>/", ("GET", "POST"))
    def supplement(self: BaseView, set_slug: str, slug: str, part: str) -> ResponseReturnValue:
        """One supplement; POST with `act`: save, hold, drop."""
        row = _known(set_slug, slug, part)
        fault = ""
        if request.method == "POST":
            try:
                return _done(row)
            except HubError as refused:
                fault = refused.message
        return _page(self, row.over_version, row, fault)

    @expose(f"{_OVER}<part>/nguoi-doc/", ("POST",))
    def show_supplement(self: BaseView, set_slug: str, slug: str, part: str) -> ResponseReturnValue:
        """Show a supplement to readers, or (`act` is "withdraw") take it from them."""
        need("publish")
        row = _known(set_slug, slug, part)
        try:
            if request.form.get("act") == "withdraw":
                commands.withdraw_supplement(row, actor_id=me().id)
                say("Đã gỡ. Phiên bản mà nó bổ sung vẫn như cũ.")
            else:
                commands.publish_supplement(row, seen_version=_seen(), actor_id=me().id)
                say("Đã đăng. Người đọc thấy phần bổ sung ở trang của phiên bản.")
        except HubError as refused:
            return _page(self, row.over_version, row, refused.message)
        return _to(row)


def _done(row: CriteriaSupplement) -> ResponseReturnValue:
    act = request.form.get("act")
    if act == "drop":
        base = row.over_version
        to = url_for("tieu_chi.version", set_slug=base.set.slug, slug=base.slug)
        commands.drop_supplement(row, actor_id=me().id)
        say("Đã xóa phần bổ sung.")
        return redirect(to)
    if act == "hold":
        if "held" not in request.form:
            raise BadInput("Hãy đánh dấu vào ô “Tôi đã đối chiếu” trước khi xác nhận.")
        commands.confirm_supplement(row, request.form.get("sha256", ""), actor_id=me().id)
        say("Đã ghi việc đối chiếu của bạn.")
        return _to(row)
    if row.version != _seen():
        raise BadInput("Có người vừa lưu phần này; hãy mở lại ở thẻ khác, so rồi lưu lại.")
    kept, _status = commands.take_in_supplement(form.given(row.over_version, row), actor_id=me().id)
    say("Đã lưu.")
    return _to(kept)


def _page(
    room: BaseView, base: CriteriaVersion, row: CriteriaSupplement | None, fault: str
) -> ResponseReturnValue:
    saving = bool(fault) and request.form.get("act", "save") == "save"
    values = form.typed() if saving or row is None else form.shown(row)
    held = [check for check in row.checks if check.sha256 == row.sha256] if row else []
    page: str = room.render(
        "desk/rooms/criteria_supplement.html",
        base=base,
        row=row,
        values=values,
        fault=fault,
        findings=supplements.faults(base.read, row.read) if row else [],
        by_points=isinstance(base.read.rule, PointsRule),
        held=held,
        names=people.names_of(check.person_id for check in held),
        mine=any(check.person_id == me().id for check in held),
        lives=LIVES,
        looks=_LOOKS,
        eyes=EYES,
    )
    return page, 400 if fault else 200


def _base(set_slug: str, slug: str) -> CriteriaVersion:
    base = queries.version(set_slug[:80], slug[:80])
    if base is None:
        raise NotFound()
    return base


def _known(set_slug: str, slug: str, part: str) -> CriteriaSupplement:
    row = queries.supplement(_base(set_slug, slug).id, part[:80])
    if row is None:
        raise NotFound()
    return row


def _to(row: CriteriaSupplement) -> ResponseReturnValue:
    base = row.over_version
    return redirect(
        url_for("tieu_chi.supplement", set_slug=base.set.slug, slug=base.slug, part=row.slug)
    )


def _seen() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
