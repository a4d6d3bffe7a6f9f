"""Bộ tiêu chí: brought in with a preview, checked by two people, shown, replaced."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import criteria_forms as forms
from admin.cookies import DESK
from admin.room import Room, expose, me, need, say
from admin.rooms.criteria_supplements import SupplementPages
from content import calendar, people
from content.criteria import checks, commands, differences, files, queries, toml_format
from content.criteria.files import Came
from content.criteria.models import EYES, CriteriaVersion
from content.criteria.models import STATES as LIVES
from content.criteria.sets import STATUSES, PointsRule, Version
from content.criteria.sheet_words import shown_day
from content.criteria.words import points
from content.errors import BadInput, HubError

_VERSION = "/<set_slug>/<slug>/"


class Criteria(SupplementPages, Room):
    """The list of sets, the way in, and a page for each version."""

    right = "criteria"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """Every set with its versions."""
        page: str = self.render(
            "desk/rooms/criteria.html",
            sets=queries.every_set(),
            in_force=queries.in_force,
            looks=_LOOKS,
            lives=LIVES,
            statuses=STATUSES,
            eyes=EYES,
            day=shown_day,
        )
        return page

    @expose("/mau/")
    def template(self) -> ResponseReturnValue:
        """The empty workbook."""
        return _file(files.template(), "mau-bo-tieu-chi", "xlsx")

    @expose("/nhap/", ("GET", "POST"))
    def bring(self) -> ResponseReturnValue:
        """POST with `act`: try (a file or pasted cells), save (what the preview showed)."""
        came, fault = Came(None), ""
        if request.method == "POST":
            try:
                if request.form.get("act") == "save":
                    return _saved(forms.carried())
                came = forms.given()
                if came.version is not None and not came.faults:
                    return _preview(self, came), 200
            except HubError as refused:
                fault = refused.message
                if request.form.get("act") == "save" and (again := _again()) is not None:
                    return _preview(self, again, fault), 400
        page: str = self.render(
            "desk/rooms/criteria_import.html",
            fault=fault,
            faults=came.faults,
            sets=forms.choices(),
            typed=forms.typed(),
        )
        return page, 400 if fault or came.faults else 200

    @expose(_VERSION, ("GET", "POST"))
    def version(self, set_slug: str, slug: str) -> ResponseReturnValue:
        """One version; POST saves the facts of a draft."""
        row = _known(set_slug, slug)
        fault = ""
        if request.method == "POST":
            try:
                _unchanged(row)
                commands.take_in(forms.with_facts(row.read), actor_id=me().id)
                say("Đã lưu thông tin của bản nháp.")
                return _to(row)
            except HubError as refused:
                fault = refused.message
        return _page(self, row, fault)

    @expose(f"{_VERSION}loi/", ("GET", "POST"))
    def text(self, set_slug: str, slug: str) -> ResponseReturnValue:
        """The whole text of a version as TOML; POST saves that of a draft."""
        row = _known(set_slug, slug)
        fault, typed = "", row.content
        if request.method == "POST":
            typed = request.form.get("text", "")[: forms.MOST_TEXT]
            try:
                _unchanged(row)
                made = toml_format.read(typed, "chữ vừa gõ")
                kept, status = commands.take_in(made, actor_id=me().id)
                say("Đã lưu." if status != "unchanged" else "Không có gì đổi.")
                return _to(kept)
            except HubError as refused:
                fault = refused.message
        page: str = self.render("desk/rooms/criteria_text.html", row=row, text=typed, fault=fault)
        return page, 400 if fault else 200

    @expose(f"{_VERSION}tai/<ending>/")
    def download(self, set_slug: str, slug: str, ending: str) -> ResponseReturnValue:
        """A version as XLSX, CSV or TOML."""
        row = _known(set_slug, slug)
        if ending not in files.TYPES:
            raise NotFound()
        return _file(files.write(row.read, ending), f"{row.set.slug}-{row.slug}", ending)

    @expose(f"{_VERSION}doi-chieu/", ("POST",))
    def confirm(self, set_slug: str, slug: str) -> ResponseReturnValue:
        """Say that one has held these very words (`sha256`) against the official text."""
        row = _known(set_slug, slug)
        try:
            if "held" not in request.form:
                raise BadInput("Hãy đánh dấu vào ô “Tôi đã đối chiếu” trước khi xác nhận.")
            sha256, note = request.form.get("sha256", ""), request.form.get("note", "")
            row = commands.confirm(row.id, sha256, actor_id=me().id, note=note)
        except HubError as refused:
            return _page(self, _known(set_slug, slug), refused.message)
        done = "Bản này đã đủ hai người đối chiếu." if row.verified else "Cần thêm một người khác."
        say(f"Đã ghi việc đối chiếu của bạn. {done}")
        return _to(row)

    @expose(f"{_VERSION}dang/", ("POST",))
    def publish(self, set_slug: str, slug: str) -> ResponseReturnValue:
        """Show a version to readers."""
        need("publish")
        row = _known(set_slug, slug)
        try:
            commands.publish(row.id, seen_version=_seen(), actor_id=me().id)
        except HubError as refused:
            return _page(self, _known(set_slug, slug), refused.message)
        say(f"Đã đăng. Người đọc xem tại {row.path}")
        return _to(row)

    @expose(f"{_VERSION}go/", ("POST",))
    def withdraw(self, set_slug: str, slug: str) -> ResponseReturnValue:
        """Take a version from readers."""
        need("publish")
        row = _known(set_slug, slug)
        try:
            commands.withdraw(row.id, actor_id=me().id)
        except HubError as refused:
            return _page(self, _known(set_slug, slug), refused.message)
        say("Đã gỡ. Lời và địa chỉ của phiên bản vẫn được giữ ở bàn biên tập.")
        return _to(row)

    @expose(f"{_VERSION}chep/", ("POST",))
    def copy(self, set_slug: str, slug: str) -> ResponseReturnValue:
        """Begin a new version (`version_id`) as a copy."""
        row = _known(set_slug, slug)
        try:
            made = commands.copy(row.id, request.form.get("version_id", ""), actor_id=me().id)
        except HubError as refused:
            return _page(self, row, refused.message)
        say("Đã chép thành bản nháp mới. Sửa rồi nhờ hai người đối chiếu.")
        return _to(made)

    @expose(f"{_VERSION}xoa/", ("POST",))
    def drop(self, set_slug: str, slug: str) -> ResponseReturnValue:
        """Remove a draft that readers never saw."""
        row = _known(set_slug, slug)
        try:
            commands.drop(row.id, actor_id=me().id)
        except HubError as refused:
            return _page(self, _known(set_slug, slug), refused.message)
        say("Đã xóa bản nháp.")
        return redirect(url_for("tieu_chi.index"))


def room() -> Criteria:
    """The criteria sets at /quan-tri/tieu-chi/."""
    return Criteria("Bộ tiêu chí", "tieu_chi", f"{DESK}/tieu-chi", "checklist")


_LOOKS = {"draft": ("", "edit"), "published": ("good", "ok"), "withdrawn": ("", "no")}


def _known(set_slug: str, slug: str) -> CriteriaVersion:
    row = queries.version(set_slug[:80], slug[:80])
    if row is None:
        raise NotFound()
    return row


def _to(row: CriteriaVersion) -> ResponseReturnValue:
    return redirect(url_for("tieu_chi.version", set_slug=row.set.slug, slug=row.slug))


def _seen() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _unchanged(row: CriteriaVersion) -> None:
    if row.version != _seen():
        raise BadInput("Có người vừa lưu phiên bản này; hãy mở lại ở thẻ khác, so rồi lưu lại.")


def _file(data: bytes, name: str, ending: str) -> Response:
    answer = Response(data, mimetype=files.TYPES[ending].partition(";")[0])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return answer


def _again() -> Came | None:
    """What a preview carried, as it was before the person's day was put in."""
    try:
        text = request.form.get("text", "")[: forms.MOST_TEXT]
        return files.checked(toml_format.read(text, "bản xem trước"))
    except HubError:
        return None


