"""People of the desk: accounts, roles, and what a role may do.

The rows carry what Flask-Security asks for, through its mixins. No other room of content imports
this one: rows elsewhere hold an account's id as a plain number, so that exporting and searching
never load the sign-in machinery.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from flask_security import AsaList, RoleMixin, UserMixin, WebAuthnMixin
from sqlalchemy import orm
from sqlalchemy.ext.mutable import MutableList

from content import house_rules, scopes
from content.database import EditedRow, Model, Row, UTCDateTime, db, utc_now

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a role may do. Each role may do all that the one before it may.
RIGHTS: dict[str, frozenset[str]] = {
    "contributor": frozenset({"desk", "write"}),
    "editor": frozenset({"desk", "write", "edit_all", "upload", "topics", "criteria"}),
    "publisher": frozenset(
        {"desk", "write", "edit_all", "upload", "topics", "criteria", "publish"}
    ),
    "administrator": frozenset(
        {
            *("desk", "write", "edit_all", "upload", "topics", "criteria", "publish"),
            *("places", "people", "settings"),
        }
    ),
}
ROLE_TITLES = {
    "contributor": "Cộng tác viên",
    "editor": "Biên tập viên",
    "publisher": "Người duyệt đăng",
    "administrator": "Quản trị",
}

# Rights that reach beyond single items: an account with limits has none of them.
SITE_WIDE = frozenset({"topics", "criteria", "places", "people", "settings"})
# Rights that need a second factor where the house asks for one.
GUARDED = frozenset({"publish", "places", "people", "settings"})
SECOND_FACTOR_RULE = "publishers_second_factor"

role_of_person = sa.Table(
    "role_of_person",
    Model.metadata,
    sa.Column("person_id", sa.ForeignKey("person.id"), primary_key=True),
    sa.Column("role_id", sa.ForeignKey("role.id"), primary_key=True),
)


class Role(Row, RoleMixin):
    """A role of RIGHTS, as a row."""

    __tablename__ = "role"

    name: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)
    description: orm.Mapped[str] = orm.mapped_column(sa.String(200), default="")
    permissions: orm.Mapped[list[str] | None] = orm.mapped_column(
        MutableList.as_mutable(AsaList()), default=list
    )
    update_datetime: orm.Mapped[dt.datetime | None] = orm.mapped_column(  # type: ignore[assignment]
        UTCDateTime
    )


class Person(EditedRow, UserMixin):
    """An account of the desk. Readers have none."""

    __tablename__ = "person"

    email: orm.Mapped[str] = orm.mapped_column(sa.String(254), unique=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(120), default="")
    password: orm.Mapped[str | None] = orm.mapped_column(sa.String(255))
    active: orm.Mapped[bool] = orm.mapped_column(default=True)
    # Changes at every password change and at "sign out everywhere": old cookies die with it.
    fs_uniquifier: orm.Mapped[str] = orm.mapped_column(
        sa.String(64), unique=True, default=lambda: uuid.uuid4().hex
    )
    tf_primary_method: orm.Mapped[str | None] = orm.mapped_column(sa.String(64))
    tf_totp_secret: orm.Mapped[str | None] = orm.mapped_column(sa.String(255))
    mf_recovery_codes: orm.Mapped[list[str] | None] = orm.mapped_column(
        MutableList.as_mutable(AsaList())
    )
    # By what an authenticator knows the account: random, told to nobody else.
    fs_webauthn_user_handle: orm.Mapped[str | None] = orm.mapped_column(  # type: ignore[assignment]
        sa.String(64), unique=True
    )
    last_sign_in_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)

    webauthn: orm.Mapped[list[Passkey]] = orm.relationship(  # type: ignore[assignment]
        cascade="all, delete-orphan", order_by="Passkey.id"
    )
    roles: orm.Mapped[list[Role]] = orm.relationship(  # type: ignore[assignment]
        secondary=role_of_person, lazy="selectin"
    )

    def may(self, right: str) -> bool:
        """Whether this account has a right of RIGHTS now: by a role, its limits, its factors."""
        if not self.holds(right) or self.waits_for_second_factor(right):
            return False
        return right not in SITE_WIDE or not scopes.is_limited(self.id)

    def holds(self, right: str) -> bool:
        """Whether any role of this account grants a right, whatever else it would need."""
        return self.active and any(right in RIGHTS.get(role.name, ()) for role in self.roles)

    def waits_for_second_factor(self, right: str = "publish") -> bool:
        """Whether the house asks for a second factor first, before a right may be used."""
        if right not in GUARDED or self.tf_primary_method or not self.holds(right):
            return False
        return house_rules.holds(SECOND_FACTOR_RULE)

    @property
    def shown_name(self) -> str:
        """The name the desk shows; the mail address where none was given."""
        return self.name or self.email


class SignInAttempt(Row):
    """A failed sign-in, kept for the throttle: by folded mail address and by network address."""

    __tablename__ = "sign_in_attempt"

    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, index=True)
    key: orm.Mapped[str] = orm.mapped_column(sa.String(128), index=True)


class SignInLink(Row):
    """A single-use sign-in link: only the hash of its token is stored."""

    __tablename__ = "sign_in_link"

    person_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("person.id"))
    token_sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    expires_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    used_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)


class Invitation(Row):
    """A link by which somebody new sets a password: single-use, expiring, one open at a time.

    Only the hash of its token is stored; `made_by_id` is an account, None for the shell.
    """

    __tablename__ = "invitation"

    person_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("person.id"), index=True)
    token_sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    made_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    made_by_id: orm.Mapped[int | None]
    expires_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    used_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    revoked_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)


class Passkey(Row, WebAuthnMixin):
    """A key of somebody's telephone or computer, opened there by finger, face or PIN (WebAuthn)."""

    __tablename__ = "passkey"

    user_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("person.id"), index=True)
    name: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    credential_id: orm.Mapped[bytes] = orm.mapped_column(sa.LargeBinary(1024), unique=True)
    public_key: orm.Mapped[bytes] = orm.mapped_column(sa.LargeBinary)
    sign_count: orm.Mapped[int] = orm.mapped_column(default=0)
    transports: orm.Mapped[list[str] | None] = orm.mapped_column(MutableList.as_mutable(AsaList()))
    backup_state: orm.Mapped[bool] = orm.mapped_column(default=False)
    device_type: orm.Mapped[str] = orm.mapped_column(sa.String(64), default="")
    extensions: orm.Mapped[str | None] = orm.mapped_column(sa.String(255))
    usage: orm.Mapped[str] = orm.mapped_column(sa.String(20), default="first")
    created_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    lastuse_datetime: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)


