"""What a place lays over a version: by its document, for itself, and never the version's words."""

from __future__ import annotations

import datetime as dt

import pytest

from content import changes, places
from content.criteria import commands, queries, supplement_toml, supplements
from content.criteria.scoring import assess
from content.criteria.sets import Indicator, Source, Special
from content.criteria.supplements import Added, Explained, laid_over
from content.errors import BadInput
from tests.content.criteria.samples import levels_set, points_set, supplement


def test_it_explains_and_names_evidence_beside_the_version():
    version = points_set()
    laid = laid_over(version, supplement())
    first = next(laid.criteria())
    assert first.explanation == "Lời thêm MẪU"
    assert first.indicators[0].note == "Cách tính MẪU"
    assert first.indicators[0].evidence == ("Sổ ghi việc 1", "Ảnh MẪU")
    assert first.indicators[0].text == next(version.criteria()).indicators[0].text
    assert version == points_set(), "the version itself stays as it is"


def test_a_special_threshold_is_off_until_a_document_puts_it_in_force():
    answers = {each.id: "7" for each in points_set().indicators()}
    off = supplements.without_thresholds(points_set())
    assert not assess(off, answers, special="vung-kho").passed
    on = laid_over(points_set(), supplement())
    assert on.rule.special == (Special("vung-kho", "Vùng khó khăn", 7000),)
    assert assess(on, answers, special="vung-kho").passed
    assert not assess(on, answers).passed, "and holds only for whom it is asked"
    none = laid_over(points_set(), supplement(thresholds=()))
    assert none.rule.special == ()


def test_a_place_may_add_indicators_where_a_set_has_levels():
    added = Added("1", Indicator("1.9", "Việc của tỉnh MẪU", "yes"))
    made = supplement(set_id="don-vi-mau", explained=(), thresholds=(), added=(added,))
    assert supplements.faults(levels_set(), made) == []
    last = list(laid_over(levels_set(), made).indicators())[-1]
    assert (last.id, last.local) == ("1.9", True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"document": Source("12/HD-MAU")}, "Cần văn bản của địa phương"),
        ({"id": "Mã Sai"}, "chỉ dùng chữ thường"),
        ({"place": ""}, "chưa ghi địa bàn"),
        ({"title": " "}, "chưa có tên"),
        ({"explained": (Explained("99", "Lời"),)}, "Không có tiêu chí hay chỉ tiêu “99”"),
        ({"explained": (Explained("1", "", ("Ảnh",)),)}, "minh chứng ghi cho chỉ tiêu"),
        ({"added": (Added("1", Indicator("1.9", "Việc", most=500)),)}, "đã cộng đủ điểm"),
        ({"thresholds": (Special("la", "", 0),)}, "cần tên và điểm đạt theo văn bản"),
        ({"thresholds": (Special("la", "Lạ", 10_100),)}, "không ai đạt được"),
        (
            {"in_force": dt.date(2026, 2, 1), "over": dt.date(2026, 1, 1)},
            "Ngày hết hiệu lực phải sau",
        ),
    ],
)
def test_what_does_not_fit_is_named(changed, said):
    assert said in " ".join(supplements.faults(points_set(), supplement(**changed)))


def test_indicators_of_a_place_fit_into_the_set():
    twice = Added("1", Indicator("1.1", "Trùng mã", "yes"))
    lost = Added("9", Indicator("9.1", "Lạc", "yes"))
    for added, said in ((twice, "có 2 lần"), (lost, "Không có tiêu chí “9”")):
        made = supplement(explained=(), thresholds=(), added=(added,))
        assert said in " ".join(supplements.faults(levels_set(), made))
    made = supplement(explained=())
    assert "chỉ dùng cho bộ tính điểm" in " ".join(supplements.faults(levels_set(), made))


def test_the_text_gives_the_same_again():
    added = (Added("1", Indicator("1.9", "Việc", "share", least=((1, 9000),))),)
    made = supplement(added=added, in_force=dt.date(2026, 3, 1))
    text = supplement_toml.write(made)
    assert supplement_toml.read(text) == made
    assert supplement_toml.is_one(text) and not supplement_toml.is_one("set = 1")
    begun = supplement_toml.read(supplement_toml.template("cong-dan-mau", "2026"))
    assert (begun.set_id, begun.document) == ("cong-dan-mau", Source())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("supplements = 3", "phải là chữ"),
        ('supplements = "mot"', "BỘ/PHIÊN-BẢN"),
        ('supplements = "a/b"\nla = 1', "mục lạ “la”"),
        ('supplements = "a/b"\n[[threshold]]\nid = "x"\npass_sum = "x"', "phải là số"),
        ("supplements = ", "TOML"),
    ],
)
def test_a_text_that_is_no_supplement(text, said):
    with pytest.raises(BadInput, match=said):
        supplement_toml.read(text)


@pytest.fixture
def base(session_app):
    places.record("tỉnh Mẫu", "province")
    row, _status = commands.take_in(points_set())
    commands.publish(row.id, seen_version=row.version)
    return row


def test_two_people_then_readers_and_only_while_it_holds(base):
    made = supplement(in_force=dt.date(2026, 3, 1), over=dt.date(2027, 1, 1))
    row, status = commands.take_in_supplement(made, actor_id=1)
    assert (status, row.state, row.place.title) == ("loaded", "draft", "Mẫu")
    assert commands.take_in_supplement(made)[1] == "unchanged"
    words = base.sha256
    with pytest.raises(BadInput, match="đủ hai người"):
        commands.publish_supplement(row, seen_version=row.version)
    for person in (1, 2):
        commands.confirm_supplement(row, row.sha256, actor_id=person)
    with pytest.raises(BadInput, match="cần một người khác"):
        commands.confirm_supplement(row, row.sha256, actor_id=2)
    before = changes.newest()
    commands.publish_supplement(row, seen_version=row.version, actor_id=1)
    assert changes.newest() > before, "the page of the version is made anew"
    days = [dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2027, 1, 1)]
    assert [len(queries.supplements(base, day)) for day in days] == [0, 1, 0]
    assert (base.sha256, base.read) == (words, points_set())
    with pytest.raises(BadInput, match="đã đăng nên lời không đổi"):
        commands.take_in_supplement(supplement(title="Sửa lén"))
    with pytest.raises(BadInput, match="không xóa"):
        commands.drop_supplement(row)
    commands.withdraw_supplement(row)
    assert queries.supplements(base, days[1]) == []


def test_a_draft_goes_and_its_version_waits_for_it(base):
    copied = commands.copy(base.id, "2027")
    row, _status = commands.take_in_supplement(supplement(version_id="2027"))
    with pytest.raises(BadInput, match="xóa phần bổ sung trước"):
        commands.drop(copied.id)
    commands.drop_supplement(row)
    commands.drop(copied.id)
    assert queries.version("cong-dan-mau", "2027") is None


def test_an_unknown_version_or_place_is_named(base):
    with pytest.raises(BadInput, match="Không có phiên bản “cong-dan-mau/2031”"):
        commands.take_in_supplement(supplement(version_id="2031"))
    with pytest.raises(BadInput, match="Không thấy địa bàn “tinh-khac”"):
        commands.take_in_supplement(supplement(place="tinh-khac"))
