"""Soạn bài: one form for every kind of item; save, preview, send in, publish; conflicts."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import detail_form, file_versions, inspecting, item_form, kept_forms, rights
from admin.cookies import DESK
from admin.item_form import ItemForm
from admin.room import Room, expose, me, need, say
from admin.rooms import checks, conflicts, inserting
from admin.rooms.acts import ActPages
from admin.rooms.checks import CheckPages
from admin.rooms.documents import wanted
from admin.rooms.history import HistoryPages
from admin.rooms.review import ReviewPages
from content import calendar, people
from content.documents.fields import fields_of_document
from content.errors import BadInput, HubError
from content.people import Person
from content.publishing import audiences, desk_queries
from content.publishing import queries as publishing
from content.publishing.commands import media, previews, writing
from content.publishing.conflicts import Conflict
from content.publishing.models import SECTIONS, Item
from content.publishing.snapshot import ItemFields
from hub.face import drafted

ITEM = "/<int(max=2147483647):item_id>/"
MOST_UPLOADS = 20
_DONE = {
    "save": "Đã lưu bản nháp.",
    "review": "Đã gửi duyệt.",
    "publish": "Đã đăng.",
}


class Writing(ActPages, CheckPages, HistoryPages, ReviewPages, Room):
    """The form, and what is done with one item."""

    right = "write"

    @expose("/", ("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """A new item; `?loai=` its kind, `?van-ban=` the missing document it is the text of."""
        if request.method == "POST":
            return _taken(self, item_form.of_request(request.form), None)
        if kept := kept_forms.asked(None):
            return show(self, kept, None)
        kind = request.args.get("loai", "")
        allowed = rights.kinds(me())
        usual = "news" if "news" in allowed else next(iter(allowed))
        form = item_form.empty(kind if kind in allowed else usual, calendar.today())
        entry = request.args.get("van-ban", "")
        document = wanted(int(entry)) if entry.isdecimal() and len(entry) < 10 else None
        if document is not None and "document" in allowed:
            known = replace(fields_of_document(document), links=())
            fields = ItemFields(kind="document", title=document.title, document=known)
            form = item_form.of_fields(fields)
        form.values["place"] = rights.home_name(me())
        return show(self, form, None)

    @expose(ITEM, ("GET", "POST"))
    def edit(self, item_id: int) -> ResponseReturnValue:
        """An item: its working text (the row, or the revision that waits)."""
        item = rights.item_for(me(), item_id)
        if request.method == "POST":
            rights.must(rights.may_edit(me(), item))
            return _taken(self, item_form.of_request(request.form, item.kind), item)
        return show(self, kept_forms.asked(item) or kept_forms.saved_form(item), item)


def room() -> Writing:
    """The form at /quan-tri/soan/."""
    return Writing("Soạn bài", "soan_bai", f"{DESK}/soan", "edit")


def show(room: Room, form: ItemForm, item: Item | None, status: int = 200) -> ResponseReturnValue:
    """The form as it stands, with what belongs to its item."""
    person = me()
    revisions = desk_queries.revisions(item)[:6] if item else []
    editable = item is None or rights.may_edit(person, item)
    page = room.render(
        "desk/rooms/writing.html",
        form=form,
        item=item,
        keep=kept_forms.panel(item, editable),
        sections=SECTIONS,
        kinds=rights.kinds(person),
        home_place=rights.home_name(person),
        topics=desk_queries.every_topic(),
        ticked_words=detail_form.TICKED,
        ticked=detail_form.ticked,
        licences=audiences.LICENCES,
        parts_unknown=_unknown_parts(form) if form.kind == "training" else [],
        revisions=revisions,
        names=people.names_of(
            [*(r.by_id for r in revisions), item.created_by_id if item else None]
        ),
        editable=editable,
        visible=item is not None and publishing.is_visible(item),
        checks=inspecting.panel_of_form(form, item) if item or request.form else None,
    )
    return page, status


def _unknown_parts(form: ItemForm) -> list[str]:
    """The addresses among the parts of a set where no item stands, in whatever state, or stood."""
    kinds = {section: kind for kind, (section, _title) in SECTIONS.items()}
    unknown = []
    for path in detail_form.part_addresses(form.values["parts"]):
        section, _slash, slug = path.strip("/").rpartition("/")
        known = desk_queries.any_at(kinds.get(section, ""), slug)
        if known is None and publishing.redirect_target(path) is None:
            unknown.append(path)
    return unknown


def _taken(room: Room, form: ItemForm, item: Item | None) -> ResponseReturnValue:
    """The sent form: saved; or filled from a Word file or checked, with nothing saved."""
    act = "word" if inserting.has_word_file() else request.form.get("act")
    if act == "reopen":  # text that was refused, as the page that showed it sends it back
        return show(room, form, item)
    if act not in ("word", "check"):
        return kept_forms.once(item, lambda known: _store(room, form, known))
    person = need("write")
    _take_uploads(form, person)
    file_versions.take_in(form, item, person)
    if act == "word":
        inserting.fill_from_word(form, person)
    return show(room, form, item, 400 if form.errors else 200)


def _store(room: Room, form: ItemForm, item: Item | None) -> ResponseReturnValue:
    """Save what was typed, then do what the pressed button says; any fault shows the form again."""
    person = need("write")
    act = request.form.get("act", "save")
    if act == "publish":
        need("publish")
    _take_uploads(form, person)
    file_versions.take_in(form, item, person)
    step = conflicts.next_step(room, form, item) if item is not None else form
    if not isinstance(step, ItemForm):
        return step
    form = step
    fields = _fields(form, item, person)
    if fields is None:
        return show(room, form, item, 400)
    try:
        saved = _save(person, item, fields)
    except Conflict as conflict:
        assert item is not None
        return conflicts.page(room, item, conflict)
    except BadInput as fault:
        form.errors["form"] = fault.message
        return show(room, form, item, 400)
    kept_forms.saved(saved)
    held = ""
    try:
        held = _carry_out(act, saved, person)
    except HubError as refused:  # the text is saved; only what should follow was refused
        say(f"Đã lưu, nhưng chưa làm được việc sau đó: {refused.message}", "bad")
    return redirect(held or url_for("soan_bai.edit", item_id=saved.id))


def _fields(form: ItemForm, item: Item | None, person: Person) -> ItemFields | None:
    """The fields that a form means, or None with its faults noted."""
    fields = form.fields(desk_queries.working(item) if item else None)
    if fields is not None and not person.may("topics"):
        strange = item_form.unknown_topics(fields, desk_queries.every_topic())
        if strange:
            form.errors["topics"] = f"Chưa có chủ đề “{strange[0]}”; hãy nhờ biên tập viên thêm."
    return None if form.errors else fields


def _save(person: Person, item: Item | None, fields: ItemFields) -> Item:
    if item is None:
        return writing.create(fields, actor_id=person.id)
    note = request.form.get("change_note", "")[:1000]
    return conflicts.settle(person, item, fields, note)


def _carry_out(act: str, item: Item, person: Person) -> str:
    """What follows the save; where to go on when the checks hold it up, else "".

    Refusals leave the save in place and say why.
    """
    if act == "preview":
        say(preview_address(item, person), "preview")
        return ""
    if held := checks.stop_at(act, item):
        return held
    if act in ("review", "publish"):
        checks.carry_out(act, item, person, note=request.form.get("change_note", "")[:1000])
    say(_DONE.get(act, _DONE["save"]))
    return ""


def preview_address(item: Item, person: Person) -> str:
    """A signed, expiring address that shows the working text to whoever holds it; commits."""
    link = previews.hand_out_preview(item.id, actor_id=person.id)
    return drafted.path_of(link.nonce)


def _take_uploads(form: ItemForm, person: Person) -> None:
    """Keep the uploaded files at once: a fault elsewhere in the form does not lose them."""
    sent = [f for f in request.files.getlist("files") if f.filename]
    if len(sent) > MOST_UPLOADS:
        form.errors["files"] = f"Mỗi lần gửi nhiều nhất {MOST_UPLOADS} tệp; hãy gửi làm mấy lần."
        return
    for upload in sent:
        try:
            name, file = media.attach_upload(str(upload.filename), upload.read(), person.id)
        except BadInput as fault:
            form.errors["files"] = f"{upload.filename}: {fault.message}"
            continue
        at = str(len(form.attachments) + 1)
        form.attachments.append(item_form.AttachmentRow(file.sha256, name, "", at))
