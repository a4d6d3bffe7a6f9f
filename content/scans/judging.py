"""Whether a scan was read well enough, judged by measured bars. Pure.

The bars come from a table of known texts, printed, damaged and read (docs/decisions/0009).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from content.documents.quality import measure
from content.scans.page_text import BLANK, PageText

# A page below either bar is poor. Where at most 7 words of 100 are wrong the recogniser states 92
# and more, where 15 and more are wrong nearly always less than 90. Of 0.88 a recognised page of
# Vietnamese never fell short: that bar tells what is no Vietnamese.
CONFIDENCE_BAR = 90.0
SYLLABLES_BAR = 0.88
# From this share of poor pages on (one in five), the whole text is.
POOR_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well a file was read.

    pages: that hold text or ought to; blank ones do not count. confidence: 0–100 over all letters,
    None when there are none. unread_pages: those that could not be read, with a reason; they are
    poor, too. sentence: for a person.
    """

    poor: bool
    sentence: str
    pages: int
    confidence: float | None
    poor_pages: tuple[int, ...]
    unread_pages: tuple[int, ...]


def judged(pages: Sequence[PageText]) -> Judgement:
    """The judgement on the recognised pages of one file."""
    counted = [page for page in pages if page.reason != BLANK]
    poor = tuple(page.number for page in counted if is_poor(page))
    unread = tuple(page.number for page in counted if page.reason)
    sure = confidence_of(counted)
    bad = bool(counted) and len(poor) >= POOR_SHARE * len(counted)
    sentence = _sentence(len(counted), sure, poor, unread, bad)
    return Judgement(bad, sentence, len(counted), sure, poor, unread)


def is_poor(page: PageText) -> bool:
    """Was this page read so badly that a person should compare it with the picture?"""
    if page.reason:
        return page.reason != BLANK
    if page.confidence < CONFIDENCE_BAR:
        return True
    quality = measure(page.text)
    return quality.poor or quality.share_of_valid_syllables < SYLLABLES_BAR


def confidence_of(pages: Sequence[PageText]) -> float | None:
    """The confidence over all letters of the pages, 0–100; None when there are none."""
    letters = sum(len(page.text) for page in pages)
    if not letters:
        return None
    return round(sum(page.confidence * len(page.text) for page in pages) / letters, 1)


def _sentence(
    count: int,
    sure: float | None,
    poor: tuple[int, ...],
    unread: tuple[int, ...],
    bad: bool,
) -> str:
    if not count:
        return "Không thấy chữ trên trang chụp nào."
    if sure is None:
        return f"Không nhận dạng được chữ ở trang {_listed(unread)}; hãy quét lại rõ hơn."
    said = f"Đã nhận dạng chữ {count} trang chụp, độ tin cậy {sure:.0f}/100"
    if not poor:
        return f"{said}."
    if bad:
        return (
            f"{said}: văn bản nhận dạng kém ở trang {_listed(poor)}; "
            "hãy so với bản gốc hoặc quét lại rõ hơn."
        )
    return f"{said}; hãy so lại trang {_listed(poor)} với bản gốc."


def _listed(numbers: tuple[int, ...]) -> str:
    shown = ", ".join(map(str, numbers[:10]))
    return f"{shown}…" if len(numbers) > 10 else shown
