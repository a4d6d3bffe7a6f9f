"""Địa bàn: units added, ended, and merged into others."""

from __future__ import annotations

import sqlalchemy as sa
from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import times
from admin.cookies import DESK
from admin.room import Room, expose, me, page_number, say
from content import places
from content.database import db
from content.errors import BadInput, HubError
from content.places import LEVELS, Place, PlaceSuccession
from content.vietnamese import fold

PER_PAGE = 50
_FIELDS = ("name", "level", "parent", "valid_from", "valid_to", "source", "old", "into", "on")


class Places(Room):
    """The list, and the two forms under it."""

    right = "places"

    @expose("/")
    def index(self) -> ResponseReturnValue:
        """`?q=` part of a name, `?trang=` page; `?sua=` puts a unit into the form."""
        return _page(self, _shown_values())

    @expose("/them/", ("POST",))
    def add(self) -> ResponseReturnValue:
        """Add a unit, or change the dates of the one with this name, level and parent."""
        typed = _typed()
        try:
            place = _record(typed)
        except HubError as refused:
            return _page(self, typed, refused.message)
        say(f"Đã ghi {place.full_name}.")
        return redirect(url_for("dia_ban.index", q=place.title))

    @expose("/nhap/", ("POST",))
    def merge(self) -> ResponseReturnValue:
        """End a unit on a day and say which unit it went into."""
        typed = _typed()
        try:
            old, new = _one(typed["old"], "Địa bàn cũ"), _one(typed["into"], "Nhập vào")
            on = times.day(typed["on"], "Từ ngày")
            if on is None:
                raise BadInput("Từ ngày: hãy ghi ngày địa bàn cũ kết thúc, ví dụ 01/07/2025.")
            places.merge([old], new, on, actor_id=me().id)
        except HubError as refused:
            return _page(self, typed, refused.message)
        say(f"Đã ghi: {old.name} nhập vào {new.full_name} từ {times.shown_day(on)}.")
        return redirect(url_for("dia_ban.index", q=old.title))


def room() -> Places:
    """The places at /quan-tri/dia-ban/."""
    return Places("Địa bàn", "dia_ban", f"{DESK}/dia-ban", "pin")


def _page(room: Places, values: dict[str, str], fault: str = "") -> ResponseReturnValue:
    q = " ".join(request.args.get("q", "").split())[:120].replace("\x00", "")
    found, total, page, pages = _listing(q)
    successors = sa.select(PlaceSuccession).where(
        PlaceSuccession.old_id.in_([place.id for place in found])
    )
    became: dict[int, list[Place]] = {}
    for link in db.session.scalars(successors):
        became.setdefault(link.old_id, []).append(link.new)
    shown: str = room.render(
        "desk/rooms/places.html",
        found=found,
        total=total,
        page=page,
        pages=pages,
        q=q,
        became=became,
        values=values,
        fault=fault,
        levels=LEVELS,
    )
    return shown, 400 if fault else 200


def _listing(q: str) -> tuple[list[Place], int, int, int]:
    query = sa.select(Place)
    if q:
        title, _ = places.split_level(q)
        query = query.where(Place.folded.contains(fold(title or q), autoescape=True))
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(page_number(), pages)
    rows = query.order_by(Place.slug).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    return list(db.session.scalars(rows)), total, page, pages


def _typed() -> dict[str, str]:
    return {name: request.form.get(name, "").replace("\x00", "")[:300] for name in _FIELDS}


def _shown_values() -> dict[str, str]:
    """What the forms show: nothing, or the unit named by `?sua=`."""
    values = dict.fromkeys(_FIELDS, "") | {"level": "commune"}
    place = places.by_slug(request.args.get("sua", "")[:100])
    if place is None:
        return values
    return values | {
        "name": place.name,
        "level": place.level,
        "parent": place.parent.full_name if place.parent else "",
        "valid_from": times.shown_day(place.valid_from),
        "valid_to": times.shown_day(place.valid_to),
        "source": place.source,
        "old": place.full_name,
    }


def _record(typed: dict[str, str]) -> Place:
    parent = _one(typed["parent"], "Thuộc") if typed["parent"].strip() else None
    return places.record(
        typed["name"],
        typed["level"],
        parent=parent,
        valid_from=times.day(typed["valid_from"], "Có từ ngày"),
        valid_to=times.day(typed["valid_to"], "Hết từ ngày"),
        source=typed["source"].strip(),
        actor_id=me().id,
    )


def _one(written: str, what: str) -> Place:
    found = places.find(written) if written.strip() else []
    if not found:
        raise BadInput(f"{what}: không thấy địa bàn “{written.strip()[:80]}”.")
    alike = [p for p in found[1:] if (p.level, p.title) == (found[0].level, found[0].title)]
    if alike:
        options = "; ".join(p.full_name for p in (found[0], *alike[:3]))
        raise BadInput(f"{what}: có hơn một nơi tên như vậy; hãy ghi rõ một trong: {options}.")
    return found[0]
