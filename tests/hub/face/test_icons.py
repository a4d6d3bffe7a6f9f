"""A page carries each symbol it uses once, and none that it does not use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from hub.face import icons

ROOT = Path(__file__).parents[3]


@pytest.fixture
def app() -> Flask:
    return Flask("icons", static_folder=None)


def test_a_page_gets_what_it_used_once_and_the_next_page_starts_anew(app: Flask) -> None:
    with app.app_context():  # the exporter keeps one context for all pages
        with app.test_request_context("/"):
            page = icons.icon("search") + icons.icon("menu") + icons.icon("search")
            symbols = re.findall(r'<symbol id="([^"]+)"', icons.sprite())
            assert re.findall(r'href="#([^"]+)"', page) == ["i-search", "i-menu", "i-search"]
            assert symbols == ["i-search", "i-menu"]
        with app.test_request_context("/b/"):
            assert "<symbol" not in icons.sprite()


def test_marks_are_hidden_from_screen_readers(app: Flask) -> None:
    with app.test_request_context("/"):
        assert 'aria-hidden="true"' in icons.icon("warn")
        assert 'aria-hidden="true"' in icons.sprite()


def test_without_a_request_the_shape_is_inside() -> None:
    assert "<path" in icons.icon("home")
    assert "<use" not in icons.icon("home")


def test_a_name_that_was_never_drawn_is_a_fault(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(KeyError):
        icons.icon("unicorn")


def test_every_icon_that_a_template_names_was_drawn() -> None:
    named = {
        name
        for path in (ROOT / "hub").rglob("templates/**/*.html")
        for name in re.findall(r"""\bicon\(["']([a-z]+)["']\)""", path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    for name in named:
        assert icons.drawn(name)
