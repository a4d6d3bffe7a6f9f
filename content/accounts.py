"""Accounts of the desk: the only writers of people, their roles, limits, passwords and links."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from content import house_rules, passwords, places, scopes, trail
from content.database import db, utc_now
from content.errors import BadInput
from content.people import (
    RIGHTS,
    ROLE_TITLES,
    SECOND_FACTOR_RULE,
    DeskSession,
    Invitation,
    Person,
    Role,
    SignInLink,
)

LINK_HOURS = 72
_AT_ONCE = 500  # values in one question to the database
_EMAIL = re.compile(r"[^@\s<>\"'\\,;:()]+@[^@\s<>\"'\\,;:()]+\.?[^@\s<>\"'\\,;:()]*")


def add_person(
    email: str,
    *,
    role: str,
    name: str = "",
    password: str | None = None,
    kinds: Collection[str] = (),
    place_id: int | None = None,
    actor_id: int | None = None,
) -> Person:
    """Add an account with one role and commit; without a password it signs in by link first.

    kinds, place_id: its limits, none by default. BadInput: an address that is none, that another
    account has, an unknown role, a weak password, limits for an administrator.
    """
    wanted = NewPerson(email, role, name, kinds, place_id)
    person = new_people([wanted], actor_id=actor_id)[0]
    if password is not None:
        passwords.check(password, email=person.email, name=name)
        person.password = passwords.hashed(password)
    db.session.commit()
    return person


class NewPerson(NamedTuple):
    """An account to be made: its address, name, one role, and its limits (none by default)."""

    email: str
    role: str
    name: str = ""
    kinds: Collection[str] = ()
    place_id: int | None = None


def new_people(wanted: Sequence[NewPerson], *, actor_id: int | None = None) -> list[Person]:
    """Make accounts without passwords, in the running transaction and in few questions.

    BadInput as `add_person`; then none is made.
    """
    checked = [one._replace(email=checked_address(one.email)) for one in wanted]
    _refuse_known({one.email for one in checked})
    for place_id in {one.place_id for one in checked}:
        _refuse_unknown_place(place_id)
    roles = {role.name: role for role in _roles({one.role for one in checked})}
    made = []
    for one in checked:
        _refuse_limited_administrator([one.role], one.kinds, one.place_id)
        made.append(Person(email=one.email, name=checked_name(one.name), roles=[roles[one.role]]))
    db.session.add_all(made)
    db.session.flush()
    scopes.put_new({p.id: (one.kinds, one.place_id) for p, one in zip(made, checked, strict=True)})
    for person, one in zip(made, checked, strict=True):
        detail: dict[str, object] = {"roles": [one.role]}
        if one.kinds or one.place_id is not None:
            detail["scope"] = {"kinds": sorted(one.kinds), "place": one.place_id}
        _note("person.added", person, actor_id, detail)
    return made


def set_name(person: Person, name: str, *, actor_id: int | None = None) -> None:
    """Change the shown name and commit."""
    rename(person, name, actor_id=actor_id)
    db.session.commit()


def set_roles(person: Person, roles: Iterable[str], *, actor_id: int | None = None) -> None:
    """Give an account exactly these roles and commit; the last administrator stays one."""
    give_roles(person, roles, actor_id=actor_id)
    db.session.commit()


def set_scope(
    person: Person,
    kinds: Collection[str],
    place_id: int | None,
    *,
    actor_id: int | None = None,
) -> None:
    """Limit an account to sections and a place (nothing: no limit) and commit.

    It holds from the next request on. BadInput for an administrator, who could lift any limit, and
    for a place that is none.
    """
    limit(person, kinds, place_id, actor_id=actor_id)
    db.session.commit()


def rename(person: Person, name: str, *, actor_id: int | None) -> None:
    """As `set_name`, in the running transaction."""
    person.name = checked_name(name)
    _note("person.renamed", person, actor_id)


def give_roles(person: Person, roles: Iterable[str], *, actor_id: int | None) -> None:
    """As `set_roles`, in the running transaction."""
    wanted = list(roles)
    if "administrator" not in wanted:
        _keep_an_administrator(person)
    known = scopes.of(person.id)
    _refuse_limited_administrator(wanted, known.kinds, known.place_id)
    before = sorted(role.name for role in person.roles)
    person.roles = _roles(wanted)
    detail: dict[str, object] = {"before": before, "roles": sorted(wanted)}
    _note("person.roles", person, actor_id, detail)


def limit(
    person: Person, kinds: Collection[str], place_id: int | None, *, actor_id: int | None
) -> None:
    """As `set_scope`, in the running transaction."""
    _refuse_limited_administrator([role.name for role in person.roles], kinds, place_id)
    _refuse_unknown_place(place_id)
    before = scopes.of(person.id).to_json()
    scopes.put(person.id, kinds, place_id)
    after = scopes.of(person.id).to_json()
    if after != before:
        _note("person.scope", person, actor_id, {"before": before, "after": after})


def set_active(person: Person, active: bool, *, actor_id: int | None = None) -> None:
    """Open or close an account and commit; closing ends every session of it at once."""
    if not active:
        _keep_an_administrator(person)
        end_sessions(person)
        close_invitations(person)
    person.active = active
    _note("person.opened" if active else "person.closed", person, actor_id)
    db.session.commit()


def set_password(person: Person, password: str, *, actor_id: int | None = None) -> None:
    """Set a password and commit; every signed-in browser of the account is signed out."""
    passwords.check(password, email=person.email, name=person.name)
    person.password = passwords.hashed(password)
    person.fs_uniquifier = uuid.uuid4().hex
    end_sessions(person)
    db.session.execute(sa.delete(SignInLink).where(SignInLink.person_id == person.id))
    close_invitations(person)
    _note("person.password", person, actor_id)
    db.session.commit()


def drop_second_factor(person: Person, *, actor_id: int | None = None) -> None:
    """Switch the second factor off and commit: for somebody who lost the telephone.

    Passkeys go too, since one of them may be on that telephone.
    """
    person.tf_primary_method = person.tf_totp_secret = None
    person.mf_recovery_codes = None
    person.webauthn.clear()
    end_sessions(person)
    _note("person.second_factor_dropped", person, actor_id)
    db.session.commit()


def ask_for_second_factors(on: bool, *, actor: Person | None = None) -> None:
    """Ask publishers and administrators for a second factor, or no longer; commits.

    BadInput where the actor has none yet: nobody would be left who can do anything.
    """
    if on and actor is not None and not actor.tf_primary_method:
        raise BadInput(
            "Hãy bật xác nhận hai lớp cho chính bạn trước (mục Tài khoản của tôi), "
            "rồi mới yêu cầu người khác."
        )
    house_rules.decide(SECOND_FACTOR_RULE, on, actor_id=actor.id if actor else None)


def make_sign_in_link(
    person: Person, *, actor_id: int | None = None, hours: int = LINK_HOURS
) -> str:
    """A single-use token for `/quan-tri/vao/TOKEN/`, valid `hours`; commits. Older ones end.

    Only the hash is stored: the token can be shown once, to whoever asked for it.
    """
    refuse_closed(person)
    db.session.execute(sa.delete(SignInLink).where(SignInLink.person_id == person.id))
    token = secrets.token_urlsafe(32)
    expires = utc_now() + dt.timedelta(hours=hours)
    db.session.add(
        SignInLink(person_id=person.id, token_sha256=token_hash(token), expires_at=expires)
    )
    _note("person.link_made", person, actor_id)
    db.session.commit()
    return token


def owner_of_link(token: str) -> Person | None:
    """The account a sign-in link would open, when it is still good; reads only."""
    link = _good_link(token)
    person = None if link is None else db.session.get(Person, link.person_id)
    return person if person is not None and person.active else None


def use_sign_in_link(token: str) -> Person:
    """Use a link up and commit; BadInput when it is unknown, used or over."""
    link = _good_link(token)
    person = None if link is None else db.session.get(Person, link.person_id)
    if link is None or person is None or not person.active:
        raise BadInput(_DEAD_LINK)
    taken = db.session.execute(  # one UPDATE decides, so that two requests cannot both use it
        sa.update(SignInLink)
        .where(SignInLink.id == link.id, SignInLink.used_at.is_(None))
        .values(used_at=utc_now())
    )
    if not taken.rowcount:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        db.session.rollback()
        raise BadInput(_DEAD_LINK)
    _note("person.link_used", person, person.id)
    db.session.commit()
    return person


def end_sessions(person: Person) -> None:
    """Sign every browser of an account out, in the running transaction."""
    db.session.execute(sa.delete(DeskSession).where(DeskSession.person_id == person.id))


def end_one_session(person: Person, session_id: int, *, actor_id: int | None = None) -> bool:
    """Sign one browser of an account out and commit; whether it was signed in."""
    gone = sa.delete(DeskSession).where(
        DeskSession.id == session_id, DeskSession.person_id == person.id
    )
    ended = bool(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]  # of a DELETE
    if ended:
        _note("person.session_ended", person, actor_id, {"sessions": 1})
    db.session.commit()
    return ended


def end_other_sessions(person: Person, token: str = "", *, actor_id: int | None = None) -> int:
    """Sign every browser of an account out but that of a token, and commit; how many there were."""
    gone = sa.delete(DeskSession).where(
        DeskSession.person_id == person.id, DeskSession.token_sha256 != token_hash(token)
    )
    count = int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]  # of a DELETE
    if count:
        _note("person.session_ended", person, actor_id, {"sessions": count})
    db.session.commit()
    return count


def close_invitations(person: Person) -> int:
    """Let every open invitation of an account end, in the running transaction; how many."""
    closed = db.session.execute(
        sa.update(Invitation)
        .where(
            Invitation.person_id == person.id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .values(revoked_at=utc_now())
    )
    return int(closed.rowcount)  # type: ignore[attr-defined]  # CursorResult of an UPDATE


def refuse_closed(person: Person) -> None:
    """BadInput for an account that is closed: no link would open it."""
    if not person.active:
        raise BadInput(f"Tài khoản {person.email} đang đóng; hãy mở lại trước khi tạo liên kết.")


def token_hash(token: str) -> str:
    """What is stored of a secret that somebody else holds."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


