"""Signing in: who may try again when, and which browsers are signed in."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import NamedTuple

import sqlalchemy as sa

from content import trail
from content.accounts import token_hash
from content.database import db, utc_now
from content.people import DeskSession, Person, SignInAttempt

WINDOW = dt.timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 5, 30
# A browser that saves nothing for this long signs in again; reading alone writes nothing.
IDLE = dt.timedelta(hours=12)


class Attempt(NamedTuple):
    """The keys that a try counts under: the account at this address, and the address alone.

    The account alone is no key: else anybody could lock its owner out from elsewhere.
    """

    account: str
    address: str


def attempt(account: str, address: str) -> Attempt:
    """The keys of a try. Keys are hashed: a mistyped password in the mail field is not kept."""
    place = token_hash(f"address {address}")
    return Attempt(token_hash(f"account {account.strip().lower()} {address}"), place)


def waiting_time(tried: Attempt) -> dt.timedelta:
    """How long this account and address must wait; zero when a try is allowed."""
    waits = (_wait(tried.account, PER_ACCOUNT), _wait(tried.address, PER_ADDRESS))
    return max(waits)


def count(tried: Attempt) -> None:
    """Count a try before it is checked, so that many at once cannot slip through; commits."""
    now = utc_now()
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < now - WINDOW))
    db.session.add_all(SignInAttempt(at=now, key=key) for key in tried)
    db.session.commit()


def forgive(tried: Attempt) -> None:
    """Take the counts back after a success: all of the account, one of the address; commits."""
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.key == tried.account))
    newest = db.session.scalar(
        sa.select(sa.func.max(SignInAttempt.id)).where(SignInAttempt.key == tried.address)
    )
    db.session.execute(sa.delete(SignInAttempt).where(SignInAttempt.id == newest))
    db.session.commit()


def use_code_once(person: Person, counter: int) -> bool:
    """Whether a one-time code (by its time step) was not used before; remembers it, no commit."""
    key = token_hash(f"code {person.id} {counter}")
    if db.session.scalar(sa.select(SignInAttempt.id).where(SignInAttempt.key == key)):
        return False
    db.session.add(SignInAttempt(at=utc_now(), key=key))
    return True


def start_session(person: Person, device: str = "") -> str:
    """Note that a browser signed in, and commit; returns the token that its cookie carries.

    device: what it is, in the words of `content.devices`.
    """
    now = utc_now()
    db.session.execute(sa.delete(DeskSession).where(DeskSession.seen_at < now - IDLE))
    token = secrets.token_urlsafe(32)
    db.session.add(
        DeskSession(
            person_id=person.id,
            token_sha256=token_hash(token),
            started_at=now,
            seen_at=now,
            device=device,
        )
    )
    person.last_sign_in_at = now
    trail.write("person.signed_in", "person", person.id, actor_id=person.id)
    db.session.commit()
    return token


def sessions_of(person_id: int, token: str = "") -> list[tuple[DeskSession, bool]]:
    """The browsers where an account is signed in, the last used first, and whether it is `token`'s.

    One that saved nothing for `IDLE` is over, whether its row is cleared away yet or not.
    """
    mine = token_hash(token) if token else ""
    query = (
        sa.select(DeskSession)
        .where(DeskSession.person_id == person_id, DeskSession.seen_at > utc_now() - IDLE)
        .order_by(DeskSession.seen_at.desc(), DeskSession.id.desc())
    )
    return [(row, row.token_sha256 == mine) for row in db.session.scalars(query)]


def note_failure(person_id: int | None, way: str) -> None:
    """Put a failed sign-in into the trail, and commit; an unknown account stays unnamed.

    way: "password", "code", "recovery", "passkey" or "link".
    """
    trail.write("person.sign_in_failed", "person", person_id, detail={"way": way})
    db.session.commit()


def is_signed_in(token: str, person_id: int) -> bool:
    """Whether the session of a cookie's token is alive and belongs to this account; reads only."""
    found = _session(token)
    return found is not None and found.person_id == person_id and found.seen_at > utc_now() - IDLE


def touch_session(token: str) -> None:
    """Note that the browser is at work; commits. Called by requests that write."""
    found = _session(token)
    if found is not None:
        found.seen_at = utc_now()
        db.session.commit()


def end_session(token: str, *, signed_out: bool = False) -> None:
    """End one browser's session and commit: a copied cookie dies with it.

    signed_out: the person did it, so the trail says so; else a new sign-in took its place.
    """
    found = _session(token)
    if found is None:
        return
    if signed_out:
        trail.write("person.signed_out", "person", found.person_id, actor_id=found.person_id)
    db.session.execute(sa.delete(DeskSession).where(DeskSession.id == found.id))
    db.session.commit()


def _session(token: str) -> DeskSession | None:
    return db.session.scalar(
        sa.select(DeskSession).where(DeskSession.token_sha256 == token_hash(token))
    )


def _wait(key: str, most: int) -> dt.timedelta:
    now = utc_now()
    recent = db.session.scalars(
        sa.select(SignInAttempt.at)
        .where(SignInAttempt.key == key, SignInAttempt.at > now - WINDOW)
        .order_by(SignInAttempt.at.desc())
        .limit(most)
    ).all()
    return dt.timedelta() if len(recent) < most else recent[-1] + WINDOW - now
