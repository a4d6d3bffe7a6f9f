"""What the trail keeps beside an act, in Vietnamese words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from admin.limits_form import EVERYTHING, KINDS
from content import house_rules
from content.account_lists.planning import STATUSES
from content.database import db
from content.people import ROLE_TITLES
from content.places import Place
from content.publishing.models import STATES
from content.trail import TrailEntry

_MOST = 500
_WAYS = {
    "password": "mật khẩu",
    "code": "mã trên điện thoại",
    "recovery": "mã dự phòng",
    "passkey": "khóa truy cập",
    "link": "liên kết",
}
Names = Mapping[int, str]


def place_names(entries: Iterable[TrailEntry]) -> dict[int, str]:
    """The names of the places that entries mention, in one question."""
    wanted = {
        limits["place"]
        for entry in entries
        for limits in (entry.detail or {}).values()
        if isinstance(limits, dict) and isinstance(limits.get("place"), int)
    }
    rows = db.session.scalars(sa.select(Place).where(Place.id.in_(wanted)))
    return {place.id: place.full_name for place in rows}


def words(entry: TrailEntry, places: Names) -> str:
    """The particulars of an act; "" where there are none to tell."""
    detail = entry.detail or {}
    try:
        return _OF.get(entry.action, _usual)(detail, places)[:_MOST]
    except (AttributeError, KeyError, TypeError):
        return ""  # kept by an older program in another shape


def _roles(detail: dict[str, Any], _places: Names) -> str:
    after = _role_titles(detail["roles"])
    return f"{_role_titles(detail['before'])} → {after}" if "before" in detail else after


def _added(detail: dict[str, Any], places: Names) -> str:
    scope = f"; {_limits(detail['scope'], places)}" if "scope" in detail else ""
    return _role_titles(detail["roles"]) + scope


def _scope(detail: dict[str, Any], places: Names) -> str:
    return f"{_limits(detail['before'], places)} → {_limits(detail['after'], places)}"


def _failed(detail: dict[str, Any], _places: Names) -> str:
    return f"bằng {_WAYS[detail['way']]}"


def _ended(detail: dict[str, Any], _places: Names) -> str:
    return f"{detail['sessions']} máy"


def _invited(detail: dict[str, Any], _places: Names) -> str:
    return f"có hạn {detail['days']} ngày"


def _listed(detail: dict[str, Any], _places: Names) -> str:
    return ", ".join(f"{STATUSES[key].lower()}: {count}" for key, count in detail.items())


def _moved(detail: dict[str, Any], _places: Names) -> str:
    note = f": {detail['note']}" if detail.get("note") else ""
    return f"{STATES[detail['to']]}{note}"


def _published(detail: dict[str, Any], _places: Names) -> str:
    return f"vẫn đăng vì: {detail['because']}" if detail.get("because") else ""


def _decided(detail: dict[str, Any], _places: Names) -> str:
    title = house_rules.RULES[detail["rule"]][1]
    return f"{title}: {'có' if detail['on'] else 'không'}"


def _renamed(detail: dict[str, Any], _places: Names) -> str:
    return f"“{detail['from']}” → “{detail['to']}”"


def _media(detail: dict[str, Any], _places: Names) -> str:
    pages = f"; {detail['pages']} bài đổi theo" if detail.get("pages") else ""
    return f"{detail.get('title') or detail['name']}{pages}"


def _usual(detail: dict[str, Any], _places: Names) -> str:
    said = [
        f"{title} {detail[key]}"
        for key, title in (("revision", "bản"), ("hours", "giờ:"), ("version", "lần lưu"))
        if isinstance(detail.get(key), int)
    ]
    return ", ".join(said)


def _role_titles(names: Iterable[str]) -> str:
    return ", ".join(ROLE_TITLES.get(name, name) for name in names)


def _limits(limits: dict[str, Any], places: Names) -> str:
    kinds = ", ".join(KINDS.get(kind, kind) for kind in limits["kinds"])
    number = limits["place"]
    place = "" if number is None else places.get(number, f"địa bàn {number}")
    return "; ".join(filter(None, (kinds, place))) or EVERYTHING.lower()


_OF: dict[str, Callable[[dict[str, Any], Names], str]] = {
    "person.roles": _roles,
    "person.added": _added,
    "person.scope": _scope,
    "person.sign_in_failed": _failed,
    "person.session_ended": _ended,
    "person.invited": _invited,
    "people.listed": _listed,
    "item.moved": _moved,
    "item.published": _published,
    "house.decided": _decided,
    "topic.renamed": _renamed,
    "media.replaced": _media,
    "media.restored": _media,
    "media.deleted": _media,
}