_DEAD_LINK = (
    "Liên kết này đã dùng, đã hết hạn hoặc không đúng; hãy xin quản trị viên một liên kết mới."
)


def _good_link(token: str) -> SignInLink | None:
    return db.session.scalar(
        sa.select(SignInLink).where(
            SignInLink.token_sha256 == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > utc_now(),
        )
    )


def checked_address(email: str) -> str:
    """A mail address as accounts are known by it; BadInput for what is none."""
    address = email.strip().lower()
    if len(address) > 254 or not address.isprintable() or not _EMAIL.fullmatch(address):
        raise BadInput(f"“{email.strip()[:80]}” không phải địa chỉ thư; ghi dạng ten@noi.vn.")
    return address


def checked_name(name: str) -> str:
    """A shown name without needless blanks; BadInput for one that is too long or strange."""
    tidy = " ".join(name.split())
    if len(tidy) > 120 or not tidy.isprintable():
        raise BadInput("Tên dài quá 120 chữ hoặc có ký tự lạ; hãy gõ lại ngắn hơn.")
    return tidy


def _roles(names: Iterable[str]) -> list[Role]:
    wanted = list(dict.fromkeys(names))
    unknown = [name for name in wanted if name not in RIGHTS]
    if unknown or not wanted:
        known = ", ".join(f"{key} ({title})" for key, title in ROLE_TITLES.items())
        raise BadInput(f"Vai trò “{', '.join(unknown)[:80]}” không có; chọn trong: {known}.")
    return list(db.session.scalars(sa.select(Role).where(Role.name.in_(wanted))))


