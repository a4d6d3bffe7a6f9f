"""The registers of a dump: loaded, dumped and loaded again they are the same; faults are named."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from content import changes
from content.database import db
from content.dumping import dumper
from content.loading import loader
from content.recognition import target_portable
from content.recognition.commands import targets
from content.recognition.target_fields import FigureFields
from tests.factories import make_place

NAMES = ("places.toml", *target_portable.REGISTERS)


def test_what_ships_is_dumped_and_loaded_and_dumped_the_same(
    empty_hub: Any, tmp_path: Path
) -> None:
    with resources.as_file(resources.files("content.starter")) as starter:
        shipped = [starter / name for name in NAMES]
        with empty_hub().app_context():
            reports = loader.load_paths(shipped)
            assert [report.status for report in reports] == ["loaded"] * 4, reports
            before = changes.newest()
            assert {r.status for r in loader.load_paths(shipped)} == {"unchanged"}
            assert changes.newest() == before
            dumper.dump(tmp_path / "one")
    with empty_hub().app_context():
        reports = loader.load_paths([tmp_path / "one"])
        assert not [report for report in reports if report.status == "refused"]
        dumper.dump(tmp_path / "two")
    for name in target_portable.REGISTERS:
        one, two = ((tmp_path / folder / name).read_bytes() for folder in ("one", "two"))
        assert one == two, name
        assert len(one) > 300


def test_a_row_says_all_it_holds(session_app: Flask, tmp_path: Path) -> None:
    place = make_place()
    targets.save(FigureFields(place_id=place.id, title="x", year=2025, total=0, source="Sổ"))
    dumper.dump(tmp_path / "dump")
    assert (tmp_path / "dump/figures.toml").read_text() == (
        '[[figure]]\nplace = "xã Mẫu"\nsource = "Sổ"\ntitle = "x"\nyear = 2025\ntotal = 0\n'
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[[figure]]\nplace = "xã Lạ"', "mục 1: Không thấy địa bàn “xã Lạ”"),
        ('[[figure]]\ntitel = "x"', "Khóa “titel” không có"),
        ('[[figure]]\ntotal = "nhiều"', "Khóa “total” ghi sai kiểu"),
        ("[[figure]]\ntotal = true", "Khóa “total” ghi sai kiểu"),
        ('[[figure]]\ntitle = "x"\ntotal = 1\nrecognised = 2\nsource = "x"', "lớn hơn tổng số"),
        ('[[so]]\ntitle = "x"', "chỉ gồm các mục"),
        ("figure = 3", "chỉ gồm các mục"),
    ],
)
def test_a_broken_register_is_refused_whole(
    session_app: Flask, tmp_path: Path, text: str, sentence: str
) -> None:
    (tmp_path / "figures.toml").write_text(text, "utf-8")
    [report] = loader.load_paths([tmp_path / "figures.toml"])
    assert report.status == "refused"
    assert sentence in str(report.notes[0])
    assert not db.session.query(target_portable.Figure).all()
