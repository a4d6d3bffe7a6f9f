"""Soạn bài: one form for every kind of item; save, preview, send in, publish; conflicts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import detail_form, item_form, rights
from admin.cookies import DESK
from admin.differences import compare
from admin.field_titles import WRITTEN
from admin.item_form import ItemForm
from admin.room import Room, expose, me, need, say
from admin.rooms.acts import ActPages
from admin.rooms.history import HistoryPages
from admin.rooms.review import ReviewPages
from content import calendar, people
from content.documents import queries as documents
from content.documents.fields import fields_of_document
from content.errors import BadInput, HubError
from content.people import Person
from content.publishing import audiences, desk_queries
from content.publishing import queries as publishing
from content.publishing.commands import media, previews, workflow, writing
from content.publishing.conflicts import Conflict
from content.publishing.models import KINDS, SECTIONS, Item
from content.publishing.snapshot import ItemFields
from hub.face import drafted

ITEM = "/<int(max=2147483647):item_id>/"
MOST_UPLOADS = 20
_DONE = {
    "save": "Đã lưu bản nháp.",
    "review": "Đã gửi duyệt.",
    "publish": "Đã đăng.",
}


class Writing(ActPages, HistoryPages, ReviewPages, Room):
    """The form, and what is done with one item."""

    right = "write"

    @expose("/", ("GET", "POST"))
    def new(self) -> ResponseReturnValue:
        """A new item; `?loai=` its kind, `?van-ban=` the missing document it is the text of."""
        if request.method == "POST":
            return _store(self, item_form.of_request(request.form), None)
        kind = request.args.get("loai", "")
        form = item_form.empty(kind if kind in KINDS else "news", calendar.today())
        entry = request.args.get("van-ban", "")
        document = documents.by_id(int(entry)) if entry.isdecimal() and len(entry) < 10 else None
        if document is not None and not document.held:
            known = replace(fields_of_document(document), links=())
            fields = ItemFields(kind="document", title=document.title, document=known)
            form = item_form.of_fields(fields)
        return show(self, form, None)

    @expose(ITEM, ("GET", "POST"))
    def edit(self, item_id: int) -> ResponseReturnValue:
        """An item: its working text (the row, or the revision that waits)."""
        item = item_of(item_id)
        if request.method == "POST":
            rights.must(rights.may_edit(me(), item))
            return _store(self, item_form.of_request(request.form, item.kind), item)
        names = {topic.slug: topic.name for topic in desk_queries.every_topic()}
        return show(self, item_form.of_fields(desk_queries.working(item), names), item)


def room() -> Writing:
    """The form at /quan-tri/soan/."""
    return Writing("Soạn bài", "soan_bai", f"{DESK}/soan", "edit")


def item_of(item_id: int) -> Item:
    """The item of an address, if the account at work may see it; else 404 or 403."""
    item = desk_queries.by_id(item_id)
    if item is None:
        raise NotFound()
    rights.must(rights.may_see(me(), item))
    return item


def show(room: Room, form: ItemForm, item: Item | None, status: int = 200) -> ResponseReturnValue:
    """The form as it stands, with what belongs to its item."""
    person = me()
    revisions = desk_queries.revisions(item)[:6] if item else []
    page = room.render(
        "desk/rooms/writing.html",
        form=form,
        item=item,
        version=request.form.get("version") if form.errors else None,
        sections=SECTIONS,
        topics=desk_queries.every_topic(),
        ticked_words=detail_form.TICKED,
        ticked=detail_form.ticked,
        licences=audiences.LICENCES,
        parts_unknown=_unknown_parts(form) if form.kind == "training" else [],
        revisions=revisions,
        names=people.names_of(
            [*(r.by_id for r in revisions), item.created_by_id if item else None]
        ),
        editable=item is None or rights.may_edit(person, item),
        visible=item is not None and publishing.is_visible(item),
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


def _store(room: Room, form: ItemForm, item: Item | None) -> ResponseReturnValue:
    """Save what was typed, then do what the pressed button says; any fault shows the form again."""
    person = need("write")
    act = request.form.get("act", "save")
    if act == "publish":
        need("publish")
    _take_uploads(form, person)
    base = desk_queries.working(item) if item else None
    fields = form.fields(base)
    if fields is not None and not person.may("topics"):
        strange = item_form.unknown_topics(fields, desk_queries.every_topic())
        if strange:
            form.errors["topics"] = f"Chưa có chủ đề “{strange[0]}”; hãy nhờ biên tập viên thêm."
    if fields is None or form.errors:
        return show(room, form, item, 400)
    try:
        saved = _save(person, item, fields)
    except Conflict as conflict:
        assert item is not None
        return _show_conflict(room, form, item, conflict)
    except BadInput as fault:
        form.errors["form"] = fault.message
        return show(room, form, item, 400)
    try:
        _carry_out(act, saved, person)
    except HubError as refused:  # the text is saved; only what should follow was refused
        say(f"Đã lưu, nhưng chưa làm được việc sau đó: {refused.message}", "bad")
    return redirect(url_for("soan_bai.edit", item_id=saved.id))


def _save(person: Person, item: Item | None, fields: ItemFields) -> Item:
    if item is None:
        return writing.create(fields, actor_id=person.id)
    choice = request.form.get("choice")
    seen = _seen_version(item)
    note = request.form.get("change_note", "")[:1000]
    if choice == "theirs":
        return _keep_theirs(person, item, fields, seen)
    label = "Bản ghép tay" if choice == "merge" else ""
    return writing.save(
        item.id, fields, seen_version=seen, actor_id=person.id, label=label, change_note=note
    )


def _keep_theirs(person: Person, item: Item, mine: ItemFields, seen: int) -> Item:
    """Their text stays in force; mine goes into the history first, so that it can be found."""
    theirs = desk_queries.revisions(item)[0].id
    label = "Bản bị trùng, giữ để đối chiếu"
    kept = writing.save(item.id, mine, seen_version=seen, actor_id=person.id, label=label)
    return writing.restore(kept.id, theirs, seen_version=kept.version, actor_id=person.id)


def _carry_out(act: str, item: Item, person: Person) -> None:
    """What follows the save. Refusals leave the save in place and say why."""
    if act == "preview":
        say(preview_address(item, person), "preview")
        return
    if act == "review":
        workflow.send_for_review(item.id, seen_version=item.version, actor_id=person.id)
    elif act == "publish":
        note = request.form.get("change_note", "")[:1000]
        workflow.publish(item.id, seen_version=item.version, actor_id=person.id, change_note=note)
    say(_DONE.get(act, _DONE["save"]))


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


def _seen_version(item: Item) -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _show_conflict(
    room: Room, form: ItemForm, item: Item, conflict: Conflict
) -> ResponseReturnValue:
    """Both texts, word by word; mine stays in the form until I choose."""
    theirs = item_form.of_fields(conflict.theirs)
    parts: list[tuple[str, Any]] = [
        (name, compare(theirs.shown(key), form.shown(key)))
        for key, name in WRITTEN.items()
        if theirs.shown(key) != form.shown(key)
    ]
    page = room.render(
        "desk/rooms/conflict.html",
        form=form,
        theirs=theirs,
        item=item,
        conflict=conflict,
        parts=parts,
        names=people.names_of([conflict.by_id]),
        act=request.form.get("act", "save"),
    )
    return page, 409
