"""What people type, over the starter's own pages: the answer stands among the first three.

The same questions are asked in three ways in tests/hub/export/test_search_copy.py.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from hub.app import create_app
from hub.config import read_settings
from search_index import ask

FIRST = 3
GOLDEN = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))
QUESTIONS = [row for kind in GOLDEN.values() for row in kind.items()]


@pytest.fixture(scope="module")
def starter(starter_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = shutil.copytree(starter_home, tmp_path_factory.mktemp("questions") / "home")
    app = create_app(read_settings({"HUB_HOME": str(home)}), desk=False)
    with app.app_context():
        yield app


@pytest.mark.parametrize(("question", "wanted"), QUESTIONS)
def test_the_answer_is_among_the_first_three(
    starter: Flask, question: str, wanted: list[str]
) -> None:
    found = [hit.slug for hit in ask.search(question, limit=FIRST).results]
    assert set(found) & set(wanted), (question, found)


def test_both_documents_of_one_number_are_offered(starter: Flask) -> None:
    found = [hit.slug for hit in ask.search("quyết định 677", limit=FIRST).results]
    assert {"677-qd-ttg-2022", "677-qd-ttg-2017"} <= set(found)
