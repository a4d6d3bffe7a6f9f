"""The reports of loads: the only writers. A killed load keeps what it told: each call commits.

A load is told of as it goes: `with recording(…) as load:` around it, `add(load, report)` after each
file. What comes later (recognised pages, an answer about letters) is added to the same entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa

from content.database import db, utc_now
from content.jobs import Job
from content.loading import letter_choices, waiting
from content.loading.models import Load, LoadEntry
from content.loading.order import FOR_A_PERSON, FileReport
from content.publishing.models import Item
from content.reading.result import Note, Reading
from content.vietnamese import nfc

# Reports serve the work at hand; who did what stays in the trail and each text in its revisions.
# Besides, they quote passages of files, which nobody would think to look for here. 400 days: this
# year's round of files can still be held against the last one's.
MOST_LOADS, LONGEST = 200, dt.timedelta(days=400)
# A folder of 26,000 files loaded each night would otherwise fill the disk with "unchanged".
MOST_ENTRIES = 60_000
# Files that are as before, and of which nothing is to be said, are written this many at once: a
# folder that is loaded each night is told of quickly, and a killed load forgets no other files.
MOST_HELD = 50
# A report is for reading: a file with more to be said of it is said to have more.
MOST_NOTES, MOST_TEXT = 300, 2000
_held: dict[int, list[LoadEntry]] = {}  # load → lines that are still to be written


@contextmanager
def recording(way: str, *, actor_id: int | None = None, draft: bool = False) -> Iterator[Load]:
    """Keep the report of the load that runs inside; a fault in it leaves "stopped" behind."""
    load = begin(way, actor_id=actor_id, draft=draft)
    try:
        yield load
    except BaseException:
        db.session.rollback()
        end(load, whole=False)
        raise
    end(load)


def begin(way: str, *, actor_id: int | None = None, draft: bool = False) -> Load:
    """Open the report of a load and forget the oldest ones. way: "desk" or "shell"."""
    prune()
    load = Load(way=way, actor_id=actor_id, draft=draft)
    db.session.add(load)
    db.session.commit()
    return load


def add(load: Load, report: FileReport) -> None:
    """Tell what became of one more file, after its own transaction."""
    load_id = _id_of(load)
    held = _held.setdefault(load_id, [])
    held.append(_entry(load_id, report))
    if report.status != "unchanged" or report.notes or len(held) >= MOST_HELD:
        _write(load_id)


def end(load: Load, *, whole: bool = True) -> None:
    """Close the report. whole: whether the load came to its last file."""
    load_id = _id_of(load)
    _write(load_id)
    closing = sa.update(Load).where(Load.id == load_id)
    db.session.execute(closing.values(finished_at=utc_now(), stopped=not whole))
    db.session.commit()


def recognition_over(
    file_sha256: str, item: Item | None, sentence: str, *, poor: bool = False
) -> None:
    """Tell that the scanned pages of a kept file were read, or tried, and what came of it.

    item: where the words are now, which need not be the item that the file first became. sentence:
    what a person should hear. poor: the words were recognised badly, or not all of them.
    """
    query = sa.select(LoadEntry).where(LoadEntry.file_sha256 == file_sha256, LoadEntry.waits)
    for entry in db.session.scalars(query):
        if item is not None:
            entry.item_id, entry.kind, entry.slug = item.id, item.kind, item.slug
        entry.findings = [*entry.findings, asdict(Note("todo" if poor else "read", sentence))]
        entry.waits = entry.asks
        entry.attention = _needs_a_look(entry)
    db.session.commit()


def recognition_failed(file_sha256: str) -> None:
    """Tell that the machine gave a scan up: it waits for a person now; why, the job says."""
    query = sa.select(LoadEntry).where(LoadEntry.file_sha256 == file_sha256, LoadEntry.waits)
    for entry in db.session.scalars(query):
        entry.waits, entry.attention = entry.asks, True
    db.session.commit()


def answer(entry: LoadEntry, encoding: str, report: FileReport, *, actor_id: int | None) -> None:
    """Keep how a person answered the question about letters, and how the file was read with it.

    encoding: what `content.letters.result.Wish.letters` was. The letters as they were first met
    stay, so that the question can be asked again. It is a question about the file: where other
    loads asked the same, they have their answer, too.
    """
    file = entry.file_sha256
    same = sa.select(LoadEntry).where(LoadEntry.file_sha256 == file, LoadEntry.asks)
    for asking in {entry, *(db.session.scalars(same) if file else ())}:
        _answer(asking, encoding, report, actor_id)
    db.session.commit()


def _answer(entry: LoadEntry, encoding: str, report: FileReport, actor_id: int | None) -> None:
    entry.answered = {
        "encoding": encoding,
        "at": utc_now().isoformat(),
        "by": actor_id,
        "letters": _letters(report),
    }
    entry.findings = _findings(report)
    entry.item_id = report.item_id or entry.item_id
    entry.kind, entry.slug = report.kind or entry.kind, report.slug or entry.slug
    entry.asks = False
    entry.waits = _still_to_read(report)
    entry.attention = _needs_a_look(entry)


def prune() -> int:
    """Forget the oldest loads and commit; returns how many. One that still asks is kept."""
    per_load = (
        sa.select(
            Load.id,
            Load.started_at,
            sa.func.count(LoadEntry.id),
            sa.func.max(sa.case((LoadEntry.asks, 1), else_=0)),
        )
        .outerjoin(LoadEntry, LoadEntry.load_id == Load.id)
        .group_by(Load.id, Load.started_at)
        .order_by(Load.id.desc())
    )
    oldest, lines, gone = utc_now() - LONGEST, 0, list[int]()
    for place, (load_id, started_at, count, asks) in enumerate(db.session.execute(per_load)):
        lines += count
        too_many = place >= MOST_LOADS or (place > 0 and lines > MOST_ENTRIES)
        if not asks and (too_many or started_at < oldest):
            gone.append(load_id)
    if gone:
        db.session.execute(sa.delete(LoadEntry).where(LoadEntry.load_id.in_(gone)))
        db.session.execute(sa.delete(Load).where(Load.id.in_(gone)))
    db.session.commit()
    return len(gone)


def _id_of(load: Load) -> int:
    """The row's number, also where its session has moved on since."""
    identity = sa.inspect(load).identity
    assert identity is not None
    return int(identity[0])


