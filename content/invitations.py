"""Invitations: a link by which somebody sets a password for an account that was made for them.

The link is shown once, to be sent by hand (Zalo, paper): no mail server is needed. It works once,
ends by itself, and a newer one ends it.
"""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Collection

import sqlalchemy as sa

from content import calendar, passwords, trail
from content.accounts import (
    NewPerson,
    close_invitations,
    end_sessions,
    new_people,
    refuse_closed,
    token_hash,
)
from content.database import db, utc_now
from content.errors import BadInput
from content.people import Invitation, Person, SignInLink

DAYS = 14
CHOICES = (3, 14, 30)
DEAD = "Lời mời này đã dùng, đã hết hạn hoặc đã thu lại; hãy xin quản trị viên một lời mời mới."


def invite(
    email: str,
    *,
    role: str,
    name: str = "",
    kinds: Collection[str] = (),
    place_id: int | None = None,
    days: int = DAYS,
    actor_id: int | None = None,
) -> tuple[Person, str]:
    """Make an account and its invitation, and commit: the account, and the token of the link.

    BadInput as `accounts.add_person`.
    """
    wanted = NewPerson(email, role, name, kinds, place_id)
    person = new_people([wanted], actor_id=actor_id)[0]
    token = open_for_new(person, days=days, actor_id=actor_id)
    db.session.commit()
    return person, token


def invite_again(person: Person, *, days: int = DAYS, actor_id: int | None = None) -> str:
    """A new invitation in place of the old one; commits. BadInput for an account that was used."""
    refuse_closed(person)
    if person.password:
        raise BadInput(
            f"{person.shown_name} đã đặt mật khẩu rồi; quên mật khẩu thì tạo liên kết vào."
        )
    token = open_for(person, days=days, actor_id=actor_id)
    db.session.commit()
    return token


def open_for(person: Person, *, days: int, actor_id: int | None) -> str:
    """The token of a new invitation, in the running transaction; older ones end."""
    close_invitations(person)
    return open_for_new(person, days=days, actor_id=actor_id)


def open_for_new(person: Person, *, days: int, actor_id: int | None) -> str:
    """As `open_for`, for an account that cannot have an older one; asks the database nothing.

    It is good to the end of the Vietnamese day that comes after so many others.
    """
    if days not in CHOICES:
        raise BadInput(f"Lời mời có hạn {', '.join(map(str, CHOICES))} ngày; hãy chọn một.")
    token = secrets.token_urlsafe(24)
    now = utc_now()
    db.session.add(
        Invitation(
            person_id=person.id,
            token_sha256=token_hash(token),
            made_at=now,
            made_by_id=actor_id,
            expires_at=calendar.start_of(calendar.today(now) + dt.timedelta(days=days + 1)),
        )
    )
    trail.write("person.invited", "person", person.id, actor_id=actor_id, detail={"days": days})
    return token


def revoke(person: Person, *, actor_id: int | None = None) -> None:
    """Take the open invitation of an account back, and commit."""
    if close_invitations(person):
        trail.write("person.invitation_revoked", "person", person.id, actor_id=actor_id)
    db.session.commit()


def owner(token: str) -> tuple[Person, Invitation] | None:
    """Whom an invitation is for, while it is good; reads only."""
    found = db.session.scalar(
        sa.select(Invitation).where(Invitation.token_sha256 == token_hash(token), *_good())
    )
    person = None if found is None else db.session.get(Person, found.person_id)
    return (person, found) if person is not None and found is not None and person.active else None


def accept(token: str, password: str) -> Person:
    """Set the password that the invited chose, use the invitation up, and commit.

    BadInput: the invitation is dead, or the password too weak; then nothing is used up.
    """
    known = owner(token)
    if known is None:
        raise BadInput(DEAD)
    person, invitation = known
    passwords.check(password, email=person.email, name=person.name)
    stored = passwords.hashed(password)
    taken = db.session.execute(  # one UPDATE decides, so that two requests cannot both use it
        sa.update(Invitation)
        .where(Invitation.id == invitation.id, *_good())
        .values(used_at=utc_now())
    )
    if not taken.rowcount:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        db.session.rollback()
        raise BadInput(DEAD)
    person.password, person.fs_uniquifier = stored, uuid.uuid4().hex
    end_sessions(person)
    db.session.execute(sa.delete(SignInLink).where(SignInLink.person_id == person.id))
    trail.write("person.invitation_used", "person", person.id, actor_id=person.id)
    db.session.commit()
    return person


def last_day(invitation: Invitation) -> str:
    """The last Vietnamese day on which an invitation is good, "07/12/2026"."""
    return f"{calendar.local(invitation.expires_at - dt.timedelta(seconds=1)):%d/%m/%Y}"


def open_ones() -> list[tuple[Invitation, Person]]:
    """The invitations that wait for an answer, over or not, those that end first in front."""
    query = (
        sa.select(Invitation, Person)
        .join(Person, Person.id == Invitation.person_id)
        .where(
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
            Person.active.is_(True),
        )
        .order_by(Invitation.expires_at, Invitation.id)
    )
    return [(invitation, person) for invitation, person in db.session.execute(query)]


def open_of(person: Person) -> Invitation | None:
    """The invitation of an account that waits, over or not."""
    return db.session.scalar(
        sa.select(Invitation)
        .where(
            Invitation.person_id == person.id,
            Invitation.used_at.is_(None),
            Invitation.revoked_at.is_(None),
        )
        .order_by(Invitation.id.desc())
        .limit(1)
    )


def _good() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > utc_now(),
    )
