"""Autosaves, presence and receipts: what forms leave behind, apart from the named history.

Readers never see any of it, a dump leaves it out, and nothing here touches an item or the change
log. People stand as plain numbers; an autosave outlives the item it was typed for.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Row, UTCDateTime, db, utc_now
from content.publishing.desk_queries import pending, revisions
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields, fields_of

# Seconds after which a form that says nothing more is no longer counted as open.
GONE = dt.timedelta(seconds=60)
MOST_TEXTS = 4  # forms of one person on one item whose text waits at a time
MOST_NEW = 20  # new items of one person that were never saved
_FORM = re.compile(r"[A-Za-z0-9_-]{16,40}")


@dataclass(frozen=True, slots=True)
class KeptText:
    """The fields of one form as they were typed, right or wrong.

    form: the name of the form on the page (random, new with each page). count: rises with what is
    typed, so that a late message never wins. version, base_id: the item's version and the revision
    that the form was opened on (0 and None: a new item). dropped: put away, not offered any more.
    """

    form: str
    at: dt.datetime
    values: tuple[tuple[str, str], ...]
    count: int = 0
    version: int = 0
    base_id: int | None = None
    dropped: bool = False

    def to_json(self) -> dict[str, Any]:
        """A JSON object with every field; the moment as ISO text in UTC."""
        return {
            "form": self.form,
            "at": self.at.astimezone(dt.UTC).isoformat(),
            "values": [list(pair) for pair in self.values],
            "count": self.count,
            "version": self.version,
            "base_id": self.base_id,
            "dropped": self.dropped,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> KeptText:
        """The inverse of `to_json`."""
        values = tuple((str(name), str(value)) for name, value in data["values"])
        return cls(**{**data, "at": dt.datetime.fromisoformat(data["at"]), "values": values})

    def put_away(self) -> KeptText:
        """The same text, no longer offered."""
        return replace(self, dropped=True)


class Autosave(EditedRow):
    """The one rolling autosave of a person and an item, or of a new item's form.

    key: `item_key()` of the item, or the name of the form in which a new item was begun. texts:
    `KeptText` as JSON, newest first; more than one only where several forms were left unsaved.
    """

    __tablename__ = "autosave"

    person_id: orm.Mapped[int]
    key: orm.Mapped[str] = orm.mapped_column(sa.String(40))
    item_id: orm.Mapped[int | None] = orm.mapped_column(index=True)
    saved_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, index=True)
    texts: orm.Mapped[list[dict[str, Any]]] = orm.mapped_column(sa.JSON, default=list)

    __table_args__ = (sa.UniqueConstraint("person_id", "key"),)

    @property
    def kept(self) -> list[KeptText]:
        """The texts, newest first."""
        return [KeptText.from_json(text) for text in self.texts]


class Presence(Row):
    """A form that somebody has open on an item, and when it was last heard of."""

    __tablename__ = "presence"

    form: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)
    item_id: orm.Mapped[int] = orm.mapped_column(index=True)
    person_id: orm.Mapped[int]
    since: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)
    seen_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime)


class FormReceipt(Row):
    """A form that was sent: what it became, so that a second press does not act again.

    item_id is None while the first press is still at work; version is the item's afterwards.
    location, told: where the first press was led, and the messages ([kind, text]) it was given.
    """

    __tablename__ = "form_receipt"

    person_id: orm.Mapped[int]
    form: orm.Mapped[str] = orm.mapped_column(sa.String(40))
    at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, index=True)
    content_sha256: orm.Mapped[str] = orm.mapped_column(sa.String(64))
    count: orm.Mapped[int] = orm.mapped_column(default=0)
    item_id: orm.Mapped[int | None]
    version: orm.Mapped[int] = orm.mapped_column(default=0)
    location: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")
    told: orm.Mapped[list[list[str]]] = orm.mapped_column(sa.JSON, default=list)

    __table_args__ = (sa.UniqueConstraint("person_id", "form"),)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a press was answered: the SHA-256 of what was sent, how far typing had come, the rest
    as in `FormReceipt`."""

    content_sha256: str
    count: int
    location: str
    told: tuple[tuple[str, str], ...] = ()


def item_key(item_id: int) -> str:
    """The key of the autosave of an item."""
    return f"bai-{item_id}"


def is_form(name: str) -> bool:
    """Whether a text can be the name of a form."""
    return _FORM.fullmatch(name) is not None


def autosave(person_id: int, key: str) -> Autosave | None:
    """The autosave of a person under a key, as the database has it now."""
    query = sa.select(Autosave).where(Autosave.person_id == person_id, Autosave.key == key)
    return db.session.scalar(query.execution_options(populate_existing=True))


def never_saved(person_id: int) -> list[Autosave]:
    """The autosaves of a person's new items, newest first."""
    query = (
        sa.select(Autosave)
        .where(Autosave.person_id == person_id, Autosave.item_id.is_(None))
        .order_by(Autosave.saved_at.desc(), Autosave.id.desc())
    )
    return list(db.session.scalars(query))


def text_of(person_id: int, form: str, item_id: int | None) -> tuple[Autosave, KeptText] | None:
    """The text that a form of a person left, on an item or (None) in a new one."""
    if item_id is None:
        rows = never_saved(person_id)
    else:
        row = autosave(person_id, item_key(item_id))
        rows = [row] if row else []
    found = [(row, text) for row in rows for text in row.kept if text.form == form]
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Open:
    """Somebody who has an item open: the account, and since when."""

    person_id: int
    since: dt.datetime


def open_to(item_id: int, *, but_form: str = "") -> list[Open]:
    """Who has an item open now, longest first; each person once. `but_form` is not counted."""
    since = sa.func.min(Presence.since)
    query = (
        sa.select(Presence.person_id, since)
        .where(
            Presence.item_id == item_id,
            Presence.seen_at > utc_now() - GONE,
            Presence.form != but_form,
        )
        .group_by(Presence.person_id)
        .order_by(since)
    )
    # An aggregate loses the column's type on SQLite.
    return [Open(person, _aware(begun)) for person, begun in db.session.execute(query)]


def receipt(person_id: int, form: str) -> FormReceipt | None:
    """What became of a form of a person, as the database has it now."""
    query = sa.select(FormReceipt).where(
        FormReceipt.person_id == person_id, FormReceipt.form == form
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def opened_on(item: Item) -> int | None:
    """The revision that holds the working text of an item: what a form opened now stands on."""
    waiting = pending(item)
    if waiting is not None:
        return waiting.id
    now = fields_of(item)
    for revision in revisions(item):
        if ItemFields.from_json(revision.fields) == now:
            return revision.id
    return None


def _aware(moment: dt.datetime) -> dt.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
