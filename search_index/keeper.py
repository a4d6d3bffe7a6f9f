"""Keeping the index in step with the content: follows the change log, one writer at a time.

The cursor lies in the seal of the index itself, so index and cursor move together; carrying out a
change twice does no harm, because an item is always taken out and written anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content import changes
from content.changes import Change
from content.database import db, utc_now
from content.publishing.models import Item
from search_index import documents, fields, segments, store
from search_index.documents import Places
from search_index.view import View, view

Progress = Callable[[int, int], None]
# Items read in one go.
_BATCH = 200
# A rebuild makes a segment of so many items: every lookup asks each segment, and a text is taken
# out for good by writing its segment anew.
_SEGMENT = 1000
# With more passages than this a commit leaves the words of replaced texts to `tidy`.
_TIDY_AT_ONCE = 40
# Dead passages beside live ones that are worth a tidying by themselves.
_MOST_DEAD = 0.1
_MOST_NOTES = 5000


def is_behind(state: store.State) -> bool:
    """Whether the content has changed, by hand or by the clock, since this state was sealed."""
    turned = state.turn is not None and state.turn <= utc_now().timestamp()
    return turned or changes.newest() > state.cursor


def catch_up(timeout: float = 10.0) -> int:
    """Carry out what the change log notes since the index' cursor; returns the items looked at.

    store.Damaged when there is no sound index (rebuild it), store.Busy when another writer holds
    it longer than `timeout` seconds.
    """
    if not is_behind(view().state):
        return 0
    with store.writing(timeout), orm.Session(db.engine) as session:
        done = 0
        while (step := _step(session, view())) is not None:
            done += step
        return done


def rebuild(progress: Progress | None = None, *, timeout: float = 600.0) -> int:
    """Build the index anew beside the one that answers, then let it answer; returns its items.

    `progress(done, total)` is called for each batch. store.Busy as in `catch_up`.
    """
    return rebuild_from(db.engine, progress, timeout=timeout)


def rebuild_from(
    engine: sa.Engine, progress: Progress | None = None, *, timeout: float = 600.0
) -> int:
    """As `rebuild`, from an engine, so that a thread without an application can do it."""
    with store.writing(timeout), orm.Session(engine) as session:
        for leftover in store.leftovers():
            store.discard(leftover)
        path, index = store.fresh()
        try:
            state = _fill(session, index, progress)
            store.seal(path, state)
        except BaseException:
            store.discard(path)
            raise
        store.make_current(path)
        return state.documents


def tidy(timeout: float = 10.0) -> bool:
    """Catch up, then let the words of replaced and removed texts leave the files for good.

    Returns whether anything was to be done.
    """
    catch_up(timeout)
    return tidy_files(timeout)


def tidy_files(timeout: float = 10.0) -> bool:
    """As `tidy` without catching up; needs no database. Frees the lock between segments."""
    done = False
    while True:
        with store.writing(timeout):
            current = view()
            policy = segments.tidying(current.segment_list)
            if policy is None:
                if current.state.gone:
                    store.seal(current.path, replace(current.state, gone=False), current.state)
                return done
            fields.writer(current.index).commit(mergetype=policy)
            store.seal(current.path, current.state, current.state)
            done = True


def wants_tidying(current: View) -> bool:
    """Whether a text is gone whose words are still in the files, or many texts were replaced."""
    return current.state.gone or current.dead > _MOST_DEAD * current.count


def _step(session: orm.Session, current: View) -> int | None:
    """Carry out the next notes; None when there are none left."""
    state = current.state
    now = utc_now()
    notes = _notes(session, state.cursor)
    turned = _turned(session, state.seen_at, now)
    if not notes and not turned:
        if state.turn is not None and state.turn <= now.timestamp():
            _reseal(session, current, state.cursor, now)
        return None
    ids = documents.affected(session, [(note.kind, note.subject_id) for note in notes]) | turned
    cursor = notes[-1].sequence if notes else state.cursor
    if ids:
        _replace(session, current, sorted(ids), cursor, now)
    else:
        _reseal(session, current, cursor, now)
    session.rollback()  # the next step sees what was committed meanwhile
    return len(ids)


def _reseal(session: orm.Session, current: View, cursor: int, now: dt.datetime) -> None:
    """Seal the same passages as of a later moment."""
    state = _state(session, cursor, current.state.documents, now)
    store.seal(current.path, replace(state, gone=current.state.gone), current.state)


def _replace(
    session: orm.Session, current: View, ids: Sequence[int], cursor: int, now: dt.datetime
) -> None:
    """Take items out of the index and write those that are visible anew, in one commit."""
    held = set(current.subjects)
    touched = held.intersection(ids)
    at_once = bool(touched) and current.count <= _TIDY_AT_ONCE
    policy = segments.join_all if at_once else segments.join_small
    with _written(current.index, policy) as writer:
        for item_id in touched:
            writer.delete_by_term("item", str(item_id))
        shown = _write(session, writer, ids, Places(session))
    gone = not at_once and (current.state.gone or bool(touched - shown))
    state = _state(session, cursor, len((held - set(ids)) | shown), now)
    store.seal(current.path, replace(state, gone=gone), current.state)


def _fill(session: orm.Session, index: Any, progress: Progress | None) -> store.State:
    cursor = session.scalar(sa.select(sa.func.max(Change.id))) or 0
    now = utc_now()
    ids = documents.visible_ids(session)
    places = Places(session)
    done = 0
    for first in range(0, len(ids), _SEGMENT):
        with _written(index, segments.keep_all) as writer:
            for start in range(first, min(first + _SEGMENT, len(ids)), _BATCH):
                done += len(_write(session, writer, ids[start : start + _BATCH], places))
                if progress:
                    progress(done, len(ids))
    return _state(session, cursor, done, now)


@contextmanager
def _written(index: Any, policy: segments.Policy) -> Iterator[Any]:
    """A Whoosh writer that is committed at the end, or cancelled when anything fails."""
    writer = fields.writer(index)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=policy)


def _write(session: orm.Session, writer: Any, ids: Sequence[int], places: Places) -> set[int]:
    """Write the visible ones of these items; returns their ids."""
    shown = set()
    for start in range(0, len(ids), _BATCH):
        for item in documents.load(session, ids[start : start + _BATCH]):
            for entry in documents.entries(item, places):
                writer.add_document(
                    item=str(item.id), facts=tuple(entry.facts), **entry.analysed.streams
                )
            shown.add(item.id)
        session.expunge_all()
    return shown


def _state(session: orm.Session, cursor: int, count: int, now: dt.datetime) -> store.State:
    """The state after carrying out everything up to `cursor`, as visible at `now`."""
    moments = [
        session.scalar(
            sa.select(sa.func.min(column)).where(Item.state == "published", column > now)
        )
        for column in (Item.publish_at, Item.expires_at)
    ]
    coming = [moment.timestamp() for moment in moments if moment is not None]
    return store.State(cursor, count, now.timestamp(), min(coming, default=None))


def _notes(session: orm.Session, cursor: int) -> list[changes.Note]:
    query = (
        sa.select(Change.id, Change.kind, Change.subject_id, Change.what)
        .where(Change.id > cursor)
        .order_by(Change.id)
        .limit(_MOST_NOTES)
    )
    return [changes.Note(*row) for row in session.execute(query)]


def _turned(session: orm.Session, seen_at: float, now: dt.datetime) -> set[int]:
    """Published items whose visibility the clock has changed since it was last looked at."""
    seen = dt.datetime.fromtimestamp(seen_at, dt.UTC)
    begun = sa.and_(Item.publish_at > seen, Item.publish_at <= now)
    over = sa.and_(Item.expires_at > seen, Item.expires_at <= now)
    query = sa.select(Item.id).where(Item.state == "published", sa.or_(begun, over))
    return set(session.scalars(query))
