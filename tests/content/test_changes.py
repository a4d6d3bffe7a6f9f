"""The change log: noted in the same transaction, read by cursor, replayed without harm."""

from __future__ import annotations

import pytest
from flask import Flask

from content import changes, places
from content.database import db

pytestmark = pytest.mark.usefixtures("session_app")


def _place(name: str) -> places.Place:
    return places.record(name, "commune")


def test_an_insert_and_an_update_are_noted_with_their_version() -> None:
    place = _place("xã Mẫu")
    place.source = "đổi"
    db.session.commit()

    notes = [n for n in changes.since(0) if n.kind == "place"]

    assert [n.what for n in notes] == ["added", "changed"]
    assert {n.subject_id for n in notes} == {place.id}


def test_a_rollback_takes_its_notes_along() -> None:
    before = changes.newest()
    db.session.add(places.Place(slug="x", level="commune", title="X", kind_word="xã", folded="x"))
    db.session.flush()
    assert changes.newest() == before + 1
    db.session.rollback()
    assert changes.newest() == before


def test_a_commit_without_a_change_notes_nothing() -> None:
    place = _place("xã Mẫu")
    before = changes.newest()
    place.source = place.source
    db.session.commit()
    assert changes.newest() == before


def test_a_cursor_moves_only_for_its_reader() -> None:
    _place("xã Mẫu")
    changes.move_cursor("index", changes.newest())
    db.session.commit()
    assert changes.since(changes.cursor("index")) == []
    assert changes.cursor("export") == 0


def test_bulk_notes_come_in_order() -> None:
    changes.note_many([("item", 3, 1, "changed"), ("item", 1, 2, "removed")])
    db.session.commit()
    assert [(n.subject_id, n.what) for n in changes.since(0) if n.kind == "item"] == [
        (3, "changed"),
        (1, "removed"),
    ]


def test_sequences_are_never_used_again(session_app: Flask) -> None:
    _place("xã Mẫu")
    newest = changes.newest()
    db.session.execute(changes.Change.__table__.delete())  # type: ignore[attr-defined]
    db.session.commit()
    _place("xã Khác")
    assert changes.newest() > newest
