"""Checks before publishing: the panel while one writes, and the page that asks for a reason."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView

from admin import inspecting, item_form, rights
from admin.room import expose, me, need, say
from content.errors import HubError
from content.people import Person
from content.publishing import desk_queries
from content.publishing.commands import workflow
from content.publishing.models import Item

_ITEM = "/<int(max=2147483647):item_id>"
# The acts that a finding which must be put right holds up.
_HELD = ("publish", "review")
_DONE = {"publish": "Đã đăng.", "review": "Đã gửi duyệt."}


class CheckPages:
    """The checks of one text, as pages."""

    @expose("/kiem-tra/", ("POST",))
    def check_new(self) -> ResponseReturnValue:
        """The panel for what is typed of a new item; nothing is saved."""
        need("write")
        return _panel(None)

    @expose(f"{_ITEM}/kiem-tra/", ("POST",))
    def check(self, item_id: int) -> ResponseReturnValue:
        """The panel for what is typed of an item; nothing is saved."""
        return _panel(rights.item_for(me(), item_id))

    @expose(f"{_ITEM}/truoc-khi-dang/", ("GET", "POST"))
    def before(self: BaseView, item_id: int) -> ResponseReturnValue:
        """What must be put right first; a publisher may go ahead with a reason."""
        item = rights.item_for(me(), item_id)
        sent = request.form if request.method == "POST" else request.args
        act = "review" if sent.get("act", sent.get("viec")) == "review" else "publish"
        person = need("publish" if act == "publish" else "write")
        rights.must(rights.may_edit(person, item))
        fault = ""
        if request.method == "POST":
            try:
                carry_out(act, item, person, because=request.form.get("because", ""))
                say(_DONE[act])
                return redirect(url_for("soan_bai.edit", item_id=item.id))
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/checks.html",
            item=item,
            act=act,
            checks=inspecting.panel_of(desk_queries.working(item), item),
            because=request.form.get("because", ""),
            fault=fault,
        )
        return page, 400 if fault else 200


def carry_out(
    act: str,
    item: Item,
    person: Person,
    *,
    seen: int | None = None,
    note: str = "",
    because: str = "",
) -> None:
    """Publish the working text or send it in; HubError says what stands in the way.

    Every room of the desk publishes through here, so that the gate knows the official contacts.
    seen: the version that the person saw (default: what the form names, or the newest).
    """
    seen = _seen(item) if seen is None else seen
    if act == "review":
        workflow.send_for_review(item.id, seen_version=seen, actor_id=person.id)
        return
    workflow.publish(
        item.id,
        seen_version=seen,
        actor_id=person.id,
        change_note=note,
        because=because,
        contacts=inspecting.contacts(),
    )


def stop_at(act: str, item: Item) -> str:
    """Where to go before a text is published or sent in; "" where nothing holds it up."""
    if act not in _HELD or (act == "publish" and desk_queries.state_of(item) == "approved"):
        return ""
    if not inspecting.report_of(desk_queries.working(item), item).must:
        return ""
    return url_for("soan_bai.before", item_id=item.id, viec=act)


def _seen(item: Item) -> int:
    """The version that the page before this one showed; the one just saved where it says none."""
    text = request.form.get("checked_version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else item.version


def _panel(item: Item | None) -> str:
    form = item_form.of_request(request.form, item.kind if item else None)
    checks = inspecting.panel_of_form(form, item)
    return render_template("desk/rooms/checks_list.html", checks=checks)
