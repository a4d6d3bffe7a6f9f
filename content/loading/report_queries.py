"""What the desk reads of loads: lists, figures, what waits for a person or for the machine."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from content.database import db, utc_now
from content.jobs import Job
from content.loading.models import Load, LoadEntry
from content.loading.waiting import RECOGNISE
from content.scans import queries as scanned_pages
from content.scans.page_text import PageText

# No single file takes as long; a load that was silent for this time has lost its process.
SILENCE = dt.timedelta(minutes=10)
PER_PAGE = 50


# Who has to do something, each file in one part: a person, the machine, nobody.
PARTS = {
    "person": LoadEntry.attention,
    "machine": sa.and_(LoadEntry.waits, ~LoadEntry.attention),
    "done": sa.and_(~LoadEntry.waits, ~LoadEntry.attention),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """Files of a load by what became of them, and the same files by who has to do something.

    loaded, changed, unchanged, refused; and person, machine (recognising pages): each file once.
    waiting: asked about, or with pages to recognise.
    """

    loaded: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    waiting: int = 0
    person: int = 0
    machine: int = 0

    @property
    def total(self) -> int:
        """All files that the load has told of."""
        return self.loaded + self.changed + self.unchanged + self.refused

    @property
    def done(self) -> int:
        """Files that nobody has to do anything with."""
        return self.total - self.person - self.machine


@dataclass(frozen=True, slots=True)
class Paged:
    """A page of a list: its rows, its number and the number of all pages, and of all rows."""

    rows: Sequence[Any]
    page: int
    pages: int
    total: int


def state_of(load: Load) -> str:
    """How a load stands: "running", "whole", or "stopped" before its last file."""
    if load.stopped:
        return "stopped"
    if load.finished_at is not None:
        return "whole"
    last = sa.select(sa.func.max(LoadEntry.at)).where(LoadEntry.load_id == load.id)
    spoke = db.session.scalar(last) or load.started_at
    return "running" if utc_now() - spoke < SILENCE else "stopped"


def load_of(load_id: int) -> Load | None:
    """The load of a number."""
    return db.session.get(Load, load_id)


def past_loads(actor_id: int | None = None, *, page: int = 1, per_page: int = 20) -> Paged:
    """Loads, newest first: of one account, or of everybody and of the shell."""
    mine = sa.true() if actor_id is None else Load.actor_id == actor_id
    query = sa.select(Load).where(mine).order_by(Load.id.desc())
    return _paged(query, page, per_page)


def entries(load: Load, *, part: str | None = None, page: int = 1) -> Paged:
    """The files of a load in their order; part: only those of one of PARTS."""
    chosen = PARTS[part] if part else sa.true()
    query = sa.select(LoadEntry).where(LoadEntry.load_id == load.id, chosen)
    return _paged(query.order_by(LoadEntry.position), page, PER_PAGE)


def entry_at(load: Load, position: int) -> LoadEntry | None:
    """One file of a load by its place, from 1."""
    query = sa.select(LoadEntry).where(LoadEntry.load_id == load.id, LoadEntry.position == position)
    return db.session.scalar(query)


def tallies(loads: Iterable[Load]) -> dict[int, Tally]:
    """The figures of each load, by its number; counted, never remembered."""
    ids = [load.id for load in loads]
    figures: dict[int, dict[str, int]] = {load_id: {} for load_id in ids}
    grouped = (
        sa.select(
            LoadEntry.load_id,
            LoadEntry.status,
            sa.func.count(),
            sa.func.sum(sa.case((LoadEntry.waits, 1), else_=0)),
            sa.func.sum(sa.case((PARTS["person"], 1), else_=0)),
            sa.func.sum(sa.case((PARTS["machine"], 1), else_=0)),
        )
        .where(LoadEntry.load_id.in_(ids))
        .group_by(LoadEntry.load_id, LoadEntry.status)
    )
    for load_id, status, count, *sums in db.session.execute(grouped):
        counts = figures[load_id]
        counts[status] = count
        for name, number in zip(("waiting", "person", "machine"), sums, strict=True):
            counts[name] = counts.get(name, 0) + int(number)
    return {load_id: Tally(**counts) for load_id, counts in figures.items()}


def first_paths(loads: Iterable[Load]) -> dict[int, str]:
    """The first file of each load, by which a person knows it again."""
    query = sa.select(LoadEntry.load_id, LoadEntry.path).where(
        LoadEntry.load_id.in_([load.id for load in loads]), LoadEntry.position == 1
    )
    return {load_id: path.rsplit("/", 1)[-1] for load_id, path in db.session.execute(query)}


def open_questions(actor_id: int | None = None) -> list[LoadEntry]:
    """Files whose letters nobody has judged yet, oldest first: of one account's loads, or all."""
    query = sa.select(LoadEntry).join(Load).where(LoadEntry.asks).order_by(LoadEntry.id)
    if actor_id is not None:
        query = query.where(Load.actor_id == actor_id)
    return list(db.session.scalars(query))


