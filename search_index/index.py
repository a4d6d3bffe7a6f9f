"""The index as the rest of the house knows it: where it lies, how it is, and building it anew."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from content import changes
from search_index import keeper, store
from search_index.view import View, forget, view

# Whoever must have the whole index waits so long (seconds) for another writer.
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Status:
    """`state`: "well", "behind" (changes wait), "damaged" (rebuild it) or "empty" (none built yet).

    `documents`: items in the index; `cursor`: the last change carried out; `newest`: the last one
    there is. `reason` is a Vietnamese sentence when damaged.
    """

    state: str
    documents: int
    cursor: int
    newest: int
    reason: str = ""


def keep_in(folder: Path) -> None:
    """Name the folder of the index (created when first written); closes what was open before."""
    forget()
    store.keep_in(folder)


def rebuild(progress: Callable[[int, int], None] | None = None) -> int:
    """Build the index anew beside the one that answers; returns the number of items in it.

    `progress(done, total)` is called as it goes. store.Busy when another writer does not end.
    """
    return keeper.rebuild(progress)


def current() -> View:
    """The index with every change carried out; built first where there is no sound one.

    store.Busy when another writer does not end.
    """
    try:
        keeper.catch_up(_PATIENCE)
        return view()
    except store.Damaged:
        forget()
        keeper.rebuild()
        return view()


def status() -> Status:
    """How the index is. Reads it through, so damage on the disk is found."""
    newest = changes.newest()
    if store.current() is None:
        return Status("empty", 0, 0, newest)
    try:
        store.distrust()
        forget()
        state = view().state
    except store.Damaged as damaged:
        return Status("damaged", 0, 0, newest, damaged.message)
    behind = keeper.is_behind(state)
    return Status("behind" if behind else "well", state.documents, state.cursor, newest)
