"""Scans beside the other work: in turns, and never in the way of the clock or of exports."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from content import jobs
from content.loading import recognised, waiting
from content.reading import cage_folders
from content.scans import engine
from hub import worker
from hub.config import Settings


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "available", lambda: "")


def test_a_round_of_the_clock_reads_no_scans(app: Flask, settings: Settings) -> None:
    jobs.ask(waiting.RECOGNISE, {"file": "ab" * 32, "item": 1})
    assert worker.carry_out(settings).jobs == 0
    assert jobs.newest(waiting.RECOGNISE)[0].state == "waiting"


def test_scans_are_read_in_turns_and_only_for_so_long(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in (1, 2):
        jobs.ask(waiting.RECOGNISE, {"n": n})
    had: list[int] = []

    def carry_out(arguments: Mapping[str, Any], **_given: object) -> str:
        had.append(arguments["n"])
        if len(had) < 6:
            raise jobs.Continued
        return "Xong."

    monkeypatch.setattr(recognised, "carry_out", carry_out)
    assert worker.recognise(seconds=0) == 1
    assert worker.recognise(seconds=600) == 2
    assert had == [1, 2, 1, 2, 1, 2, 1]


def test_while_a_scan_is_read_the_other_work_goes_on(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, settled, stopped = threading.Event(), threading.Event(), threading.Event()

    def recognise(stop: threading.Event, *, seconds: float) -> int:
        reading.set()
        stop.wait()
        stopped.set()
        return 0

    def carry_out(_settings: Settings, _stop: threading.Event) -> None:
        if reading.wait(60):
            settled.set()

    monkeypatch.setattr(worker, "recognise", recognise)
    monkeypatch.setattr(worker, "carry_out", carry_out)
    running = worker.Worker(app)
    running.start()
    assert settled.wait(60)
    assert not stopped.is_set()
    running.stop()
    assert stopped.wait(60)


def test_what_a_killed_process_left_goes_when_the_server_starts(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / "hub-cage-page-x"
    left.mkdir()
    (left / "page.png").write_bytes(b"a draft")
    monkeypatch.setattr(cage_folders.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(worker.clock, "settle", lambda: 0)
    running = worker.Worker(app)
    running.start()
    running.stop()
    assert not left.exists()
