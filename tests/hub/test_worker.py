"""Scheduled work: what the clock brings, jobs that were asked for, the index following."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Protocol

import pytest
from flask import Flask

from content import jobs
from content.database import db
from content.publishing.commands import workflow, writing
from content.publishing.snapshot import ItemFields
from hub import worker
from hub.config import Settings
from search_index import ask


class Clock(Protocol):
    now: dt.datetime

    def forward(self, **passed: float) -> dt.datetime: ...


def published(title: str, **fields: dt.datetime) -> int:
    item = writing.create(ItemFields(kind="news", title=title, body=f"{title}.", **fields))  # type: ignore[arg-type]
    workflow.publish(item.id, seen_version=item.version)
    return item.id


def test_what_begins_by_the_clock_is_found_after_a_round(
    app: Flask, settings: Settings, clock: Clock
) -> None:
    published("Khai mạc hội thi", publish_at=clock.now + dt.timedelta(hours=2))
    worker.carry_out(settings)
    assert ask.search("khai mạc").total == 0
    clock.forward(hours=3)
    assert worker.carry_out(settings).settled == 1
    assert ask.search("khai mạc").total == 1
    assert worker.carry_out(settings) == worker.Round(jobs=0, settled=0)


def test_what_ends_by_the_clock_is_found_no_more(
    app: Flask, settings: Settings, clock: Clock
) -> None:
    published("Tuyển sinh lớp tối", expires_at=clock.now + dt.timedelta(hours=2))
    worker.carry_out(settings)
    assert ask.search("tuyển sinh").total == 1
    clock.forward(hours=3)
    worker.carry_out(settings)
    assert ask.search("tuyển sinh").total == 0


def test_an_export_that_fails_says_why_and_the_next_job_goes_on(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.export_folder.mkdir()
    (settings.export_folder / "thu.txt").write_text("thư")
    failing = jobs.ask("export")
    following = jobs.ask("export", {"full": True})
    # The export runs as a process of its own and reads its settings from the environment.
    monkeypatch.setenv("HUB_HOME", str(settings.home))
    assert worker.carry_out(settings).jobs == 2
    db.session.expire_all()
    assert failing.state == following.state == "failed"
    assert "không phải bản tĩnh" in failing.message
    assert "Traceback" not in failing.message


def test_a_worker_stops_in_the_middle_of_an_export(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs.ask("export")
    stop = threading.Event()
    stop.set()
    monkeypatch.setenv("HUB_HOME", str(settings.home))
    worker.carry_out_jobs(settings, stop)
    job = jobs.newest("export")[0]
    assert job.state == "failed"
    assert "chạy lại" in job.message
