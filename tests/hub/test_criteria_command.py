"""`hub criteria import`: a set from a file, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from content.criteria import files
from tests.content.criteria.samples import levels_set, points_set

Run = Callable[..., CompletedProcess[str]]


def test_a_set_comes_in_as_a_draft_and_twice_changes_nothing(hub: Run, tmp_path: Path) -> None:
    sheet = tmp_path / "bo.xlsx"
    sheet.write_bytes(files.write(levels_set(), "xlsx"))
    told = hub("criteria", "import", sheet)
    assert told.returncode == 0, told.stderr
    assert "/tieu-chi/don-vi-mau/2026/" in told.stdout and "ở Nháp" in told.stdout
    again = json.loads(hub("criteria", "import", sheet, "--json").stdout)
    assert (again["status"], again["set"], again["notes"]) == ("unchanged", "don-vi-mau", [])


def test_what_is_wrong_is_one_sentence_and_nothing_is_kept(hub: Run, tmp_path: Path) -> None:
    lines = [f"{n};Việc MẪU {n};{10 if n < 10 else 5}" for n in range(1, 11)]
    table = tmp_path / "bo.csv"
    table.write_text("\n".join(["Điểm đạt;80", "TT;Nội dung;Điểm", *lines]))
    named = ("--set", "cong-dan-hoc-tap", "--version-id", "2027")
    told = hub("criteria", "import", table, *named, "--json")
    assert told.returncode == 1
    assert json.loads(told.stdout)["status"] == "refused"
    assert "Điểm cộng lại là 95, không phải 100" in json.loads(told.stdout)["notes"][0]
    assert len(told.stderr.strip().splitlines()) == 1
    assert "“bo.csv” chưa nhập được. Điểm cộng lại là 95" in told.stderr
    assert hub("dump", tmp_path / "out").returncode == 0
    assert not list((tmp_path / "out/tieu-chi").rglob("2027.toml"))


def test_a_file_that_is_not_there(hub: Run, tmp_path: Path) -> None:
    told = hub("criteria", "import", tmp_path / "khong-co.toml")
    assert told.returncode == 1
    assert "Không đọc được" in told.stderr


def test_the_published_words_of_a_version_stay(hub: Run, tmp_path: Path) -> None:
    made = points_set(set_id="don-vi-hoc-tap", id="tt-22-2020")
    (tmp_path / "bo.toml").write_bytes(files.write(made, "toml"))
    told = hub("criteria", "import", tmp_path / "bo.toml")
    assert told.returncode == 1
    assert "đặt mã phiên bản khác" in told.stderr
