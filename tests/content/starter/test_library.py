"""The starter's library: made of the pages, whole, and each record leads somewhere."""

from __future__ import annotations

import tomllib

from content.catalogue import thesaurus
from content.starter.making import library


def test_the_register_is_what_the_pages_say():
    assert library.faults() == []


def test_at_least_sixty_records_that_lead_somewhere():
    rows = tomllib.loads(library.FILE.read_text(encoding="utf-8"))["record"]
    assert len(rows) >= 60
    codes = set(thesaurus.terms())
    for row in rows:
        assert row["links"], row["slug"]
        assert row["title"], row["slug"]
        assert {one["code"] for one in row.get("subjects", [])} <= codes
    assert sum("file" in row for row in rows) >= 10
    assert len({row["slug"] for row in rows}) == len(rows)
