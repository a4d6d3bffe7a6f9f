"""Pages of the catalogue's room: files and cover of a record, and where it stands."""

from __future__ import annotations

from collections.abc import Callable

from flask import make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin.figure_scope import may, scope
from admin.room import expose, me, say
from admin.rooms.library_files import sent_files
from content import files
from content.catalogue.commands import records, shelves
from content.catalogue.models import LibraryRecord
from content.database import db
from content.errors import BadInput, HubError
from content.publishing.commands import media

_ROW = "/<int(max=2147483647):row_id>/"


class RecordFilePages:
    """Small forms beside the form of a record; each is a POST of its own."""

    @expose(f"{_ROW}tep/", ("POST",))
    def bring_file(self, row_id: int) -> ResponseReturnValue:
        """Join files of our own (`file`) to a record."""

        def bring() -> str:
            sent = sent_files("file")
            if not sent:
                raise BadInput("Chưa chọn tệp nào; bấm Chọn tệp rồi gửi lại.")
            for upload in sent:
                made = media.prepare(upload.filename or "", upload.read())
                records.put_file(
                    row_id,
                    made.data,
                    made.media_type,
                    made.name,
                    title=request.form.get("file_title", ""),
                    text=made.text,
                    pages=made.pages,
                    actor_id=me().id,
                )
            return "Đã kèm tệp; người đọc mở được ngay trên trang."

        return _done(row_id, bring)

    @expose(f"{_ROW}bo-tep/", ("POST",))
    def drop_file(self, row_id: int) -> ResponseReturnValue:
        """Take a file off a record: `file_id`."""
        number = _number(request.form.get("file_id", ""))

        def drop() -> str:
            records.drop_file(row_id, number, actor_id=me().id)
            return "Đã bỏ tệp khỏi tài liệu."

        return _done(row_id, drop)

    @expose(f"{_ROW}bia/", ("POST",))
    def cover(self, row_id: int) -> ResponseReturnValue:
        """Set the cover (`cover`), or with `drop` take it away."""

        def put() -> str:
            if request.form.get("drop"):
                records.put_cover(row_id, None, actor_id=me().id)
                return "Đã bỏ ảnh bìa."
            sent = sent_files("cover")
            if not sent:
                raise BadInput("Chưa chọn ảnh nào; bấm Chọn tệp rồi gửi lại.")
            records.put_cover(row_id, sent[0].read(), actor_id=me().id)
            return "Đã đặt ảnh bìa."

        return _done(row_id, put)

    @expose(f"{_ROW}bia.jpg")
    def cover_shown(self, row_id: int) -> ResponseReturnValue:
        """The cover, also of a record that readers do not see yet."""
        row = _row(row_id)
        if row.cover is None:
            raise NotFound()
        answer = make_response(files.read(row.cover.sha256))
        answer.headers["Content-Type"] = row.cover.media_type
        answer.headers["Cache-Control"] = "private, no-store"
        return answer

    @expose(f"{_ROW}ban/", ("POST",))
    def copies(self, row_id: int) -> ResponseReturnValue:
        """How many copies stand on a shelf: `shelf`, `copies`, `call_number`, `remark`."""

        def hold() -> str:
            shelf = shelves.known(_number(request.form.get("shelf", "")))
            if not may(shelf.place_id):
                raise BadInput("Tủ sách này không thuộc phần việc của bạn; hãy chọn tủ của mình.")
            text = request.form.get("copies", "").strip()
            if not text.isdecimal() or len(text) > 6:
                raise BadInput(f"Số bản: “{text[:20]}” chưa phải số; ghi ví dụ 2, hoặc 0 để bỏ.")
            line = shelves.Held(
                row_id,
                int(text),
                request.form.get("call_number", ""),
                request.form.get("remark", ""),
            )
            shelves.hold(shelf.id, [line], actor_id=me().id)
            return f"Đã ghi {int(text)} bản ở {shelf.name}."

        return _done(row_id, hold, shared=False)


def _done(row_id: int, act: Callable[[], str], *, shared: bool = True) -> ResponseReturnValue:
    """Carry out a small form and lead back; shared: what belongs to all, not to one place."""
    _row(row_id)
    try:
        if shared and scope().place_id is not None:
            raise BadInput("Mục lục chung do quản trị viên sửa; bạn ghi sách cho tủ của mình được.")
        say(act())
    except HubError as refused:
        say(refused.message, "bad")
    return redirect(url_for("thu_vien_so.record", row_id=row_id))


def _row(row_id: int) -> LibraryRecord:
    row = db.session.get(LibraryRecord, row_id)
    if row is None:
        raise NotFound()
    return row


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
