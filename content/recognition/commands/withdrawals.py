"""Withdrawal: one act empties an entry, remembers that it was taken down, and asks for the rest."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from content import changes, files, jobs, trail
from content.calendar import today
from content.database import db, utc_now
from content.errors import BadInput
from content.recognition import erasing, suppression
from content.recognition.models import Decision, Entry, PrivacyRequest, Suppressed
from content.recognition.suppression import Standing
from content.transactions import one_commit
from content.vietnamese import fold

# The job that empties what a commit leaves behind: freed pages, copies of the database.
FORGET, EXPORT = "forget", "export"


def take_down(
    entry_ids: Sequence[int], *, request_id: int | None = None, actor_id: int | None = None
) -> int:
    """Take names down: rows emptied, hashes kept for restores, export and erasing asked for.

    Returns how many names were taken down now; one that was taken down before is left alone.
    request_id: the request that this answers; it is finished and what was typed in it erased. All
    of it is one commit. BadInput when an entry does not exist.
    """
    entries = [_entry(number) for number in entry_ids]
    named = [entry for entry in entries if entry.withdrawn_at is None]
    marks = [mark for entry in named for mark in _marks(entry)]
    if request_id is not None:
        marks.append(_mark_of(request_id))
    hashes = suppression.remember(marks)
    with one_commit():
        keep(hashes)
        for entry in named:
            _empty(entry, request_id, actor_id)
        if request_id is not None:
            _finish(request_id, entries, actor_id)
        ask_to_forget(actor_id, EXPORT)
    leave_no_trace()
    return len(named)


def hide_file(decision_id: int, *, actor_id: int | None = None) -> bool:
    """Take the file of a decision away, because it shows a name; commits.

    Returns whether the file itself is gone: False while something else of the hub still uses it.
    BadInput when the decision has no file.
    """
    decision = db.session.get(Decision, decision_id)
    if decision is None or not decision.file_sha256:
        raise BadInput("Quyết định này không có tệp kèm theo.")
    sha256 = decision.file_sha256
    hashes = suppression.remember([suppression.mark_of_file(sha256)])
    with one_commit():
        keep(hashes)
        decision.file_sha256, decision.file_name = None, ""
        trail.write("decision.file_hidden", "decision", decision.id, actor_id=actor_id)
        ask_to_forget(actor_id, EXPORT)
        db.session.flush()
        gone = erasing.drop_file(db.session.connection(), sha256)
    if gone:
        files.path_of(sha256).unlink(missing_ok=True)
    leave_no_trace()
    return gone


def find(decision: Decision, name: str) -> list[Entry]:
    """The entries of a decision whose name is this one, however it is spelled; for the shell."""
    wanted = " ".join(fold(name).split())
    query = sa.select(Entry).where(Entry.decision_id == decision.id, Entry.folded == wanted)
    return list(db.session.scalars(query.order_by(Entry.position)))


def _entry(number: int) -> Entry:
    entry = db.session.get(Entry, number)
    if entry is None:
        raise BadInput(f"Không có mục số {number} trong sổ công nhận; hãy tìm lại theo tên.")
    return entry


def _marks(entry: Entry) -> list[bytes]:
    slug = db.session.scalar(sa.select(Decision.slug).where(Decision.id == entry.decision_id))
    return suppression.marks_of(
        Standing(slug or "", entry.id, entry.position, entry.folded, entry.place_text)
    )


def keep(hashes: Sequence[str]) -> None:
    """Keep hashes as rows, too, in the running transaction: the next export goes by them."""
    known = set(
        db.session.scalars(sa.select(Suppressed.digest).where(Suppressed.digest.in_(hashes)))
    )
    db.session.add_all(Suppressed(digest=one) for one in dict.fromkeys(hashes) if one not in known)


def _mark_of(request_id: int) -> bytes:
    query = sa.select(PrivacyRequest.receipt).where(PrivacyRequest.id == request_id)
    return suppression.mark_of_request(db.session.scalar(query) or "")


def _empty(entry: Entry, request_id: int | None, actor_id: int | None) -> None:
    for name, nothing in erasing.EMPTY.items():
        setattr(entry, name, nothing)
    entry.withdrawn_at = utc_now()
    version = db.session.scalar(sa.select(Decision.version).where(Decision.id == entry.decision_id))
    changes.note_many([("decision", entry.decision_id, version or 1, "changed")])
    detail = {"entry": entry.id, "request": request_id}
    trail.write("entry.withdrawn", "decision", entry.decision_id, actor_id=actor_id, detail=detail)


def _finish(request_id: int, entries: Sequence[Entry], actor_id: int | None) -> None:
    request = db.session.get(PrivacyRequest, request_id)
    if request is None or request.finished_at is not None:
        raise BadInput("Yêu cầu này không còn mở; có thể người khác vừa xử lý xong.")
    request.entry_id = entries[0].id if entries else None
    close(request, f"Đã gỡ tên ngày {today():%d/%m/%Y}.", actor_id=actor_id)


def close(request: PrivacyRequest, outcome: str, *, actor_id: int | None) -> None:
    """Finish a request in the running transaction: what the person typed goes."""
    now = utc_now()
    request.name = request.contact = request.words = ""
    request.outcome = outcome
    request.answered_at = request.answered_at or now
    request.finished_at, request.handled_by_id = now, actor_id
    trail.write("request.finished", "request", request.id, actor_id=actor_id)


def ask_to_forget(actor_id: int | None, *more: str) -> None:
    """Ask for the erasing, and for `more`, in the same commit; one that waits is enough."""
    waiting = sa.select(jobs.Job.kind).where(jobs.Job.state == "waiting")
    known = set(db.session.scalars(waiting.where(jobs.Job.arguments == {})))
    for kind in (FORGET, *more):
        if kind not in known:
            jobs.add(kind, {}, by=actor_id)


def leave_no_trace() -> None:
    """Empty the write-ahead log now, as far as no reader holds it; the job does the whole."""
    with db.engine.connect() as connection:
        erasing.checkpoint(connection)
