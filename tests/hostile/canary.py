"""What hostile files reach for: an address and a file, which tell whether anybody came."""

from __future__ import annotations

import contextlib
import ctypes
import http.server
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.hostile.bites import Bait

_OPENED, _NOT_WAITING = 0x20, 0o4000  # IN_OPEN, IN_NONBLOCK of linux/inotify.h


@dataclass(frozen=True, slots=True)
class Canary:
    """The bait, who called its address, and a handle that tells who opened its file."""

    bait: Bait
    calls: list[str]
    handle: int

    def touched(self) -> list[str]:
        """Every touch so far."""
        try:
            opened = ["its file was opened"] if os.read(self.handle, 4096) else []
        except BlockingIOError:
            opened = []
        return [*self.calls, *opened]


@contextlib.contextmanager
def perched(file: Path) -> Iterator[Canary]:
    """A canary with this file, which must have been written before."""
    calls: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def parse_request(self) -> bool:
            calls.append(repr(self.raw_requestline))
            return super().parse_request()

        def log_message(self, *_: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.inotify_init1(_NOT_WAITING)
    assert libc.inotify_add_watch(handle, os.fsencode(file), _OPENED) > 0
    try:
        yield Canary(Bait(f"http://127.0.0.1:{server.server_port}/", file), calls, handle)
    finally:
        os.close(handle)
        server.shutdown()
        server.server_close()
