"""Deadlines: work over text of others ends after a given time of the processor, in any thread."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

# Looking at the clock at each call would cost more than the calls.
_CALLS_BETWEEN_LOOKS = 200
# So many calls take a millisecond or two. A leap of the clock is a machine that stood still and
# was charged for it: one is forgiven, or an honest text would be refused.
_LEAP = 0.2


class OutOfTime(Exception):
    """The work took longer than it may."""


@contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """Raise OutOfTime inside the block once this thread has used `most` seconds of the processor.

    Signals reach the main thread only and a process of its own costs more than the work; so the
    interpreter's profiling hook looks at the clock as functions are called. One single call into
    C (a regular expression) is not interrupted. A profiler that runs already is left in charge.
    """
    if sys.getprofile() is not None:
        yield
        return
    before = time.thread_time()
    end = before + most
    calls, leapt = 0, False

    def look(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal calls, before, end, leapt
        calls += 1
        if calls % _CALLS_BETWEEN_LOOKS:
            return
        now = time.thread_time()
        if now - before > _LEAP and not leapt:
            leapt, end = True, end + now - before
        before = now
        if now > end:
            raise OutOfTime

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(None)
