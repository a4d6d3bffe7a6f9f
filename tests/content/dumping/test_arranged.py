"""What is arranged by hand survives a dump: order and words of topics, old addresses."""

from __future__ import annotations

import filecmp
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from content.dumping import dumper
from content.loading import loader
from content.publishing import desk_queries, moved_queries
from content.publishing.commands import redirects, topics
from tests.factories import make_item


def test_topics_and_old_addresses_come_back(empty_hub: Callable[[], Flask], tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    with empty_hub().app_context():
        first, second = topics.ensure_topic("An"), topics.ensure_topic("Bình")
        given = {"name": "Bình yên", "slug": "binh-yen", "description": "Lời giới thiệu."}
        topics.change(second.id, seen_version=second.version, **given)
        topics.arrange([second.id, first.id])
        make_item("news", "Bài", slug="bai", topics=("Bình yên",))
        redirects.add("/a.html", "/tin-tuc/bai/")
        redirects.add("/b/", "https://x.example/")
        dumper.dump(one)
    with empty_hub().app_context():
        reports = loader.load_paths([one])
        assert "refused" not in {report.status for report in reports}
        assert [t.name for t in desk_queries.every_topic()] == ["Bình yên", "An"]
        assert desk_queries.every_topic()[0].description == "Lời giới thiệu."
        assert moved_queries.target("/a.html") == "/tin-tuc/bai/"
        assert moved_queries.target("/b/") == "https://x.example/"
        assert moved_queries.target("/tin-tuc/chu-de/binh/") == "/tin-tuc/chu-de/binh-yen/"
        assert {report.status for report in loader.load_paths([one])} == {"unchanged"}
        dumper.dump(two)
    names = [str(p.relative_to(one)) for p in one.rglob("*") if p.is_file()]
    assert filecmp.cmpfiles(one, two, names, shallow=False)[0] == names
