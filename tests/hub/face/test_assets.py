"""Static files are named by their content, so that a browser may keep them for a year."""

from __future__ import annotations

import gzip
import hashlib

import pytest
from flask import Flask

from hub.face import assets

CSS_BUDGET = 8_000  # bytes, gzip
SCRIPT_BUDGET = 15_000
# The search of a static copy, which only its search page loads.
SEARCH, SEARCH_BUDGET = "find.js", 12_000


@pytest.fixture
def app() -> Flask:
    made = Flask("assets", static_folder=None)
    made.add_url_rule(assets.RULE, assets.ENDPOINT, assets.show)
    return made


def test_a_name_carries_the_content(app: Flask) -> None:
    answer = app.test_client().get(assets.asset("readers.css"), buffered=True)
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert answer.data == assets.sent(assets.FOLDER / "readers.css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert "max-age=31536000" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["readers.css", "readers.00000000.css", "..%2fface.py", "x"])
def test_no_other_name_is_answered(app: Flask, name: str) -> None:
    assert app.test_client().get(f"/static/{name}").status_code == 404


def test_a_file_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(FileNotFoundError):
        assets.asset("missing.css")


def test_sheets_and_scripts_keep_their_budget() -> None:
    for path in assets.FOLDER.glob("*.css"):
        assert len(gzip.compress(assets.sent(path), 9)) <= CSS_BUDGET, path.name
    scripts = {p.name: len(gzip.compress(p.read_bytes(), 9)) for p in assets.FOLDER.glob("*.js")}
    assert scripts.pop(SEARCH) <= SEARCH_BUDGET
    assert sum(scripts.values()) <= SCRIPT_BUDGET


def test_the_search_script_was_made_from_the_sources_that_stand_here() -> None:
    folder = assets.FOLDER.parent / "search"
    sources = [folder / name for name in ("build.mjs", "package-lock.json", "package.json")]
    digest = hashlib.sha256()
    for path in (*sources, *sorted((folder / "src").iterdir())):
        name = path.relative_to(folder).as_posix()
        digest.update(f"{name}\0{path.read_text(encoding='utf-8')}\0".encode())
    made = (assets.FOLDER / SEARCH).read_text(encoding="utf-8")
    assert digest.hexdigest() in made[:200], "sources changed: run `make search-script` and commit"
