"""Data folders, content and the real command line, for the tests of the fifth floor."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from content.database import db
from hub.app import create_app
from hub.config import Settings, read_settings

PAGES = {
    "tin.md": """---
kind: news
title: Khai giảng lớp học buổi tối ở xã Mẫu
date: 2026-10-01
attachments:
  - file: lich.txt
    title: Lịch học
---
Lớp học mở ba buổi mỗi tuần, xem [hướng dẫn](/huong-dan/dang-ky-lop/).
""",
    "huong-dan.md": """---
kind: guidance
title: Đăng ký lớp
slug: dang-ky-lop
date: 2026-10-02
---
## Các bước

Đến nhà văn hóa thôn để đăng ký.
""",
    "lich.txt": "Thứ hai, thứ tư, thứ sáu: 19 giờ.\n",
}


Run = Callable[..., subprocess.CompletedProcess[str]]


def settings_of(home: Path, **changes: object) -> Settings:
    return replace(read_settings({"HUB_HOME": str(home), "HUB_STARTER": "0"}), **changes)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the registers and no items; copy it, do not write into it."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    app = create_app(settings_of(home))
    close(app)
    return home


@pytest.fixture
def home(tmp_path: Path, prepared_home: Path) -> Path:
    """A data folder of the test's own, prepared."""
    return Path(shutil.copytree(prepared_home, tmp_path / "home"))


@pytest.fixture
def settings(home: Path) -> Settings:
    return settings_of(home)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application over the folder, without the desk, its context pushed."""
    made = create_app(settings, desk=False)
    with made.app_context():
        yield made
    close(made)


def close(app: Flask) -> None:
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def hub(home: Path) -> Run:
    """Runs `hub …` as a process of its own over the folder."""

    def run(
        *arguments: str | Path, timeout: float = 120, **changes: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "hub.cli", *map(str, arguments)],
            env=environment(home, **changes),
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    return run


@pytest.fixture
def environment_of() -> Callable[..., dict[str, str]]:
    return environment


def environment(home: Path, **changes: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "COV_"))}
    return {**kept, "HUB_HOME": str(home), "HUB_STARTER": "0", **changes}


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder for `hub load`: two pages, one with an attached file."""
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, text in PAGES.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def attached_sha256() -> str:
    return hashlib.sha256(PAGES["lich.txt"].encode()).hexdigest()
