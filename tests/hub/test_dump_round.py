"""The whole starter: dumped, loaded into an empty hub, dumped again; the same files, same pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from flask import Flask

from content.database import db
from content.dumping import dumper
from content.loading import loader
from hub.app import create_app
from hub.config import read_settings
from hub.public import rooms
from search_index import ready

# When a page was last changed is known to its history; without it, it is when the page came.
CHANGED = re.compile(rb'"dateModified":"[^"]*"')


def hub_of(home: Path, *, starter: bool) -> Flask:
    settings = read_settings({"HUB_HOME": str(home), "HUB_STARTER": "1" if starter else "0"})
    return create_app(settings, desk=False, bare=not starter)


def close(app: Flask) -> None:
    ready.wait()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def pages_of(app: Flask) -> dict[str, bytes]:
    """Every page that readers see, by its address. Feeds and calendars say when they were made."""
    client = app.test_client()
    found = {}
    for address in rooms.addresses():
        if address.path.endswith("/"):
            answer = client.get(address.path)
            assert answer.status_code == 200, address.path
            found[address.path] = answer.data
    return found


@pytest.fixture(scope="module")
def starter(
    starter_home: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, bytes]]:
    """The folder with both dumps of a hub with the whole starter, and its pages."""
    folder = tmp_path_factory.mktemp("dumps")
    shutil.copytree(starter_home, folder / "home")
    app = hub_of(folder / "home", starter=True)
    with app.app_context():
        assert dumper.dump(folder / "plain") > 5
        dumper.dump(folder / "whole", revisions=True)
        pages = pages_of(app)
    close(app)
    return folder, pages


@pytest.mark.parametrize("name", ["plain", "whole"])
def test_the_starter_comes_back(
    tmp_path: Path, starter: tuple[Path, dict[str, bytes]], name: str
) -> None:
    folder, pages = starter
    app = hub_of(tmp_path / "home", starter=False)
    with app.app_context():
        reports = loader.load_paths([folder / name])
        assert {report.status for report in reports} == {"loaded"}
        dumper.dump(tmp_path / "again", revisions=name == "whole")
        again = pages_of(app)
    close(app)
    differing = subprocess.run(
        ["diff", "-r", folder / name, tmp_path / "again"], capture_output=True, check=False
    )
    assert differing.stdout == b""
    assert set(again) == set(pages)
    assert len(pages) > 20
    if name == "plain":
        pages, again = (
            {path: CHANGED.sub(b"", page) for path, page in found.items()}
            for found in (pages, again)
        )
    assert [path for path, page in pages.items() if again[path] != page] == []
