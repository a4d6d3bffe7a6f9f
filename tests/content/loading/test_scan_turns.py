"""A scan among others: read in turns, and given up when it costs too much."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from content import files, jobs
from content.database import db
from content.jobs import Job
from content.loading import recognised, waiting
from content.scans import engine, one_page
from content.scans import queries as scanned_pages
from content.scans.page_text import PageText
from tests.factories import make_item

pytestmark = pytest.mark.usefixtures("session_app")
Take = Callable[[float], Job]


@pytest.fixture
def take(monkeypatch: pytest.MonkeyPatch) -> Iterator[Take]:
    """A scan of forty pages and its job; each page takes so many seconds, and is a turn."""

    def made(seconds: float) -> Job:
        page = PageText(1, "chữ", 90.0, "thử", seconds=seconds)
        monkeypatch.setattr(one_page, "read", lambda _path, at, _stops: replace(page, number=at))
        monkeypatch.setattr(engine, "available", lambda: "")
        monkeypatch.setattr(engine, "at_once", lambda: 1)
        row = files.add(b"a scan", "application/pdf")
        item = make_item("news", "Bản chụp")
        pages = {"scanned": list(range(1, 41)), "item": item.id, "actor": None}
        return jobs.ask(waiting.RECOGNISE, {"file": row.sha256, **pages})

    yield made


def test_a_scan_made_to_be_slow_is_given_up_with_a_sentence_and_keeps_its_pages(take: Take) -> None:
    job = take(52.0)
    jobs.carry_out({waiting.RECOGNISE: recognised.carry_out})
    db.session.refresh(job)
    assert job.state == "failed"
    assert "mất quá nhiều thời gian (10 trang đã mất 9 phút máy tính)" in job.message
    assert "còn 30 trang chưa đọc" in job.message
    assert len(scanned_pages.pages_of(job.arguments["file"])) == 10


def test_what_a_scan_cost_is_known_over_its_turns(take: Take) -> None:
    job, ends = take(52.0), 0

    def one_turn(arguments: Any) -> str:
        nonlocal ends
        ends += 1
        known = len(scanned_pages.pages_of(arguments["file"]))
        try:
            return recognised.carry_out(arguments, turn=0.0 if known == 0 and ends == 1 else 0.02)
        finally:
            db.session.commit()

    jobs.carry_out({waiting.RECOGNISE: one_turn})
    db.session.refresh(job)
    assert ends > 1
    assert job.state == "failed"
    assert job.arguments["tried"] == 10
    assert db.session.scalar(sa.select(sa.func.count(Job.id))) == 1
