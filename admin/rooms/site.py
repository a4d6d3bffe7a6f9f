"""Trang của chúng tôi: whose site this is, in five steps; each is saved by itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin import desk_finding, moving, site_form
from admin.cookies import DESK
from admin.differences import compare
from admin.room import Room, expose, me, say
from admin.site_steps import STEPS, Step
from content import people
from content.errors import BadInput
from content.identity import checks, commands, queries
from content.identity.faults import Faults, SiteConflict
from content.identity.fields import BLOCK_TITLES, BLOCKS, ICONS, SiteFields
from content.publishing import desk_queries, moved_queries
from content.publishing import queries as publishing
from content.publishing.models import SECTIONS
from hub.face import site as face
from hub.face.destinations import open_ones

_MOST_SUGGESTED, _MOST_NEAR = 80, 6
_BY_SLUG = {step.slug: step for step in STEPS}


class OurSite(Room):
    """The overview, the five steps, and the end of being reminded."""

    right = "settings"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """What is there, step by step, and what is still missing."""
        fields = _current()
        page: str = self.render(
            "desk/rooms/site.html",
            steps=[(step, site_form.in_brief(step.part, fields)) for step in STEPS],
            missing={step.part: list(_missing(step.part, fields)) for step in STEPS},
            saved=queries.saved_parts(),
            fields=fields,
            left=_left(fields),
            logo=face.current().logo,
        )
        return page

    @expose("/<step>/", ("GET", "POST"))
    def step(self, step: str) -> ResponseReturnValue:
        """One step; POST saves its part and stays, or goes on to the next step."""
        chosen = _BY_SLUG.get(step)
        if chosen is None:
            raise NotFound()
        if request.method == "POST":
            return _store(self, chosen)
        return _show(self, chosen, _current())

    @expose("/thoi-nhac/", ("POST",))
    def finish(self) -> ResponseReturnValue:
        """Remind nobody any more; the steps stay open under "Trang của chúng tôi"."""
        commands.finish(_current(), actor_id=me().id)
        say("Không nhắc nữa. Cần sửa lúc nào, mở “Trang của chúng tôi” trong mục lục.")
        return redirect(url_for("quantri.index"))


def room() -> OurSite:
    """The site's identity at /quan-tri/bat-dau/."""
    return OurSite("Trang của chúng tôi", "trang_cua_minh", f"{DESK}/bat-dau", "home")


def reminder() -> dict[str, Any] | None:
    """What the first page of the desk reminds of: how many steps are left, which is next."""
    fields = _current()
    left = _left(fields)
    return {"count": len(left), "next": left[0], "all": len(STEPS)} if left else None


def _left(fields: SiteFields) -> list[Step]:
    """The steps that nobody has saved yet; none once the page is done with."""
    if fields.set_up:
        return []
    saved = queries.saved_parts()
    return [step for step in STEPS if step.part not in saved]


def _current() -> SiteFields:
    return queries.current(face.of_settings())


# ---- saving -------------------------------------------------------------------------------------


def _store(room: Room, step: Step) -> ResponseReturnValue:
    known = _current()
    url = current_app.extensions["hub_settings"].site_url
    typed = site_form.of_request(step.part, request.form, known, url)
    if (what := moving.asked()) is not None:
        after, told = site_form.with_move(typed, what), moving.sentence(what)
        return _show(room, step, after, seen=_seen(), moved=told)
    if picked := request.form.get("lead", "")[:600]:
        return _show(room, step, site_form.with_lead(typed, picked), seen=_seen())
    if request.form.get("act") == "add":
        return _show(room, step, typed, seen=_seen())
    try:
        typed = _with_upload(step, typed)
        commands.save(step.part, typed, seen_version=_seen(), actor_id=me().id)
    except Faults as faults:
        return _show(room, step, typed, faults.by_field, seen=_seen())
    except SiteConflict as conflict:
        return _show_conflict(room, step, typed, conflict)
    return _go_on(step)


def _with_upload(step: Step, typed: SiteFields) -> SiteFields:
    """With the picture that was sent, kept at once; what is no picture is a fault of its field."""
    sent = request.files.get("logo_file")
    if step.part != "logo" or sent is None or not sent.filename:
        return typed
    try:
        return replace(typed, logo=commands.keep_logo(sent.read()).sha256)
    except BadInput as fault:
        raise Faults({"logo": fault.message}) from fault


def _go_on(step: Step) -> ResponseReturnValue:
    fields = _current()
    left = _left(fields)
    if not left and not fields.set_up:
        commands.finish(fields, actor_id=me().id)
        say("Xong cả năm bước. Trang ngoài đã theo những gì bạn ghi.")
        return redirect(url_for("trang_cua_minh.index"))
    say(f"Đã lưu: {step.title}.")
    if request.form.get("act") != "next":
        return redirect(url_for("trang_cua_minh.step", step=step.slug))
    at = STEPS.index(step) + 1
    if at == len(STEPS):
        return redirect(url_for("trang_cua_minh.index"))
    return redirect(url_for("trang_cua_minh.step", step=STEPS[at].slug))


