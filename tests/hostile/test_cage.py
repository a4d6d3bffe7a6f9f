"""The cage itself: what a program in it tries, as if a file had taken it over, and cannot."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from content.errors import BadInput
from content.reading import cage, cage_folders, office
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
def start(): os.fork()
def signalled(): os.kill(os.getppid(), 0)
def fill(): bytearray(400 * 2**20)
def hold(): open("big", "wb").truncate(200 * 2**20)
def home(): open("mine", "w").write("x")
done = []
for attempt in (read, listed, write, linked, call, local, start, fill, hold, home):
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
        if os.getuid() == 0:  # the kernel counts no processes of root; they end with the cage
            done.remove("start")
        assert done == ["home"]
        assert bird.touched() == []
    assert not (tmp_path / "outside").exists()


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
