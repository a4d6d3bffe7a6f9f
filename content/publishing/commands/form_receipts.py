"""Receipts: a form that is sent twice acts once, whoever pressed twice and however fast."""

from __future__ import annotations

import datetime as dt
import time

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from content.database import db, utc_now
from content.errors import BadInput
from content.publishing.autosaves import Answer, FormReceipt, receipt
from content.publishing.models import Item
from content.transactions import one_commit

# A press that is still at work after this long has died with its process.
_DEAD = dt.timedelta(minutes=2)
_PATIENCE, _PAUSE = 20.0, 0.05  # seconds


def claim(person_id: int, form: str, *, content_sha256: str, count: int) -> FormReceipt | None:
    """None: nobody sent this form before, so act, then `complete` or `release` it. Commits.

    Else the receipt of the press that acted, waited for while it is at work. content_sha256: what
    was sent; count: how far the typing had come, so that late autosaves are known as such.
    """
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        row = receipt(person_id, form)
        if row is None:
            if _begun(person_id, form, content_sha256, count):
                return None
        elif row.item_id is not None:
            return row
        elif _taken_over(row):
            return None
        else:
            db.session.rollback()  # ends the reading, so that the next look sees what is new
            time.sleep(_PAUSE)
    raise BadInput("Lần bấm trước còn đang được lưu; hãy chờ ít giây rồi bấm lại.")


def complete(person_id: int, form: str, item: Item, answer: Answer) -> FormReceipt:
    """Note what a form became, and commit; a later press of the same form finds it."""
    with one_commit():
        row = receipt(person_id, form)
        if row is None:
            row = FormReceipt(person_id=person_id, form=form)
            db.session.add(row)
        row.item_id, row.version, row.at = item.id, item.version, utc_now()
        row.content_sha256, row.count = answer.content_sha256, answer.count
        row.location, row.told = answer.location, [list(said) for said in answer.told]
    return row


def release(person_id: int, form: str) -> None:
    """Nothing came of a form: it may be sent again. Commits."""
    gone = sa.delete(FormReceipt).where(
        FormReceipt.person_id == person_id,
        FormReceipt.form == form,
        FormReceipt.item_id.is_(None),
    )
    with one_commit():
        db.session.execute(gone)


def _begun(person_id: int, form: str, content_sha256: str, count: int) -> bool:
    row = FormReceipt(
        person_id=person_id, form=form, at=utc_now(), content_sha256=content_sha256, count=count
    )
    db.session.add(row)
    try:
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return False
    return True


def _taken_over(row: FormReceipt) -> bool:
    """Whether a dead press's claim is ours now; one UPDATE decides between two who ask."""
    if row.at > utc_now() - _DEAD:
        return False
    mine = (
        sa.update(FormReceipt)
        .where(FormReceipt.id == row.id, FormReceipt.at == row.at, FormReceipt.item_id.is_(None))
        .values(at=utc_now())
        .execution_options(synchronize_session=False)
    )
    with one_commit():
        taken = db.session.execute(mine)
    return bool(taken.rowcount)  # type: ignore[attr-defined]  # CursorResult of an UPDATE
