"""Địa chỉ cũ: what every old address leads to, the broken ones first; added, listed, dropped."""

from __future__ import annotations

from typing import NamedTuple

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin.cookies import DESK
from admin.room import Room, expose, me, need, page_number, say
from content.errors import BadInput, HubError
from content.identity import addresses
from content.publishing import redirect_queries
from content.publishing.commands import redirects
from content.publishing.redirect_queries import ORIGINS, Old
from content.reading import tables
from content.vietnamese import fold
from hub.face import site as face_site
from hub.face.destinations import open_ones

PER_PAGE = 50
_HEADS = {"old": ("dia chi cu", "cu", "old", "from", "tu"), "new": ("dan toi", "moi", "new", "to")}


class Line(NamedTuple):
    """An old address, and whether readers get anywhere by it: "open", "closed" or "away"."""

    old: Old
    way: str


class OldAddresses(Room):
    """The list, a form for one, and a list that comes as a file."""

    right = "topics"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """`?q=` part of an address or a title; POST adds one (`old`, `target`)."""
        fault = ""
        if request.method == "POST":
            try:
                old = request.form.get("old", "")[:1000]
                target = _target(request.form.get("target", "")[:1000])
                final = redirects.add(old, target, actor_id=me().id)
                say(f"Đã ghi: {redirects.tidied(old)} dẫn tới {final}")
                return redirect(url_for("dia_chi_cu.index"))
            except HubError as refused:
                fault = refused.message
        return _list(self, fault)

    @expose("/danh-sach/", ("GET", "POST"))
    def many(self) -> ResponseReturnValue:
        """A list as CSV, XLSX or pasted cells: tried first (`act` is "try"), then carried out."""
        need("publish")  # a list may lead the whole of an old site elsewhere
        fault = ""
        typed = request.form.get("list", "")[:2_000_000]
        planned: list[redirects.Planned] = []
        if request.method == "POST":
            try:
                rows, typed = _rows(typed)
                if request.form.get("act") == "do":
                    count = redirects.take_in(rows, actor_id=me().id)
                    say(f"Đã ghi {count} địa chỉ cũ.")
                    return redirect(url_for("dia_chi_cu.index"))
                planned = redirects.plan(rows)
            except HubError as refused:
                fault = refused.message
        page: str = self.render(
            "desk/rooms/old_addresses_many.html",
            fault=fault,
            typed=typed,
            planned=planned,
            statuses=redirects.STATUSES,
            count={key: sum(row.status == key for row in planned) for key in redirects.STATUSES},
        )
        return page, 400 if fault else 200

    @expose("/<kind>/<int(max=2147483647):row_id>/xoa/", ("GET", "POST"))
    def drop(self, kind: str, row_id: int) -> ResponseReturnValue:
        """Ask, then let one lead nowhere."""
        if request.method == "POST":
            try:
                old = redirects.drop(kind, row_id, actor_id=me().id)
                say(f"Đã xóa. Ai mở {old} sẽ thấy “không có trang này”.")
            except BadInput as refused:
                say(refused.message, "warn")
            return redirect(url_for("dia_chi_cu.index"))
        known = [
            one for one in redirect_queries.every() if (one.kind, one.row_id) == (kind, row_id)
        ]
        if not known:
            say("Địa chỉ cũ này không còn trong danh sách.", "warn")
            return redirect(url_for("dia_chi_cu.index"))
        page: str = self.render("desk/rooms/old_addresses_drop.html", one=known[0])
        return page


def room() -> OldAddresses:
    """The old addresses at /quan-tri/dia-chi-cu/."""
    return OldAddresses("Địa chỉ cũ", "dia_chi_cu", f"{DESK}/dia-chi-cu", "link")


def _list(room: Room, fault: str) -> ResponseReturnValue:
    q = " ".join(request.args.get("q", "").replace("\x00", "").split())[:200]
    found = _looked_at(redirect_queries.every(q))
    pages = max(1, -(-len(found) // PER_PAGE))
    page = min(page_number(), pages)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    rendered: str = room.render(
        "desk/rooms/old_addresses.html",
        lines=shown,
        total=len(found),
        closed=sum(line.way == "closed" for line in found),
        page=page,
        pages=pages,
        q=q,
        origins=ORIGINS,
        fault=fault,
        typed=request.form,
    )
    return rendered, 400 if fault else 200


def _looked_at(found: list[Old]) -> list[Line]:
    """Whether each leads readers somewhere; those that do not come first."""
    own = {one.target for one in found if one.open is None and one.target.startswith("/")}
    known = open_ones(own)
    lines = []
    for one in found:
        away = one.open is None and not one.target.startswith("/")
        leads = one.target in known if one.open is None else one.open
        lines.append(Line(one, "away" if away else "open" if leads else "closed"))
    return sorted(lines, key=lambda line: (line.way != "closed", line.old.old))


def _target(written: str) -> str:
    """What people paste: a whole address of this very site is one of its paths."""
    start = f"{face_site.current().site_url}/"
    text = written.strip()
    found = addresses.tidied(text[len(start) - 1 :] if text.startswith(start) else text)
    if not found.startswith("/") and not me().may("publish"):
        raise BadInput("Dẫn sang trang web khác thì cần người duyệt đăng ghi.")
    return found


def _rows(typed: str) -> tuple[list[tuple[int, str, str]], str]:
    """(line, old, target) of what was sent, and the same as text that can be sent again."""
    sent = request.files.get("file")
    if sent is not None and sent.filename:
        cells = tables.rows_of_file(sent.filename, sent.read(), redirects.MOST_ROWS + 1)
    else:
        cells = tables.rows_of_text(typed)
    rows = []
    for line, row in enumerate(cells, start=1):
        filled = [cell.strip() for cell in row]
        if not any(filled) or (line == 1 and _is_head(filled)):
            continue
        rows.append((line, filled[0], _written_target(filled[1] if len(filled) > 1 else "")))
    if not rows:
        raise BadInput("Danh sách trống; mỗi dòng cần hai cột: địa chỉ cũ, dẫn tới.")
    if len(rows) > redirects.MOST_ROWS:
        raise BadInput(f"Mỗi lần nhận nhiều nhất {redirects.MOST_ROWS} dòng; hãy chia danh sách.")
    return rows, "\n".join(f"{old}\t{target}" for _line, old, target in rows)


def _written_target(text: str) -> str:
    """The target as it may be stored, or as it was written: the plan then says what is wrong."""
    try:
        return _target(text)
    except BadInput:
        return text


def _is_head(cells: list[str]) -> bool:
    return fold(cells[0]) in _HEADS["old"] and len(cells) > 1 and fold(cells[1]) in _HEADS["new"]
