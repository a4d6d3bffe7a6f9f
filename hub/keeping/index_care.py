"""Care for the search index: catch up where that is possible, rebuild where it is damaged."""

from __future__ import annotations

import logging

from content.database import db
from search_index import index, keeper, store

_log = logging.getLogger(__name__)


def keep_up() -> None:
    """Bring the index up to the content; a damaged or missing one is built anew.

    While another writer is at it nothing is done: that one catches up. A disk that cannot be
    written is logged: readers are answered with what there is.
    """
    try:
        if store.current() is None:
            index.rebuild()
        keeper.catch_up()
    except store.Busy:
        return
    except OSError:
        _log.exception("the search index cannot be written")
    except Exception:  # damage shows as any exception of the engine
        _log.warning("the search index is missing or damaged and is built anew")
        db.session.rollback()
        index.rebuild()
