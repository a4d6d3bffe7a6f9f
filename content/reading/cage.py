"""The cage: a program run on something from outside, with limits, no network and one folder.

Every program that looks at bytes of others runs here: readers of files, drawers of pages,
LibreOffice, the recognition of scans. `cage_door` raises the walls; this room opens it, waits,
ends all that is left, and tells the log what went wrong.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import logging
import os
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

MEMORY = 300 * 2**20
_MOST_WRITTEN = 120 * 2**20  # bytes of one file
_GLANCE = 0.2  # seconds between two questions whether to stop
_LAST_WORDS = 2_000  # bytes of what a program said at its end
_DOOR = Path(__file__).with_name("cage_door.py")
_log = logging.getLogger(__name__)


def possible() -> str:
    """ "" where programs can be caged; else the end of a sentence that says what to do."""
    if os.name != "nt":
        return ""
    return (
        "máy chủ chạy Windows nên không mở được an toàn tệp loại này; hãy nạp tệp .md hoặc .txt, "
        "hoặc chạy máy chủ trên Linux."
    )


@functools.cache
def closes_disk() -> bool:
    """Whether a caged program is kept from the other files of this machine (Linux 5.13 or newer).

    Where it is not, what follows the links in a file must not be run on files of others.
    """
    if sys.platform != "linux":
        return False
    from content.reading import cage_door

    return cage_door.landlock_version(ctypes.CDLL(None)) >= 1


def run(
    command: Sequence[str],
    folder: Path,
    *,
    seconds: int,
    memory: int,
    patience: float,
    most_seconds: int = 0,
    readable: Sequence[Path] = (),
    family: bool = False,
    also: Mapping[str, str] | None = None,
    stopped: Callable[[], bool] | None = None,
    name: str = "",
) -> int:
    """Run a command in the cage; its exit code, negative for the signal that ended it.

    folder: the one place it may write to, its home and its current folder. seconds: of the
    processor; it may raise them itself up to `most_seconds`. memory: bytes it may write to.
    patience: seconds by the clock on the wall. readable: what it may read besides the system.
    family: it starts processes of its own that talk over sockets (LibreOffice does). also: further
    environment. stopped: asked now and then; once it says so the command is ended. name: how the
    log calls what it was given.

    Whatever happens here, a Ctrl-C too, all that it started is ended.
    """
    limits = (seconds, most_seconds or seconds + 1, memory, _MOST_WRITTEN, not family, family)
    granted = "\n".join([*_own_places(), *map(str, readable)])
    door = [sys.executable, "-I", "-S", str(_DOOR)]
    numbers = ",".join(str(int(limit)) for limit in limits)
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*door, numbers, str(folder), granted, *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=folder,
            env=_surroundings(folder) | dict(also or {}),
            start_new_session=True,
        ) as process,
    ):
        try:
            code = _awaited(process, patience, stopped)
        finally:
            _end_all(process.pid)
        if code:
            said.seek(max(said.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
            words = said.read(_LAST_WORDS).decode("utf-8", "replace").strip()
            _log.warning("caged %s %s ended with %d: %s", Path(command[0]).name, name, code, words)
        return code


def _awaited(
    process: subprocess.Popen[bytes], patience: float, stopped: Callable[[], bool] | None
) -> int:
    end = time.monotonic() + patience
    while (left := end - time.monotonic()) > 0 and not (stopped and stopped()):
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.wait(min(left, _GLANCE) if stopped else left)
    return -signal.SIGKILL


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules, for `run`."""
    return [sys.executable, "-m", name, *arguments]


def too_long(code: int) -> bool:
    """Whether an exit code says that time was over."""
    return -code in (signal.SIGXCPU, signal.SIGKILL)


def _end_all(session: int) -> None:
    """End what is left of a session: a program may have started others and gone before them."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(session, signal.SIGKILL)


def _own_places() -> list[str]:
    """Where Python and our own code lie. Of the project's folder only names: data may lie there."""
    root = Path(__file__).resolve().parents[2]
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    pythons = {str(Path(sys.prefix).resolve()), str(Path(sys.base_prefix).resolve())}
    return [f"|{root}", str(root / "content"), *sorted(libraries | pythons)]


def _surroundings(folder: Path) -> dict[str, str]:
    """What a caged program may know of this machine: where programs lie, nothing of the hub's.

    No secret key, no database address; its temporary files fall into its own folder.
    """
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "PYTHONPATH") if key in os.environ}
    here = str(Path(__file__).resolve().parents[2])
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, [here, kept.get("PYTHONPATH")]))
    home = str(folder)
    return {
        **kept,
        "HOME": home,
        "TMPDIR": home,
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "OMP_THREAD_LIMIT": "1",
    }
