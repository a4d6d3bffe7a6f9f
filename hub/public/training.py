"""The page of training material: its particulars, parts and files, the ZIP, what changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from content.publishing import queries, training_queries
from content.publishing.detail_fields import TrainingFields
from content.publishing.models import Item
from content.publishing.training_queries import Membership, Part
from hub.public import particulars
from hub.public.items import View
from hub.public.particulars import SECTION, About
from hub.public.sets import room as sets


class Change(NamedTuple):
    """One published state: the Vietnamese day is that of `at`; edition and note where given."""

    at: dt.datetime
    edition: str
    note: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of training material shows beside its text.

    language: in words, "" in a preview. rest: files that are no part of a set. offer: the ZIP of a
    set; None for what is no set or only previewed.
    """

    about: About
    language: str
    parts: Sequence[Part]
    rest: Sequence[Any]
    offer: sets.Offer | None
    changes: Sequence[Change]


def sheet_of(view: View, *, public: bool) -> Sheet:
    """The sheet of an item's view. public: whether readers see it, not only a preview's guests."""
    fields = view.training or TrainingFields()
    parts = training_queries.parts(fields.parts, view.attachments, view.path)
    in_parts = [part.file for part in parts if part.file is not None]
    item = queries.at("training", view.path.removeprefix(SECTION).strip("/")) if public else None
    return Sheet(
        about=particulars.about(fields),
        language=particulars.language_of(item) if item is not None else "",
        parts=parts,
        rest=[a for a in view.attachments if a not in in_parts],
        offer=sets.offer_of(item) if item is not None else None,
        changes=_changes(item) if item is not None else [],
    )


def memberships_of(view: View) -> list[Membership]:
    """The visible sets that the item of a view is part of."""
    item = training_queries.at_addresses([view.path]).get(view.path)
    return training_queries.memberships(item) if item is not None else []


def _changes(item: Item) -> list[Change]:
    """The published states that say something new, newest first; one state alone says nothing."""
    versions = queries.versions(item)
    editions = [(v.fields.get("training") or {}).get("edition") or "" for v in versions]
    told = [
        Change(version.published_at or version.at, edition, version.change_note)
        for version, edition, earlier in zip(versions, editions, [*editions[1:], ""], strict=True)
        if version.change_note or edition != earlier
    ]
    return told if len(versions) > 1 or any(change.note for change in told) else []
