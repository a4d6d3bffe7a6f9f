"""A newer file in the place of an older one, at the same address of the item."""

from __future__ import annotations

from flask import request

from admin import times
from admin.item_form import AttachmentRow, ItemForm
from content import calendar
from content.errors import BadInput
from content.people import Person
from content.publishing.commands import media
from content.publishing.models import Item


def take_in(form: ItemForm, item: Item | None, person: Person) -> None:
    """Keep the files sent for `file_new-SHA256`, each in the place of the file of that hash.

    The new one takes title and position. The old one stays for readers, among older versions,
    where they have seen it and `file_keep` names it; else it leaves the text.
    """
    seen = {a.file.sha256 for a in item.files_now} if item and item.first_published_at else set()
    kept = set(request.form.getlist("file_keep"))
    for row in list(form.attachments):
        upload = request.files.get(f"file_new-{row.sha256}")
        if upload is None or not upload.filename:
            continue
        try:
            name, file = media.attach_upload(str(upload.filename), upload.read(), person.id)
        except BadInput as fault:
            form.errors["files"] = f"{upload.filename}: {fault.message}"
            continue
        if file.sha256 != row.sha256:
            stays = row.sha256 in seen and row.sha256 in kept
            _replace(form, row, AttachmentRow(file.sha256, name, row.title, row.position), stays)


def _replace(form: ItemForm, old: AttachmentRow, new: AttachmentRow, stays: bool) -> None:
    others = [
        row
        for row in form.attachments
        if row is not old and (row.sha256, row.file_name) != (new.sha256, new.file_name)
    ]
    at = sum(1 for row in others if form.attachments.index(row) < form.attachments.index(old))
    others.insert(at, new)
    if stays:
        old.until, old.remove = times.shown_day(calendar.today()), False
        old.position = str(len(others) + 1)
        others.append(old)
    form.attachments = others
