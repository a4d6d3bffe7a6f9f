"""Keeping: what is typed is kept beside the history, who is at a text is noted, old ones go.

None of it writes the trail or the change log: nothing that readers or the history know changes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Collection, Iterable

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from content.database import Row, db, utc_now
from content.errors import BadInput
from content.publishing.autosaves import (
    GONE,
    MOST_NEW,
    MOST_TEXTS,
    Autosave,
    FormReceipt,
    KeptText,
    Presence,
    autosave,
    never_saved,
    receipt,
)
from content.transactions import one_commit
from content.vietnamese import fold

# Bytes of one kept text, and how many fields it may have: five times the longest text of an item.
MOST_BYTES = 1_000_000
MOST_VALUES = 2_000
# How long an autosave that nobody came back for is kept; the other rows are of a moment.
KEPT = dt.timedelta(days=30)
KEPT_RECEIPTS = dt.timedelta(days=2)
_TRIES = 20


def keep(person_id: int, key: str, text: KeptText, *, item_id: int | None, after: str = "") -> bool:
    """Keep the text of a form in the person's one autosave under a key, and commit.

    after: the form whose text this one goes on from; its text is replaced. False when the form was
    sent with all of this, so that there is nothing to keep. BadInput when it is too long.
    """
    _refuse_too_long(text)
    for _ in range(_TRIES):
        sent = receipt(person_id, text.form)
        if sent is not None and sent.count >= text.count > 0:
            return False
        try:
            _put(person_id, key, text, item_id, after)
            db.session.commit()
            return True
        except (IntegrityError, StaleDataError):  # another tab of the same person: look again
            db.session.rollback()
    raise BadInput("Máy chủ đang bận, chưa tự lưu được; máy sẽ thử lại sau ít giây.")


def forget(person_id: int, key: str, forms: Collection[str]) -> None:
    """Remove the texts of forms that were saved, and commit; of other forms they stay."""
    _change(person_id, key, lambda texts: [t for t in texts if t.form not in forms])


def put_away(person_id: int, key: str, form: str) -> None:
    """Offer the text of a form no longer, and commit; until it is old it can be taken back."""
    _change(person_id, key, lambda ts: [t.put_away() if t.form == form else t for t in ts])


def seen(form: str, item_id: int, person_id: int) -> None:
    """Note that somebody has an item open, and commit."""
    now = utc_now()
    row = db.session.scalar(sa.select(Presence).where(Presence.form == form))
    if row is None:
        row = Presence(form=form, item_id=item_id, person_id=person_id, since=now, seen_at=now)
        db.session.add(row)
    elif (row.item_id, row.person_id) != (item_id, person_id):
        return  # a name that was guessed tells nothing about anybody
    else:
        row.since = now if row.seen_at < now - GONE else row.since
        row.seen_at = now
    try:
        db.session.commit()
    except IntegrityError:  # noted by another request meanwhile
        db.session.rollback()


def left(form: str, person_id: int) -> None:
    """Note that a form was closed, and commit."""
    gone = sa.delete(Presence).where(Presence.form == form, Presence.person_id == person_id)
    with one_commit():
        db.session.execute(gone)


def forget_words(words: Iterable[str]) -> int:
    """Remove every kept text that holds one of some words or names, and commit; how many.

    For a person who asked to be taken down: marks and case do not matter.
    """
    wanted = [fold(word) for word in words if word.strip()]
    gone = 0
    with one_commit():
        for row in db.session.scalars(sa.select(Autosave)):
            kept = [text for text in row.kept if not _says(text, wanted)]
            gone += len(row.kept) - len(kept)
            _write(row, kept)
    return gone


def tidy(now: dt.datetime | None = None) -> int:
    """Remove what nobody came back for, and commit when there is any; how many rows."""
    moment = now or utc_now()
    old: list[tuple[type[Row], sa.ColumnElement[bool]]] = [
        (Autosave, Autosave.saved_at < moment - KEPT),
        (Presence, Presence.seen_at < moment - GONE * 10),
        (FormReceipt, FormReceipt.at < moment - KEPT_RECEIPTS),
    ]
    gone = 0
    for model, condition in old:
        # Asked first: a DELETE takes the one writer's turn even where nothing is old.
        numbers = list(db.session.scalars(sa.select(model.id).where(condition).limit(1000)))
        if numbers:
            with one_commit():
                db.session.execute(sa.delete(model).where(model.id.in_(numbers)))
            gone += len(numbers)
    return gone


def _put(person_id: int, key: str, text: KeptText, item_id: int | None, after: str) -> None:
    row = autosave(person_id, key)
    if row is None:
        row = Autosave(person_id=person_id, key=key, item_id=item_id, texts=[], saved_at=text.at)
        db.session.add(row)
        if item_id is None:
            _make_room(person_id)
    known = next((kept for kept in row.kept if kept.form == text.form), None)
    if known is not None and known.count > text.count:
        return  # a late message: what is kept is newer
    if known is not None and known.values == text.values and not known.dropped:
        return
    others = [kept for kept in row.kept if kept.form not in (text.form, after)]
    _write(row, [text, *others][:MOST_TEXTS])


def _make_room(person_id: int) -> None:
    for row in never_saved(person_id)[MOST_NEW:]:  # the new one is the first of them
        db.session.delete(row)


def _write(row: Autosave, texts: list[KeptText]) -> None:
    stored = [text.to_json() for text in texts]
    if not stored:
        db.session.delete(row)
    elif stored != row.texts:
        row.texts = stored
        row.saved_at = max(text.at for text in texts)


def _change(person_id: int, key: str, change: Callable[[list[KeptText]], list[KeptText]]) -> None:
    for _ in range(_TRIES):
        row = autosave(person_id, key)
        if row is None:
            return
        try:
            _write(row, change(row.kept))
            db.session.commit()
            return
        except StaleDataError:
            db.session.rollback()


def _refuse_too_long(text: KeptText) -> None:
    size = len(json.dumps(text.values, ensure_ascii=False).encode("utf-8", "replace"))
    if size > MOST_BYTES or len(text.values) > MOST_VALUES:
        raise BadInput(
            f"Bài dài {size // 1000} kB, quá mức tự lưu {MOST_BYTES // 1000} kB; hãy chia bài."
        )


def _says(text: KeptText, wanted: list[str]) -> bool:
    said = fold(" ".join(value for _name, value in text.values))
    return any(word in said for word in wanted)
