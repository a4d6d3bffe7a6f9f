"""The cores that recognising may take: one page a core, over all processes of this machine.

The server, `hub due` and `hub load` may recognise at the same time; each page waits here until a
core is free. The kernel gives a core back when the process that took it ends, however that ends.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from content.reading import cage_folders

# Each page takes about 60 MB, a bad one twice that: so many fit 600 MB beside the hub and its file.
_MOST = 3
_GLANCE = 0.1  # seconds between two looks for a free core


def count() -> int:
    """How many pages are read at a time: one a core, as far as memory allows."""
    return max(1, min(len(os.sched_getaffinity(0)), _MOST))


@contextlib.contextmanager
def one(stopped: Callable[[], bool]) -> Iterator[bool]:
    """Hold a core; False when somebody asked for the end before one was free."""
    place = _place()
    handle = None
    while place is not None and not stopped():
        handle = next(
            filter(None, (cage_folders.locked(place / str(n)) for n in range(count()))), None
        )
        if handle is not None:
            break
        time.sleep(_GLANCE)
    try:
        yield not stopped()
    finally:
        if handle is not None:
            os.close(handle)


def _place() -> Path | None:
    """The folder of the locks; None where somebody else made one of that name."""
    own = os.getuid()
    place = Path(tempfile.gettempdir()) / f"hub-cores-{own}"
    with contextlib.suppress(OSError):
        place.mkdir(mode=0o700, exist_ok=True)
        if place.lstat().st_uid == own and place.is_dir() and not place.is_symlink():
            return place
    return None