def _refuse_limited_administrator(
    roles: Iterable[str], kinds: Collection[str], place_id: int | None
) -> None:
    if "administrator" in roles and (kinds or place_id is not None):
        raise BadInput(
            "Quản trị viên không giới hạn được theo mục hay địa bàn; hãy chọn vai trò khác, "
            "hoặc bỏ giới hạn."
        )


def _refuse_unknown_place(place_id: int | None) -> None:
    if place_id is not None and db.session.get(places.Place, place_id) is None:
        raise BadInput("Địa bàn này không còn; hãy tải lại trang rồi chọn lại.")


def _refuse_known(addresses: Collection[str]) -> None:
    ordered = sorted(addresses)
    for at in range(0, len(ordered), _AT_ONCE):
        query = sa.select(Person.email).where(Person.email.in_(ordered[at : at + _AT_ONCE]))
        known = db.session.scalar(query.limit(1))
        if known is not None:
            raise BadInput(f"Đã có tài khoản {known}; hãy mở tài khoản đó để đổi vai trò.")


def _keep_an_administrator(person: Person) -> None:
    """Refuse what would leave nobody who can add people."""
    others = sa.select(sa.func.count(Person.id)).where(
        Person.id != person.id,
        Person.active.is_(True),
        Person.roles.any(Role.name == "administrator"),
    )
    if person.holds("people") and not db.session.scalar(others):
        raise BadInput(
            "Đây là quản trị viên duy nhất; hãy giao vai trò quản trị cho người khác trước."
        )


def _note(
    action: str, person: Person, actor_id: int | None, detail: dict[str, object] | None = None
) -> None:
    trail.write(action, "person", person.id, actor_id=actor_id, detail=detail)
