"""Chèn vào bài: what the editor's script asks for, and a Word file without the script.

Every answer is JSON; a fault is `{"error": sentence}`. All of it is for accounts that may write.
"""

from __future__ import annotations

from flask import Response, abort, g, jsonify, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import RequestEntityTooLarge

from admin import desk_finding, word_files
from admin.cookies import DESK
from admin.item_form import AttachmentRow, ItemForm
from admin.room import Room, expose, me
from content import files
from content.errors import BadInput
from content.people import Person
from content.publishing import file_titles, library_addresses
from content.publishing.commands import media
from content.vietnamese import fold

MOST_FOUND = 12
_LEAST_LETTERS = 2


class Inserting(Room):
    """Pages to link to, files to keep, Word files to read."""

    right = "write"

    def is_visible(self) -> bool:
        """Not in the menu: only the form asks."""
        return False

    @expose("/")
    def pages(self) -> ResponseReturnValue:
        """`?q=`: our own pages whose title holds the words, published ones first."""
        words = " ".join(request.args.get("q", "").replace("\x00", "").split())[:200]
        found = (
            desk_finding.destinations(words, me(), MOST_FOUND)
            if len(words) >= _LEAST_LETTERS
            else []
        )
        return jsonify(pages=[page._asdict() for page in found])

    @expose("/tep", ("POST",))
    def upload(self) -> ResponseReturnValue:
        """Keep one file; it becomes the item's once the form is saved."""
        try:
            sent = _sent()
            name, row = media.attach_upload(str(sent.filename), sent.read(), me().id)
            address = library_addresses.address_of(row.sha256, name)
        except BadInput as fault:
            return jsonify(error=fault.message), 400
        picture = row.media_type.startswith("image/")
        title = file_titles.SHOWN if picture else _title_of(str(sent.filename))
        return jsonify(_kept(row.sha256, name, title, address))

    @expose("/tep/<prefix>/<file_name>")
    def shown(self, prefix: str, file_name: str) -> ResponseReturnValue:
        """A kept picture, published or not, for the text that is being written."""
        row = files.by_prefix(prefix) or library_addresses.file_at(prefix)
        if row is None or row.media_type not in files.INLINE_TYPES or row.media_type[:5] != "image":
            abort(404)
        answer: Response = send_file(files.path_of(row.sha256), mimetype=row.media_type)
        return answer

    @expose("/word", ("POST",))
    def word(self) -> ResponseReturnValue:
        """Read a Word file for the form; its pictures are kept."""
        try:
            sent = _sent()
            found = word_files.read(str(sent.filename), sent.read(), me())
        except BadInput as fault:
            return jsonify(error=fault.message), 400
        return jsonify(
            title=found.title,
            body=found.body,
            headed=found.headed,
            files=[_kept(f.sha256, f.file_name, f.title) for f in found.files],
            notes=[{"title": kind, "text": text} for kind, text in found.notes],
        )


def room() -> Inserting:
    """The answers under /quan-tri/chen/."""
    return Inserting("Chèn vào bài", "chen", f"{DESK}/chen", "plus")


def has_word_file() -> bool:
    """Whether the sent form brings a Word file; the script never leaves one in it."""
    sent = request.files.get("word")
    return sent is not None and bool(sent.filename)


def fill_from_word(form: ItemForm, person: Person) -> None:
    """Put the Word file of a form that was sent without the script into the form.

    What there is to hear goes to `g.word_notes`, which the template shows; a fault to the form.
    """
    sent = request.files["word"]
    try:
        found = word_files.read(str(sent.filename), sent.read(), person)
    except BadInput as fault:
        form.errors["word"] = fault.message
        return
    title = form.values["title"].strip()
    body = found.headed if title and fold(title) != fold(found.title) else found.body
    if request.form.get("word_headings"):
        body = word_files.repaired(body)
    fakes = len(word_files.fake_headings(body))
    old = form.values["body"].rstrip()
    append = old and request.form.get("word_way") != "replace"
    form.values["body"] = f"{old}\n\n{body}" if append else body
    form.values["title"] = title or found.title
    for file in found.files:
        if file.sha256 not in {row.sha256 for row in form.attachments}:
            at = str(len(form.attachments) + 1)
            form.attachments.append(AttachmentRow(file.sha256, file.file_name, file.title, at))
    g.word_notes = [f"Đã đưa “{sent.filename}” vào bài; chưa lưu."]
    g.word_notes += [f"{kind}: {text}" for kind, text in found.notes]
    if fakes:
        g.word_notes.append(
            f"{fakes} đoạn in đậm trông như tiêu đề: hãy thêm ## ở đầu đoạn thay cho dấu **."
        )


def _sent() -> FileStorage:
    try:
        sent = request.files.get("file")
    except RequestEntityTooLarge:
        raise BadInput("Tệp quá lớn; hãy thu nhỏ hoặc chia nhỏ rồi gửi lại.") from None
    if sent is None or not sent.filename:
        raise BadInput("Chưa có tệp nào được gửi; hãy chọn tệp rồi thử lại.")
    return sent


def _kept(sha256: str, name: str, title: str, url: str = "") -> dict[str, str]:
    return {
        "sha256": sha256,
        "name": name,
        "title": title,
        "url": url or f"/tep/{sha256[:16]}/{name}",
    }


def _title_of(name: str) -> str:
    """What a file is called to readers: its name on the writer's machine, without the ending."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return " ".join(last.rpartition(".")[0].replace("_", " ").split())[:200] or last[:200]
