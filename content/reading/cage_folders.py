"""Folders that caged programs write to: each held by a lock, so that leftovers are known."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PREFIX = "hub-cage-"
_LOCK = "lock"


@contextlib.contextmanager
def new(purpose: str) -> Iterator[Path]:
    """A new empty folder of our own; removed at the end, or by a later process after a kill."""
    _sweep_once(tempfile.gettempdir(), os.getpid())
    outer = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{purpose}-"))
    lock = locked(outer / _LOCK)
    try:
        inner = outer / "in"
        inner.mkdir(mode=0o700)
        yield inner
    finally:
        _remove(outer)
        if lock is not None:
            os.close(lock)


def bytes_of(path: Path, most: int) -> bytes:
    """The bytes of a plain file that a caged program wrote: no link is followed, no pipe read.

    OSError where there is none, ValueError for anything else or for more bytes than `most`.
    """
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode) or about.st_nlink != 1:
            raise ValueError(path.name)
        data = file.read(most + 1)
    if len(data) > most:
        raise ValueError(path.name)
    return data


def sweep() -> None:
    """Remove folders whose process was killed: pictures of drafts may lie in them."""
    _sweep_once(tempfile.gettempdir(), os.getpid())


@functools.cache
def _sweep_once(place: str, process: int) -> None:
    """Once in the life of a process; `new` asks for it, too."""
    for path in Path(place).glob(f"{_PREFIX}*"):
        with contextlib.suppress(OSError):
            if path.is_symlink() or path.lstat().st_uid != _own_id():
                continue
            lock = locked(path / _LOCK)
            if lock is not None:
                _remove(path)
                os.close(lock)


def locked(path: Path) -> int | None:
    """A handle that holds a lock; None when somebody else holds it, or nobody can.

    The kernel lets a lock go with the process that held it, however that one ended.
    """
    if sys.platform == "win32":
        return None
    import fcntl

    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def _own_id() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _remove(folder: Path) -> None:
    """Remove a folder that a caged program wrote to: links in it are removed, never followed."""
    for _ in range(2):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        # A folder without rights keeps what is in it: give them back, then once more.
        for place, _folders, _files in os.walk(folder):
            with contextlib.suppress(OSError):
                Path(place).chmod(0o700)
