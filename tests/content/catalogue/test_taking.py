"""Records taken from sources: what is new, changed, deleted, joined, asked about."""

from __future__ import annotations

import dataclasses

import pytest
import sqlalchemy as sa

from content.catalogue import queries
from content.catalogue.commands import records, taking
from content.catalogue.models import DuplicatePair, LibraryRecord, RecordOrigin
from content.catalogue.record import Identifier, Name, Record, Subject, Taken
from content.catalogue.source_models import CatalogueSource
from content.changes import since
from content.database import db

NEVER_GIVEN = Record(
    "Sổ tay học tập suốt đời",
    kind="sach",
    names=(Name("Lò Văn Mẫu"),),
    year=2021,
    languages=("vie",),
    subjects=(Subject("Xã hội học tập"),),
)


@pytest.fixture
def source(session_app):
    row = CatalogueSource(slug="kho-mau", name="Kho Mẫu", protocol="oai", direct=True)
    db.session.add(row)
    db.session.commit()
    return row


def taken(number: int, record: Record = NEVER_GIVEN, **given) -> Taken:
    return Taken(f"oai:mau:{number}", record, stamp="2026-01-01", **given)


def titled(title: str, **given) -> Record:
    return dataclasses.replace(NEVER_GIVEN, title=title, **given)


def test_a_second_reading_changes_nothing(source):
    batch = [taken(1, titled("Một")), taken(2, titled("Hai"))]
    assert taking.take_in(source, batch) == taking.Counts(new=2)
    last = since(0)[-1].sequence
    assert taking.take_in(source, batch) == taking.Counts(same=2)
    assert since(last) == []


def test_shown_ones_are_found_by_facets_and_queued_ones_are_not(source):
    taking.take_in(source, [taken(1)])
    source.direct = False
    taking.take_in(source, [taken(2, titled("Chưa ai xem"))])
    assert [row.title for row in queries.page()] == ["Sổ tay học tập suốt đời"]
    values = queries.facet_values("subject")
    assert values == [  # the wider term holds what stands under the narrower one
        queries.FacetValue("hoc-tap-suot-doi", "Học tập suốt đời", 1),
        queries.FacetValue("xa-hoi-hoc-tap", "Xã hội học tập", 1),
    ]
    assert queries.facet_values("source") == [queries.FacetValue("kho-mau", "Kho Mẫu", 1)]
    assert queries.count({"year": "2021", "language": "vie"}) == 1
    assert queries.count({"year": "2020"}) == 0


def test_what_an_editor_changed_outlives_what_the_source_changes(source):
    taking.take_in(source, [taken(1)])
    row = db.session.scalars(sa.select(LibraryRecord)).one()
    mine = dataclasses.replace(row.record, title="Sổ tay (bản in 2021)", abstract="Lời của ta.")
    records.save(mine, row_id=row.id, seen_version=row.version)
    theirs = dataclasses.replace(NEVER_GIVEN, year=2022, abstract="Lời của họ.")
    assert taking.take_in(source, [taken(1, theirs)]).changed == 1
    now = queries.by_slug(row.slug).record
    assert (now.title, now.abstract, now.year) == ("Sổ tay (bản in 2021)", "Lời của ta.", 2022)


def test_gone_at_the_source_and_back_again_waits_for_a_person(source):
    taking.take_in(source, [taken(1)])
    assert taking.take_in(source, [Taken("oai:mau:1", None, gone=True)]).deleted == 1
    row = db.session.scalars(sa.select(LibraryRecord)).one()
    assert (row.state, queries.count()) == ("gone", 0)
    assert row.stamped_at >= row.shown_at
    assert queries.facet_values("source") == []
    assert taking.take_in(source, [Taken("oai:mau:1", None, gone=True)]).same == 1
    taking.take_in(source, [taken(1)])
    assert db.session.scalars(sa.select(LibraryRecord.state)).all() == ["review"]


def test_deletions_of_what_never_came_leave_no_row(source):
    gone = [Taken(f"oai:mau:{n}", None, gone=True) for n in range(1000)]
    assert taking.take_in(source, gone) == taking.Counts()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RecordOrigin)) == 0


def test_works_join_by_number_and_title_and_keep_their_origins(source):
    other = CatalogueSource(slug="kho-hai", name="Kho Hai", protocol="oai", direct=True)
    db.session.add(other)
    db.session.commit()
    isbn = (Identifier("isbn", "9786040000019"),)
    taking.take_in(source, [taken(1, titled("Sách dùng chung", identifiers=isbn))])
    same = titled("Sách dùng chung", identifiers=isbn, abstract="Tóm tắt.", publisher="Nhà in")
    unlike = titled("Quyển khác hẳn", identifiers=isbn)
    counts = taking.take_in(other, [taken(7, same), taken(8, unlike)])
    assert (counts.joined, counts.new) == (1, 1)
    row = queries.by_slug(queries.page(order="title")[1].slug)
    assert (row.title, row.record.abstract) == ("Sách dùng chung", "Tóm tắt.")
    assert [one.source.slug for one in queries.origins_of(row.id)] == ["kho-mau", "kho-hai"]
    taking.take_in(source, [Taken("oai:mau:1", None, gone=True)])
    assert queries.by_slug(row.slug).state == "shown"  # the other one still has it
    assert [value.value for value in queries.facet_values("source")] == ["kho-hai"]


def test_one_handle_of_two_repositories_is_not_one_work(source):
    handle = (Identifier("handle", "123456789/10"),)
    batch = [
        taken(1, titled("Luận văn về lúa", identifiers=handle)),
        taken(2, titled("Kinh tế biển", identifiers=handle)),
    ]
    assert taking.take_in(source, batch).new == 2


def test_twins_in_one_page_join_and_likely_ones_are_asked_about(source):
    doi = (Identifier("doi", "10.1234/a"),)
    batch = [
        taken(1, titled("Bài một", identifiers=doi)),
        taken(2, titled("Bài một (bản in)", identifiers=doi)),
        taken(3, titled("Bài hai")),
        taken(4, titled("Bài hai", publisher="Nơi khác")),
    ]
    counts = taking.take_in(source, batch)
    assert (counts.new, counts.joined) == (3, 1)
    pair = db.session.scalars(sa.select(DuplicatePair)).one()
    assert (pair.first.title, pair.second.title, pair.state) == ("Bài hai", "Bài hai", "waiting")


def test_a_record_offered_once_is_told_of_when_it_goes(session_app):
    saved = records.save(NEVER_GIVEN, show=True)
    assert not saved.notes
    row = saved.row
    assert queries.is_given(row) and row.given_at
    records.drop([row.id])
    told = db.session.scalars(queries.offered()).all()
    assert [(one.id, queries.is_given(one)) for one in told] == [(row.id, False)]


def test_a_wrong_isbn_is_kept_and_told(session_app):
    wrong = dataclasses.replace(NEVER_GIVEN, identifiers=(Identifier("isbn", "9786040000011"),))
    saved = records.save(wrong)
    assert "sai chữ số kiểm tra" in saved.notes[0]
    assert saved.row.record.identifiers[0].scheme == "local"
