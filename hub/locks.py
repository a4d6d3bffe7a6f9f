"""Locks between processes: files under flock, which a killed process gives back by itself."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from content.errors import BadInput


class Busy(BadInput):
    """Somebody else holds the lock; the message says who."""


@contextmanager
def held(path: Path, what: str, *, wait: float = 0.0, shared: bool = False) -> Iterator[None]:
    """Hold the lock file `path` while doing `what` (a Vietnamese phrase, for the other's message).

    Waits at most `wait` seconds, then raises Busy naming the process that holds it and since when.
    Holders of a shared lock do not keep each other out (several servers over one folder).
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(handle, fcntl.LOCK_SH if shared else fcntl.LOCK_EX, wait)
        os.truncate(handle, 0)
        note = {"pid": os.getpid(), "what": what, "since": time.strftime("%H:%M:%S %d/%m/%Y")}
        os.pwrite(handle, json.dumps(note).encode(), 0)
        yield
    finally:
        os.close(handle)  # gives the lock back


def _take(handle: int, kind: int, wait: float) -> None:
    deadline = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise Busy(_who(handle)) from None
        time.sleep(0.05)


def _who(handle: int) -> str:
    try:
        note = json.loads(os.pread(handle, 1000, 0))
    except ValueError:  # the other has the lock but has not written its note yet
        return "Một lệnh khác đang làm việc này; hãy thử lại sau ít phút."
    return (
        f"Lệnh khác (tiến trình {note['pid']}, từ {note['since']}) đang {note['what']}; "
        "hãy đợi nó xong rồi chạy lại."
    )
