"""Giữ chữ: autosaves of forms, who is at a text, unsaved text offered again. Answers are JSON."""

from __future__ import annotations

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from werkzeug.exceptions import NotFound

from admin import kept_forms, rights, typed
from admin.cookies import DESK
from admin.door import current_person
from admin.room import Room, expose, me
from content import people
from content.errors import BadInput
from content.people import Person
from content.publishing import autosaves, desk_queries
from content.publishing.commands import keeping
from content.publishing.models import Item

_ITEM = "/<int(max=2147483647):item_id>/"
_MOST_OFFERED = 5


class Keeping(Room):
    """What the form's script and the offers of the form ask for."""

    right = "write"

    def is_visible(self) -> bool:
        """Not in the menu: only the form asks."""
        return False

    def inaccessible_callback(self, name: str, **kwargs: Any) -> ResponseReturnValue:
        """The script tells people why; a page is only for those who came without it."""
        if request.endpoint in ("tu_luu.difference", "tu_luu.copies"):
            return super().inaccessible_callback(name, **kwargs)
        if current_person() is None:
            return jsonify(state="out"), 401
        return _refused("Tài khoản của bạn không còn quyền viết bài", 403)

    @expose("/")
    def state(self) -> ResponseReturnValue:
        """Who is signed in here, a fresh form token, and which of `?form=` were saved already."""
        asked = [name for name in request.args.getlist("form")[:20] if autosaves.is_form(name)]
        receipts = [autosaves.receipt(me().id, name) for name in asked]
        saved = {r.form: r.count for r in receipts if r is not None and r.item_id is not None}
        return jsonify(person=me().id, token=generate_csrf(), saved=saved)

    @expose("/", ("POST",))
    def keep_new(self) -> ResponseReturnValue:
        """Keep the text of a new item."""
        return _kept(None)

    @expose(_ITEM, ("POST",))
    def keep(self, item_id: int) -> ResponseReturnValue:
        """Keep the text of an item's form, and note that it is open (`keep_left`: closed)."""
        item = desk_queries.by_id(item_id)
        if item is None:
            return _refused("Bài này không còn", 404)
        if not rights.may_edit(me(), item):
            return _refused("Bạn không còn quyền sửa bài này", 403)
        return _kept(item)

    @expose("/xem/<form>/")
    def difference(self, form: str) -> ResponseReturnValue:
        """An unsaved text beside the saved one (`?bai=`: of which item)."""
        item = _item_asked()
        found = autosaves.text_of(me().id, form, item.id if item else None)
        if found is None:
            raise NotFound()
        mine = kept_forms.form_of(found[1], item)
        page: str = self.render(
            "desk/rooms/keeping_difference.html",
            item=item,
            offer=kept_forms.offer(found[1], item),
            form=mine,
            parts=kept_forms.differences(kept_forms.saved_form(item), mine) if item else [],
        )
        return page

    @expose("/bo/", ("POST",))
    def drop(self) -> ResponseReturnValue:
        """Put an unsaved text away; the next page still offers to take it back."""
        item = _item_asked()
        form = request.form.get("form", "")
        found = autosaves.text_of(me().id, form, item.id if item else None)
        if found is not None:
            keeping.put_away(me().id, found[0].key, form)
        given: dict[str, Any] = {"da-bo": form, **({"item_id": item.id} if item else {})}
        return redirect(url_for("soan_bai.edit" if item else "soan_bai.new", **given))

    @expose("/may-nay/")
    def copies(self) -> ResponseReturnValue:
        """The texts that this browser still holds for the person, for copying."""
        page: str = self.render("desk/rooms/keeping_copies.html", person=me())
        return page


def room() -> Keeping:
    """The answers under /quan-tri/tu-luu/."""
    return Keeping("Giữ chữ", "tu_luu", f"{DESK}/tu-luu", "history")


def _kept(item: Item | None) -> ResponseReturnValue:
    of, person = typed.sent(), me()
    if not of.form:
        return _refused("Trang này đã cũ", 400)
    if item is not None:
        _note_presence(of.form, item, person)
    at = ""
    if request.form.get("keep_text"):
        text = typed.kept()
        try:
            kept_forms.keep(person, item, of, text)
        except BadInput as fault:
            return _refused(fault.message.rstrip("."), 413)
        at = kept_forms.clock(text.at)
    return jsonify(
        state="kept",
        at=at,
        presence=kept_forms.presence(item, of.form) if item else "",
        changed=_changed(item, of.version) if item else "",
    )


def _note_presence(form: str, item: Item, person: Person) -> None:
    if request.form.get("keep_left"):
        keeping.left(form, person.id)
    else:
        keeping.seen(form, item.id, person.id)


def _changed(item: Item, version: int) -> str:
    """A sentence when somebody saved an item since the form was opened."""
    if item.version <= version:
        return ""
    last = desk_queries.newest_revision(item)
    if last is None:
        return ""
    name = people.names_of([last.by_id]).get(last.by_id or 0, "Người khác")
    who = "Bạn (ở một thẻ khác)" if last.by_id == me().id else name
    return (
        f"{who} đã lưu bài này lúc {kept_forms.clock(last.at)}, sau khi thẻ này mở. "
        "Khi bạn lưu, hai bản sẽ hiện cạnh nhau; không chữ nào mất."
    )


def _item_asked() -> Item | None:
    number = request.values.get("bai", "")
    return rights.item_for(me(), int(number)) if number.isascii() and number.isdecimal() else None


def _refused(why: str, status: int) -> ResponseReturnValue:
    return jsonify(state="refused", sentence=why), status
