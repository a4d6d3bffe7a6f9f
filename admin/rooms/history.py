"""The history of an item: every revision, any two against each other, and the way back to one."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from werkzeug.exceptions import NotFound

from admin import differences, file_changes, item_form, rights
from admin.field_titles import WRITTEN
from admin.room import expose, me, need, say
from content import files, people, trail
from content.errors import HubError
from content.publishing import desk_queries
from content.publishing.commands import naming, writing
from content.publishing.conflicts import Conflict
from content.publishing.models import Item, Revision
from content.publishing.snapshot import ItemFields
from hub.face import sending

_ITEM = "/<int(max=2147483647):item_id>"
# Revisions that the page lists; the two lists to choose from hold all of them.
LISTED = 40
_BY_TRAIL = 100


class HistoryPages:
    """Pages of the past of one item."""

    @expose(f"{_ITEM}/lich-su/")
    def history(self: BaseView, item_id: int) -> ResponseReturnValue:
        """The revisions; `?cu=` and `?moi=` name two (default: the newest two), `?kieu=` how."""
        item = rights.item_for(me(), item_id)
        revisions = desk_queries.revisions(item)
        new = _chosen(revisions, "moi", 0)
        old = _chosen(revisions, "cu", 1)
        parts = _parts(old, new)
        acts = trail.of_subject("item", item.id, _BY_TRAIL)
        page: str = self.render(
            "desk/rooms/history.html",
            item=item,
            revisions=revisions,
            listed=revisions[:LISTED],
            befores=_befores(revisions),
            old=old,
            new=new,
            parts=parts,
            counts=differences.counted(parts),
            files=_files(old, new),
            one=request.args.get("kieu") == "mot",
            acts=acts,
            names=people.names_of([*(r.by_id for r in revisions), *(a.actor_id for a in acts)]),
            editable=rights.may_edit(me(), item),
        )
        return page

    @expose(f"{_ITEM}/phuc-hoi/", ("POST",))
    def restore(self, item_id: int) -> ResponseReturnValue:
        """Make a new revision equal to an old one; nothing is deleted."""
        item = rights.item_for(me(), item_id)
        wanted = _number("revision")
        rights.must(rights.may_edit(need("write"), item))
        _must_be_of(item, wanted)
        # The version that the page showed: what somebody saved since is not covered unseen.
        seen = _number("version") or item.version

        def act() -> None:
            writing.restore(item.id, wanted, seen_version=seen, actor_id=me().id)

        done = "Đã phục hồi thành một bản mới; các bản khác vẫn còn trong lịch sử."
        return _act(item_id, act, done, "soan_bai.edit")

    @expose(f"{_ITEM}/dat-ten/", ("POST",))
    def name_revision(self, item_id: int) -> ResponseReturnValue:
        """Give a revision a name, so that it is found again."""
        item = rights.item_for(me(), item_id)
        wanted = _number("revision")
        rights.must(rights.may_edit(need("write"), item))
        _must_be_of(item, wanted)
        label = request.form.get("label", "")

        def act() -> None:
            naming.name_revision(item.id, wanted, label, actor_id=me().id)

        return _act(item_id, act, "Đã đặt tên bản lưu.", "soan_bai.history")

    @expose(f"{_ITEM}/ban-luu/<int(max=2147483647):revision_id>/tep/<sha256>/<file_name>")
    def revision_file(
        self, item_id: int, revision_id: int, sha256: str, file_name: str
    ) -> ResponseReturnValue:
        """A file as a revision had it; readers may not see it any more."""
        item = rights.item_for(me(), item_id)
        row = desk_queries.revision(revision_id)
        if row is None or row.item_id != item.id:
            raise NotFound()
        given = ItemFields.from_json(row.fields).attachments
        wanted = [a for a in given if a.sha256[:16] == sha256 and a.file_name == file_name]
        kept = files.by_sha256(wanted[0].sha256) if wanted else None
        if kept is None:
            raise NotFound()
        answer: Response = sending.sent(kept, file_name, wanted[0].title)
        answer.headers["Cache-Control"] = "private, no-store"
        return answer


def _must_be_of(item: Item, revision_id: int) -> None:
    row = desk_queries.revision(revision_id)
    if row is None or row.item_id != item.id:
        raise NotFound()


def _number(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _act(item_id: int, act: Callable[[], None], done: str, then: str) -> ResponseReturnValue:
    """Carry out an act and go on; a refusal leads back to the history, which says why."""
    try:
        act()
    except Conflict:
        say("Có người vừa lưu bài này nên chưa phục hồi; hãy xem bản mới nhất rồi làm lại.", "bad")
        return redirect(url_for("soan_bai.history", item_id=item_id))
    except HubError as refused:
        say(refused.message, "bad")
        return redirect(url_for("soan_bai.history", item_id=item_id))
    say(done)
    return redirect(url_for(then, item_id=item_id))


def _chosen(revisions: list[Revision], name: str, otherwise: int) -> Revision | None:
    wanted = request.args.get(name, "")
    for revision in revisions:
        if str(revision.id) == wanted:
            return revision
    return revisions[otherwise] if otherwise < len(revisions) else None


def _befores(revisions: list[Revision]) -> dict[int, int]:
    """The revision before each one, by number; the first has none."""
    return {new.id: old.id for new, old in pairwise(revisions)}


def _parts(old: Revision | None, new: Revision | None) -> list[tuple[str, Any]]:
    """The fields that differ, each with its stretches."""
    if old is None or new is None:
        return []
    before = item_form.of_fields(ItemFields.from_json(old.fields))
    after = item_form.of_fields(ItemFields.from_json(new.fields))
    return [
        (title, differences.compare(before.shown(key), after.shown(key)))
        for key, title in WRITTEN.items()
        if before.shown(key) != after.shown(key)
    ]


def _files(old: Revision | None, new: Revision | None) -> list[file_changes.FileChange]:
    if old is None or new is None:
        return []
    before, after = (ItemFields.from_json(row.fields).attachments for row in (old, new))
    return file_changes.changes(before, after)
