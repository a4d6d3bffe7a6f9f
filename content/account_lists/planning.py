"""What a list would do, line by line: new, changed, unchanged, refused; nothing is written."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from content import accounts, calendar, place_choice, scopes
from content.account_lists.entries import Entry
from content.database import db
from content.errors import BadInput
from content.people import RIGHTS, ROLE_TITLES, Person
from content.scopes import Scope
from content.vietnamese import fold

STATUSES = {
    "new": "Tài khoản mới",
    "changed": "Sẽ đổi",
    "unchanged": "Giữ nguyên",
    "refused": "Không nhận",
}
_ROLES = {
    "contributor": ("cong tac vien", "ctv", "contributor", "nguoi viet"),
    "editor": ("bien tap vien", "btv", "editor", "bien tap"),
    "publisher": ("nguoi duyet dang", "nguoi duyet", "duyet dang", "publisher", "lanh dao"),
    "administrator": ("quan tri", "quan tri vien", "administrator", "admin"),
}
_BETWEEN = re.compile(r"\s*[;,/+]\s*")


@dataclass(frozen=True, slots=True)
class Planned:
    """One line: what would become of it, in a sentence, and the values it would set.

    status: a key of STATUSES. For an account that there is already, an empty cell changes nothing.
    """

    entry: Entry
    status: str
    said: str
    email: str = ""
    name: str = ""
    role: str = ""
    kinds: tuple[str, ...] = ()
    place_id: int | None = None
    place: str = ""
    person_id: int | None = None
    changes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Known:
    """What is asked of the database once for the whole list."""

    people: dict[str, Person]
    limits: dict[int, Scope]
    kinds: Mapping[str, str]
    today: dt.date
    administrators: set[int]
    places: dict[str, tuple[int, str] | BadInput] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)


def plan(entries: Sequence[Entry], *, default_role: str, kinds: Mapping[str, str]) -> list[Planned]:
    """What each line of a list would do, in its order.

    default_role: of new accounts whose line names none. kinds: the sections that may be named, by
    their keys, with their titles.
    """
    if default_role not in RIGHTS:
        raise BadInput("Hãy chọn vai trò cho những dòng để trống cột vai trò.")
    known = _known(entries, kinds)
    return [_planned(entry, default_role, known) for entry in entries]


def tally(planned: Iterable[Planned]) -> dict[str, int]:
    """How many lines of each status."""
    counts = dict.fromkeys(STATUSES, 0)
    for line in planned:
        counts[line.status] += 1
    return counts


def _known(entries: Sequence[Entry], kinds: Mapping[str, str]) -> _Known:
    wanted = sorted({entry.email.strip().lower() for entry in entries})
    people: dict[str, Person] = {}
    for at in range(0, len(wanted), 500):
        query = sa.select(Person).where(Person.email.in_(wanted[at : at + 500]))
        people |= {person.email: person for person in db.session.scalars(query)}
    chiefs = sa.select(Person).where(Person.active.is_(True))
    return _Known(
        people,
        scopes.limits_of([person.id for person in people.values()]),
        kinds,
        calendar.today(),
        {person.id for person in db.session.scalars(chiefs) if person.holds("people")},
    )


def _planned(entry: Entry, default_role: str, known: _Known) -> Planned:
    try:
        address = accounts.checked_address(entry.email)
        _refuse_second(address, entry, known)
        name = accounts.checked_name(entry.name)
        role = _role(entry.role)
        wanted = _kinds(entry.kinds, known.kinds)
        place_id, place = _place(entry.place, known)
        person = known.people.get(address)
        if person is None:
            return _new(entry, address, name, role or default_role, wanted, place_id, place)
        return _changed(entry, person, name, role, wanted, place_id, place, known)
    except BadInput as refused:
        return Planned(entry, "refused", refused.message, email=entry.email)


def _refuse_second(address: str, entry: Entry, known: _Known) -> None:
    before = known.seen.setdefault(address, entry.line)
    if before != entry.line:
        raise BadInput(f"{address} đã có ở dòng {before}; mỗi người một dòng.")


def _new(
    entry: Entry,
    address: str,
    name: str,
    role: str,
    kinds: tuple[str, ...],
    place_id: int | None,
    place: str,
) -> Planned:
    if role == "administrator" and (kinds or place_id is not None):
        raise BadInput(
            "Quản trị viên không giới hạn được theo mục hay địa bàn; hãy bỏ một trong hai."
        )
    return Planned(
        entry,
        "new",
        f"Tạo tài khoản {ROLE_TITLES[role]} và một lời mời.",
        email=address,
        name=name,
        role=role,
        kinds=kinds,
        place_id=place_id,
        place=place,
    )


def _changed(
    entry: Entry,
    person: Person,
    name: str,
    role: str,
    kinds: tuple[str, ...],
    place_id: int | None,
    place: str,
    known: _Known,
) -> Planned:
    if not person.active:
        raise BadInput(f"Tài khoản {person.email} đang đóng; hãy mở lại ở trang người dùng trước.")
    limits = known.limits.get(person.id, scopes.EVERYTHING)
    after_kinds = kinds or tuple(sorted(limits.kinds))
    after_place = place_id if place_id is not None else limits.place_id
    changes = []
    if name and name != person.name:
        changes.append(f"tên thành “{name}”")
    if role and {r.name for r in person.roles} != {role}:
        _refuse_losing_all(person, role, known)
        changes.append(f"vai trò thành {ROLE_TITLES[role]}")
    if set(after_kinds) != limits.kinds:
        titles = ", ".join(known.kinds[kind] for kind in after_kinds if kind in known.kinds)
        changes.append(f"mục thành {titles}")
    if after_place != limits.place_id:
        changes.append(f"địa bàn thành {place}")
    admin = "administrator" in ({role} if role else {r.name for r in person.roles})
    if admin and (after_kinds or after_place is not None):
        raise BadInput(
            "Quản trị viên không giới hạn được theo mục hay địa bàn; hãy bỏ một trong hai."
        )
    return Planned(
        entry,
        "changed" if changes else "unchanged",
        f"Đổi {'; '.join(changes)}." if changes else "Đã có và giống danh sách.",
        email=person.email,
        name=name or person.name,
        role=role,
        kinds=after_kinds,
        place_id=after_place,
        place=place,
        person_id=person.id,
        changes=tuple(changes),
    )


def _refuse_losing_all(person: Person, role: str, known: _Known) -> None:
    """Lines take the administrator's role away one by one; somebody must keep it."""
    if role == "administrator" or person.id not in known.administrators:
        return
    known.administrators.discard(person.id)
    if not known.administrators:
        known.administrators.add(person.id)
        raise BadInput(
            "Đây là quản trị viên duy nhất; hãy giao vai trò quản trị cho người khác trước."
        )


