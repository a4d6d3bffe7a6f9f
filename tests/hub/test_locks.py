"""Locks between processes: one holder, a named holder, and none after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hub import locks

HOLD = """
import sys, time
from pathlib import Path
from hub import locks
with locks.held(Path(sys.argv[1]), "xuất bản tĩnh", shared=len(sys.argv) > 2):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lock"


def hold_elsewhere(path: Path, *more: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), *more], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def end(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_the_second_is_told_who_is_at_it(path: Path) -> None:
    other = hold_elsewhere(path)
    try:
        with pytest.raises(locks.Busy) as refused, locks.held(path, "thử"):
            pass
        assert str(other.pid) in refused.value.message
        assert "xuất bản tĩnh" in refused.value.message
    finally:
        end(other)


def test_a_lock_of_a_killed_process_frees_itself(path: Path) -> None:
    end(hold_elsewhere(path))
    with locks.held(path, "thử"):
        assert str(os.getpid()) in path.read_text()


def test_waiting_takes_the_lock_when_it_comes_free(path: Path) -> None:
    other = hold_elsewhere(path)
    start = time.monotonic()
    killer = subprocess.Popen(["sh", "-c", f"sleep 0.4; kill -9 {other.pid}"])
    with locks.held(path, "thử", wait=60):
        assert time.monotonic() - start > 0.2
    killer.wait()
    end(other)


def test_shared_holders_stand_beside_each_other_but_not_beside_a_single_one(path: Path) -> None:
    other = hold_elsewhere(path, "shared")
    try:
        with locks.held(path, "thử", shared=True):
            pass
        with pytest.raises(locks.Busy), locks.held(path, "thử"):
            pass
    finally:
        end(other)
