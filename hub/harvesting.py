"""Runs of sources, one at a time for each source, whoever asks: the shell, cron or the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from content import jobs
from content.catalogue.harvest import run, schedule
from content.catalogue.source_models import CatalogueRun
from hub import locks
from hub.config import Settings


def harvest(settings: Settings, source_id: int, *, show: run.Show | None = None) -> CatalogueRun:
    """Run a source to its end; Busy when somebody else does."""
    with _alone(settings, source_id):
        return run.carry_out(source_id, show=show)


def carry_out(
    settings: Settings,
    arguments: Mapping[str, Any],
    *,
    stopped: Callable[[], bool],
    turn: float,
) -> str:
    """The worker of a job; a source that somebody else asks just now is tried again later."""
    try:
        with _alone(settings, int(arguments["source"])):
            return schedule.carry_out(arguments, stopped=stopped, turn=turn)
    except locks.Busy:
        raise jobs.Postponed from None


@contextmanager
def _alone(settings: Settings, source_id: int) -> Iterator[None]:
    with locks.held(settings.home / f"harvest-{source_id}.lock", "lấy nguồn thư mục"):
        yield
