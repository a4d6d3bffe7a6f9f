"""Requests as the desk and the person who sent one read them."""

from __future__ import annotations

import datetime as dt
import re

import sqlalchemy as sa

from content.calendar import today
from content.database import db
from content.recognition.models import Decision, Entry, PrivacyRequest
from content.vietnamese import fold

WISHES = {"withdraw": "Gỡ tên", "correct": "Sửa thông tin", "see": "Xem thông tin"}
MOST_FOUND = 20
_SEPARATORS = re.compile(r"[^0-9A-Z]")


def by_receipt(written: str) -> PrivacyRequest | None:
    """The request of a receipt number, however its letters and strokes were typed."""
    letters = _SEPARATORS.sub("", written[:60].upper()).removeprefix("YC")
    if len(letters) != 8:
        return None
    receipt = f"YC-{letters[:4]}-{letters[4:]}"
    return db.session.scalar(sa.select(PrivacyRequest).where(PrivacyRequest.receipt == receipt))


def by_id(request_id: int) -> PrivacyRequest | None:
    """One request."""
    return db.session.get(PrivacyRequest, request_id)


def open_ones() -> list[PrivacyRequest]:
    """What waits, the one whose next day comes first on top."""
    query = sa.select(PrivacyRequest).where(PrivacyRequest.finished_at.is_(None))
    return sorted(db.session.scalars(query), key=lambda one: (due(one), one.id))


def finished(limit: int = 50) -> list[PrivacyRequest]:
    """What was finished last."""
    query = sa.select(PrivacyRequest).where(PrivacyRequest.finished_at.is_not(None))
    return list(db.session.scalars(query.order_by(PrivacyRequest.finished_at.desc()).limit(limit)))


def due(request: PrivacyRequest) -> dt.date:
    """The day that counts next: to answer, and once answered to finish."""
    return request.answer_by if request.answered_at is None else request.finish_by


def days_left(request: PrivacyRequest) -> int:
    """Days until the day that counts next; negative when it is past."""
    return (due(request) - today()).days


def counts() -> tuple[int, int]:
    """How many wait, and how many of them are late."""
    waiting = open_ones()
    return len(waiting), sum(days_left(one) < 0 for one in waiting)


def candidates(name: str, decision_id: int | None = None) -> list[tuple[Entry, Decision]]:
    """Entries that a name may mean: all of its words in their order, at most MOST_FOUND.

    decision_id: of this decision only; else of every one, newest first.
    """
    words = " ".join(fold(name).split())
    if not words:
        return []
    query = (
        sa.select(Entry, Decision)
        .join(Decision, Decision.id == Entry.decision_id)
        .where(Entry.folded.contains(words, autoescape=True), Entry.withdrawn_at.is_(None))
        .order_by(Decision.year.desc(), Entry.decision_id.desc(), Entry.position)
        .limit(MOST_FOUND)
    )
    if decision_id is not None:
        query = query.where(Entry.decision_id == decision_id)
    return [(entry, decision) for entry, decision in db.session.execute(query)]
