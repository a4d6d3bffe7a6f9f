"""Văn bản còn thiếu: documents that others cite and nobody has handed in yet."""

from __future__ import annotations

from dataclasses import replace

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import rights
from admin.cookies import DESK
from admin.room import Room, expose, me, say
from admin.rooms.uploads import ENDINGS, take_in
from content.documents import queries as documents
from content.documents.fields import DocumentFields
from content.documents.models import Document
from content.errors import HubError
from content.publishing import desk_queries, scope
from content.publishing.commands import writing
from content.publishing.models import Item

MOST_SHOWN = 200
# Messages travel in a cookie, which browsers drop when it grows past 4 kB; the report has them all.
MOST_NOTES, MOST_IN_A_NOTE = 3, 300


class Missing(Room):
    """The list, most cited first, and the way to hand the original in."""

    right = "upload"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """The missing documents with who cites them."""
        mine = scope.holders(rights.scope_of(me()))
        rows = [
            (document, times, documents.links_in(document, holders=mine)[:3])
            for document, times in documents.missing(MOST_SHOWN, holders=mine)
        ]
        told = desk_queries.accounts_without_text(MOST_SHOWN, rights.within(me()))
        page: str = self.render(
            "desk/rooms/missing.html",
            rows=rows,
            told=told,
            most=MOST_SHOWN,
            endings=",".join(ENDINGS),
        )
        return page

    @expose("/<int(max=2147483647):document_id>/ban-goc/", ("POST",))
    def attach(self, document_id: int) -> ResponseReturnValue:
        """Read an uploaded original into a draft for this entry."""
        document = wanted(document_id)
        if document is None:
            raise NotFound()
        item = _handed_in()
        if item is None:
            return redirect(url_for("van_ban_thieu.index"))
        _complete(item, document)
        return redirect(url_for("soan_bai.edit", item_id=item.id))

    @expose("/bai/<int(max=2147483647):item_id>/ban-goc/", ("POST",))
    def add_text(self, item_id: int) -> ResponseReturnValue:
        """Read an uploaded original into the document that is only told of so far."""
        item = desk_queries.by_id(item_id)
        if item is None or item.kind != "document":
            raise NotFound()
        rights.must(rights.may_see(me(), item))
        read = _handed_in()
        if read is None:
            return redirect(url_for("van_ban_thieu.index"))
        if read.id == item_id:
            say("Đã đặt toàn văn dưới bài giới thiệu; hãy soát lại rồi đăng.")
        else:
            say(
                "Số, ngày hoặc cơ quan đọc được trong tệp không khớp với văn bản này, nên tệp "
                "thành một bản nháp riêng; hãy soát lại, hoặc đính kèm tệp vào bài giới thiệu.",
                "warn",
            )
        return redirect(url_for("soan_bai.edit", item_id=read.id))


def room() -> Missing:
    """The list at /quan-tri/van-ban-thieu/."""
    return Missing("Văn bản còn thiếu", "van_ban_thieu", f"{DESK}/van-ban-thieu", "layers")


def wanted(document_id: int) -> Document | None:
    """The missing document of a number, where the account at work may hand it in."""
    document = documents.by_id(document_id)
    if document is None or document.held:
        return None
    mine = scope.holders(rights.scope_of(me()))
    cited = mine is None or documents.links_in(document, holders=mine)
    return document if cited else None


def _handed_in() -> Item | None:
    """The item that the uploaded original was read into; None, with the reason said, when none."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        say("Chưa chọn tệp nào; hãy chọn bản gốc rồi bấm Đính kèm bản gốc.", "bad")
        return None
    load, told = take_in([(str(upload.filename), upload.read())], me())
    if not told:
        say("Tệp nén này không có tệp nào đọc được; hãy gửi chính bản gốc.", "bad")
        return None
    report = told[0]
    for note in report.notes[:MOST_NOTES]:
        say(note.text[:MOST_IN_A_NOTE], "bad" if report.status == "refused" else "warn")
    say(url_for("tai_len.report", load_id=load.id), "load")
    return desk_queries.by_id(report.item_id) if report.item_id else None


def _complete(item: Item, entry: Document) -> None:
    """Fill what the file did not say from the entry; say so when they are not the same document."""
    working = desk_queries.working(item)
    read = working.document
    if read is None:
        say("Tệp này không đọc được như một văn bản; hãy xem lại bản nháp.", "warn")
        return
    if read.number and entry.number and read.number.casefold() != entry.number.casefold():
        say(
            f"Tệp vừa tải là văn bản số {read.number}, không phải {entry.number}; "
            "bản nháp giữ số đọc được từ tệp.",
            "warn",
        )
        return
    filled = _filled(read, entry)
    if filled != read:
        try:
            writing.save(
                item.id,
                replace(working, document=filled),
                seen_version=item.version,
                actor_id=me().id,
                label="Điền theo văn bản dẫn tới",
            )
        except HubError as refused:
            say(refused.message, "warn")
            return
    say("Đã đọc bản gốc thành bản nháp; hãy soát lại rồi đăng.")


def _filled(read: DocumentFields, entry: Document) -> DocumentFields:
    issued = read.issued
    if entry.issued is not None and (issued is None or issued.whole is None):
        issued = entry.issued if issued is None or entry.issued.whole else issued
    return replace(
        read,
        number=read.number or entry.number,
        kind=read.kind or entry.kind,
        issuer=read.issuer or entry.issuer,
        issued=issued,
    )
