"""Rows of criteria sets: a set, its versions as whole texts, and who has held a text against it.

A version's content is one text (TOML), never rows of its parts: it is published, cited, compared
and handed on as a whole, and its hash says whether two are the same.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.criteria import supplement_toml, toml_format
from content.criteria.sets import Version
from content.criteria.supplements import Supplement
from content.database import EditedRow, Row, UTCDateTime, utc_now
from content.places import Place

# draft: may change; published: readers see it, and its words never change again.
STATES = {"draft": "Nháp", "published": "Đã đăng", "withdrawn": "Đã gỡ"}
EYES = 2  # people who must have held a version against the official text


class CriteriaSet(Row):
    """A set, whatever version is in force: what its address and its recognitions name."""

    __tablename__ = "criteria_set"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    title: orm.Mapped[str] = orm.mapped_column(sa.Text)
    position: orm.Mapped[int] = orm.mapped_column(default=0, server_default="0")

    versions: orm.Mapped[list[CriteriaVersion]] = orm.relationship(
        back_populates="set", order_by="CriteriaVersion.id"
    )


class CriteriaVersion(EditedRow):
    """One version. `content` is the truth; the columns beside it are read out of it.

    shipped_sha256: of the text it was shipped with, so that a set is loaded once and what an
    office made of it stays.
    """

    __tablename__ = "criteria_version"
    __change_kind__: ClassVar[str] = "criteria"

    set_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("criteria_set.id"), index=True)
    slug: orm.Mapped[str] = orm.mapped_column(sa.String(80))
    title: orm.Mapped[str] = orm.mapped_column(sa.Text)
    status: orm.Mapped[str] = orm.mapped_column(sa.String(20))
    state: orm.Mapped[str] = orm.mapped_column(sa.String(20), default="draft")
    content: orm.Mapped[str] = orm.mapped_column(sa.Text)
    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    shipped_sha256: orm.Mapped[str | None] = orm.mapped_column(sa.String(64), index=True)
    in_force: orm.Mapped[dt.date | None]
    over: orm.Mapped[dt.date | None]
    published_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    created_by_id: orm.Mapped[int | None]

    set: orm.Mapped[CriteriaSet] = orm.relationship(back_populates="versions", lazy="joined")
    checks: orm.Mapped[list[CriteriaCheck]] = orm.relationship(
        cascade="all, delete-orphan", order_by="CriteriaCheck.id"
    )

    supplements: orm.Mapped[list[CriteriaSupplement]] = orm.relationship(
        back_populates="over_version", order_by="CriteriaSupplement.id"
    )

    __table_args__ = (sa.UniqueConstraint("set_id", "slug"),)

    @property
    def path(self) -> str:
        """The permanent address."""
        return f"/tieu-chi/{self.set.slug}/{self.slug}/"

    @property
    def read(self) -> Version:
        """The content as data."""
        return toml_format.read(self.content, f"{self.set.slug} {self.slug}")

    @property
    def verified(self) -> bool:
        """Whether enough people have held these very words against the official text."""
        people = {each.person_id for each in self.checks if each.sha256 == self.sha256}
        return len(people) >= EYES


class CriteriaCheck(Row):
    """Somebody held a version against the official text; for the words of one hash only."""

    __tablename__ = "criteria_check"

    version_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("criteria_version.id"))
    person_id: orm.Mapped[int]
    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())

    __table_args__ = (sa.UniqueConstraint("version_id", "person_id", "sha256"),)


class CriteriaSupplement(EditedRow):
    """What a place lays over a version, which stays as it is. `content` is the truth here too.

    Its changes are noted as changes of the version it lies over, whose page shows them.
    """

    __tablename__ = "criteria_supplement"

    version_id: orm.Mapped[int] = orm.mapped_column(
        sa.ForeignKey("criteria_version.id"), index=True
    )
    place_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("place.id"), index=True)
    slug: orm.Mapped[str] = orm.mapped_column(sa.String(80))
    title: orm.Mapped[str] = orm.mapped_column(sa.Text)
    state: orm.Mapped[str] = orm.mapped_column(sa.String(20), default="draft")
    content: orm.Mapped[str] = orm.mapped_column(sa.Text)
    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    in_force: orm.Mapped[dt.date | None]
    over: orm.Mapped[dt.date | None]
    published_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    created_by_id: orm.Mapped[int | None]

    over_version: orm.Mapped[CriteriaVersion] = orm.relationship(
        back_populates="supplements", lazy="joined"
    )
    place: orm.Mapped[Place] = orm.relationship(lazy="joined")
    checks: orm.Mapped[list[CriteriaSupplementCheck]] = orm.relationship(
        cascade="all, delete-orphan", order_by="CriteriaSupplementCheck.id"
    )

    __table_args__ = (sa.UniqueConstraint("version_id", "slug"),)

    @property
    def read(self) -> Supplement:
        """The content as data."""
        return supplement_toml.read(self.content, self.slug)

    @property
    def verified(self) -> bool:
        """Whether enough people have held these very words against the place's document."""
        people = {each.person_id for each in self.checks if each.sha256 == self.sha256}
        return len(people) >= EYES


class CriteriaSupplementCheck(Row):
    """Somebody held a supplement against the document of its place; for the words of one hash."""

    __tablename__ = "criteria_supplement_check"

    supplement_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("criteria_supplement.id"))
    person_id: orm.Mapped[int]
    sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    note: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())

    __table_args__ = (sa.UniqueConstraint("supplement_id", "person_id", "sha256"),)