def _entry(load_id: int, report: FileReport) -> LoadEntry:
    """A file's line, without its place in the load."""
    entry = LoadEntry(
        load_id=load_id,
        at=utc_now(),
        path=nfc(_storable(report.path)),
        status=report.status,
        kind=report.kind,
        slug=report.slug,
        item_id=report.item_id,
        file_sha256=report.sha256,
        pages=report.pages,
        scanned=list(report.scanned),
        findings=_findings(report),
        letters=_letters(report),
        asks=bool(report.sha256) and any(not letters.sure for letters in report.letters),
    )
    entry.waits = entry.asks or _still_to_read(report)
    entry.attention = _needs_a_look(entry)
    return entry


def _write(load_id: int) -> None:
    last = sa.select(sa.func.max(LoadEntry.position)).where(LoadEntry.load_id == load_id)
    held = _held.pop(load_id, [])
    for position, entry in enumerate(held, start=(db.session.scalar(last) or 0) + 1):
        entry.position = position
    db.session.add_all(held)
    db.session.commit()


def _findings(report: FileReport) -> list[dict[str, Any]]:
    """The notes, but for what the report tells by itself and keeps up to date."""
    alive = _alive(report) if report.sha256 else set()
    notes = [note for note in report.notes if note not in alive]
    if len(notes) > MOST_NOTES:
        left = f"Còn {len(notes) - MOST_NOTES} điều nữa không ghi hết ở đây."
        notes = [*notes[:MOST_NOTES], Note(notes[MOST_NOTES].kind, left)]
    return [asdict(note) | {"text": nfc(_storable(note.text))[:MOST_TEXT]} for note in notes]


def _alive(report: FileReport) -> set[Note]:
    """Notes on letters and scans; without its original a file can neither ask nor be recognised."""
    scanned, letters = report.scanned, report.letters
    reading = Reading("", "", "", pages=report.pages, scanned=scanned, letters=letters)
    job = waiting.open_job_of(report.sha256) if scanned and report.sha256 else None
    still = waiting.still(job) if job else ()
    return {*waiting.notes(reading), *letter_choices.converted(letters), *still}


def _letters(report: FileReport) -> list[dict[str, Any]]:
    """The letters as they were found: their passages are shown, never made NFC."""
    return [
        asdict(letters) | {"before": _storable(letters.before), "after": _storable(letters.after)}
        for letters in report.letters
    ]


def _storable(text: str) -> str:
    """Text as a database takes it: names on a disk may hold bytes that are no letters at all."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def _still_to_read(report: FileReport) -> bool:
    """Whether scanned pages are to be recognised; a quick worker may be done before it is told."""
    if not report.scanned or report.status == "refused":
        return False
    file = Job.arguments["file"].as_string()
    query = sa.select(Job.state).where(Job.kind == waiting.RECOGNISE, file == report.sha256)
    return db.session.scalar(query.order_by(Job.id.desc()).limit(1)) != "done"


def _needs_a_look(entry: LoadEntry) -> bool:
    """Whether a person has to do something; what was supposed or repaired is for information."""
    noted = any(note["kind"] in FOR_A_PERSON for note in entry.findings)
    unread = bool(entry.scanned) and not entry.file_sha256  # no machine will ever read these pages
    return entry.status == "refused" or entry.asks or noted or unread
