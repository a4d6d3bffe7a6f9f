"""Graded questions over passages: our own by default, a folder's when HUB_SEARCH_EVAL names one.

The folder holds `passages_dev.jsonl` (id, title, body) and `queries_dev.jsonl` (q, kind, relevant
{passage id: 1 related, 2 answers}). Measured: nDCG@10 with gain 2^grade - 1, mean over kinds.
"""

from __future__ import annotations

import json
import math
import os
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from content.publishing.commands import arrival
from content.publishing.snapshot import ItemFields
from search_index import ask, index

OWN = Path(__file__).parents[1] / "fixtures" / "search"
LEAST = 0.94


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def _ndcg(found: list[str], relevant: dict[str, int]) -> float:
    gains = [2 ** relevant.get(i, 0) - 1 for i in found[:10]]
    ideal = sorted((2**grade - 1 for grade in relevant.values()), reverse=True)[:10]

    def total(values: list[int]) -> float:
        return sum(value / math.log2(rank + 2) for rank, value in enumerate(values))

    return total(gains) / total(ideal)


@pytest.fixture(scope="module")
def folder() -> Path:
    return Path(os.environ.get("HUB_SEARCH_EVAL") or OWN)


@pytest.mark.usefixtures("session_app")
def test_graded_questions_find_their_answers(folder: Path, tmp_path: Path) -> None:
    index.keep_in(tmp_path / "index")
    for passage in _lines(folder / "passages_dev.jsonl"):
        fields = ItemFields(
            kind="page",
            title=passage["title"],
            slug=f"p-{passage['id']}",
            body=passage["body"].replace("\n", "\n\n"),
        )
        arrival.load(arrival.Arrival(fields, source_sha256=passage["id"]))
    index.rebuild()

    scores: dict[str, list[float]] = defaultdict(list)
    misses = []
    for question in _lines(folder / "queries_dev.jsonl"):
        hits = ask.search(question["q"], limit=10).results
        score = _ndcg([hit.slug.removeprefix("p-") for hit in hits], question["relevant"])
        scores[question["kind"]].append(score)
        if score < 0.65:
            misses.append((round(score, 2), question["kind"], question["q"]))
        assert hits, f"nothing found for {question['q']!r}"
    kinds = {kind: sum(found) / len(found) for kind, found in scores.items()}
    macro = sum(kinds.values()) / len(kinds)
    assert macro >= LEAST, (macro, kinds, misses)
