"""Criteria sets in a dump: every version with its state and day; eyes of people stay at home."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from content import places
from content.criteria import commands, queries
from content.dumping import dumper
from content.loading import loader
from tests.content.criteria.samples import levels_set, points_set, supplement
from tests.content.dumping.test_site_and_past import round_trip, same

ENTRY = '[[version]]\nfile = "tieu-chi/a/b.toml"\n'
MakeHub = Callable[[], Flask]


def fill() -> None:
    """A shipped set, a draft, a published version with a day, one that was withdrawn."""
    commands.load_shipped()
    first, _status = commands.take_in(replace(points_set(), in_force=dt.date(2026, 1, 1)))
    commands.publish(first.id, seen_version=first.version)
    for person in (1, 2):
        commands.confirm(first.id, first.sha256, actor_id=person)
    second = commands.copy(first.id, "2027")
    commands.publish(second.id, seen_version=second.version)
    commands.withdraw(second.id)
    commands.take_in(levels_set())
    places.record("tỉnh Mẫu", "province")
    laid, _status = commands.take_in_supplement(supplement())
    for person in (1, 2):
        commands.confirm_supplement(laid, laid.sha256, actor_id=person)
    commands.publish_supplement(laid, seen_version=laid.version)


def test_a_dump_of_criteria_comes_back_the_same(tmp_path: Path, empty_hub: MakeHub, clock) -> None:
    with empty_hub().app_context():
        fill()
        dumper.dump(tmp_path / "one")
        states = told()
    assert (tmp_path / "one/tieu-chi/cong-dan-mau/2026.toml").is_file()
    assert (tmp_path / "one/tieu-chi/cong-dan-mau/2026/tinh-mau-2026.toml").is_file()
    clock.forward(days=3)
    assert same(tmp_path / "one", round_trip(tmp_path / "one", empty_hub))
    with empty_hub().app_context():
        loader.load_paths([tmp_path / "one"])
        assert told() == states
        found = queries.version("cong-dan-mau", "2026")
        assert not found.verified, "another office looks for itself"
        assert found.set.position > 0
        assert [each.state for each in queries.supplements(found)] == ["published"]
        assert commands.load_shipped() == 0, "known by the hash they shipped with"


def told() -> list[tuple[object, ...]]:
    return [
        (found.slug, found.title, row.slug, row.state, row.published_at, row.sha256)
        for found in queries.every_set()
        for row in found.versions
    ]


def test_a_zip_of_the_dump_as_drafts(tmp_path: Path, empty_hub: MakeHub) -> None:
    with empty_hub().app_context():
        fill()
        dumper.dump(tmp_path / "one")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted((tmp_path / "one").rglob("*.toml")):
            archive.write(file, file.relative_to(tmp_path / "one"))
    with empty_hub().app_context():
        reports = loader.load_bytes("ket-xuat.zip", packed.getvalue(), draft=True)
        assert {report.status for report in reports} == {"loaded", "unchanged"}, reports
        assert {row.state for s in queries.every_set() for row in s.versions} == {"draft"}


def test_published_words_are_not_taken_over_by_a_dump(tmp_path: Path, empty_hub: MakeHub) -> None:
    with empty_hub().app_context():
        fill()
        dumper.dump(tmp_path / "one")
    with empty_hub().app_context():
        row, _status = commands.take_in(replace(points_set(), title="Của chúng tôi (MẪU)"))
        commands.publish(row.id, seen_version=row.version)
        reports = loader.load_paths([tmp_path / "one"])
        refused = [report for report in reports if report.status == "refused"]
        assert [Path(report.path).name for report in refused] == ["criteria.toml"]
        assert "đặt mã phiên bản khác" in refused[0].notes[0].text
        assert queries.version("cong-dan-mau", "2026").title == "Của chúng tôi (MẪU)"


@pytest.mark.parametrize(
    ("register", "sentence"),
    [
        ("version = 3", "[[version]]"),
        ('[[version]]\nfile = "../x.toml"', "tieu-chi/BỘ/PHIÊN-BẢN.toml"),
        ('[[version]]\nfile = "tieu-chi/a/b.toml"', "Không thấy"),
        ('[[version]]\nfile = "tieu-chi/a/b.toml"\nstate = "x"', "tình trạng"),
        ('[[version]]\nfile = "tieu-chi/a/b.toml"\nstate = "published"', "published_at"),
        (
            f'{ENTRY}state = "withdrawn"\npublished_at = 2026-01-01T00:00:00',
            "múi giờ",
        ),
        ('[[version]]\nfile = "tieu-chi/a/b.toml"\nshipped_sha256 = "x"', "SHA-256"),
        ('[[set]]\nslug = 3\ntitle = "A"', "slug"),
        ('[[set]]\nslug = "a"\ntitle = "A"\nposition = "x"', "số nguyên"),
        ('[[set]]\nslug = "a"\nla = "A"', "“la”"),
    ],
)
def test_a_register_that_is_wrong_is_refused_by_a_sentence(
    tmp_path: Path, empty_hub: MakeHub, register: str, sentence: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/criteria.toml").write_text(register)
    with empty_hub().app_context():
        report = loader.load_paths([tmp_path / "in"])[0]
        assert report.status == "refused"
        assert sentence in report.notes[0].text
        assert queries.every_set() == []
