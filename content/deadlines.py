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
    end = time.thread_time() + most
    calls = 0

    def look(_frame: FrameType, _event: str, _argument: Any) -> None:
        nonlocal calls
        calls += 1
        if calls % _CALLS_BETWEEN_LOOKS == 0 and time.thread_time() > end:
            raise OutOfTime

    sys.setprofile(look)
    try:
        yield
    finally:
        sys.setprofile(None)
