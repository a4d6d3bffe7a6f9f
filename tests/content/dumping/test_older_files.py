"""Older versions of files travel with a dump, and an empty hub has them again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from content.dumping import dumper
from content.errors import BadInput
from content.loading import front_matter, loader
from content.publishing import desk_queries
from tests.factories import make_attachment, make_document

DAY = dt.date(2026, 2, 3)


def test_a_round_through_an_empty_hub(tmp_path: Path, empty_hub: Callable[[], Flask]) -> None:
    dumps = [tmp_path / "one", tmp_path / "two"]
    with empty_hub().app_context():
        old = make_attachment("ke-hoach.txt", b"Cu\n", "Kế hoạch")
        new = make_attachment("ke-hoach-2.txt", b"Moi\n", "Kế hoạch")
        make_document(item={"attachments": (new, replace(old, until=DAY)), "slug": "ke-hoach"})
        dumper.dump(dumps[0])
    page = (dumps[0] / "van-ban" / "ke-hoach.md").read_text("utf-8")
    assert page.count("until: ") == 1
    with empty_hub().app_context():
        assert {r.status for r in loader.load_paths([dumps[0]])} <= {"loaded", "unchanged"}
        item = desk_queries.any_at("document", "ke-hoach")
        assert item is not None
        assert [(a.file_name, a.until) for a in item.attachments] == [
            ("ke-hoach-2.txt", None),
            ("ke-hoach.txt", DAY),
        ]
        dumper.dump(dumps[1])
    assert (dumps[1] / "van-ban" / "ke-hoach.md").read_text("utf-8") == page


@pytest.mark.parametrize("until", ["hôm qua", "2026-13-01", "[1]", "{a: 1}"])
def test_a_day_that_is_none_is_refused(until: str) -> None:
    text = f"---\nkind: news\ntitle: A\nattachments:\n  - {{file: a.txt, until: {until}}}\n---\nB\n"
    with pytest.raises(BadInput):
        front_matter.read(text)
