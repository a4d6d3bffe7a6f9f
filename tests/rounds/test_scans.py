"""A scanned plan says what the printed one says: 150 dpi and askew, or 300 dpi and clean.

The first two pages of each plan are scanned, for Tesseract needs seconds for a page; what they say
is compared with the same two pages as they were printed. `python -m tests.turning.figures` prints
the share of wrong letters for all pages of all plans.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from content.documents.plan import Plan
from content.reading.reader import read_file
from content.scans import engine
from tests.turning.comparing import FIELDS
from tests.turning.figures import rescan
from tests.turning.originals import CLEAN, OWN

SHEETS = 2
# The share of wrong letters that is allowed; 0.05–0.4 % are measured.
MOST_ERRORS = {150: 0.012, 300: 0.008}
_ASKEW = ("commune_plan", "decision", "letter")
SCANS = [
    *((150, name) for name in _ASKEW),
    (300, "decision"),
    *((150, name) for name in CLEAN if name not in {file.stem for file in OWN}),
]
# (dpi, plan) → facts that differ and why; a fact that stops differing fails, too.
NAMED: dict[tuple[int, str], dict[str, str]] = {}


def facts(plan: Plan) -> dict[str, object]:
    """What must be right in a scan, too."""
    cited = [(each.relation, each.number, each.date) for each in plan.citations]
    headings = [section.level for section in plan.sections]
    fields: dict[str, object] = {name: getattr(plan, name) for name in FIELDS}
    return {**fields, "cited": cited, "headings": headings, "to": len(plan.recipients)}


@pytest.mark.parametrize(("dpi", "name"), SCANS)
def test_a_scan_says_what_the_printed_pages_say(
    dpi: int, name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    assert not engine.available()
    both = rescan(CLEAN[name], dpi, SHEETS, tmp_path)
    reading = read_file("ban-quet.pdf", both.scanned)
    assert (reading.text, len(reading.scanned)) == ("", reading.pages)
    record_property("character errors", f"{100 * both.wrong:.2f} % ({name}, {dpi} dpi)")
    expected, found = facts(both.printed), facts(both.found)
    unlike = {
        fact: (expected[fact], found[fact]) for fact in expected if expected[fact] != found[fact]
    }
    named = NAMED.get((dpi, name), {})
    assert {fact: values for fact, values in unlike.items() if fact not in named} == {}
    assert named.keys() == unlike.keys()
    assert both.wrong <= MOST_ERRORS[dpi]
    assert both.confidence > 80


def test_every_named_difference_belongs_to_a_scan() -> None:
    assert NAMED.keys() <= set(SCANS)
    assert all(reason for facts in NAMED.values() for reason in facts.values())
