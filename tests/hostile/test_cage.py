"""The cage itself: what a program in it tries, as if a file had taken it over, and cannot."""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from content.errors import BadInput
from content.reading import cage, cage_door, cage_folders, office
from tests.hostile import canary, making

ATTEMPTS = """
import json, os, socket, sys
secret, port, outside = sys.argv[1], int(sys.argv[2]), sys.argv[3]
def read(): open(secret).read()
def listed(): os.listdir(os.path.dirname(secret))
def write(): open(outside, "w").write("x")
def linked(): os.symlink(secret, "link"); open("link").read()
def call(): socket.create_connection(("127.0.0.1", port), 5)
def local(): socket.socket(socket.AF_UNIX)
def paired(): socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
def start(): os.fork()
def signalled(): os.kill(os.getppid(), 0)
def fill(): bytearray(400 * 2**20)
def hold(): open("big", "wb").truncate(200 * 2**20)
def home(): open("mine", "w").write("x")
done = []
for attempt in (read, listed, write, linked, call, local, paired, start, fill, hold, home):
    try:
        attempt()
        done.append(attempt.__name__)
    except (OSError, MemoryError):
        pass
if any(name.startswith("HUB_") for name in os.environ): done.append("settings")
json.dump(done, open("done.json", "w"))
"""


def test_a_caged_program_reaches_nothing_but_its_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tmp_path / "canary.txt"
    making.write_canary(secret)
    monkeypatch.setenv("HUB_SECRET_KEY", "x" * 32)
    with canary.perched(secret) as bird, cage_folders.new("test") as folder:
        port = bird.bait.url.rstrip("/").rpartition(":")[2]
        given = (str(secret), port, str(tmp_path / "outside"))
        code = cage.run(
            [sys.executable, "-c", "import signal; signal.signal(25, signal.SIG_IGN)" + ATTEMPTS,
             *given], folder, seconds=5, memory=200 * 2**20, patience=60,
        )  # fmt: skip
        assert code == 0
        done = json.loads(cage_folders.bytes_of(folder / "done.json", 1_000))
        assert done == ["home"]
        assert bird.touched() == []
    assert not (tmp_path / "outside").exists()


MEDDLING = """
import ctypes, json, os, resource, socket, sys, time
secret, listening, other, project = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
libc = ctypes.CDLL(None, use_errno=True)
def called(*given):
    if libc.syscall(*given) < 0: raise OSError(ctypes.get_errno(), "refused")
def rights(): os.chmod(secret, 0o666)
def rights_of_folder(): os.chmod(os.path.dirname(secret), 0o777)
def rights_of_own(): os.chmod("mine", 0o777)
def owner(): os.chown(secret, os.getuid(), os.getgid())
def times(): os.utime(secret, (0, 0))
def note(): os.setxattr(secret, "user.x", b"1")
def removed(): os.unlink(listening)
def names(): os.listdir(project)
def limits(): resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE, (64, 64))
def niceness(): os.setpriority(os.PRIO_PROCESS, other, 19)
def cores(): os.sched_setaffinity(other, {0})
def looked_into(): called(ctypes.c_long(101 if os.uname().machine == "x86_64" else 117), 16, other)
def signalled(): os.kill(other, 0)
def signalled_all(): os.killpg(0, 0)
def rooms(): os.unshare(0x10000000) if hasattr(os, "unshare") else called(
    ctypes.c_long(272 if os.uname().machine == "x86_64" else 97), 0x10000000)
def session(): os.setsid()
def group(): os.setpgid(0, 0)
def by_path(): socket.socket(socket.AF_UNIX).connect(listening)
def by_name(): socket.socket(socket.AF_UNIX).connect("\\0" + os.path.basename(listening))
def by_letter(): socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"x", listening)
def by_pair(): socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)[0].sendto(b"x", listening)
def shared(): called(ctypes.c_long(29 if os.uname().machine == "x86_64" else 194), 7, 4096, 0o1600)
def left():
    if os.fork() == 0:
        try: os.setsid()
        except OSError: os._exit(1)
        time.sleep(600)
    if os.wait()[1]: raise OSError
open("mine", "w").close()
done = []
for name, attempt in list(globals().items()):
    if callable(attempt) and name[0] != "_" and name != "called":
        try:
            attempt()
            done.append(name)
        except OSError:
            pass
json.dump(done, open("done.json", "w"))
"""