def open_question(item_id: int) -> LoadEntry | None:
    """The newest file of an item whose letters nobody has judged yet."""
    query = sa.select(LoadEntry).where(LoadEntry.item_id == item_id, LoadEntry.asks)
    return db.session.scalar(query.order_by(LoadEntry.id.desc()).limit(1))


def recognitions(found: Iterable[LoadEntry]) -> dict[int, Job]:
    """The newest job that recognises the pages of each file, by the entry's number."""
    wanted = [entry for entry in found if entry.scanned and entry.file_sha256]
    if not wanted:
        return {}
    file = Job.arguments["file"].as_string()
    query = sa.select(Job).where(
        Job.kind == RECOGNISE, file.in_({entry.file_sha256 for entry in wanted})
    )
    newest = {job.arguments["file"]: job for job in db.session.scalars(query.order_by(Job.id))}
    return {e.id: newest[e.file_sha256] for e in wanted if e.file_sha256 in newest}


def pages_of(entry: LoadEntry) -> dict[int, PageText]:
    """The scanned pages of a file that were recognised so far, by their numbers."""
    if not entry.scanned or not entry.file_sha256:
        return {}
    return {page.number: page for page in scanned_pages.pages_of(entry.file_sha256)}


def open_recognitions(actor_id: int | None = None) -> int:
    """How many files still have pages to be recognised: asked for by one account, or by all."""
    query = sa.select(sa.func.count(Job.id)).where(
        Job.kind == RECOGNISE, Job.state.in_(("waiting", "running"))
    )
    if actor_id is not None:
        query = query.where(Job.asked_by_id == actor_id)
    return db.session.scalar(query) or 0


def as_json(load: Load) -> dict[str, Any]:
    """The whole report as an object: the load, its figures, each file as `hub load --json` has it.

    Files carry more than there: "recognised" (page number → confidence) and "question" ("open",
    "answered" or None).
    """
    query = sa.select(LoadEntry).where(LoadEntry.load_id == load.id).order_by(LoadEntry.position)
    tally = tallies([load])[load.id]
    return {
        "id": load.id,
        "state": state_of(load),
        "way": load.way,
        "draft": load.draft,
        "started_at": load.started_at.isoformat(),
        "finished_at": load.finished_at.isoformat() if load.finished_at else None,
        "totals": {
            "files": tally.total,
            "loaded": tally.loaded,
            "changed": tally.changed,
            "unchanged": tally.unchanged,
            "refused": tally.refused,
            "waiting": tally.waiting,
        },
        "files": [_entry_as_json(entry) for entry in db.session.scalars(query)],
    }


def _entry_as_json(entry: LoadEntry) -> dict[str, Any]:
    question = "answered" if entry.answered else None
    return {
        "path": entry.path,
        "status": entry.status,
        "kind": entry.kind,
        "slug": entry.slug,
        "notes": [note["text"] for note in entry.findings],
        "findings": entry.findings,
        "pages": entry.pages,
        "scanned": entry.scanned,
        "recognised": {number: page.confidence for number, page in pages_of(entry).items()},
        "letters": entry.letters,
        "question": "open" if entry.asks else question,
    }


def _paged(query: sa.Select[Any], page: int, per_page: int) -> Paged:
    total = db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // per_page))
    page = min(max(page, 1), pages)
    rows = db.session.scalars(query.limit(per_page).offset((page - 1) * per_page)).all()
    return Paged(rows, page, pages, total)
