"""Arrival: texts from files, loaded twice without a change, never over another text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from content import transactions
from content.database import db
from content.errors import BadInput
from content.publishing import desk_queries, queries
from content.publishing.commands import arrival, writing
from content.publishing.commands.arrival import Arrival
from content.publishing.snapshot import ItemFields, fields_of
from tests.factories import document_fields, make_attachment, make_item

pytestmark = pytest.mark.usefixtures("session_app")

PAGE = Arrival(ItemFields("news", "Ngày hội", slug="ngay-hoi", body="Một"), "1" * 64)


def test_loading_twice_changes_nothing() -> None:
    item, status, notes = arrival.load(PAGE)
    assert (status, notes, item.state) == ("loaded", [], "published")
    version, count = item.version, len(desk_queries.revisions(item))
    again, status, _ = arrival.load(PAGE)
    assert (again.id, status, again.version) == (item.id, "unchanged", version)
    assert len(desk_queries.revisions(item)) == count == 1


def test_a_changed_file_is_a_new_revision_and_leaves_a_waiting_edit_alone() -> None:
    item, _, _ = arrival.load(PAGE)
    edit = replace(fields_of(item), body="Của bàn biên tập")
    item = writing.save(item.id, edit, seen_version=item.version)
    waiting = item.pending_revision_id
    fields = replace(PAGE.fields, body="Hai", topics=("Chủ đề lạ",))
    item, status, notes = arrival.load(Arrival(fields, "2" * 64))
    assert (status, item.body, item.pending_revision_id) == ("changed", "Hai", waiting)
    assert desk_queries.working(item).body == "Của bàn biên tập"
    assert notes[0] == "Chủ đề mới: “Chủ đề lạ”."
    assert "bản chờ còn nguyên" in notes[1]
    assert [r.fields["body"] for r in queries.versions(item)] == ["Hai", "Một"]


def test_a_draft_of_a_published_item_waits() -> None:
    arrival.load(PAGE)
    changed = replace(PAGE.fields, body="Hai")
    item, status, notes = arrival.load(Arrival(changed, "2" * 64, state="draft"))
    assert (status, item.body, item.state) == ("changed", "Một", "published")
    assert "là bản nháp mới của bài" in notes[0]


def test_a_dump_brings_back_state_and_addresses() -> None:
    first = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    item, _, _ = arrival.load(
        replace(PAGE, first_published_at=first, old_addresses=("/tin-tuc/ten-cu/", "../../x"))
    )
    assert item.first_published_at == first
    assert queries.redirect_target("/tin-tuc/ten-cu/") == "/tin-tuc/ngay-hoi/"
    gone = Arrival(
        ItemFields("news", "Đã gỡ"), "3" * 64, state="withdrawn", withdrawn_notice="Sai tên."
    )
    assert arrival.load(gone)[0].withdrawn_notice == "Sai tên."
    with pytest.raises(BadInput, match="withdrawn_notice"):
        arrival.load(replace(gone, fields=ItemFields("news", "Khác"), withdrawn_notice=""))
    assert desk_queries.any_at("news", "khac") is None


def test_another_text_of_the_same_address_is_named() -> None:
    make_item(title="Ngày hội")
    with pytest.raises(BadInput, match=r"/tin-tuc/ngay-hoi/ .* từ nguồn khác"):
        arrival.load(replace(PAGE, fields=replace(PAGE.fields, slug="")))
    item, status, _ = arrival.load(PAGE)
    assert (status, item.body) == ("changed", "Một")


@pytest.mark.parametrize("state", ["published", "draft"])
def test_a_document_is_known_by_its_key(state: str) -> None:
    source = make_attachment("ban-goc.txt")
    fields = ItemFields("document", "Kế hoạch A", document=document_fields(), attachments=(source,))
    item, _, _ = arrival.load(Arrival(fields, "1" * 64, state=state))
    better = replace(fields, title="Kế hoạch A, đã sửa")
    again, status, _ = arrival.load(Arrival(better, "2" * 64, state=state))
    assert (again.id, status, again.title) == (item.id, "changed", "Kế hoạch A, đã sửa")
    for sha in ("1" * 64, "2" * 64):
        _, status, _ = arrival.load(Arrival(fields, sha, state=state))
        assert status == "unchanged"
    assert item.title == "Kế hoạch A, đã sửa"


def test_another_file_of_the_same_title_is_named() -> None:
    fields = ItemFields("news", "Chuyện", attachments=(make_attachment("mot.txt"),))
    arrival.load(Arrival(fields, "1" * 64))
    other = replace(fields, attachments=(make_attachment("hai.txt", b"khac"),))
    with pytest.raises(BadInput, match="từ nguồn khác"):
        arrival.load(Arrival(other, "2" * 64))


def test_a_fault_half_way_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: Any, **_named: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(arrival.workflow, "put_out", fail)
    with pytest.raises(OSError, match="disk full"):
        arrival.load(replace(PAGE, fields=replace(PAGE.fields, topics=("Mới",))))
    assert desk_queries.desk_listing().total == 0
    assert desk_queries.every_topic() == []
    assert not db.session.new


def test_a_reading_anew_of_the_same_file_is_a_new_revision_of_its_item() -> None:
    item, _, _ = arrival.load(replace(PAGE, state="draft"))
    read_anew = replace(PAGE, state="draft", fields=ItemFields("news", "Tên khác", body="Hai"))
    again, status, _ = arrival.load(replace(read_anew, into=item.id))
    assert (again.id, status, again.body) == (item.id, "changed", "Hai")
    assert len(desk_queries.revisions(item)) == 2


def test_each_file_is_known_by_the_item_it_became() -> None:
    item, _, _ = arrival.load(PAGE)
    arrival.load(replace(PAGE, fields=replace(PAGE.fields, body="Hai"), source_sha256="2" * 64))
    assert arrival.sources() == {"1" * 64: item.id, "2" * 64: item.id}
    found = arrival.item_from("1" * 64)
    assert found is not None and found.id == item.id
    assert arrival.item_from("9" * 64) is None


def test_one_more_file_beside_a_text_reaches_readers_or_waits_with_the_edit() -> None:
    item, _, _ = arrival.load(PAGE)
    first, second = (make_attachment("a.txt", words.encode()) for words in ("Một", "Hai"))
    arrival.give_original(item, first, "4" * 64, actor_id=None)
    arrival.give_original(item, first, "4" * 64, actor_id=None)
    assert [a.file_name for a in item.attachments] == [first.file_name]
    assert (item.body, item.state) == ("Một", "published")
    edit = replace(fields_of(item), body="Của bàn biên tập")
    item = writing.save(item.id, edit, seen_version=item.version)
    arrival.give_original(item, second, "5" * 64, actor_id=None)
    assert len(item.attachments) == 1
    working = desk_queries.working(item)
    assert (working.body, len(working.attachments)) == ("Của bàn biên tập", 2)
    assert arrival.sources()["5" * 64] == item.id


def test_a_place_holder_may_be_forgotten_and_nothing_that_readers_saw() -> None:
    held, _, _ = arrival.load(replace(PAGE, state="draft"))
    with transactions.one_commit():
        writing.forget(held)
    assert desk_queries.any_at("news", "ngay-hoi") is None
    assert arrival.sources() == {}
    item, _, _ = arrival.load(PAGE)
    with pytest.raises(BadInput, match="gỡ bài"):
        writing.forget(item)