def _seen() -> int:
    text = request.form.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


# ---- showing ------------------------------------------------------------------------------------


def _show(
    room: Room,
    step: Step,
    fields: SiteFields,
    faults: dict[str, str] | None = None,
    *,
    seen: int | None = None,
    told: dict[str, Any] | None = None,
    moved: str = "",
) -> ResponseReturnValue:
    """A step with what was typed. seen: the version it was typed upon (default: the one now).

    told: of a conflict: who saved, when, and where the two versions differ.
    """
    page = room.render(
        "desk/rooms/site_step.html",
        step=step,
        steps=STEPS,
        saved=queries.saved_parts(),
        fields=fields,
        e=faults or {},
        version=queries.version() if seen is None else seen,
        warnings=list(_missing(step.part, fields)) if not faults else [],
        closed=_closed(fields),
        icons=ICONS,
        blocks=BLOCKS,
        block_titles=BLOCK_TITLES,
        most=checks,
        topics=desk_queries.every_topic(),
        suggested=_suggested() if step.part in ("menu", "home") else [],
        logo=face.current().logo,
        near=_near(fields, faults or {}),
        moved=moved,
        **(told or {}),
    )
    return page, 409 if told else 400 if faults else 200


def _show_conflict(
    room: Room, step: Step, typed: SiteFields, conflict: SiteConflict
) -> ResponseReturnValue:
    """Both versions side by side; mine stays in the form and is saved by saving again."""
    theirs = dict(site_form.in_words(step.part, conflict.theirs))
    parts = [
        (title, compare(theirs[title], mine))
        for title, mine in site_form.in_words(step.part, typed)
        if theirs[title] != mine
    ]
    who = people.names_of([conflict.by_id]).get(conflict.by_id or 0, "Người khác")
    told = {"conflict": conflict, "who": who, "parts": parts}
    return _show(room, step, typed, seen=conflict.version, told=told)


def _suggested() -> list[tuple[str, str]]:
    """Addresses that entries may lead to: (path, what stands there)."""
    rooms = [(f"/{section}/", title) for section, title in SECTIONS.values() if section]
    items = publishing.newest(_MOST_SUGGESTED, ["page", "guidance"])
    return [*rooms, ("/lien-he/", "Liên hệ"), *((item.path, item.title) for item in items)]


def _near(fields: SiteFields, faults: dict[str, str]) -> dict[str, list[desk_finding.Destination]]:
    """Of faulty destinations: the pages that their words may have meant."""
    written = {f"menu.{n}.path": entry.path for n, entry in enumerate(fields.menu)}
    for b, block in enumerate(fields.blocks):
        written |= {f"blocks.{b}.tasks.{n}.path": t.path for n, t in enumerate(block.tasks)}
    faulty = {key: written[key] for key in faults if key in written}
    return {
        key: desk_finding.destinations(words, me(), _MOST_NEAR) for key, words in faulty.items()
    }


def _closed(fields: SiteFields) -> set[str]:
    """The addresses of menu and tasks that lead readers to nothing now."""
    named = {entry.path for entry in fields.menu}
    named |= {task.path for block in fields.blocks for task in block.tasks}
    return named - open_ones(named)


def _missing(part: str, fields: SiteFields) -> list[str]:
    """What a part still lacks, or what of it readers do not see yet; one sentence each."""
    return {
        "name": _missing_name,
        "contact": _missing_contacts,
        "logo": _missing_logo,
        "menu": _missing_menu,
        "home": _missing_home,
    }[part](fields)


def _missing_name(fields: SiteFields) -> list[str]:
    found = [] if "name" in queries.saved_parts() or fields.set_up else ["Tên đang là tên có sẵn."]
    return found if fields.place else [*found, "Chưa ghi địa phương."]


def _missing_contacts(fields: SiteFields) -> list[str]:
    return [
        sentence
        for there, sentence in (
            (fields.address, "Chưa có địa chỉ."),
            (fields.phone, "Chưa có điện thoại."),
            (fields.email, "Chưa có thư điện tử."),
            (fields.officers, "Chưa có người phụ trách nào."),
        )
        if not there
    ]


def _missing_logo(fields: SiteFields) -> list[str]:
    return [] if fields.logo else ["Chưa có biểu trưng; trang dùng hình đèn sách."]


def _missing_menu(fields: SiteFields) -> list[str]:
    closed = _closed(fields)
    return [
        f"Mục “{entry.title}” dẫn tới chỗ chưa có bài nên người đọc chưa thấy."
        for entry in fields.menu
        if entry.path in closed
    ]


def _missing_home(fields: SiteFields) -> list[str]:
    closed = _closed(fields)
    tasks = [task for block in fields.blocks for task in block.tasks if task.path in closed]
    found = [f"Việc “{t.title}” dẫn tới chỗ chưa có bài nên người đọc chưa thấy." for t in tasks]
    for block in fields.blocks:
        if block.kind == "topic" and moved_queries.topic_now(block.topic) is None:
            found.append(f"Khối chủ đề “{block.topic}” chưa có bài nên người đọc chưa thấy.")
    return found
