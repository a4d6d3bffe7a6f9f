"""Thư viện tệp: every kept picture and file; found, described, replaced, deleted when unused."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from admin import rights
from admin.cookies import DESK
from admin.room import Room, expose, me, need, page_number, say
from admin.rooms.library_files import FileViews, facts_of, sent_files
from content import people
from content.errors import BadInput
from content.publishing import desk_queries, library_queries, library_uses
from content.publishing.commands import library
from content.publishing.library_queries import KINDS, Wanted
from content.publishing.media_assets import LICENCES, MediaAsset
from content.scans import queries as scans
from hub.face.words import size

MOST_FILES = 20
_MOST_SAID = 8  # messages travel in a cookie, which browsers drop when it grows past 4 kB
_MOST_TEXT = 20_000  # characters of a document's text that its page shows


class Library(FileViews, Room):
    """The list, the page of each file, and what nothing needs."""

    right = "upload"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """`?q=` words, `?loai=` kind, `?chu-de=` topic, `?trang=` page."""
        return self._list()

    @expose("/", ("POST",))
    def bring(self) -> ResponseReturnValue:
        """Keep the sent files; each that is refused says why, the others are in."""
        given = sent_files("files")
        if not given:
            return self._list("Chưa chọn tệp nào; hãy chọn tệp rồi bấm Thêm vào thư viện.")
        if len(given) > MOST_FILES:
            return self._list(f"Mỗi lần thêm nhiều nhất {MOST_FILES} tệp; hãy gửi làm mấy lần.")
        fresh, said = _brought(given, me().id)
        if fresh:
            say(f"Đã thêm {len(fresh)} tệp. Hãy mở từng tệp để ghi tên và lời mô tả.")
        for sentence, kind in said[:_MOST_SAID]:
            say(sentence, kind)
        if len(said) > _MOST_SAID:
            say(f"Còn {len(said) - _MOST_SAID} tệp nữa không được thêm.", "bad")
        if len(given) == 1 and fresh:
            return redirect(url_for("tep.file", asset_id=fresh[0].id), 303)
        return redirect(url_for("tep.index"), 303)

    @expose("/<int(max=2147483647):asset_id>/")
    def file(self, asset_id: int) -> ResponseReturnValue:
        """One file: what it is, what is said of it, where it is used, its contents."""
        return self._file(_asset(asset_id))

    @expose("/<int(max=2147483647):asset_id>/", ("POST",))
    def describe(self, asset_id: int) -> ResponseReturnValue:
        """Save what is said of a file."""
        asset = _asset(asset_id)
        try:
            library.describe(asset.id, facts_of(), seen_version=_seen(), actor_id=me().id)
        except BadInput as refused:
            return self._file(_asset(asset_id), fault=refused.message, typed=facts_of())
        say("Đã lưu; các trang dùng tệp này cũng đổi theo.")
        return redirect(url_for("tep.file", asset_id=asset.id), 303)

    @expose("/<int(max=2147483647):asset_id>/thay/", ("POST",))
    def replace(self, asset_id: int) -> ResponseReturnValue:
        """Put the sent file at the address of this one."""
        person, asset = need("publish"), _asset(asset_id)
        given = sent_files("file")
        try:
            if not given:
                raise BadInput("Chưa chọn tệp mới; hãy chọn tệp rồi bấm Thay tệp.")
            name, data = str(given[0].filename), given[0].read()
            library.replace(asset.id, name, data, seen_version=_seen(), actor_id=person.id)
        except BadInput as refused:
            return self._file(_asset(asset_id), fault=refused.message)
        say("Đã thay tệp; địa chỉ giữ nguyên, các trang dùng tệp này nay hiện bản mới.")
        return redirect(url_for("tep.file", asset_id=asset.id), 303)

    @expose("/<int(max=2147483647):asset_id>/dung-lai/", ("POST",))
    def restore(self, asset_id: int) -> ResponseReturnValue:
        """Make an earlier content the present one again."""
        person, asset = need("publish"), _asset(asset_id)
        content = request.form.get("content", "")
        number = int(content) if content.isdecimal() and len(content) < 10 else 0
        try:
            library.restore(asset.id, number, seen_version=_seen(), actor_id=person.id)
        except BadInput as refused:
            return self._file(_asset(asset_id), fault=refused.message)
        say("Đã dùng lại bản cũ; bản vừa thay vẫn còn trong danh sách.")
        return redirect(url_for("tep.file", asset_id=asset.id), 303)

    @expose("/chua-dung/")
    def unused(self) -> ResponseReturnValue:
        """What nothing needs, the largest first."""
        return self._unused()

    @expose("/chua-dung/", ("POST",))
    def delete(self) -> ResponseReturnValue:
        """Ask before the chosen files go; with `sure`, delete those that nothing needs still."""
        person = need("publish")
        chosen = [int(n) for n in request.form.getlist("asset") if n.isdecimal() and len(n) < 10]
        assets = [found for n in chosen[:500] if (found := library_queries.asset(n)) is not None]
        assets = [found for found in assets if _may_see(found)]
        if not assets:
            return self._unused("Chưa chọn tệp nào; hãy đánh dấu tệp cần xóa.")
        if request.form.get("sure") != "1":
            page: str = self.render(
                "desk/rooms/library_delete.html",
                assets=assets,
                total=sum(found.file.size for found in assets),
                back=_back(),
                size=size,
            )
            return page
        gone, stay = library.delete([found.id for found in assets], actor_id=person.id)
        if gone:
            say(f"Đã xóa {gone} tệp; việc này đã ghi vào nhật ký.")
        for sentence in stay[:_MOST_SAID]:
            say(sentence, "warn")
        return redirect(url_for("tep.unused" if _back() == "unused" else "tep.index"), 303)

    # ---- pages --------------------------------------------------------------------------------

    def _list(self, fault: str = "") -> ResponseReturnValue:
        wanted = _wanted()
        found = library_queries.listing(wanted, page=page_number())
        page: str = self.render(
            "desk/rooms/library.html",
            found=found,
            wanted=wanted,
            fault=fault,
            kinds=KINDS,
            counts=library_queries.counts(wanted),
            topics=library_queries.topics_in_use(wanted),
            kind_of=library_queries.kind_of,
            most_files=MOST_FILES,
            size=size,
            at=lambda **other: _address(wanted, other),
        )
        return page, 400 if fault else 200

    def _file(self, asset: MediaAsset, fault: str = "", typed: Any = None) -> ResponseReturnValue:
        person = me()
        uses = library_uses.uses_of(asset)
        text = asset.file.text or "\n\n".join(
            page.text for page in scans.pages_of(asset.file.sha256) if page.text
        )
        page: str = self.render(
            "desk/rooms/library_file.html",
            asset=asset,
            typed=typed or asset,
            typed_topics=", ".join(typed.topics if typed else (t.name for t in asset.topics)),
            fault=fault,
            uses=[(use, _link(use)) for use in uses],
            contents=asset.contents,
            names=people.names_of(
                [asset.added_by_id, *(content.by_id for content in asset.contents)]
            ),
            licences=LICENCES,
            every_topic=desk_queries.every_topic(),
            text=text[:_MOST_TEXT],
            cut=len(text) > _MOST_TEXT,
            by_sight=bool(scans.recognised([asset.file.sha256])),
            on_disk=self.on_disk,
            drawn=self.drawn_of(asset),
            may_publish=person.may("publish"),
            kind=library_queries.kind_of(asset.file.media_type),
            size=size,
        )
        return page, 400 if fault else 200

    def _unused(self, fault: str = "") -> ResponseReturnValue:
        found = library_queries.unused(_limits(), page=page_number())
        page: str = self.render(
            "desk/rooms/library_unused.html",
            found=found,
            fault=fault,
            may_publish=me().may("publish"),
            kind_of=library_queries.kind_of,
            size=size,
        )
        return page, 400 if fault else 200


def room() -> Library:
    """The library at /quan-tri/tep/."""
    return Library("Thư viện tệp", "tep", f"{DESK}/tep", "image")


def _brought(
    given: list[FileStorage], actor_id: int
) -> tuple[list[MediaAsset], list[tuple[str, str]]]:
    """The assets that are new, and a sentence with its kind for each other file."""
    fresh: list[MediaAsset] = []
    said: list[tuple[str, str]] = []
    for upload in given:
        name = str(upload.filename).replace("\\", "/").rsplit("/", 1)[-1][:120]
        try:
            asset, new = library.bring(name, upload.read(), actor_id=actor_id)
        except BadInput as refused:
            said.append((f"Không nhận “{name}”: {refused.message}", "bad"))
            continue
        if new:
            fresh.append(asset)
        else:
            said.append((f"“{name}” đã có trong thư viện: “{asset.shown_title}”.", "warn"))
    return fresh, said


def _asset(asset_id: int) -> MediaAsset:
    found = library_queries.asset(asset_id)
    if found is None or not _may_see(found):
        raise NotFound()
    return found


def _may_see(asset: MediaAsset) -> bool:
    person = me()
    return library_queries.sees(asset, rights.scope_of(person), person.id)


def _limits() -> Wanted:
    person = me()
    return Wanted(within=rights.scope_of(person), person_id=person.id)


def _wanted() -> Wanted:
    kind, limits = request.args.get("loai", ""), _limits()
    return Wanted(
        words=" ".join(request.args.get("q", "").split())[:200].replace("\x00", ""),
        kind=kind if kind in KINDS else "",
        topic=request.args.get("chu-de", "")[:80].replace("\x00", ""),
        within=limits.within,
        person_id=limits.person_id,
    )


def _address(wanted: Wanted, other: dict[str, Any]) -> str:
    """The list's address with one of its parts changed; back on its first page unless told."""
    parts = {"q": wanted.words, "loai": wanted.kind, "chu-de": wanted.topic, **other}
    return url_for("tep.index", **{key: value for key, value in parts.items() if value})


def _seen() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _back() -> str:
    return "unused" if request.form.get("back") != "list" else "list"


def _link(use: library_uses.Use) -> tuple[str, str]:
    """The words for a place that uses a file, and where it leads; "" beyond one's limits."""
    if use.item is None:
        return use.name or use.title, ""
    if not rights.may_see(me(), use.item):
        return "Một bài ngoài phần việc của bạn", ""
    if use.kind == "history":
        return use.item.title, url_for("soan_bai.history", item_id=use.item.id)
    return use.item.title, url_for("soan_bai.edit", item_id=use.item.id)
