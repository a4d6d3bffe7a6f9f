"""Reading a text before it is decided upon: as readers will see it, what others said, and the
buttons that decide. Made for a phone: one page, one thumb."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from admin import inspecting, item_form, rights
from admin.differences import compare
from admin.field_titles import WRITTEN
from admin.room import expose, kept_text, me, need, say
from admin.rooms import checks
from content import files, house_rules, markup, people, places
from content.errors import HubError
from content.people import Person
from content.publishing import approval_queries, desk_queries
from content.publishing.commands import approving, gate, remarks, workflow
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields, fields_of
from hub.face import approval_links, drafted, sending

_ITEM = "/<int(max=2147483647):item_id>"
_HOURS = {"24": 24, "72": 72, "168": 168}


class ReviewPages:
    """The review of one item, and each act of it as a POST of its own."""

    @expose(f"{_ITEM}/duyet/")
    def review(self: BaseView, item_id: int) -> ResponseReturnValue:
        """The working text rendered, with what changed against the published one."""
        item = rights.item_for(me(), item_id)
        return _page(self, item)

    @expose(f"{_ITEM}/ban-lam/tep/<sha256>/<file_name>")
    def file(self: BaseView, item_id: int, sha256: str, file_name: str) -> ResponseReturnValue:
        """A file of the working text: drafts have no public address."""
        given = desk_queries.working(rights.item_for(me(), item_id)).attachments
        wanted = [a for a in given if a.sha256[:16] == sha256 and a.file_name == file_name]
        kept = files.by_sha256(wanted[0].sha256) if wanted else None
        if kept is None:
            raise NotFound()
        return _own(sending.sent(kept, file_name, wanted[0].title))

    @expose(f"{_ITEM}/dong-y/", ("POST",))
    def approve(self: BaseView, item_id: int) -> ResponseReturnValue:
        """Say that the text may be published; `publish` also puts it out."""
        person = need("publish")

        def act(item: Item, seen: int) -> str:
            if request.form.get("act") == "publish":
                checks.carry_out("publish", item, person, seen=seen)
                return "Đã đăng."
            workflow.approve(item.id, seen_version=seen, actor_id=person.id)
            return "Đã duyệt; bài chờ đăng."

        return _act(item_id, act)

    @expose(f"{_ITEM}/tra-lai-duyet/", ("POST",))
    def give_back(self: BaseView, item_id: int) -> ResponseReturnValue:
        """Return the text to its author, with the reason."""
        person = need("publish")

        def act(item: Item, seen: int) -> str:
            reason = request.form.get("reason", "")
            workflow.return_to_author(item.id, reason, seen_version=seen, actor_id=person.id)
            return "Đã trả lại, tác giả sẽ thấy lý do."

        return _act(item_id, act)

    @expose(f"{_ITEM}/hoi-duyet/", ("POST",))
    def ask(self: BaseView, item_id: int) -> ResponseReturnValue:
        """Make a link for an approver without an account; it is shown once, to be sent on."""
        person = need("edit_all")
        item = rights.item_for(me(), item_id)
        hours = _HOURS.get(request.form.get("hours", ""), 72)
        try:
            link, key = approving.hand_out(
                item.id, _number("approver"), actor_id=person.id, hours=hours
            )
        except HubError as refused:
            say(refused.message, "bad")
            return redirect(url_for("soan_bai.review", item_id=item.id))
        return _page(self, item, asked=(link.approver.name, approval_links.path_of(key)))

    @expose(f"{_ITEM}/thu-lien-ket/", ("POST",))
    def revoke(self: BaseView, item_id: int) -> ResponseReturnValue:
        """Close a link that was not answered."""
        person = need("edit_all")

        def act(item: Item, _seen: int) -> str:
            if _number("link") in {link.id for link in approval_queries.links_of(item.id)}:
                approving.revoke(_number("link"), actor_id=person.id)
            return "Đã thu liên kết; ai mở sẽ thấy là không còn dùng được."

        return _act(item_id, act)

    @expose(f"{_ITEM}/y-kien/", ("POST",))
    def remark(self: BaseView, item_id: int) -> ResponseReturnValue:
        """Leave a remark, or settle one (`remark`: its number)."""
        person = need("write")

        def act(item: Item, _seen: int) -> str:
            if request.form.get("remark"):
                remarks.settle(_number("remark"), item.id, actor_id=person.id)
                return "Đã ghi."
            remarks.say(item.id, request.form.get("text", ""), actor_id=person.id)
            return "Đã gửi ý kiến; người viết sẽ thấy khi mở bài."

        return _act(item_id, act)


def _page(room: BaseView, item: Item, asked: tuple[str, str] | None = None) -> ResponseReturnValue:
    person = me()
    fields = desk_queries.working(item)
    said = approval_queries.remarks_of(item.id)
    links = approval_queries.links_of(item.id)
    revisions = desk_queries.revisions(item)[:1]
    page: str = room.render(
        "desk/rooms/review.html",
        item=item,
        fields=fields,
        html=_rendered(item, fields),
        attached=[(a, files.by_sha256(a.sha256)) for a in fields.attachments],
        place=places.by_slug(fields.place) if fields.place else None,
        parts=_changes(item, fields),
        checks=inspecting.panel_of(fields, item),
        checks_at=url_for("soan_bai.edit", item_id=item.id),
        last=revisions[0] if revisions else None,
        remarks=said,
        links=links,
        approvers=approval_queries.approvers() if person.may("edit_all") else [],
        approver_names=approval_queries.approver_names({remark.approver_id for remark in said}),
        names=people.names_of(
            [item.created_by_id, *(r.by_id for r in revisions), *(r.by_id for r in said)]
        ),
        alone=_alone(person, item),
        asked=asked,
        state=desk_queries.state_of(item),
    )
    return page


def _rendered(item: Item, fields: ItemFields) -> Markup:
    """The text as readers will see it; its files come from the desk."""
    html = markup.render(fields.body).html
    here = url_for("soan_bai.review", item_id=item.id).removesuffix("duyet/") + "ban-lam/"
    return Markup(drafted.with_files(html, here, fields.attachments))  # noqa: S704 - sanitised


def _changes(item: Item, fields: ItemFields) -> list[tuple[str, object]]:
    """What differs from the text that readers see now; nothing before the first publication."""
    if item.pending_revision_id is None:
        return []
    before, after = item_form.of_fields(fields_of(item)), item_form.of_fields(fields)
    return [
        (title, compare(before.shown(key), after.shown(key)))
        for key, title in WRITTEN.items()
        if before.shown(key) != after.shown(key)
    ]


def _alone(person: Person, item: Item) -> bool:
    """Whether the house asks for somebody else: the person at work wrote this text."""
    last = desk_queries.pending(item) or desk_queries.newest_revision(item)
    wrote = last is not None and last.by_id == person.id
    return wrote and house_rules.holds("second_eyes")


def _act(item_id: int, act: Callable[[Item, int], str]) -> ResponseReturnValue:
    """Carry out an act and say so on the review; a refusal keeps what was typed."""
    item = rights.item_for(me(), item_id)
    text = request.form.get("version", "")
    seen = int(text) if text.isdecimal() and len(text) < 10 else item.version
    try:
        say(act(item, seen))
    except gate.Unready:
        return redirect(url_for("soan_bai.before", item_id=item_id, viec="publish"))
    except HubError as refused:
        typed = request.form.get("reason") or request.form.get("text") or ""
        if typed.strip():
            return kept_text(refused.message, 400)
        say(refused.message, "bad")
    return redirect(url_for("soan_bai.review", item_id=item_id))


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _own(response: Response) -> Response:
    """A file of a draft is for the person who asked, not for any cache on the way."""
    response.headers["Cache-Control"] = "private, no-store"
    return response
