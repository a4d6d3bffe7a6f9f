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
from content.database import db
from content.errors import HubError
from content.loading import recognised, waiting
from content.publishing.commands import clock, page_pictures
from content.scans import engine
from hub.config import Settings
from hub.keeping import index_care
from hub.public.sets import room as sets

# Seconds between two looks of the server's worker for jobs, and for what the clock brings.
PAUSE, SETTLE_PAUSE = 2.0, 20.0
_log = logging.getLogger(__name__)
Workers = Mapping[str, Callable[[Mapping[str, Any]], str]]


@dataclass(frozen=True, slots=True)
class Round:
    """What one look at the scheduled work did: jobs tried, items settled."""

    jobs: int
    settled: int


def carry_out(settings: Settings, stop: threading.Event | None = None) -> Round:
    """Do everything that is due, inside an application context; running it again does nothing."""
    settled = clock.settle()
    tried = jobs.carry_out(_workers(settings, stop or threading.Event()))
    index_care.keep_up()
    sets.tidy()
    page_pictures.catch_up(most=1)  # last, and one a round: a slow file keeps nothing else waiting
    return Round(jobs=tried, settled=settled)


def carry_out_jobs(settings: Settings, stop: threading.Event) -> None:
    """Do the jobs that were asked for; nothing is written when there are none."""
    jobs.carry_out(_workers(settings, stop))


class Worker(threading.Thread):
    """The server's own worker. A failed round is logged and the next one goes on."""

    def __init__(self, app: Flask) -> None:
        super().__init__(name="hub-worker", daemon=True)
        self._app = app
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Look for work until somebody says stop."""
        settled_at = 0.0
        while not self._stop_asked.wait(PAUSE):
            whole = time.monotonic() - settled_at >= SETTLE_PAUSE
            work = carry_out if whole else carry_out_jobs
            settled_at = time.monotonic() if whole else settled_at
            try:
                with self._app.app_context():
                    work(self._app.extensions["hub_settings"], self._stop_asked)
                    db.session.remove()
            except Exception:
                _log.exception("the worker's round failed")

    def stop(self, patience: float = 10.0) -> None:
        """Ask for the end and wait for the running round at most `patience` seconds."""
        self._stop_asked.set()
        self.join(patience)


def _workers(settings: Settings, stop: threading.Event) -> Workers:
    workers = {"export": partial(_export, settings, stop)}
    if not engine.available():  # else the scans go on waiting for the programs
        workers[waiting.RECOGNISE] = partial(recognised.carry_out, stop=stop)
    return workers


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
