"""Every template of the house: it compiles, its pieces exist, nothing inline, nothing foreign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import meta

from content.database import db
from hub.app import create_app
from hub.config import read_settings
from hub.face import assets

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path
    for folder in ("admin/templates", "hub/face/templates", "hub/public/templates")
    for path in (ROOT / folder).rglob("*")
    if path.is_file()
)
SHEETS = sorted([*(ROOT / "hub/face/static").glob("*.css"), *(ROOT / "admin/static").glob("*.css")])
NAMES = [str(path.relative_to(ROOT)) for path in TEMPLATES]
# What a template says when it is taken literally: expressions would hide quotes from the parser.
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.S)


class Tags(HTMLParser):
    """The opening tags of a template, with their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(EXPRESSION.sub("x", text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(path: Path) -> list[tuple[str, dict[str, str | None]]]:
    return Tags(path.read_text(encoding="utf-8")).found


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("templates") / "home"
    made = create_app(read_settings({"HUB_HOME": str(home), "HUB_STARTER": "0"}))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_the_templates_are_seen_at_all() -> None:
    assert len(TEMPLATES) > 40
    assert len(SHEETS) == 2


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_it_compiles_and_what_it_asks_for_exists(app: Flask, path: Path) -> None:
    tree = app.jinja_env.parse(path.read_text(encoding="utf-8"))
    app.jinja_env.compile(tree)
    for name in meta.find_referenced_templates(tree):
        assert name is not None, "the name of a template is written out, so that it can be checked"
        app.jinja_env.get_template(name)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_no_style_no_handler_no_script_inside(path: Path) -> None:
    for tag, given in tags(path):
        assert "style" not in given, (tag, given)
        assert not [name for name in given if name.startswith("on")], (tag, given)
        assert tag != "style", path
        if tag == "script":
            data = given.get("type") in ("application/ld+json", "application/json")
            assert "src" in given or data, (path, given)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_nothing_is_fetched_from_elsewhere(path: Path) -> None:
    fetching = {"img", "script", "iframe", "source", "video", "audio", "embed", "object"}
    for tag, given in tags(path):
        address = (given.get("src") or "") + (given.get("data") or "" if tag == "object" else "")
        if tag in fetching or (tag == "link" and given.get("rel") in {"stylesheet", "icon"}):
            address += given.get("href") or ""
            assert not re.match(r"\s*(?:[a-z]+:)?//", address), (path, tag, address)


@pytest.mark.parametrize("path", SHEETS, ids=[path.name for path in SHEETS])
def test_a_sheet_fetches_nothing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "@import" not in text
    assert not re.search(r"url\(\s*[\"']?(?!data:)", text)


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_it_says_its_language_and_its_pictures_words(path: Path) -> None:
    for tag, given in tags(path):
        if tag == "html":
            assert given.get("lang"), path
        if tag == "img":
            assert "alt" in given, path


@pytest.mark.parametrize("path", TEMPLATES, ids=NAMES)
def test_a_template_has_at_most_one_h1(path: Path) -> None:
    assert sum(tag == "h1" for tag, _ in tags(path)) <= 1


def test_each_asset_that_a_template_names_exists() -> None:
    files = {path.name for path in assets.FOLDER.iterdir()}
    named = {
        name
        for path in TEMPLATES
        for name in re.findall(r"""\basset\(["']([^"']+)["']\)""", path.read_text(encoding="utf-8"))
    }
    assert named
    assert named <= files
