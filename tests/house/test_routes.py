"""The map of addresses: readers only read, the desk alone writes, nothing is nameless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from content.database import db
from hub.app import create_app
from hub.config import read_settings

DESK = "/quan-tri"
# Where somebody without an account writes (hub/intake); each checks where its forms come from.
INTAKE = ("/duyet/", "/go-ten/")
# Asked by POST as by GET, and nothing is written (OAI-PMH, section 3.1.1.2).
ASKING = ("/oai",)
WRITING = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("routes") / "home"
    made = create_app(read_settings({"HUB_HOME": str(home), "HUB_STARTER": "0"}))
    yield made
    with made.app_context():
        db.session.remove()
        db.engine.dispose()


def test_only_the_desk_and_the_intake_take_anything_in(app: Flask) -> None:
    outside = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith((DESK, *INTAKE, *ASKING)) and (rule.methods or set()) & WRITING
    ]
    assert outside == []


def test_no_desk_no_writing_at_all(tmp_path: Path) -> None:
    settings = read_settings({"HUB_HOME": str(tmp_path / "home"), "HUB_STARTER": "0"})
    app = create_app(settings, desk=False)
    assert not [
        rule
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) & WRITING and rule.rule not in ASKING
    ]
    assert not [r for r in app.url_map.iter_rules() if r.rule.startswith(DESK)]


def test_every_writing_address_refuses_a_form_without_a_token(app: Flask) -> None:
    client = app.test_client()
    tried = 0
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & WRITING if rule.rule not in ASKING else ()):
            values = dict.fromkeys(rule.arguments, 1)
            with app.test_request_context():
                path = app.url_map.bind("localhost").build(rule.endpoint, values, method=method)
            answer = client.open(path, method=method, data={})
            assert answer.status_code == 400, (method, path, answer.status_code)
            tried += 1
    assert tried > 5


def test_addresses_of_readers_are_plain_words(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert rule.rule.isascii(), rule.rule
        assert rule.rule == rule.rule.lower() or "<" in rule.rule, rule.rule