def _saved(made: Version) -> ResponseReturnValue:
    row, status = commands.take_in(made, actor_id=me().id)
    if status == "unchanged":
        say("Bản này đã có từ trước, không có gì đổi.", "warn")
    else:
        say("Đã lưu bản nháp. Bây giờ hai người đối chiếu với bản chính thức, rồi đăng.")
    return _to(row)


def _preview(room: Room, came: Came, fault: str = "") -> str:
    """What would be kept: the checks, the differences from the version before, the day."""
    version = came.version
    assert version is not None
    known = queries.version(version.set_id, version.id)
    old = _before(version.set_id, version.id)
    page: str = room.render(
        "desk/rooms/criteria_preview.html",
        version=version,
        findings=came.findings,
        fault=fault,
        old=old,
        changes=differences.changes(old.read, version) if old else [],
        text=toml_format.write(version),
        in_force=request.form.get("in_force", shown_day(version.in_force)),
        known=known,
        closed=known is not None and known.published_at is not None,
        count=_count(version),
        **_shown(version),
    )
    return page


def _page(room: Room, row: CriteriaVersion, fault: str = "") -> ResponseReturnValue:
    version = row.read
    asked = queries.version(row.set.slug, request.args.get("so", "")[:80])
    old = asked if asked is not None and asked.id != row.id else _before(row.set.slug, row.slug)
    held = [check for check in row.checks if check.sha256 == row.sha256]
    page: str = room.render(
        "desk/rooms/criteria_version.html",
        row=row,
        version=version,
        fault=fault,
        typed=forms.typed() if fault and request.method == "POST" else {},
        findings=checks.faults(version),
        old=old,
        others=[each for each in row.set.versions if each.id != row.id],
        changes=differences.changes(old.read, version) if old else [],
        held=held,
        names=people.names_of(check.person_id for check in held),
        mine=any(check.person_id == me().id for check in held),
        draft=row.published_at is None,
        ahead=version.in_force is not None and version.in_force > calendar.today(),
        statuses=STATUSES,
        lives=LIVES,
        looks=_LOOKS,
        eyes=EYES,
        count=_count(version),
        **_shown(version),
    )
    return page, 400 if fault else 200


def _before(set_slug: str, slug: str) -> CriteriaVersion | None:
    """The version that a reader would compare with: in force, else the newest that was shown."""
    found = queries.by_slug(set_slug)
    if found is None:
        return None
    shown = [queries.in_force(found), *queries.published(found)]
    return next((each for each in shown if each is not None and each.slug != slug), None)


def _count(version: Version) -> dict[str, str]:
    """The figures of a version, in the order they are read."""
    asked = list(version.indicators())
    whole = sum(each.most for each in asked)
    found = {"Tiêu chí": str(len(list(version.criteria()))), "Chỉ tiêu": str(len(asked))}
    if isinstance(version.rule, PointsRule):
        found["Tổng điểm"] = points(whole)
        found["Điểm đạt"] = points(version.rule.pass_sum) if version.rule.pass_sum else "xếp loại"
    return found


def _shown(version: Version) -> dict[str, object]:
    """What the table of a version's words needs."""
    return {"kinds": dict(version.kinds), "points": points, "day": shown_day}
