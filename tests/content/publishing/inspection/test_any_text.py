"""Whatever is typed: no exception, places inside the text, and time that grows with its length."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.publishing.inspection.findings import OK
from content.publishing.inspection.inspector import inspect
from content.publishing.inspection.known import Known
from content.publishing.snapshot import ItemFields

KNOWN = Known(now=dt.datetime(2026, 11, 20, tzinfo=dt.UTC), recognised=True, files=frozenset())
SCRAPS = [
    "[", "]", "(", ")", "!", "#", "## ", "*", "**", "|", "---", "\n", "\n\n", "`", "```\n", "<",
    ">", "<img ", "http://", "www.", "tel:", "/tep/0123456789abcdef/a.png", "a.b", "@x.vn",
    "0912 345 678", "011085001234", "sinh ngày 1/2/1990", "ABC", "ế", "e\u0302\u0301", "µ·¸",
    "\u0301", "😀", "\\", "đây", " ", ":", "=", "\t", "\r", "\x00", "\u202e", "[^1]",
    "[a]: ", "áº¿",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(SCRAPS), max_size=40).map("".join) | st.text(max_size=80)


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["news", "document", "page", "notice"]))
def test_any_text_is_read_and_places_are_inside_it(
    title: str, summary: str, body: str, kind: str
) -> None:
    fields = ItemFields(kind=kind, title=title, summary=summary, body=body)
    for finding in inspect(fields, KNOWN).findings:
        text = getattr(fields, finding.field, "") if finding.end else ""
        assert 0 <= finding.start <= finding.end <= len(text)
        assert 0 <= finding.line <= body.count("\n") + 1
        assert finding.severity == OK or finding.field


# Sixteen times the work where each sign looks at all others; less than this is no matter.
MOST_TIMES, MEASURABLE = 10, 0.05
HOSTILE = {
    "brackets": "[",
    "half pictures": "![a](",
    "half links": "[a](b ",
    "headings": "#\n",
    "hashes": "#",
    "bars": "|a",
    "rows": "|a|b|\n",
    "digits": "1 ",
    "phones": "0912345678 ",
    "mails": "a@",
    "tags": "<a",
    "addresses": "http://a",
    "old letters": "µ¶·¸ ",
    "stars": "**a**\n\n",
    "ticks": "`a",
    "references": "[a]: b\n",
    "births": "sinh ngày ",
    "spaces": " ",
    "lines": "\n",
    "links": "[a](/b)",
    "marks": "e\u0302\u0301",
}


@pytest.mark.parametrize("scrap", HOSTILE.values(), ids=HOSTILE.keys())
def test_work_grows_as_the_text_does(scrap: str) -> None:
    """Four times the text, about four times the work; asked anew while it seems steep."""
    least = min(takewhile_steep(scrap))
    assert least <= MOST_TIMES


def takewhile_steep(scrap: str) -> Iterator[float]:
    for _ in range(8):
        times = work(scrap, 200_000) / max(MEASURABLE, work(scrap, 50_000))
        yield times
        if times <= MOST_TIMES:
            return


def work(scrap: str, length: int) -> float:
    """Processor time, in seconds, that nobody else's work adds to."""
    fields = ItemFields(kind="news", title="A", body=scrap * (length // len(scrap)))
    begun = time.process_time()
    inspect(fields, KNOWN)
    return time.process_time() - begun
