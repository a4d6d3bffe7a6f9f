"""The register in a dump: number, day, body and counts come along, and nobody's name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from content.database import db
from content.dumping import dumper
from content.errors import BadInput
from content.loading import loader, recognition_register
from content.places import record
from content.recognition import register_queries, suppression
from content.recognition.commands import decisions, titles
from content.recognition.decision_fields import DecisionFields
from content.recognition.models import Decision, Entry
from tests import recognised as make


@pytest.fixture
def dumped(empty_hub, tmp_path: Path) -> Iterator[Path]:
    """The dump of a hub with a decision of two names, one without a list, and a draft."""
    suppression.keep_in(tmp_path / suppression.FILE)
    with empty_hub().app_context():
        titles.load_shipped()
        place = record("xã Mẫu", "commune")
        made = make.decision(
            names=["Vàng A Chua", "Lò Văn Mẫu"], place=place, signer="Nguyễn Ký Tên"
        )
        gone = make.decision(names=["Giàng A Dở"], slug="13-qd-ubnd", number="13/QĐ-UBND")
        decisions.take_back(gone.id, "Ghi nhầm năm.", seen_version=gone.version)
        decisions.record(DecisionFields(year=2025, number="99/QĐ-UBND"))
        titles.put_body(
            made.counts[0].title_id, "Chủ tịch UBND xã", dt.date(2025, 7, 1), None, "Kế hoạch"
        )
        dumper.dump(tmp_path / "dump")
    yield tmp_path / "dump"


def test_it_holds_counts_and_nobody(dumped):
    text = (dumped / "recognition.toml").read_text()
    assert "12/QĐ-UBND" in text
    assert "Chủ tịch UBND xã" in text
    whole = "".join(p.read_text() for p in dumped.rglob("*.toml"))
    for hidden in ("Chua", "Lò Văn", "Giàng", "Ký Tên", "99/QĐ-UBND"):
        assert hidden not in whole


def test_another_hub_counts_the_same_and_dumps_the_same(dumped, empty_hub, tmp_path):
    with empty_hub().app_context():
        for _twice in range(2):
            reports = loader.load_paths([dumped / "places.toml", dumped / "recognition.toml"])
        assert [report.status for report in reports] == ["unchanged", "unchanged"]
        found = register_queries.at("12-qd-ubnd")
        assert found is not None
        assert [(t.slug, p.name, n) for t, p, n in register_queries.counts_of(found)] == [
            ("gia-dinh-hoc-tap", "xã Mẫu", 2)
        ]
        assert register_queries.withdrawn_paths() == ["/cong-nhan/13-qd-ubnd/"]
        assert db.session.scalar(sa.select(sa.func.count(Entry.id))) == 0
        dumper.dump(tmp_path / "again")
        same = [
            (folder / "recognition.toml").read_bytes() for folder in (dumped, tmp_path / "again")
        ]
        assert same[0] == same[1]


def test_a_decision_whose_list_is_here_stays_as_it_is(dumped, empty_hub):
    with empty_hub().app_context():
        make.decision(names=["Người Ở Đây"], note="Của mình")
        loader.load_paths([dumped / "places.toml", dumped / "recognition.toml"])
        kept = db.session.scalar(sa.select(Decision).where(Decision.slug == "12-qd-ubnd"))
        assert (kept.note, kept.place_id) == ("Của mình", None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"people": []}, "chỉ gồm các mục"),
        ({"title": [{"slug": "x", "subject": "animal", "title": "X"}]}, "subject"),
        ({"title": [{"slug": 5}]}, "sai kiểu"),
        ({"decision": [{"slug": "x", "year": 2025, "state": "draft"}]}, "state"),
        ({"decision": [{"slug": "x", "name": "Vàng A Chua"}]}, "chỉ gồm các khóa"),
        (
            {"decision": [{"slug": "x", "year": 2025, "state": "announced", "place": "xã Lạ"}]},
            "không thấy địa bàn",
        ),
    ],
)
def test_what_cannot_be_is_one_sentence(empty_hub, content, said):
    with empty_hub().app_context(), pytest.raises(BadInput, match=said):
        recognition_register.load(content, None)
