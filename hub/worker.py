"""Scheduled work: jobs that were asked for, items that begin or end, the index catching up."""

from __future__ import annotations

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Flask

from content import jobs
from content.catalogue.harvest import schedule
from content.database import db
from content.errors import HubError
from content.loading import recognised, waiting
from content.publishing.commands import clock, keeping, page_pictures, renditions
from content.reading import cage_folders
from content.recognition.commands import deadlines, withdrawals
from content.scans import engine
from hub import harvesting
from hub.config import Settings
from hub.keeping import index_care, withdrawn
from hub.public.library import package
from hub.public.sets import room as sets

# Seconds between two looks of the server's worker for jobs, and for what the clock brings.
PAUSE, SETTLE_PAUSE = 2.0, 20.0
# Seconds that one scan is read before others have their turn, and all of them in one `hub due`:
# short of the five minutes after which cron mostly calls again.
TURN, DUE_SECONDS = 60.0, 240.0
_log = logging.getLogger(__name__)
Workers = Mapping[str, Callable[[Mapping[str, Any]], str]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the scheduled work did: jobs tried, items settled."""

    jobs: int
    settled: int


def carry_out(settings: Settings, stop: threading.Event | None = None) -> Round:
    """Do everything that is due, inside an application context; running it again does nothing.

    But for scans: pages take so long that they have a worker of their own (`recognise`).
    """
    settled = clock.settle() + deadlines.settle()
    tried = jobs.carry_out(_workers(settings, stop or threading.Event()))
    index_care.keep_up()
    sets.tidy()
    package.tidy()
    keeping.tidy()
    renditions.catch_up(most=5)
    page_pictures.catch_up(most=1)  # last, and one a round: a slow file keeps nothing else waiting
    return Round(jobs=tried, settled=settled)


def carry_out_jobs(settings: Settings, stop: threading.Event) -> None:
    """Do the jobs that were asked for; nothing is written when there are none."""
    jobs.carry_out(_workers(settings, stop))


def recognise(stop: threading.Event | None = None, *, seconds: float = DUE_SECONDS) -> int:
    """Read scans for so many seconds by the clock on the wall, each file in turn.

    No page is begun after them. Returns how many files were tried; where the programs are not
    there, the scans go on waiting for them.
    """
    if engine.available():
        return 0
    turn = min(TURN, seconds)
    worker = partial(recognised.carry_out, stop=stop or threading.Event(), turn=turn)
    return jobs.carry_out({waiting.RECOGNISE: worker}, seconds=max(seconds - turn, 0.0))


def harvest(
    settings: Settings, stop: threading.Event | None = None, *, seconds: float = DUE_SECONDS
) -> int:
    """Ask the sources that are due, and those somebody asked for; how many runs were tried.

    They wait for other machines, so they too have a worker of their own.
    """
    schedule.ask_due()
    stopped = (stop or threading.Event()).is_set
    turn = min(TURN, seconds)
    worker = partial(harvesting.carry_out, settings, stopped=stopped, turn=turn)
    return jobs.carry_out({schedule.HARVEST: worker}, seconds=max(seconds - turn, 0.0))


class Worker:
    """The server's own worker: threads for clock, exports and index, for scans, for sources."""

    def __init__(self, app: Flask) -> None:
        self._stop_asked = threading.Event()
        self._settled_at = -SETTLE_PAUSE
        self._threads = [
            _Rounds(app, "hub-worker", self._round, self._stop_asked),
            _Rounds(app, "hub-recogniser", self._recognise, self._stop_asked),
            _Rounds(app, "hub-harvester", self._harvest, self._stop_asked),
        ]

    def start(self) -> None:
        """Begin, with removing what killed processes left behind."""
        cage_folders.sweep()
        for thread in self._threads:
            thread.start()

    def stop(self, patience: float = 10.0) -> None:
        """Ask for the end and wait for the running rounds at most `patience` seconds."""
        self._stop_asked.set()
        end = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(end - time.monotonic(), 0.0))

    def _round(self, settings: Settings) -> None:
        if time.monotonic() - self._settled_at < SETTLE_PAUSE:
            carry_out_jobs(settings, self._stop_asked)
            return
        self._settled_at = time.monotonic()
        carry_out(settings, self._stop_asked)

    def _recognise(self, _settings: Settings) -> None:
        recognise(self._stop_asked, seconds=TURN)

    def _harvest(self, settings: Settings) -> None:
        harvest(settings, self._stop_asked, seconds=TURN)


class _Rounds(threading.Thread):
    """Work again and again until somebody says stop. A failed round is logged, the next goes on."""

    def __init__(
        self, app: Flask, name: str, work: Callable[[Settings], None], stop: threading.Event
    ) -> None:
        super().__init__(name=name, daemon=True)
        self._app, self._work, self._stop_asked = app, work, stop

    def run(self) -> None:
        while not self._stop_asked.wait(PAUSE):
            try:
                with self._app.app_context():
                    self._work(self._app.extensions["hub_settings"])
                    db.session.remove()
            except Exception:
                _log.exception("the worker's round failed")


def _workers(settings: Settings, stop: threading.Event) -> Workers:
    return {
        "export": partial(_export, settings, stop),
        withdrawals.FORGET: lambda _arguments: withdrawn.forget(settings),
    }


def _export(settings: Settings, stop: threading.Event, arguments: Mapping[str, Any]) -> str:
    """Run `hub export` as a process of its own: it loads no desk and takes no server's time."""
    command = [sys.executable, "-m", "hub.cli", "export", str(settings.export_folder)]
    if arguments.get("full"):
        command.append("--full")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while True:
        try:
            out, err = process.communicate(timeout=0.5)
            break
        except subprocess.TimeoutExpired:
            if stop.is_set():
                process.terminate()
    if process.returncode != 0:
        lines = [line for line in err.splitlines() if line.strip()]
        raise HubError(lines[-1] if lines else "Xuất bản tĩnh bị dừng giữa chừng; hãy chạy lại.")
    return out.strip().splitlines()[-1]
