"""Writing forms and what is kept of them: offers of unsaved text, one act for each form sent."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from admin import item_form, rights, typed
from admin.differences import compare
from admin.field_titles import WRITTEN
from admin.item_form import ItemForm
from admin.room import me, say
from content import calendar, people
from content.calendar import local
from content.database import utc_now
from content.errors import BadInput
from content.people import Person
from content.publishing import autosaves, desk_queries
from content.publishing.autosaves import Answer, KeptText
from content.publishing.commands import form_receipts, keeping
from content.publishing.models import Item

_MOST_OFFERED = 5


@dataclass(frozen=True, slots=True)
class Offer:
    """An unsaved text: of which form, since when, its title, whether the item was saved since."""

    form: str
    at: dt.datetime
    title: str
    overtaken: bool

    @property
    def clock(self) -> str:
        """The hour, with the day unless it is today."""
        return clock(self.at)


@dataclass(frozen=True, slots=True)
class Panel:
    """What the writing form shows and sends of keeping; see `Typed` for the hidden fields."""

    person_id: int
    url: str
    form: str
    key: str
    after: str
    base: int | None
    version: int
    count: int
    mine: str  # my own text as JSON, where what stands in the form was merged out of it
    fresh: bool  # the page shows what the database has: nothing typed stands in it yet
    taken: Offer | None
    dropped: Offer | None
    offers: list[Offer]
    presence: str


def asked(item: Item | None) -> ItemForm | None:
    """The form of the unsaved text that `?ban=` asks for, or None when there is none."""
    found = _text_asked("ban", item)
    if found is None:
        if request.args.get("ban"):
            say("Chữ chưa lưu đó không còn: đã được lưu hoặc đã bỏ từ lâu.", "warn")
        return None
    g.keep_taken = found
    return form_of(found, item)


def panel(item: Item | None, editable: bool) -> Panel:
    """What the form shows and sends of keeping."""
    of, taken = typed.sent(), g.get("keep_taken")
    posted = request.method == "POST"
    form = (of.form if posted else "") or secrets.token_urlsafe(16)
    there = item.version if item else 0
    now = KeptText(form, utc_now(), (), of.count, of.version or there, of.base_id)
    if not posted:
        base = autosaves.opened_on(item) if item and taken is None else None
        now = KeptText(form, utc_now(), (), 0, there, base)
    source = taken or now
    dropped = _text_asked("da-bo", item)
    return Panel(
        person_id=me().id,
        url=url_for("tu_luu.keep", item_id=item.id) if item else url_for("tu_luu.keep_new"),
        form=form,
        key=_key(of, taken, form),
        after=taken.form if taken else of.after,
        base=source.base_id,
        version=source.version,
        count=source.count,
        mine=_mine() if posted else "",
        fresh=not posted,
        taken=offer(taken, item) if taken else None,
        dropped=offer(dropped, item) if dropped else None,
        offers=_offers(item, {form, of.after, taken.form if taken else ""}),
        presence=presence(item, form) if item and editable else "",
    )


def once(
    item: Item | None, store: Callable[[Item | None], ResponseReturnValue]
) -> ResponseReturnValue:
    """Do what a sent form asks (`store`), once: a second press gets the answer of the first.

    The same form with other words goes on from what it saved before. Whatever is refused stays
    kept beside the history.
    """
    of, person = typed.sent(), me()
    if not of.form:
        return store(item)
    content = typed.fingerprint()
    done = form_receipts.claim(person.id, of.form, content_sha256=content, count=of.count)
    if done is not None:
        if done.content_sha256 == content:
            for kind, text in done.told:
                say(text, kind)
            return redirect(done.location)
        item, g.keep_seen = rights.item_for(me(), done.item_id), done.version
        rights.must(rights.may_edit(person, item))
    g.keep_saved = None
    answer: ResponseReturnValue = ""
    try:
        answer = store(item)
    finally:
        _settle(person, item, content, answer)
    return answer


def saved(item: Item) -> None:
    """Called by the form once the text is in the history: nothing of it need be kept any more."""
    g.keep_saved = item.id


def seen_version() -> int:
    """The version of the item that the sent form has seen: when opened, or by its own save."""
    return max(typed.sent().version, int(g.get("keep_seen", 0)))


def presence(item: Item, form: str) -> str:
    """A sentence on who else has an item open; nothing when nobody has."""
    found = autosaves.open_to(item.id, but_form=form)
    names = people.names_of(here.person_id for here in found)
    others = [
        f"{names.get(here.person_id, 'Người khác')} (từ {clock(here.since)})"
        for here in found
        if here.person_id != me().id
    ]
    if not others:
        return ""
    return (
        f"{', '.join(others)} cũng đang mở bài này. Bạn cứ viết: nếu cả hai cùng lưu, bạn sẽ thấy "
        "hai bản cạnh nhau và chọn."
    )


def clock(moment: dt.datetime) -> str:
    """An hour of today, "09:41", or with its day, "09:41 ngày 20/10"."""
    here = local(moment)
    today = here.date() == calendar.today()
    return f"{here:%H:%M}" if today else f"{here:%H:%M} ngày {here:%d/%m/%Y}"


def keep(person: Person, item: Item | None, of: typed.Typed, text: KeptText) -> None:
    """Keep the text of a form as the person's autosave of an item, or of a new one; commits."""
    key = autosaves.item_key(item.id) if item else of.key
    keeping.keep(person.id, key, text, item_id=item.id if item else None, after=of.after)


