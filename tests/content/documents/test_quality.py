"""Recognition is judged by measure, on texts of many kinds."""

from __future__ import annotations

from pathlib import Path

import pytest

from content.documents.quality import measure
from content.vietnamese import fold

PLANS = Path(__file__).parents[2] / "fixtures" / "plans"
CLEAN = (PLANS / "broken_lines.txt").read_text(encoding="utf-8")
GARBLED = (PLANS / "garbled.txt").read_text(encoding="utf-8")
ENGLISH = (
    "The reading corner in this village is open on every Saturday evening. People come to read,"
    " to tell stories and to drink tea. It was set up by an old teacher who had no money but a lot"
    " of books, and that is why it has not been shut down in the hard years that came after it."
)
SHORT_FORMS = (
    "UBND, HĐND, MTTQ, TTHTCĐ, CDHT, XHHT, GD&ĐT, CNTT, KH-UBND, QĐ-TTg, VH-TT, LĐVP, BCĐ, A4, 5G"
    " của xã gửi THCS, THPT, GDTX và HKH về việc dùng email, website, Zalo, wifi, PDF, Excel"
) * 3


def test_a_scan_without_marks_is_poor() -> None:
    quality = measure(GARBLED)
    assert quality.poor
    assert quality.share_of_valid_syllables < 0.8
    assert quality.score <= quality.share_of_valid_syllables


@pytest.mark.parametrize(
    "text", [CLEAN, ENGLISH * 3, SHORT_FORMS, CLEAN + ENGLISH * 8, "", "hoc tap", "123 456 …"]
)
def test_clean_foreign_mixed_and_short_texts_are_not_poor(text: str) -> None:
    assert not measure(text).poor


def test_typing_without_marks_is_a_habit_and_not_poor() -> None:
    assert not measure(fold(CLEAN)).poor


def test_clean_text_measures_near_one() -> None:
    assert measure(CLEAN).share_of_valid_syllables > 0.98


def test_a_few_wrong_syllables_are_no_poor_text() -> None:
    assert not measure(CLEAN.replace("học", "hoc", 3)).poor