def _role(written: str) -> str:
    """The key of a written role; "" for an empty cell."""
    if not written.strip():
        return ""
    bare = fold(written).strip()
    for role, words in _ROLES.items():
        if bare in words:
            return role
    raise BadInput(
        f"Vai trò “{written[:60]}” không có; dùng một trong: {', '.join(ROLE_TITLES.values())}."
    )


def _kinds(written: str, known: Mapping[str, str]) -> tuple[str, ...]:
    found = []
    by_words = {fold(title): kind for kind, title in known.items()} | {kind: kind for kind in known}
    for word in filter(None, _BETWEEN.split(written.strip())):
        kind = by_words.get(fold(word).strip())
        if kind is None:
            raise BadInput(f"Mục “{word[:60]}” không có; dùng: {', '.join(known.values())}.")
        found.append(kind)
    return tuple(sorted(set(found)))


def _place(written: str, known: _Known) -> tuple[int | None, str]:
    """The place of a cell, looked up once for all lines that name it."""
    if not written:
        return None, ""
    if written not in known.places:
        try:
            place = place_choice.chosen(written, level="commune", today=known.today)
            known.places[written] = (place.id, place.full_name)
        except BadInput as fault:
            known.places[written] = fault
    found = known.places[written]
    if isinstance(found, BadInput):
        raise BadInput(found.message)
    return found