def _settle(person: Person, item: Item | None, content: str, answer: ResponseReturnValue) -> None:
    """After a press: its receipt, and its text out of the autosaves, or into them if refused."""
    of = typed.sent()
    number = g.get("keep_saved")
    if number is None:
        form_receipts.release(person.id, of.form)
        try:
            keep(person, item, of, typed.kept())
        except BadInput:
            return  # longer than any autosave: the page that answers shows it
        return
    made = rights.item_for(me(), number)
    back = url_for("soan_bai.edit", item_id=made.id)
    led = answer.location if isinstance(answer, Response) and answer.location else back
    told = tuple((str(kind), str(text)) for kind, text in session.get("_flashes", []))
    given = Answer(content, of.count, led, told)
    form_receipts.complete(person.id, of.form, made, given)
    for key in {autosaves.item_key(made.id), of.key}:
        keeping.forget(person.id, key, {of.form, of.after})
    keeping.left(of.form, person.id)


def _offers(item: Item | None, but: set[str]) -> list[Offer]:
    if item is None:
        texts = [text for row in autosaves.never_saved(me().id) for text in row.kept]
    else:
        row = autosaves.autosave(me().id, autosaves.item_key(item.id))
        texts = row.kept if row else []
    waiting = [text for text in texts if not text.dropped and text.form not in but]
    there = saved_form(item) if item and waiting else None
    return [
        offer(text, item)
        for text in waiting
        if (there is None and _says_anything(text)) or (there and form_of(text, item) != there)
    ][:_MOST_OFFERED]


def _says_anything(text: KeptText) -> bool:
    """Whether words were typed, beside what a new form holds by itself."""
    values = dict(text.values)
    return any(values.get(name, "").strip() for name in ("title", "summary", "body", "relations"))


def offer(text: KeptText, item: Item | None) -> Offer:
    """What is told of an unsaved text."""
    title = dict(text.values).get("title", "").strip()
    return Offer(text.form, text.at, title, item is not None and item.version > text.version)


def form_of(text: KeptText, item: Item | None) -> ItemForm:
    """The form as it was typed."""
    return item_form.of_request(MultiDict(text.values), item.kind if item else None)


def saved_form(item: Item) -> ItemForm:
    """The form of the working text of an item."""
    names = {topic.slug: topic.name for topic in desk_queries.every_topic()}
    return item_form.of_fields(desk_queries.working(item), names)


def differences(before: ItemForm, after: ItemForm) -> list[tuple[str, Any]]:
    """The fields that differ between two forms: title and stretches, files last."""
    found: list[tuple[str, Any]] = [
        (title, compare(before.shown(key), after.shown(key)))
        for key, title in WRITTEN.items()
        if before.shown(key) != after.shown(key)
    ]
    files = [
        "\n\n".join(f"{row.title} ({row.file_name})" for row in form.attachments if not row.remove)
        for form in (before, after)
    ]
    return found + ([("Tệp đính kèm", compare(*files))] if files[0] != files[1] else [])


def _mine() -> str:
    """My own text of a conflict, so that it reaches the history with the merged one."""
    merged = request.form.get("choice") == "merge"
    return str(g.get("keep_mine") or (request.form.get("keep_mine", "") if merged else ""))


def _text_asked(name: str, item: Item | None) -> KeptText | None:
    form = request.args.get(name, "")
    if request.method != "GET" or not autosaves.is_form(form):
        return None
    found = autosaves.text_of(me().id, form, item.id if item else None)
    return found[1] if found else None


def _key(of: typed.Typed, taken: KeptText | None, form: str) -> str:
    """The key of a new item's autosave: of the text that is gone on from, else the form's own."""
    if taken is None:
        return of.key or form
    found = autosaves.text_of(me().id, taken.form, None)
    return found[0].key if found else form
