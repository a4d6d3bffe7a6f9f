"""Looking for works: marks or none, words in any order, numbers; what is not shown is not found."""

from __future__ import annotations

from content.catalogue import queries, reader_queries, searching
from content.catalogue.commands import records
from tests import catalogue_shelves as make


def titles(question: str) -> list[str]:
    return [row.title for row in queries.by_ids(searching.find(question).ids)]


def test_words_of_title_names_and_subjects_with_marks_or_without(session_app):
    made = make.fill()
    book = made.records[0].title
    for question in (
        "đan lát",
        "dan lat",
        "LAT dan",
        "giang a mau",
        "may tre",
        "978-604-0-00001-9",
    ):
        assert titles(question)[:1] == [book], question
    assert titles("Giàng đan") == [book]  # a name and a title
    assert titles("12/KH-UBND") == ["Kế hoạch xây dựng tủ sách thôn"]
    assert titles("10.1234/mau.2021") == ["Thói quen đọc của học sinh vùng cao"]
    assert titles("handbo") == ["A handbook of weaving"]
    assert titles("an") == []  # no word is "an", though some hold it
    assert titles("%") == titles("") == titles("…") == []
    records.set_state([made.records[0].id], "hidden")
    assert titles("đan lát") == []


def test_what_can_be_read_at_once(session_app):
    made = make.fill()
    free = {row.title for row in queries.page({queries.READABLE: "1"}, limit=50)}
    assert {one.title for one in make.WORKS if one.access == "open"} == free
    first, *_rest = made.records
    marks = reader_queries.marks([row.id for row in made.records])
    assert marks[first.id] == (True, ("PDF",), 2)
    assert marks[made.records[5].id] == (False, (), 0)


def test_files_and_covers_stand_at_their_addresses_while_the_record_is_shown(session_app):
    made = make.fill()
    kept = list(reader_queries.every_file())
    assert [one.name for one in kept] == ["nghe-dan-lat.pdf", "bia.jpg"]
    for one in kept:
        prefix = one.path.split("/")[2]
        assert reader_queries.file_at(prefix, one.name) is not None
        assert reader_queries.file_at(prefix, "khac.pdf") is None
        assert reader_queries.file_at(prefix[:8], one.name) is None
    records.set_state([made.records[0].id], "hidden")
    assert list(reader_queries.every_file()) == []
    assert all(reader_queries.file_at(one.path.split("/")[2], one.name) is None for one in kept)
    assert reader_queries.gone_slugs() == [made.records[0].slug]
