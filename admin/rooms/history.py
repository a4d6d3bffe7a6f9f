"""The history of an item: every revision, any two side by side, and the way back to one."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.exceptions import NotFound

from admin import item_form, rights
from admin.differences import compare
from admin.field_titles import WRITTEN
from admin.item_form import ItemForm
from admin.room import expose, me, need, say
from content import people, trail
from content.errors import HubError
from content.publishing import desk_queries
from content.publishing.commands import writing
from content.publishing.models import Item, Revision
from content.publishing.snapshot import ItemFields

_ITEM = "/<int(max=2147483647):item_id>"


class HistoryPages:
    """Pages of the past of one item."""

    @expose(f"{_ITEM}/lich-su/")
    def history(self: BaseView, item_id: int) -> ResponseReturnValue:
        """The revisions; `?cu=` and `?moi=` name two (default: the newest two)."""
        item = _item(item_id)
        revisions = desk_queries.revisions(item)
        new = _chosen(revisions, "moi", 0)
        old = _chosen(revisions, "cu", 1)
        acts = trail.of_subject("item", item.id)
        page: str = self.render(
            "desk/rooms/history.html",
            item=item,
            revisions=revisions,
            old=old,
            new=new,
            parts=_differences(old, new),
            acts=acts,
            names=people.names_of([*(r.by_id for r in revisions), *(a.actor_id for a in acts)]),
            editable=rights.may_edit(me(), item),
        )
        return page

    @expose(f"{_ITEM}/phuc-hoi/", ("POST",))
    def restore(self, item_id: int) -> ResponseReturnValue:
        """Make a new revision equal to an old one; nothing is deleted."""
        item = _item(item_id)
        rights.must(rights.may_edit(need("write"), item))
        text = request.form.get("revision", "")
        wanted = int(text) if text.isdecimal() and len(text) < 10 else 0
        try:
            if wanted not in {revision.id for revision in desk_queries.revisions(item)}:
                raise NotFound()
            writing.restore(item.id, wanted, seen_version=item.version, actor_id=me().id)
            say("Đã phục hồi thành một bản mới; các bản khác vẫn còn trong lịch sử.")
        except HubError as refused:
            say(refused.message, "bad")
            return redirect(url_for("soan_bai.history", item_id=item_id))
        return redirect(url_for("soan_bai.edit", item_id=item_id))


def _item(item_id: int) -> Item:
    item = desk_queries.by_id(item_id)
    if item is None:
        raise NotFound()
    rights.must(rights.may_see(me(), item))
    return item


def _chosen(revisions: list[Revision], name: str, otherwise: int) -> Revision | None:
    wanted = request.args.get(name, "")
    for revision in revisions:
        if str(revision.id) == wanted:
            return revision
    return revisions[otherwise] if otherwise < len(revisions) else None


def _differences(old: Revision | None, new: Revision | None) -> list[tuple[str, object]]:
    if old is None or new is None:
        return []
    before, after = _form(old), _form(new)
    found: list[tuple[str, object]] = [
        (title, compare(before.shown(key), after.shown(key)))
        for key, title in WRITTEN.items()
        if before.shown(key) != after.shown(key)
    ]
    files = [(_files(before), _files(after))]
    found += [("Tệp đính kèm", compare(a, b)) for a, b in files if a != b]
    return found


def _form(revision: Revision) -> ItemForm:
    return item_form.of_fields(ItemFields.from_json(revision.fields))


def _files(form: ItemForm) -> str:
    return "\n\n".join(f"{row.title} ({row.file_name})".strip() for row in form.attachments)
