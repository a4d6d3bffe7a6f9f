"""A name that is written wrongly is corrected in its place; nothing else of a list changes."""

from __future__ import annotations

from content import changes, trail
from content.database import db
from content.errors import BadInput
from content.recognition.commands import withdrawals
from content.recognition.entry_fields import folded
from content.recognition.models import Decision, Entry
from content.transactions import one_commit
from content.vietnamese import tidy

MOST_NAME = 200


def correct(entry_id: int, name: str, *, actor_id: int | None = None) -> Entry:
    """Write the name of an entry as it should be, and ask for the export; commits.

    The old spelling is in no row afterwards; the trail names the entry by its number alone.
    BadInput for no name, one that is too long, and an entry that was taken down.
    """
    entry = db.session.get(Entry, entry_id)
    if entry is None or entry.withdrawn_at is not None:
        raise BadInput("Tên này không còn trong sổ công nhận; hãy tải lại trang.")
    written = " ".join(tidy(name).split())
    if not any(letter.isalpha() for letter in written):
        raise BadInput("Hãy ghi tên đúng.")
    if len(written) > MOST_NAME:
        raise BadInput(f"Tên dài quá {MOST_NAME} chữ; hãy xem lại.")
    decision = db.session.get_one(Decision, entry.decision_id)
    with one_commit():
        entry.name, entry.folded = written, folded(written)
        changes.note_many([("decision", decision.id, decision.version, "changed")])
        detail = {"entry": entry.id}
        trail.write("entry.corrected", "decision", decision.id, actor_id=actor_id, detail=detail)
        withdrawals.ask_to_forget(actor_id, withdrawals.EXPORT)
    withdrawals.leave_no_trace()
    return entry
