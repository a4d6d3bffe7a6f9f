"""The counts of a decision, made again from its entries in the running transaction."""

from __future__ import annotations

import sqlalchemy as sa

from content.database import db
from content.recognition.models import Entry, RecognitionCount


def recount(decision_id: int) -> None:
    """Make `RecognitionCount` agree with the entries of a decision; the caller commits."""
    db.session.flush()
    db.session.execute(
        sa.delete(RecognitionCount).where(RecognitionCount.decision_id == decision_id)
    )
    counted = (
        sa.select(Entry.decision_id, Entry.title_id, Entry.place_id, sa.func.count(Entry.id))
        .where(Entry.decision_id == decision_id)
        .group_by(Entry.decision_id, Entry.title_id, Entry.place_id)
    )
    columns = ["decision_id", "title_id", "place_id", "count"]
    db.session.execute(sa.insert(RecognitionCount).from_select(columns, counted))
    db.session.expire_all()
