"""Which sources are due, as jobs; and the worker of such a job."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa

from content import jobs
from content.catalogue.harvest import run
from content.catalogue.harvest.fetching import Stopped
from content.catalogue.source_models import CatalogueRun, CatalogueSource
from content.database import db, utc_now
from content.errors import HubError

HARVEST = "harvest"
# A little less than the period: a run that began late does not move the hour on and on.
PERIODS = {
    "daily": dt.timedelta(hours=23),
    "weekly": dt.timedelta(days=7, hours=-1),
    "monthly": dt.timedelta(days=30, hours=-1),
}


def ask_due() -> int:
    """Ask for a run of each source whose time has come; how many."""
    due = [source.id for source in _scheduled() if _is_due(source)]
    for number in due:
        jobs.ask(HARVEST, {"source": number})
    return len(due)


def ask(source_id: int, *, by: int | None = None) -> jobs.Job:
    """Ask for a run now."""
    return jobs.ask(HARVEST, {"source": source_id}, by=by)


def carry_out(arguments: Mapping[str, Any], *, stopped: Callable[[], bool], turn: float) -> str:
    """The worker of a job: a run, for at most `turn` seconds; it goes on after the others' turn."""
    job_id, source_id = int(arguments["job"]), int(arguments["source"])
    if db.session.get(CatalogueSource, source_id) is None:
        return "Nguồn này đã bị xóa."
    end = time.monotonic() + turn

    def enough() -> bool:
        jobs.renew(job_id)
        return stopped() or time.monotonic() >= end

    def wait(seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if stopped():
                raise Stopped
            time.sleep(min(0.5, seconds))

    done = run.carry_out(source_id, wait=wait, enough=enough)
    if done.state == "stopped" and not done.message:
        raise jobs.Postponed if stopped() else jobs.Continued
    if done.state != "done":
        raise HubError(done.message)
    return told(done)


def told(done: CatalogueRun) -> str:
    """What a run did, in one sentence."""
    counts = done.counts or {}
    parts = [
        f"{_dotted(counts.get(key, 0))} {word}"
        for key, word in (
            ("new", "mới"), ("joined", "gộp vào bản đã có"), ("changed", "đổi"),
            ("same", "như cũ"), ("deleted", "nguồn đã xóa"), ("left_out", "ngoài bộ lọc"),
            ("refused", "không nhận"),
        )
        if counts.get(key) or key in ("new", "same")
    ]  # fmt: skip
    return f"{', '.join(parts)}."


def _scheduled() -> list[CatalogueSource]:
    return list(
        db.session.scalars(
            sa.select(CatalogueSource).where(
                CatalogueSource.paused.is_(False),
                CatalogueSource.schedule.in_(tuple(PERIODS)),
                CatalogueSource.protocol.in_(run.ASKED),
            )
        )
    )


def _is_due(source: CatalogueSource) -> bool:
    last = db.session.scalar(
        sa.select(CatalogueRun)
        .where(CatalogueRun.source_id == source.id)
        .order_by(CatalogueRun.id.desc())
        .limit(1)
    )
    if last is None:
        return True
    if last.state == "stopped" and last.finished_at is not None:
        return last.finished_at < utc_now() - dt.timedelta(hours=1)
    # One that says "running" for longer than a period was killed; a lock keeps a live one alone.
    return last.started_at < utc_now() - PERIODS[source.schedule]


def _dotted(count: int) -> str:
    return f"{count:,}".replace(",", ".")
