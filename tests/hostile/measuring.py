"""Runs the hub's own command and writes down what it and each process it started took.

`HUB_HOME=… python -m tests.hostile.measuring OUT load --json FOLDER` writes a line of JSON to OUT
for each file and for each process, as soon as it is done.
"""

from __future__ import annotations

import functools
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

_MEGABYTE = 1024  # of kilobytes, which the kernel counts in


class Watched(subprocess.Popen[bytes]):
    """A process whose command is remembered, so that its end can be told by name."""

    commands: ClassVar[dict[int, str]] = {}

    def __init__(self, args: Any, **more: Any) -> None:
        super().__init__(args, **more)
        Watched.commands[self.pid] = _named(args)

    def _try_wait(self, flags: int) -> tuple[int, int]:
        try:
            return os.wait4(self.pid, flags)[:2]
        except ChildProcessError:
            return self.pid, 0


def _watching(wait: Callable[..., Any], told: Callable[..., None]) -> Callable[..., Any]:
    """The kernel's wait, telling what each process that ended took of the machine.

    With what it started itself and waited for; the memory is that of the largest of them.
    """

    @functools.wraps(wait)
    def watched(pid: int, options: int) -> Any:
        process, status, used = wait(pid, options)
        if process:
            taken, peak = used.ru_utime + used.ru_stime, used.ru_maxrss // _MEGABYTE
            told(process=Watched.commands.get(process, "?"), seconds=taken, megabytes=peak)
        return process, status, used

    return watched


def main(out: Path, arguments: list[str]) -> None:
    """Run the command with these arguments, as `hub` would."""
    from content.loading import loader
    from hub import cli

    with out.open("a", buffering=1, encoding="utf-8") as file:

        def told(**facts: Any) -> None:
            file.write(json.dumps(facts) + "\n")

        os.wait4 = _watching(os.wait4, told)
        subprocess.Popen = Watched  # type: ignore[misc]
        loader._load_one = _timed(loader._load_one, told)
        cli.main(arguments)


def _timed(load: Callable[..., Any], told: Callable[..., None]) -> Callable[..., Any]:
    @functools.wraps(load)
    def timed(source: Any, *more: Any) -> Any:
        before = resource.getrusage(resource.RUSAGE_SELF)
        result = load(source, *more)
        after = resource.getrusage(resource.RUSAGE_SELF)
        seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told(file=source.path, seconds=seconds, megabytes=_own_peak())
        return result

    return timed


def _own_peak() -> int:
    """The most memory of this program so far; `getrusage` would also count who started it."""
    said = Path("/proc/self/status").read_text(encoding="ascii")
    return int(said.partition("VmHWM:")[2].split()[0]) // _MEGABYTE


def _named(arguments: Any) -> str:
    return " ".join(str(each) for each in arguments[-8:])[-300:]


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
