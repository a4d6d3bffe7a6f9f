"""Faults of the disk get their own words; a real full disk gets one sentence."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from hub import storage_faults


def test_only_faults_of_the_place_are_named() -> None:
    full = sa.exc.OperationalError("INSERT", {}, Exception("database or disk is full"))
    assert storage_faults.named(full) == "đĩa đầy"
    assert storage_faults.named(OSError(errno.EROFS, "ro")) == "thư mục dữ liệu chỉ đọc được"
    assert storage_faults.named(OSError(errno.ENOENT, "x")) == ""
    assert storage_faults.named(ValueError("database or disk is full")) == ""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB; mounting one asks for root, which this project's landing has."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_is_one_sentence_and_loses_nothing(
    small_disk: Path, tmp_path: Path, environment_of: Callable[..., dict[str, str]]
) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(400):
        text = f"---\nkind: news\ntitle: Bài số {number}\nslug: bai-{number}\n---\n" + "Học. " * 900
        (pages / f"{number}.md").write_text(text, encoding="utf-8")
    environment = environment_of(small_disk / "home")

    def hub(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hub.cli", *arguments],
            env=environment, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip

    told = hub("load", str(pages))
    assert told.returncode == 1
    assert "đĩa đầy" in told.stderr
    assert "Traceback" not in told.stderr + told.stdout
    subprocess.run(["mount", "-o", "remount,size=200m", str(small_disk)], check=True)
    again = hub("load", str(pages))
    assert again.returncode == 0, again.stderr
    assert "400 kết quả" in hub("find", "bài số").stdout
