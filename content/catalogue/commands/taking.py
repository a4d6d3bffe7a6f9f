"""Takes records of a source in: new, changed, unchanged or deleted there; joins those of one work.

A batch is one commit, so that a run that is killed goes on from its last page. Reading the same
page twice changes nothing.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.catalogue import derived, merging, thesaurus
from content.catalogue.commands import rows
from content.catalogue.models import DuplicatePair, LibraryRecord, RecordKey, RecordOrigin
from content.catalogue.record import Record, Taken, as_plain, clean, from_plain
from content.catalogue.source_models import CatalogueSource
from content.database import db, utc_now
from content.transactions import one_commit
from content.vietnamese import slugify

_BATCH = 400
_T = TypeVar("_T")


@dataclass
class Counts:
    """What a batch or a run did. joined: new descriptions of works that were there already."""

    new: int = 0
    changed: int = 0
    same: int = 0
    deleted: int = 0
    joined: int = 0
    refused: int = 0

    def add(self, other: Counts) -> None:
        """Add the counts of another batch."""
        for one in dataclasses.fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass(slots=True)
class _Fresh:
    """A description that the source gives for the first time."""

    taken: Taken
    record: Record
    digest: str


def take_in(source: CatalogueSource, batch: Sequence[Taken]) -> Counts:
    """Keep what a source gave, in one commit; of one identifier given twice the last one counts.

    New records are shown when the source is `direct`, else they wait in the review queue.
    """
    newest = {one.foreign_id: one for one in batch}
    counts = Counts()
    with one_commit():
        known = _origins(source, list(newest))
        fresh: list[_Fresh] = []
        changed: list[tuple[RecordOrigin, _Fresh]] = []
        for foreign_id, taken in newest.items():
            origin = known.get(foreign_id)
            if taken.gone or taken.record is None:
                continue
            one = _fresh(taken)
            if origin is None:
                fresh.append(one)
            elif origin.digest == one.digest and not origin.deleted:
                counts.same += 1
                origin.stamp = taken.stamp
            else:
                changed.append((origin, one))
        _delete([known[k] for k, one in newest.items() if one.gone and k in known], counts)
        _change(changed, counts)
        _add(source, fresh, counts)
    return counts


def _fresh(taken: Taken) -> _Fresh:
    assert taken.record is not None
    record = thesaurus.settled(clean(taken.record))
    digest = derived.digest_of(as_plain(record))
    if taken.marc:
        digest = hashlib.sha256(digest.encode() + taken.marc).hexdigest()
    return _Fresh(taken, record, digest)


def _origins(source: CatalogueSource, foreign_ids: Sequence[str]) -> dict[str, RecordOrigin]:
    found: dict[str, RecordOrigin] = {}
    for some in _batches(foreign_ids):
        query = sa.select(RecordOrigin).where(
            RecordOrigin.source_id == source.id, RecordOrigin.foreign_id.in_(some)
        )
        found |= {origin.foreign_id: origin for origin in db.session.scalars(query)}
    return found


def _delete(origins: Sequence[RecordOrigin], counts: Counts) -> None:
    """Note what the source deleted; a record goes when no source has it and nobody made it here."""
    fresh = [origin for origin in origins if not origin.deleted]
    for origin in fresh:
        origin.deleted = True
    counts.deleted += len(fresh)
    counts.same += len(origins) - len(fresh)
    ids = sorted({origin.record_id for origin in fresh})
    db.session.flush()
    left: set[int] = set()
    for some in _batches(ids):
        query = sa.select(RecordOrigin.record_id).where(
            RecordOrigin.record_id.in_(some), RecordOrigin.deleted.is_(False)
        )
        left |= set(db.session.scalars(query))
        kept = sa.select(LibraryRecord.id).where(
            LibraryRecord.id.in_(some),
            sa.or_(LibraryRecord.offered.is_(True), LibraryRecord.state.in_(("hidden", "gone"))),
        )
        left |= set(db.session.scalars(kept))  # an editor made it this hub's own, or decided
    rows.set_state([number for number in ids if number not in left], "gone")
    rows.settle_given_facets(ids)


def _change(changed: Sequence[tuple[RecordOrigin, _Fresh]], counts: Counts) -> None:
    """Follow what the source changed, beside what an editor changed; came back: somebody looks."""
    if not changed:
        return
    returned = [origin.record_id for origin, _one in changed if origin.deleted]
    wanted = [origin.record_id for origin, _one in changed]
    current = _values(wanted)
    for origin, one in changed:
        base = from_plain(origin.taken)
        current[origin.record_id] = clean(
            merging.follow(current[origin.record_id], base, one.record)
        )
        origin.taken, origin.marc = as_plain(one.record), one.taken.marc
        origin.digest, origin.stamp = one.digest, one.taken.stamp
        origin.deleted, origin.taken_at = False, utc_now()
    counts.changed += len(changed)
    rows.change(sorted(current.items()))
    if returned:
        gone = sa.select(LibraryRecord.id).where(
            LibraryRecord.id.in_(returned),
            LibraryRecord.state == "gone",
            LibraryRecord.merged_into_id.is_(None),
        )
        rows.set_state(list(db.session.scalars(gone)), "review")
        rows.settle_given_facets(returned)


def _values(ids: Iterable[int]) -> dict[int, Record]:
    found: dict[int, Record] = {}
    for some in _batches(sorted(set(ids))):
        query = sa.select(LibraryRecord.id, LibraryRecord.value).where(LibraryRecord.id.in_(some))
        found |= {number: from_plain(value) for number, value in db.session.execute(query)}
    return found


def _add(source: CatalogueSource, fresh: Sequence[_Fresh], counts: Counts) -> None:
    """Add new works; a description of a work that is here joins it."""
    if not fresh:
        return
    joins = _Joins([one.record for one in fresh])
    made: list[_Fresh] = []
    placed: list[tuple[_Fresh, int]] = []  # with the id of its record, or minus its place in made
    for one in fresh:
        met = joins.record_of(one.record)
        if met is None:
            made.append(one)
            met = -len(made)
            joins.learn(one.record, met)
        else:
            counts.joined += 1
        placed.append((one, met))
    state = "shown" if source.direct else "review"
    ids = rows.add(
        [rows.NewRecord(one.record, _slug(source, one), state, marc=one.taken.marc) for one in made]
    )
    homes = [number if number > 0 else ids[-number - 1] for _one, number in placed]
    _add_origins(source, [one for one, _number in placed], homes)
    _fill([(home, one) for home, (one, _n) in zip(homes, placed, strict=True) if home not in ids])
    rows.settle_given_facets(homes)
    _ask_about(ids)
    counts.new += len(made)


def _add_origins(source: CatalogueSource, fresh: Sequence[_Fresh], homes: Sequence[int]) -> None:
    now = utc_now()
    given = [
        {
            "record_id": home,
            "source_id": source.id,
            "foreign_id": one.taken.foreign_id[:500],
            "stamp": one.taken.stamp[:40],
            "taken": as_plain(one.record),
            "marc": one.taken.marc,
            "digest": one.digest,
            "deleted": False,
            "taken_at": now,
        }
        for one, home in zip(fresh, homes, strict=True)
    ]
    db.session.execute(sa.insert(RecordOrigin), given)


def _fill(joined: Sequence[tuple[int, _Fresh]]) -> None:
    current = _values(home for home, _one in joined)
    for home, one in joined:
        current[home] = clean(merging.fill(current[home], one.record))
    rows.change(sorted(current.items()))


def _slug(source: CatalogueSource, one: _Fresh) -> str:
    """An address that stays the same wherever this source is harvested: title and a short hash."""
    mark = hashlib.sha256(f"{source.slug} {one.taken.foreign_id}".encode()).hexdigest()[:8]
    return f"{slugify(one.record.title, 80) or 'tai-lieu'}-{mark}"


class _Joins:
    """Which works are here already: by sure numbers, and by ISBN where the titles agree."""

    def __init__(self, records: Sequence[Record]) -> None:
        wanted: dict[str, set[str]] = defaultdict(set)
        for record in records:
            for scheme, value in derived.keys(record):
                if scheme in derived.SURE | derived.WITH_TITLE:
                    wanted[scheme].add(value)
        self._found: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for scheme, values in wanted.items():
            for some in _batches(sorted(values)):
                self._look_up(scheme, some)

    def _look_up(self, scheme: str, values: Sequence[str]) -> None:
        query = (
            sa.select(RecordKey.value, LibraryRecord.id, LibraryRecord.title)
            .join(LibraryRecord, LibraryRecord.id == RecordKey.record_id)
            .where(
                RecordKey.scheme == scheme,
                RecordKey.value.in_(values),
                LibraryRecord.merged_into_id.is_(None),
            )
            .order_by(LibraryRecord.id)
        )
        for value, number, title in db.session.execute(query):
            self._found[scheme, value].append((number, slugify(title, 300)))

    def record_of(self, record: Record) -> int | None:
        """The record of the same work: its id, negative for one of this batch."""
        title = derived.title_key(record)
        for scheme, value in derived.keys(record):
            for number, its_title in self._found.get((scheme, value), ()):
                if scheme in derived.SURE or its_title == title:
                    return number
        return None

    def learn(self, record: Record, number: int) -> None:
        """Remember a record that is being added."""
        title = derived.title_key(record)
        for scheme, value in derived.keys(record):
            if scheme in derived.SURE | derived.WITH_TITLE:
                self._found[scheme, value].append((number, title))


def _ask_about(ids: Sequence[int]) -> None:
    """Put questions about new records that look like others: one title, author and year."""
    mine, theirs = orm.aliased(RecordKey), sa.orm.aliased(RecordKey)
    other = orm.aliased(LibraryRecord)
    for some in _batches(ids):
        query = (
            sa.select(theirs.record_id, mine.record_id)
            .join(mine, sa.and_(mine.scheme == theirs.scheme, mine.value == theirs.value))
            .join(other, other.id == theirs.record_id)
            .where(
                mine.record_id.in_(some),
                mine.scheme.in_(("work", "isbn")),
                theirs.record_id < mine.record_id,
                other.merged_into_id.is_(None),
                other.state != "gone",
            )
        )
        pairs = sorted({(first, second) for first, second in db.session.execute(query)})
        if pairs:
            db.session.execute(
                sa.insert(DuplicatePair),
                [
                    {
                        "first_id": a,
                        "second_id": b,
                        "reason": "same",
                        "state": "waiting",
                        "moved": {},
                    }
                    for a, b in pairs[: 10 * _BATCH]
                ],
            )


def _batches(given: Sequence[_T]) -> Iterable[Sequence[_T]]:
    for start in range(0, len(given), _BATCH):
        yield given[start : start + _BATCH]
