"""Two records of one work: merged, told apart, parted again without loss."""

from __future__ import annotations

import dataclasses

import pytest

from content.catalogue import desk_queries, queries, shelf_queries
from content.catalogue.commands import duplicates, reading_lists, records, shelves
from content.catalogue.record import Identifier, Name, Record
from content.errors import BadInput

BOOK = Record("Nghề đan lát", kind="sach", names=(Name("Giàng A Mẫu"),), year=2020)


@pytest.fixture
def two(session_app):
    """Two shown records of one work, the second knowing more and standing on a shelf."""
    known = dataclasses.replace(
        BOOK, abstract="Cách đan gùi.", identifiers=(Identifier("isbn", "978-604-0-00001-9"),)
    )
    first, second = (records.save(one, show=True).row.id for one in (BOOK, known))
    return first, second


def test_merged_and_parted_again_is_as_before(two):
    first, second = two
    shelf = shelves.save(shelves.ShelfFields("Tủ sách bản Mẫu"))
    shelves.hold(shelf.id, [shelves.Held(second, 3)])
    before = [records.known(number).record for number in two]
    kept = duplicates.merge(first, second)
    assert kept.record.abstract == "Cách đan gùi."
    assert kept.record.identifier("isbn") == "9786040000019"
    assert [held.holding.copies for held in shelf_queries.holdings_of(first)] == [3]
    assert [row.id for row in queries.page()] == [first]
    assert [row.id for row in desk_queries.merged_into(first)] == [second]
    duplicates.part(second)
    assert [records.known(number).record for number in two] == before
    assert not shelf_queries.holdings_of(first)
    assert len(shelf_queries.holdings_of(second)) == 1
    assert queries.count({"shelf": shelf.slug}) == 1
    assert {row.state for row in queries.page()} == {"shown"}


def test_what_an_editor_wrote_since_stays_after_parting(two):
    first, second = two
    kept = duplicates.merge(first, second)
    mine = dataclasses.replace(kept.record, publisher="Nhà in Mẫu")
    records.save(mine, row_id=first, seen_version=kept.version)
    duplicates.part(second)
    now = records.known(first).record
    assert (now.publisher, now.abstract, now.identifiers) == ("Nhà in Mẫu", "", ())


def test_a_shelf_that_has_both_keeps_a_line_of_each(two):
    first, second = two
    shelf = shelves.save(shelves.ShelfFields("Tủ sách bản Mẫu"))
    shelves.hold(shelf.id, [shelves.Held(first, 1), shelves.Held(second, 2)])
    duplicates.merge(first, second)
    assert [held.holding.copies for held in shelf_queries.holdings_of(first)] == [1]
    duplicates.part(second)
    assert [held.holding.copies for held in shelf_queries.holdings_of(second)] == [2]


def test_merged_ones_are_not_merged_or_changed_again(two):
    first, second = two
    duplicates.merge(first, second)
    with pytest.raises(BadInput, match="đã gộp"):
        duplicates.merge(second, first)
    with pytest.raises(BadInput, match="đã gộp"):
        records.save(BOOK, row_id=second, seen_version=records.known(second).version)
    assert records.set_state([second], "shown") == 0


def test_a_reading_list_names_the_kept_one(two):
    first, second = two
    slug = records.known(second).slug
    entries = (reading_lists.Entry(record=slug, note="Nên đọc."), reading_lists.Entry(page="/x/"))
    made = reading_lists.save(reading_lists.ListFields("Sách nghề", shown=True, entries=entries))
    duplicates.merge(first, second)
    there = shelf_queries.reading_list(made.slug)
    assert [one.record_id for one in there.entries] == [first, None]
    assert [one.title for one in shelf_queries.lists_with(first)] == ["Sách nghề"]
    again = reading_lists.save(
        reading_lists.ListFields("Sách nghề", entries=entries),
        row_id=made.id,
        seen_version=there.version,
    )
    assert again.entries[0].record_id == first  # its old address still means it
    with pytest.raises(BadInput, match="Mục thứ 1"):
        reading_lists.save(reading_lists.ListFields("X", entries=(reading_lists.Entry(),)))


def test_the_desk_finds_by_words_without_marks_and_by_number(two):
    _first, second = two
    asked = desk_queries.Asked
    assert desk_queries.count(asked(words="dan lat")) == 2
    assert desk_queries.count(asked(words="giang mau")) == 2
    assert desk_queries.ids(asked(words="978-6040000019")) == [second]
    assert desk_queries.by_state() == {"shown": 2}
    assert [row.id for row in desk_queries.by_number("isbn", "9786040000019")] == [second]
    assert desk_queries.count(asked(words="100%")) == 0


def test_shelves_say_what_is_wrong(session_app):
    for fields, words in (
        (shelves.ShelfFields(" "), "Chưa có tên"),
        (shelves.ShelfFields("A", kind="x"), "Loại tủ sách"),
        (shelves.ShelfFields("A", uncatalogued=-1), "từ 0 đến"),
        (shelves.ShelfFields("A", stops=(shelves.Stop("Chợ"),)), "Điểm dừng thứ 1"),
    ):
        with pytest.raises(BadInput, match=words):
            shelves.save(fields)
    shelf = shelves.save(shelves.ShelfFields("Tủ sách bản Mẫu", uncatalogued=12))
    with pytest.raises(BadInput, match="không còn trong mục lục"):
        shelves.hold(shelf.id, [shelves.Held(99, 1)])
    assert [(one.works, one.books) for one in shelf_queries.counts()] == [(0, 12)]