class DeskSession(Row):
    """A signed-in browser. The cookie names it; signing out deletes it, so a copied cookie dies.

    device: what it is, in words for its owner ("Chrome trên Android"); where it is nobody notes.
    """

    __tablename__ = "desk_session"

    person_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("person.id"), index=True)
    token_sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    started_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    seen_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    device: orm.Mapped[str] = orm.mapped_column(sa.String(80), default="", server_default="")


def by_email(email: str) -> Person | None:
    """The account of a mail address; case does not matter."""
    return db.session.scalar(sa.select(Person).where(Person.email == email.strip().lower()))


def names_of(ids: Iterable[int | None]) -> dict[int, str]:
    """Shown names by account id, for lists of the desk."""
    wanted = {i for i in ids if i is not None}
    rows = db.session.scalars(sa.select(Person).where(Person.id.in_(wanted)))
    return {person.id: person.shown_name for person in rows}


def seed_roles() -> None:
    """Make the rows of RIGHTS agree with the table above; the caller commits."""
    known: dict[str, Any] = {role.name: role for role in db.session.scalars(sa.select(Role))}
    for name, rights in RIGHTS.items():
        role = known.get(name) or Role(name=name)
        role.description, role.permissions = ROLE_TITLES[name], sorted(rights)
        db.session.add(role)
