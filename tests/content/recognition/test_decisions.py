"""Decisions: drafts, lists, the second pair of eyes, announcing and taking back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from content import files, house_rules, jobs
from content.database import db
from content.errors import BadInput
from content.places import record
from content.recognition import deciding, list_queries, register_queries, suppression
from content.recognition.commands import decisions, lists, titles, withdrawals
from content.recognition.decision_fields import DecisionFields
from content.recognition.entry_fields import EntryFields
from content.recognition.models import Decision, Entry, RecognitionCount, RecognitionTitle
from tests import recognised as make

WHOLE = DecisionFields(
    year=2025, number="12/QĐ-UBND", issued=dt.date(2026, 3, 2), body="Chủ tịch UBND xã Mẫu"
)


@pytest.fixture(autouse=True)
def home(session_app: Flask, tmp_path: Path) -> Iterator[Path]:
    suppression.keep_in(tmp_path / suppression.FILE)
    yield tmp_path


@pytest.fixture
def title(home: Path) -> RecognitionTitle:
    return make.title()


def row(title: RecognitionTitle, name: str, thon: str = "Thôn 1", **given) -> EntryFields:
    return EntryFields(name, title.id, place_text=thon, ground="consent", **given)


def counts(decision: Decision) -> list[tuple[int | None, int]]:
    query = sa.select(RecognitionCount.place_id, RecognitionCount.count)
    rows = db.session.execute(query.where(RecognitionCount.decision_id == decision.id))
    return sorted((place, count) for place, count in rows)


def announced(title: RecognitionTitle, *names: str) -> Decision:
    made = decisions.record(WHOLE, actor_id=1)
    lists.take_in(made.id, [row(title, name) for name in names])
    return decisions.announce(made.id, made.version)


def test_a_decision_without_a_number_stays_a_draft_and_says_what_is_missing(title):
    made = decisions.record(DecisionFields(year=2025))
    lists.take_in(made.id, [row(title, "Lò Văn Mẫu")])
    with pytest.raises(BadInput, match="số quyết định, ngày ban hành, cơ quan ban hành"):
        decisions.announce(made.id, made.version)
    assert (made.state, counts(made)) == ("draft", [(None, 1)])
    assert register_queries.at(made.slug) is None


def test_an_announced_one_is_at_an_address_of_its_number_and_asks_for_an_export(title):
    made = announced(title, "Lò Văn Mẫu")
    assert (made.slug, made.state) == ("12-qd-ubnd-2026", "announced")
    assert register_queries.at(made.slug) is made
    assert jobs.newest("export")


def test_two_places_may_have_the_same_number_and_one_place_not(title):
    announced(title, "Lò Văn Mẫu")
    with pytest.raises(BadInput, match="Đã có quyết định số 12/QĐ-UBND"):
        decisions.record(WHOLE)
    place = record("xã Khác", "commune")
    other = DecisionFields(
        year=2025, number=WHOLE.number, issued=WHOLE.issued, body="UBND xã Khác", place_id=place.id
    )
    made = decisions.record(other)
    lists.take_in(made.id, [row(title, "Lò Văn Mẫu")])
    assert decisions.announce(made.id, made.version).slug == "12-qd-ubnd-2026-xa-khac"


def test_an_empty_list_is_not_announced(title):
    made = decisions.record(WHOLE)
    with pytest.raises(BadInput, match="danh sách chưa có ai"):
        decisions.announce(made.id, made.version)


def test_the_same_list_twice_changes_nothing(title):
    made = decisions.record(WHOLE)
    rows = [row(title, "Lò Văn Mẫu"), row(title, "Lò Văn Mẫu", "Thôn 2"), row(title, "Vàng A Mẫu")]
    assert lists.take_in(made.id, rows) == (3, 0, 0, 0)
    version = made.version
    assert lists.take_in(made.id, rows) == (0, 3, 0, 0)
    assert lists.take_in(made.id, rows, replace=True) == (0, 3, 0, 0)
    assert (made.version, counts(made)) == (version, [(None, 3)])


def test_a_list_joins_or_replaces_and_the_counts_follow(title):
    made = decisions.record(WHOLE)
    lists.take_in(made.id, [row(title, "Một"), row(title, "Hai")])
    assert lists.take_in(made.id, [row(title, "Ba")]).added == 1
    assert counts(made) == [(None, 3)]
    assert lists.take_in(made.id, [row(title, "Hai"), row(title, "Bốn")], replace=True) == (
        1,
        1,
        2,
        0,
    )
    names = db.session.scalars(sa.select(Entry.name).order_by(Entry.position))
    assert list(names) == ["Hai", "Bốn"]
    assert counts(made) == [(None, 2)]


def test_a_decision_that_moves_takes_its_lines_along(title):
    old, new = record("xã Cũ", "commune"), record("xã Mới", "commune")
    made = decisions.record(DecisionFields(year=2025, place_id=old.id))
    lists.take_in(made.id, [row(title, "Một", place_id=old.id)])
    decisions.record(
        DecisionFields(year=2025, place_id=new.id), decision_id=made.id, seen_version=made.version
    )
    assert counts(made) == [(new.id, 1)]


def test_a_name_that_was_taken_down_does_not_come_back_with_its_list(title):
    made = decisions.record(WHOLE)
    rows = [row(title, "Lò Văn Mẫu"), row(title, "Vàng A Mẫu")]
    lists.take_in(made.id, rows)
    entry = db.session.scalar(sa.select(Entry.id).where(Entry.name == "Vàng A Mẫu"))
    withdrawals.take_down([entry])
    assert lists.take_in(made.id, rows) == (0, 2, 0, 0)
    assert lists.take_in(made.id, rows, replace=True) == (0, 2, 0, 0)
    assert db.session.scalars(sa.select(Entry.name)).all() == ["Lò Văn Mẫu", ""]


def test_it_stays_down_in_the_decision_that_follows_one_taken_back(title):
    made = announced(title, "Lò Văn Mẫu", "Vàng A Mẫu")
    entry = db.session.scalar(sa.select(Entry.id).where(Entry.name == "Vàng A Mẫu"))
    withdrawals.take_down([entry])
    decisions.take_back(made.id, "Ghi nhầm thôn.", seen_version=made.version)
    again = decisions.record(WHOLE)
    assert lists.take_in(again.id, [row(title, "Vàng A Mẫu")]).taken_down == 1
    assert list_queries.of(again).unnamed.taken_down == 1
    assert not db.session.scalar(sa.select(Entry.id).where(Entry.name == "Vàng A Mẫu"))


def test_five_thousand_lines_are_a_handful_of_statements(title, session_app):
    made = decisions.record(WHOLE)
    rows = [row(title, f"Lò Văn Mẫu {number}") for number in range(5000)]
    said: list[str] = []
    sa.event.listen(db.engine, "before_cursor_execute", lambda *a: said.append(a[2]))
    assert lists.take_in(made.id, rows).added == 5000
    assert len(said) < 40
    assert counts(made) == [(None, 5000)]


def test_where_the_house_asks_for_two_people_the_maker_does_not_announce(title):
    house_rules.decide("second_eyes", True)
    made = decisions.record(WHOLE, actor_id=1)
    lists.take_in(made.id, [row(title, "Một")])
    decisions.send(made.id, made.version, actor_id=2)
    for person in (1, 2):
        with pytest.raises(BadInput, match="người khác công bố"):
            decisions.announce(made.id, made.version, actor_id=person)
    assert decisions.announce(made.id, made.version, actor_id=3).state == "announced"


def test_one_who_has_not_seen_the_last_save_does_not_announce(title):
    made = decisions.record(WHOLE)
    seen = made.version
    lists.take_in(made.id, [row(title, "Một")])
    with pytest.raises(BadInput, match="vừa sửa"):
        decisions.announce(made.id, seen)


def test_an_announced_list_does_not_change_and_is_not_deleted(title):
    made = announced(title, "Một")
    with pytest.raises(BadInput, match="lập quyết định mới"):
        lists.take_in(made.id, [row(title, "Hai")])
    with pytest.raises(BadInput, match="thu hồi"):
        decisions.drop(made.id, seen_version=made.version)
    with pytest.raises(BadInput, match="phải có số quyết định"):
        decisions.record(DecisionFields(year=2025), decision_id=made.id, seen_version=made.version)


def test_taken_back_it_says_why(title):
    made = announced(title, "Một")
    with pytest.raises(BadInput, match="lý do"):
        decisions.take_back(made.id, " ", seen_version=made.version)
    decisions.take_back(made.id, "Ban hành nhầm.", seen_version=made.version)
    assert (made.state, made.withdrawn_why) == ("withdrawn", "Ban hành nhầm.")
    with pytest.raises(BadInput, match="đã thu hồi"):
        decisions.known(made.id)


def test_a_draft_goes_with_its_list(title):
    made = decisions.record(WHOLE)
    lists.take_in(made.id, [row(title, "Một")])
    decisions.drop(made.id, seen_version=made.version)
    tables = (Decision, Entry, RecognitionCount)
    assert [db.session.scalar(sa.select(sa.func.count(t.id))) for t in tables] == [0, 0, 0]


def test_a_file_that_was_taken_down_is_not_attached_again(title):
    made = announced(title, "Một")
    kept = files.add(b"danh sach", "text/plain").sha256
    db.session.commit()
    decisions.attach(made.id, kept, "danh-sach.txt", seen_version=made.version)
    withdrawals.hide_file(made.id)
    with pytest.raises(BadInput, match="che tên"):
        decisions.attach(made.id, kept, "danh-sach.txt", seen_version=made.version)


def test_a_ground_given_to_all_leaves_the_ones_that_have_one(title):
    made = decisions.record(WHOLE)
    bare = EntryFields("Hai", title.id)
    lists.take_in(made.id, [row(title, "Một", evidence="Phiếu 1"), bare])
    with pytest.raises(BadInput, match="căn cứ ở đâu"):
        lists.give_ground(made.id, "consent", " ")
    assert lists.give_ground(made.id, "consent", "Phiếu lưu tại xã") == 1
    found = db.session.scalars(sa.select(Entry.evidence).order_by(Entry.position))
    assert list(found) == ["Phiếu 1", "Phiếu lưu tại xã"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"year": 1200}, "Năm đánh giá"),
        ({"year": 2025, "issued": dt.date(2999, 1, 1)}, "chưa tới"),
        ({"year": 2025, "issued": dt.date(2024, 1, 1)}, "trước năm đánh giá"),
        ({"year": 2025, "number": "QĐ-UBND"}, "không có chữ số"),
        ({"year": 2025, "period": "2025-2021"}, "Giai đoạn"),
        ({"year": 2025, "display": "all"}, "Cách hiện tên"),
        ({"year": 2025, "body": "x" * 201}, "dài quá 200"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(home, given, said):
    with pytest.raises(BadInput, match=said):
        decisions.record(DecisionFields(**given))


# ---- titles and who decides them ----------------------------------------------------------------


def shipped(slug: str) -> RecognitionTitle:
    found = register_queries.title_by_slug(slug)
    assert found is not None
    return found


def test_shipped_titles_come_once_and_leave_what_an_office_changed(home):
    assert titles.load_shipped() == 10
    shipped("gia-dinh-hoc-tap").title = "Gia đình học tập kiểu mẫu"
    db.session.commit()
    assert titles.load_shipped() == 0
    assert shipped("gia-dinh-hoc-tap").title == "Gia đình học tập kiểu mẫu"


def test_who_decides_is_known_by_the_day_and_nobody_after_the_districts(home):
    titles.load_shipped()
    commune = shipped("cong-dong-hoc-tap-cap-xa")
    days = (dt.date(2024, 2, 11), dt.date(2024, 2, 12), dt.date(2025, 6, 30))
    assert [deciding.body_on(commune, day).body for day in days] == [
        "Chủ tịch UBND huyện",
        "Trưởng phòng Giáo dục và Đào tạo",
        "Trưởng phòng Giáo dục và Đào tạo",
    ]
    assert deciding.body_on(commune, dt.date(2025, 7, 1)) is None


@pytest.mark.parametrize(
    ("slug", "body", "day", "said"),
    [
        ("cong-dong-hoc-tap-cap-xa", "Chủ tịch UBND xã Mẫu", dt.date(2025, 7, 1), "Chưa rõ ai"),
        ("cong-dong-hoc-tap-cap-xa", "Chủ tịch UBND xã Mẫu", dt.date(2024, 3, 1), "Trưởng phòng"),
        ("cong-dong-hoc-tap-cap-xa", "Trưởng phòng GD&ĐT huyện M", dt.date(2024, 3, 1), ""),
        ("don-vi-hoc-tap-cap-tinh", "Chủ tịch Ủy ban nhân dân tỉnh", dt.date(2026, 3, 1), ""),
        ("gia-dinh-hoc-tap", "Chủ tịch UBND xã Mẫu", dt.date(2026, 3, 1), ""),
    ],
)
def test_a_body_that_does_not_fit_its_day_is_doubted(home, slug, body, day, said):
    titles.load_shipped()
    found = deciding.doubts([shipped(slug)], body, day)
    assert said in "".join(found)
    assert bool(found) == bool(said)


def test_an_office_says_who_decides_and_two_at_once_are_refused(home):
    titles.load_shipped()
    family = shipped("gia-dinh-hoc-tap")
    first = dt.date(2025, 7, 1)
    titles.put_body(family.id, "Chủ tịch UBND xã", first, None, "Kế hoạch của xã")
    assert deciding.body_on(family, first).body == "Chủ tịch UBND xã"
    with pytest.raises(BadInput, match="đã có “Chủ tịch UBND xã”"):
        titles.put_body(family.id, "Khác", dt.date(2026, 1, 1), None, "Kế hoạch")
    titles.drop_body(family.bodies[0].id)
    assert deciding.body_on(family, first) is None
