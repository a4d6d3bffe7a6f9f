"""Fixtures that every room's tests share: a real database, a folder for files, a clock."""

from __future__ import annotations

import datetime as dt
import fcntl
import functools
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import settings
from playwright.sync_api import Browser, Error, Page, Response, expect, sync_playwright

from content import files
from content.database import db, set_clock
from content.migrations import schema
from tests import once

# The machines are shared and noisy: a slow example is no fault of the code. Where a landing is
# judged the same examples are tried each time; new ones are looked for at the desk.
settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("house")
# Neither is a slow machine: what a browser test waits for may take its time.
expect.set_options(timeout=20_000)
once.compile_once(db)
schema.metadata()  # every table is known, whatever a test imports


def _typed_again(goto: Callable[..., Response | None]) -> Callable[..., Response | None]:
    """A `Page.goto` that asks once more when the page went elsewhere by itself at that moment.

    Who types an address while a form is on its way is taken there all the same; Chromium tells
    its driver that the first try was cut short.
    """

    @functools.wraps(goto)
    def typed(page: Page, url: str, **given: object) -> Response | None:
        try:
            return goto(page, url, **given)
        except Error as fault:
            if "ERR_ABORTED" not in str(fault) and "interrupted by another" not in str(fault):
                raise
        page.wait_for_load_state()
        return goto(page, url, **given)

    return typed


Page.goto = _typed_again(Page.goto)  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium: one for all tests of a process, since Playwright starts only once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium",
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def starter_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the whole starter, made once for all processes; copy it, never write."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # of all workers of this run
    made = folder / "starter" / "home"
    with (folder / "starter.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            making = folder / "starter-in-the-making" / "home"
            kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUB_", "COV_"))}
            subprocess.run(
                [sys.executable, "-m", "hub.cli", "index", "status"],
                env={**kept, "HUB_HOME": str(making)},
                check=True,
                capture_output=True,
            )
            making.parent.rename(made.parent)
    return made


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with all tables and no row; copy it, never write."""
    folder = tmp_path_factory.mktemp("blank")
    app = Flask("blank", root_path=str(folder), instance_path=str(folder))
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{folder / 'hub.sqlite'}"
    db.init_app(app)
    with app.app_context():
        db.create_all()
        db.session.execute(sa.text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.engine.dispose()
    return folder / "hub.sqlite"


@pytest.fixture
def session_app(tmp_path: Path, blank_database: Path) -> Iterator[Flask]:
    """A bare application on an empty SQLite file with all tables, its context pushed."""
    shutil.copyfile(blank_database, tmp_path / "hub.sqlite")
    app = Flask("tests", root_path=str(tmp_path), instance_path=str(tmp_path))
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'hub.sqlite'}"
    db.init_app(app)
    files.keep_in(tmp_path / "files")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def empty_hub(tmp_path: Path, blank_database: Path) -> Iterator[Callable[[], Flask]]:
    """Makes applications, each on an empty database and folder of its own."""
    made: list[Flask] = []

    def make() -> Flask:
        home = tmp_path / f"hub-{len(made)}"
        app = Flask("tests", root_path=str(tmp_path), instance_path=str(tmp_path))
        app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{home / 'hub.sqlite'}"
        home.mkdir()
        shutil.copyfile(blank_database, home / "hub.sqlite")
        db.init_app(app)
        files.keep_in(home / "files")
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, **passed: float) -> dt.datetime:
        """Move on by a `timedelta` of these arguments, and return the new moment."""
        self.now += dt.timedelta(**passed)
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    """The clock of the whole process, standing at 20 October 2026, 08:00 in Việt Nam."""
    standing = Clock(dt.datetime(2026, 10, 20, 1, 0, tzinfo=dt.UTC))
    set_clock(standing)
    yield standing
    set_clock(None)
