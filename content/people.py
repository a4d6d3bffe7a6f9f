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
from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import orm
from sqlalchemy.ext.mutable import MutableList

from content.database import EditedRow, Model, Row, UTCDateTime, db

if TYPE_CHECKING:
    from collections.abc import Iterable

# What a role may do. Each role may do all that the one before it may.
RIGHTS: dict[str, frozenset[str]] = {
    "contributor": frozenset({"desk", "write"}),
    "editor": frozenset({"desk", "write", "edit_all", "upload", "topics"}),
    "publisher": frozenset({"desk", "write", "edit_all", "upload", "topics", "publish"}),
    "administrator": frozenset(
        {"desk", "write", "edit_all", "upload", "topics", "publish", "places", "people", "settings"}
    ),
}
ROLE_TITLES = {
    "contributor": "Cộng tác viên",
    "editor": "Biên tập viên",
    "publisher": "Người duyệt đăng",
    "administrator": "Quản trị",
}

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
    last_sign_in_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)

    roles: orm.Mapped[list[Role]] = orm.relationship(  # type: ignore[assignment]
        secondary=role_of_person, lazy="selectin"
    )

    def may(self, right: str) -> bool:
        """Whether any role of this account grants a right of RIGHTS."""
        return self.active and any(right in RIGHTS.get(role.name, ()) for role in self.roles)

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


class DeskSession(Row):
    """A signed-in browser. The cookie names it; signing out deletes it, so a copied cookie dies."""

    __tablename__ = "desk_session"

    person_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("person.id"), index=True)
    token_sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64), unique=True)
    started_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    seen_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)


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
