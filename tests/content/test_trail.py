"""The trail: append-only, ordered by sequence."""

from __future__ import annotations

import pytest

from content import trail
from content.database import db

pytestmark = pytest.mark.usefixtures("session_app")


def test_entries_come_newest_first() -> None:
    for action in ("item.created", "item.saved", "item.published"):
        trail.write(action, "item", 7, actor_id=2, detail={"version": 1})
    db.session.commit()
    assert [e.action for e in trail.of_subject("item", 7)] == [
        "item.published",
        "item.saved",
        "item.created",
    ]


@pytest.mark.parametrize("act", ["change", "delete"])
def test_an_entry_can_be_neither_changed_nor_deleted(act: str) -> None:
    trail.write("item.created", "item", 7)
    db.session.commit()
    (entry,) = trail.of_subject("item", 7)
    if act == "change":
        entry.action = "item.hidden"
    else:
        db.session.delete(entry)
    with pytest.raises(RuntimeError, match="append-only"):
        db.session.commit()
    db.session.rollback()
    assert trail.of_subject("item", 7)[0].action == "item.created"
