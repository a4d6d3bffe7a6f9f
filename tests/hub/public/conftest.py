"""A reader's browser on a prepared hub, and the address the hub is told it has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from content.database import db
from hub.app import create_app
from hub.config import Settings
from search_index import ready


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Settings of a public site; tests ask it by its loopback name."""
    return replace(
        settings,
        site_url="https://hoc.example",
        trusted_hosts=("hoc.example", "localhost", "127.0.0.1"),
        contact_phone="0215 000 000",
    )


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """A reader's browser; the index is not at work any more when the test is over."""
    yield app.test_client()
    ready.wait()


@pytest.fixture
def desk_client(settings: Settings) -> Iterator[FlaskClient]:
    """A browser on the whole hub, the desk with it."""
    app = create_app(settings)
    yield app.test_client()
    ready.wait()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
