"""Having an index to ask: brought up to date, mended when damaged, done without when need be."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import sqlalchemy as sa

from content.database import db
from content.publishing.models import Item
from content.publishing.visibility import visible
from search_index import keeper, store
from search_index.view import View, forget, last_view, view

_log = logging.getLogger(__name__)
# A question waits so long (seconds) for another writer, and has an index of so many items rebuilt.
_PATIENCE = 0.25
_FEW_ITEMS = 400
_worker: list[threading.Thread] = []
_starting = threading.Lock()


def view_for_asking() -> View | None:
    """The index, up to date if that is quick; None when there is none to ask just now.

    A damaged or missing index is rebuilt: at once when the items are few, else in a thread while
    questions are answered without it.
    """
    try:
        keeper.catch_up(_PATIENCE)
        current = view()
        if keeper.wants_tidying(current):
            _in_background(keeper.tidy_files, _PATIENCE)
        return current
    except store.Busy:
        return _whatever_there_is()
    except OSError as error:  # the disk is full or read-only: answer with what there is
        _log.warning("the search index could not be brought up to date: %s", error)
        return _whatever_there_is()
    except Exception as error:  # damage shows as any exception of Whoosh, pickle or zlib
        _log.warning("the search index is damaged and is rebuilt: %r", error)
        return _mended()


def _whatever_there_is() -> View | None:
    try:
        return view()
    except store.Damaged:
        return last_view()


def _mended() -> View | None:
    db.session.rollback()
    forget()
    few = (db.session.scalar(sa.select(sa.func.count(Item.id)).where(visible())) or 0) <= _FEW_ITEMS
    if not few:
        _in_background(keeper.rebuild_from, db.engine)
        return None
    try:
        keeper.rebuild(timeout=_PATIENCE)
        return view()
    except (store.Busy, store.Damaged, OSError) as error:
        _log.warning("the search index could not be rebuilt: %s", error)
        return None


def _in_background(work: Callable[..., object], *arguments: object) -> None:
    """Let a thread do it, one thing at a time; it must not need the application."""
    with _starting:
        if _worker and _worker[0].is_alive():
            return
        thread = threading.Thread(
            target=_carry_out, args=(work, *arguments), name="search-index", daemon=True
        )
        _worker[:] = [thread]
        thread.start()


def wait(timeout: float = 60.0) -> None:
    """Wait until what is written in the background is written; for an orderly end."""
    for thread in list(_worker):
        thread.join(timeout)


def _carry_out(work: Callable[..., object], *arguments: object) -> None:
    try:
        work(*arguments)
    except store.Busy:
        pass  # another process is at it
    except Exception:
        _log.exception("the search index could not be written")
