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
import secrets
import signal
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO

MEMORY = 300 * 2**20
_MOST_WRITTEN = 120 * 2**20  # bytes of one file
_MARK = "CAGED_BY"
_GLANCE = 0.05  # seconds between two questions whether to stop
_LAST_WORDS = 2_000  # bytes of what a program said at its end
_DOOR = Path(__file__).with_name("cage_door.py")
_START = Path(__file__).with_name("cage_start.py")
_FAMILY = Path(__file__).with_name("cage_family.py")
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


@functools.cache
def closes_calls() -> bool:
    """Whether a caged program is kept from the network and from other processes (seccomp)."""
    if sys.platform != "linux":
        return False
    from content.reading import cage_door

    return cage_door.calls_can_be_closed(ctypes.CDLL(None))


def lacking() -> str:
    """ "" where the cage is whole; else a Vietnamese sentence on what this machine leaves open."""
    if possible() or (closes_disk() and closes_calls()):
        return ""
    open_ways = [] if closes_disk() else ["đọc tệp khác trên máy (thiếu Landlock, Linux 5.13)"]
    if not closes_calls():
        open_ways.append(
            "dùng mạng hoặc động tới tiến trình khác (thiếu seccomp trên x86-64, ARM64)"
        )
    return (
        "Máy chủ này chưa chặn được một tệp độc hại chiếm chương trình đọc tệp rồi "
        f"{' và '.join(open_ways)}; hãy chạy trên Linux mới hơn, hoặc chỉ nạp tệp từ nơi tin cậy."
    )


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
    spent: Callable[[float], None] | None = None,
    name: str = "",
) -> int:
    """Run a command in the cage; its exit code, negative for the signal that ended it.

    folder: the one place it may write to, its home and its current folder. seconds: of the
    processor; it may raise them itself up to `most_seconds`. memory: bytes it may write to.
    patience: seconds by the clock on the wall. readable: what it may read besides the system.
    family: it starts processes of its own that talk over sockets (LibreOffice does). also: further
    environment. stopped: asked now and then; once it says so the command is ended. spent: told the
    seconds of the processor it took. name: how the log calls what it was given.

    Whatever happens here, a Ctrl-C too, all that it started is ended.
    """
    mark = f"hub-{secrets.token_hex(8)}"
    limits = (seconds, most_seconds or seconds + 1, memory, _MOST_WRITTEN, not family, family)
    started = [sys.executable, "-I", "-S", str(_FAMILY), *command] if family else command
    environment = _surroundings(folder) | dict(also or {}) | {_MARK: mark}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [*_door(limits, folder, readable), *started],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
            cwd=folder,
            env=environment,
            start_new_session=True,
        ) as process,
    ):
        used = _until_its_end(process, patience, stopped, mark)
        code = process.returncode
        if spent:
            spent(used)
        if code:
            words = _last_words(said)
            _log.warning("caged %s %s ended with %d: %s", Path(command[0]).name, name, code, words)
        return code


def _door(limits: Sequence[int], folder: Path, readable: Sequence[Path]) -> list[str]:
    """The command that raises the walls, before the one to start."""
    granted = "\n".join([*_own_places(), *map(str, readable)])
    numbers = ",".join(str(int(limit)) for limit in limits)
    return [sys.executable, "-I", "-S", str(_DOOR), numbers, str(folder), granted]


def _last_words(said: IO[bytes]) -> str:
    said.seek(max(said.seek(0, os.SEEK_END) - _LAST_WORDS, 0))
    return said.read(_LAST_WORDS).decode("utf-8", "replace").strip()


def _until_its_end(
    process: subprocess.Popen[bytes],
    patience: float,
    stopped: Callable[[], bool] | None,
    mark: str,
) -> float:
    """Wait, then end all that is left; seconds of the processor that it took."""
    used = None
    try:
        used = _awaited(process, patience, stopped)
    finally:
        _end_all(process.pid, mark)
        used = _looked(process, 0) if used is None else used
    return used or 0.0


def _awaited(
    process: subprocess.Popen[bytes], patience: float, stopped: Callable[[], bool] | None
) -> float | None:
    """Wait for the end: seconds of the processor it took, None when patience or somebody ends it.

    It is asked at ever longer intervals.
    """
    pause, end = 0.001, time.monotonic() + patience
    while time.monotonic() < end and not (stopped and stopped()):
        if (used := _looked(process, os.WNOHANG)) is not None:
            return used
        time.sleep(pause)
        pause = min(2 * pause, _GLANCE)
    return None


def _looked(process: subprocess.Popen[bytes], ways: int) -> float | None:
    """Seconds of the processor that an ended process and its own took; None while it runs."""
    found, status, used = os.wait4(process.pid, ways)
    if not found:
        return None
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def module(name: str, *arguments: str) -> list[str]:
    """The command that runs one of our modules, for `run`."""
    return [sys.executable, "-P", str(_START), name, *arguments]


def too_long(code: int) -> bool:
    """Whether an exit code says that time was over."""
    return -code in (signal.SIGXCPU, signal.SIGKILL)


def _end_all(session: int, mark: str) -> None:
    """End what is left of a session: a program may have started others and gone before them.

    In the cage nobody leaves the session; where the kernel did not close that way, those that did
    are known by the mark in their environment.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(session, signal.SIGKILL)
    if sys.platform == "linux" and not closes_calls():
        for stray in _marked(mark):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(stray, signal.SIGKILL)


def _marked(mark: str) -> Iterator[int]:
    """Processes that wear a mark in their environment."""
    worn = f"{_MARK}={mark}".encode()
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if worn in (place / "environ").read_bytes().split(b"\0"):
                yield int(place.name)


def _own_places() -> list[str]:
    """Where Python and our own code lie. No more of the project's folder: data may lie there."""
    root = Path(__file__).resolve().parents[2]
    libraries = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    pythons = {str(Path(sys.prefix).resolve()), str(Path(sys.base_prefix).resolve())}
    return [str(root / "content"), *sorted(libraries | pythons)]


def _surroundings(folder: Path) -> dict[str, str]:
    """What a caged program may know of this machine: where programs lie, nothing of the hub's.

    No secret key, no database address; its temporary files fall into its own folder.
    """
    kept = {key: os.environ[key] for key in ("PATH", "LANG", "PYTHONPATH") if key in os.environ}
    home = str(folder)
    return {
        **kept,
        "HOME": home,
        "TMPDIR": home,
        "OSL_SOCKET_PATH": ".",  # of LibreOffice; the folder's own name may be too long for one
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "OMP_THREAD_LIMIT": "1",
    }
