"""Settling a conflict: one text stands afterwards, and the one that was not chosen is kept too."""

from __future__ import annotations

from sqlalchemy.orm.exc import StaleDataError

from content import trail
from content.publishing.commands import rows, writing
from content.publishing.desk_queries import working
from content.publishing.models import Item
from content.publishing.snapshot import ItemFields
from content.transactions import one_commit

ASIDE = "Bản bị trùng, giữ để đối chiếu"


def settle(
    item_id: int,
    chosen: ItemFields | None,
    mine: ItemFields,
    *,
    seen_version: int,
    actor_id: int,
    label: str,
    change_note: str = "",
) -> Item:
    """Make `chosen` the working text (None: leave theirs), with `mine` in the history; one commit.

    Theirs is in the history already. Conflict when somebody saved since `seen_version`.
    """
    item = rows.fresh(item_id)
    if item.version != seen_version:
        raise rows.conflict(item, chosen or mine)
    try:
        with one_commit():
            theirs = working(item)
            ready = rows.settled(chosen, item, actor_id) if chosen is not None else theirs
            if mine not in (ready, theirs, chosen):
                rows.remember(item, mine, actor_id=actor_id, label=ASIDE)
            writing.hold(item, ready, actor_id=actor_id, label=label, change_note=change_note)
            trail.write("item.saved", "item", item.id, actor_id=actor_id)
    except StaleDataError as error:
        raise rows.conflict(rows.fresh(item_id), chosen or mine) from error
    return item
