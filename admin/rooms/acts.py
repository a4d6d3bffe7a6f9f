"""What is done with an item besides writing: it is returned, or taken off the site."""

from __future__ import annotations

from collections.abc import Callable

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import rights
from admin.room import expose, kept_text, me, need, say
from content.errors import HubError
from content.publishing import desk_queries
from content.publishing.commands import workflow
from content.publishing.models import Item

# A message travels in a cookie, which browsers drop when it grows past 4 kB.
_MOST_IN_A_MESSAGE = 300
_ITEM = "/<int(max=2147483647):item_id>"


class ActPages:
    """Small forms beside the writing form; each is a POST of its own."""

    @expose(f"{_ITEM}/tra-lai/", ("POST",))
    def send_back(self, item_id: int) -> ResponseReturnValue:
        """Return a text to its author, with the reason."""
        need("publish")
        reason = request.form.get("reason", "").strip()

        def act(item: Item) -> None:
            workflow.return_to_author(item.id, reason, seen_version=_seen(item), actor_id=me().id)

        return _act(item_id, act, "Đã trả lại, tác giả sẽ thấy lý do.")

    @expose(f"{_ITEM}/go/", ("POST",))
    def withdraw(self, item_id: int) -> ResponseReturnValue:
        """Take a published item off the site; its address shows the notice."""
        need("publish")
        notice = request.form.get("notice", "").strip()

        def act(item: Item) -> None:
            workflow.withdraw(item.id, notice, seen_version=_seen(item), actor_id=me().id)

        return _act(item_id, act, "Đã gỡ khỏi trang; địa chỉ cũ hiện lời nhắn của bạn.")


def _act(item_id: int, act: Callable[[Item], None], done: str) -> ResponseReturnValue:
    item = desk_queries.by_id(item_id)
    if item is None:
        raise NotFound()
    rights.must(rights.may_see(me(), item))
    try:
        act(item)
        say(done)
    except HubError as refused:
        typed = request.form.get("reason") or request.form.get("notice") or ""
        if len(typed) > _MOST_IN_A_MESSAGE:
            return kept_text(refused.message, 400)
        kept = f" Lời bạn đã gõ: “{typed}”" if typed.strip() else ""
        say(f"{refused.message}{kept}", "bad")
    return redirect(url_for("soan_bai.edit", item_id=item_id))


def _seen(item: Item) -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else item.version
