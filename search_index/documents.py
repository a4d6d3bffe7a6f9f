"""What an item looks like to the index: its passages, each with its words and what narrows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import orm

from content.places import Place, PlaceSuccession
from content.publishing.models import Attachment, Item, item_topic
from content.publishing.visibility import visible
from search_index.codes import own_names
from search_index.passages import Passage, headings_of, passages
from search_index.streams import Analysed, Part, analyse

# Of an attachment's text, in characters; whole books belong to the library's own search.
MOST_OF_ATTACHMENT = 300_000


# Kind of a change → the column of item ids and the column that names what was changed.
_TOUCHED_BY: dict[str, tuple[Any, Any]] = {
    "topic": (item_topic.c.item_id, item_topic.c.topic_id),
    "document": (Item.id, Item.document_id),
    "file": (Attachment.item_id, Attachment.file_id),
}


class Facts(NamedTuple):
    """What is stored with each passage: whose it is, where it stands, what it is narrowed by.

    `day` is the proleptic ordinal of the item's date; `attachment` the id of the attachment whose
    text it is, 0 for the item's own; `start` and `end` are offsets into that plain text.
    """

    item_id: int
    kind: str
    path: str
    day: int
    year: int
    topics: tuple[str, ...]
    places: tuple[str, ...]
    attachment: int
    start: int
    end: int
    poor: bool


class Entry(NamedTuple):
    """One passage ready to be written."""

    facts: Facts
    analysed: Analysed


class Places:
    """The tree of places, read once for many items: who lies in whom, by descent or by merger."""

    def __init__(self, session: orm.Session) -> None:
        self._known = {place.id: place for place in session.scalars(sa.select(Place))}
        self._became: dict[int, list[int]] = {}
        for old, new in session.execute(
            sa.select(PlaceSuccession.old_id, PlaceSuccession.new_id).order_by(PlaceSuccession.id)
        ):
            self._became.setdefault(old, []).append(new)

    def around(self, place_id: int | None) -> tuple[Place, ...]:
        """The place, those above it and those any of them went into; the place first."""
        found: dict[int, Place] = {}
        open_ends = [place_id]
        while open_ends:
            current = self._known.get(open_ends.pop(0) or 0)
            if current is not None and current.id not in found:
                found[current.id] = current
                open_ends += [current.parent_id, *self._became.get(current.id, [])]
        return tuple(found.values())


def load(session: orm.Session, ids: Sequence[int]) -> list[Item]:
    """The visible items among these ids, by id, with what indexing needs."""
    query = (
        sa.select(Item)
        .where(Item.id.in_(ids), visible())
        .order_by(Item.id)
        .options(
            orm.defer(Item.html),
            orm.defer(Item.body),
            orm.selectinload(Item.topics),
            orm.selectinload(Item.attachments).joinedload(Attachment.file),
            orm.joinedload(Item.document),
        )
    )
    return list(session.scalars(query))


def visible_ids(session: orm.Session) -> list[int]:
    """The ids of all visible items."""
    return list(session.scalars(sa.select(Item.id).where(visible()).order_by(Item.id)))


def affected(session: orm.Session, notes: Iterable[tuple[str, int]]) -> set[int]:
    """The ids of the items that a change of these subjects (kind, id) touches."""
    subjects: dict[str, set[int]] = {}
    for kind, subject_id in notes:
        subjects.setdefault(kind, set()).add(subject_id)
    found = set(subjects.get("item", ()))
    for kind, (wanted, column) in _TOUCHED_BY.items():
        for some in _batches(sorted(subjects.get(kind, ()))):
            found.update(session.scalars(sa.select(wanted).where(column.in_(some))))
    if subjects.get("place"):  # a renamed province touches its communes: rare, and asked simply
        found.update(session.scalars(sa.select(Item.id).where(Item.place_id.is_not(None))))
    return found


def entries(item: Item, places: Places) -> Iterator[Entry]:
    """The passages of an item and of its attachments' texts."""
    around = places.around(item.place_id)
    about = _about(item, around)
    own = own_names(item.document.number or "") if item.document else []
    headings = headings_of(item.headings, item.plain)
    for number, passage in enumerate(passages(item.plain, headings)):
        parts = [
            *about,
            Part(item.summary, 1.0 if number == 0 else 0.2, 40),
            Part("\n".join(passage.trail), 1.4, 20),
            Part(item.plain[passage.start : passage.end], 1.0, 120),
        ]
        yield _entry(item, around, 0, passage, analyse(parts, own))
    for attachment in item.files_now:
        text = attachment.file.text[:MOST_OF_ATTACHMENT]
        for passage in passages(text) if text.strip() else ():
            parts = [
                *about,
                Part(f"{attachment.title}\n{attachment.file_name}", 0.6, 10),
                Part(text[passage.start : passage.end], 0.5, 120),
            ]
            yield _entry(item, around, attachment.id, passage, analyse(parts))


def _about(item: Item, around: Sequence[Place]) -> list[Part]:
    """What holds for every passage of an item: title, place, topics, what document it is."""
    where = ", ".join(place.name for place in around)
    topics = "\n".join(topic.name for topic in item.topics)
    parts = [Part(item.title, 1.6, 12), Part(where, 0.9, 6), Part(topics, 0.5, 6)]
    document = item.document
    if document is not None:
        numbered = "\n".join(filter(None, [document.number, document.kind, document.issuer]))
        parts += [Part(numbered, 1.2, 10), Part(document.title, 0.8, 25)]
        parts.append(Part(document.signer or "", 0.6, 4))
    return [part for part in parts if part.text]


def _entry(
    item: Item, around: Sequence[Place], attachment: int, passage: Passage, analysed: Analysed
) -> Entry:
    facts = Facts(
        item_id=item.id,
        kind=item.kind,
        path=item.path,
        day=item.date.toordinal(),
        year=item.date.year,
        topics=tuple(topic.slug for topic in item.topics),
        places=tuple(place.slug for place in around),
        attachment=attachment,
        start=passage.start,
        end=passage.end,
        poor=analysed.poor,
    )
    return Entry(facts, analysed)


def _batches(ids: Sequence[int], size: int = 500) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]
