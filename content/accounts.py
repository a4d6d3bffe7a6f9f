"""Accounts of the desk: the only writers of people, their roles, passwords and sign-in links."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
import uuid
from collections.abc import Iterable

import sqlalchemy as sa

from content import passwords, trail
from content.database import db, utc_now
from content.errors import BadInput
from content.people import RIGHTS, ROLE_TITLES, DeskSession, Person, Role, SignInLink, by_email

LINK_HOURS = 72
_EMAIL = re.compile(r"[^@\s<>\"'\\,;:()]+@[^@\s<>\"'\\,;:()]+\.?[^@\s<>\"'\\,;:()]*")


def add_person(
    email: str,
    *,
    role: str,
    name: str = "",
    password: str | None = None,
    actor_id: int | None = None,
) -> Person:
    """Add an account with one role and commit; without a password it signs in by link first.

    BadInput: an address that is none, that another account has, an unknown role, a weak password.
    """
    address = _address(email)
    if by_email(address) is not None:
        raise BadInput(f"Đã có tài khoản {address}; hãy mở tài khoản đó để đổi vai trò.")
    person = Person(email=address, name=_name(name), roles=_roles([role]))
    if password is not None:
        passwords.check(password, email=address, name=name)
        person.password = passwords.hashed(password)
    db.session.add(person)
    db.session.flush()
    _note("person.added", person, actor_id, {"roles": [role]})
    db.session.commit()
    return person


def set_name(person: Person, name: str, *, actor_id: int | None = None) -> None:
    """Change the shown name and commit."""
    person.name = _name(name)
    _note("person.renamed", person, actor_id)
    db.session.commit()


def set_roles(person: Person, roles: Iterable[str], *, actor_id: int | None = None) -> None:
    """Give an account exactly these roles and commit; the last administrator stays one."""
    wanted = list(roles)
    if "administrator" not in wanted:
        _keep_an_administrator(person)
    person.roles = _roles(wanted)
    _note("person.roles", person, actor_id, {"roles": wanted})
    db.session.commit()


def set_active(person: Person, active: bool, *, actor_id: int | None = None) -> None:
    """Open or close an account and commit; closing ends every session of it at once."""
    if not active:
        _keep_an_administrator(person)
        end_sessions(person)
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
    _note("person.password", person, actor_id)
    db.session.commit()


def drop_second_factor(person: Person, *, actor_id: int | None = None) -> None:
    """Switch the second factor off and commit: for somebody who lost the telephone."""
    person.tf_primary_method = person.tf_totp_secret = None
    person.mf_recovery_codes = None
    end_sessions(person)
    _note("person.second_factor_dropped", person, actor_id)
    db.session.commit()


def make_sign_in_link(
    person: Person, *, actor_id: int | None = None, hours: int = LINK_HOURS
) -> str:
    """A single-use token for `/quan-tri/vao/TOKEN/`, valid `hours`; commits. Older ones end.

    Only the hash is stored: the token can be shown once, to whoever asked for it.
    """
    if not person.active:
        raise BadInput(f"Tài khoản {person.email} đang đóng; hãy mở lại trước khi tạo liên kết.")
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


def _address(email: str) -> str:
    address = email.strip().lower()
    if len(address) > 254 or not address.isprintable() or not _EMAIL.fullmatch(address):
        raise BadInput(f"“{email.strip()[:80]}” không phải địa chỉ thư; ghi dạng ten@noi.vn.")
    return address


def _name(name: str) -> str:
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


def _keep_an_administrator(person: Person) -> None:
    """Refuse what would leave nobody who can add people."""
    others = sa.select(sa.func.count(Person.id)).where(
        Person.id != person.id,
        Person.active.is_(True),
        Person.roles.any(Role.name == "administrator"),
    )
    if person.may("people") and not db.session.scalar(others):
        raise BadInput(
            "Đây là quản trị viên duy nhất; hãy giao vai trò quản trị cho người khác trước."
        )


def _note(
    action: str, person: Person, actor_id: int | None, detail: dict[str, object] | None = None
) -> None:
    trail.write(action, "person", person.id, actor_id=actor_id, detail=detail)