@pytest.mark.parametrize("family", [False, True])
def test_a_program_that_was_taken_over_meddles_with_nothing_outside(
    tmp_path: Path, family: bool
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("x")
    secret.chmod(0o600)
    with (
        tempfile.TemporaryDirectory(dir="/tmp") as near,  # what LibreOffice could once clear
        socket.socket(socket.AF_UNIX) as listening,
        socket.socket(socket.AF_UNIX) as abstract,
        subprocess.Popen(["sleep", "600"]) as other,
        cage_folders.new("test") as folder,
    ):
        listening.bind(f"{near}/post")
        abstract.bind("\0post")
        for bound in (listening, abstract):
            bound.listen(5)
        given = [
            str(secret),
            f"{near}/post",
            str(other.pid),
            str(cage.__file__).split("/content/")[0],
        ]
        code = cage.run(
            [sys.executable, "-c", MEDDLING, *given], folder,
            seconds=5, memory=200 * 2**20, patience=60, family=family,
        )  # fmt: skip
        other.kill()
        assert code == 0
        assert json.loads(cage_folders.bytes_of(folder / "done.json", 1_000)) == []
        assert Path(near, "post").exists()
    assert secret.stat().st_mode & 0o777 == 0o600


def test_what_left_its_session_is_known_by_its_mark(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a kernel lets a caged program leave, it is ended all the same."""
    monkeypatch.setattr(cage, "closes_calls", lambda: False)
    environment = os.environ | {"CAGED_BY": "hub-abc"}
    with subprocess.Popen(["sleep", "60"], env=environment, start_new_session=True) as stray:
        # The kernel shows the environment a moment after the program has begun.
        worn, end = Path(f"/proc/{stray.pid}/environ"), time.monotonic() + 30
        while b"CAGED_BY=hub-abc" not in worn.read_bytes() and time.monotonic() < end:
            time.sleep(0.01)
        cage._end_all(2**22 + 1, "hub-abcd")
        assert stray.poll() is None
        cage._end_all(2**22 + 1, "hub-abc")
        assert stray.wait(30) == -signal.SIGKILL


def test_the_filters_of_all_machines_reach_their_ends() -> None:
    """A jump of classic BPF goes 255 steps at most, forward and not beyond the last."""
    for machine in cage_door._MACHINES:
        for talking in (False, True):
            steps = list(struct.iter_unpack("HBBI", cage_door._filter(machine, talking=talking)))
            for at, (code, then, otherwise, _value) in enumerate(steps):
                assert code == 6 or at + 1 + max(then, otherwise) < len(steps)


def test_a_machine_without_walls_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    assert cage.lacking() == ""
    monkeypatch.setattr(cage, "closes_calls", lambda: False)
    assert "thiếu seccomp" in cage.lacking()
    assert "Landlock" not in cage.lacking()


def test_what_a_program_took_is_told_even_when_it_is_ended() -> None:
    took: list[float] = []
    with cage_folders.new("test") as folder:
        endless = [sys.executable, "-c", "while True: pass"]
        code = cage.run(
            endless, folder, seconds=1, memory=200 * 2**20, patience=60, spent=took.append
        )
    assert cage.too_long(code)
    assert took[0] > 0.5


def test_a_program_that_never_ends_is_ended() -> None:
    with cage_folders.new("test") as folder:
        endless = [sys.executable, "-c", "while True: pass"]
        code = cage.run(endless, folder, seconds=1, memory=200 * 2**20, patience=60)
    assert cage.too_long(code)


def test_libreoffice_is_not_run_where_the_disk_cannot_be_closed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert cage.closes_disk()
    monkeypatch.setattr(cage, "closes_disk", lambda: False)
    assert "Landlock" in office.available()
    with pytest.raises(BadInput, match="chưa chặn được LibreOffice đọc các tệp khác"):
        office.convert(b"{\\rtf1 a}", "rtf", "docx")
