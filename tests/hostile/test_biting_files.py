"""Files that bite, all in one load: each is refused or harmless, the good ones beside them load."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from content.loading import loader
from tests.hostile import canary, making
from tests.hostile.bites import SECRET, Bait, Bite

# Seconds of the processor and megabytes, of each process and of the hub for each file.
SECONDS, MEGABYTES = 10, 300
# Read for their words; what a reader could download would run or fetch something.
UNKEPT = re.compile(
    r"macro\.|js|launch\.pdf|mau-ngoai\.docx|goi(-ngoai)?\.(rtf|html|mht)|svg\.docx"
)
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load said and took: its reports by file, and the use of the machine."""

    reports: dict[str, list[dict[str, Any]]]
    used: list[dict[str, Any]]
    code: int
    errors: str


def load(folder: Path, home: Path, room: Path) -> Loaded:
    """Run `hub load --json` on a folder, as a person would, with its use of the machine watched."""
    room.mkdir()
    out = room.with_suffix(".jsonl")
    ran = subprocess.run(
        [sys.executable, "-m", "tests.hostile.measuring", str(out), "load", "--json", str(folder)],
        env={**os.environ, "HUB_HOME": str(home), "TMPDIR": str(room), "PYTHONPATH": str(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    reports = defaultdict(list)
    for line in ran.stdout.splitlines():
        told = json.loads(line)
        reports[Path(told["path"]).relative_to(folder).parts[0]].append(told)
    used = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    return Loaded(dict(reports), used, ran.returncode, ran.stderr)


def is_plain(report: dict[str, Any]) -> bool:
    """Whether one sentence refuses a file, and not one that owns up to a fault of its reader."""
    said = report["notes"]
    return len(said) == 1 and bool(re.fullmatch(r"(?!.*nhật ký)\S[^\n]{20,400}\.", said[0]))


def faults_of(each: Bite, reports: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What the hub should have said of a hostile file, and did not."""
    said = [note for report in reports for note in report["notes"]]
    refused = [report for report in reports if report["status"] == "refused"]
    if not reports:
        yield "not a word about it"
    if each.said == "" and len(refused) == len(reports):
        yield f"refused: {said}"
    if each.said not in ("", "?") and not any(re.search(each.said, note) for note in said):
        yield f"not called by its name: {said}"
    yield from (f"no plain sentence: {report}" for report in refused if not is_plain(report))
    for report in reports:
        if report["path"].endswith(".zip/tot.txt") and report["status"] != "loaded":
            yield "the good file in it was not loaded"


@pytest.mark.parametrize("rooms", making.ROOMS.values(), ids=making.ROOMS)
def test_a_folder_of_hostile_files_is_loaded_without_harm(rooms: Any, tmp_path: Path) -> None:
    folder, home, room = (tmp_path / name for name in ("corpus", "home", "tmp"))
    bites = making.corpus(rooms)
    secret = tmp_path / "canary.txt"
    making.write_canary(secret)
    with canary.perched(secret) as bird:
        making.make(folder, bird.bait, bites)
        loaded = load(folder, home, room)
        assert bird.touched() == []
    assert (loaded.code, loaded.errors) == (1, "")  # some were refused; nothing broke
    faults = {each.name: list(faults_of(each, loaded.reports.get(each.name, []))) for each in bites}
    assert {name: said for name, said in faults.items() if said} == {}
    good = {name: [r["status"] for r in loaded.reports.get(name, [])] for name in making.GOOD}
    assert good == {name: ["loaded"] for name in making.GOOD}
    assert [e for e in loaded.used if e["seconds"] > SECONDS or e["megabytes"] > MEGABYTES] == []
    assert sum("process" in each for each in loaded.used) > len(bites) // 3  # it was watched
    assert [left for left in room.iterdir() if not left.name.startswith("hub-cores-")] == []
    kept = [path.read_bytes() for path in home.rglob("*") if path.is_file()]
    assert not [data for data in kept if SECRET.encode() in data]
    sums = {hashlib.sha256(data).hexdigest() for data in kept}
    active = [each.name for each in bites if UNKEPT.match(each.name)]
    assert active
    for name in active:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() not in sums, name


def test_what_only_a_disk_can_hold_is_told_and_not_followed(
    session_app: Flask, tmp_path: Path
) -> None:
    folder, secret = tmp_path / "odd", tmp_path / "canary.txt"
    making.write_canary(secret)
    with canary.perched(secret) as bird:
        making.make_odd_files(folder, Bait(bird.bait.url, secret))
        reports = loader.load_paths([folder], draft=True)
        assert bird.touched() == []
    said = {Path(report.path).name: (report.status, str(report.notes)) for report in reports}
    assert said.pop("tot.txt")[0] == "loaded"
    assert said.pop("x\ufffd\ufffd[2J.txt")[0] == "loaded"
    assert {name: status for name, (status, _) in said.items()} == dict.fromkeys(
        ("ong.txt", "ra-ngoai.txt", "vong.txt", "chet.txt", "vong"), "refused"
    )
    for name, sentence in (
        ("ong.txt", "không phải tệp thường"),
        ("ra-ngoai.txt", "là liên kết ra ngoài"),
        ("vong.txt", "không đọc được"),
        ("chet.txt", "không còn ở đó"),
        ("vong", "là liên kết tới thư mục"),
    ):
        assert sentence in said[name][1]
