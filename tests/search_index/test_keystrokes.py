"""Telex and VNI keys that no input method turned into letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.vietnamese import is_syllable
from search_index.keystrokes import decoded


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(
            ("hojc", "học"),
            ("hocj", "học"),
            ("taapj", "tập"),
            ("suoots", "suốt"),
            ("ddowif", "đời"),
        ),
        *(
            ("nguwowif", "người"),
            ("dduwowngf", "đường"),
            ("chuyeenr", "chuyển"),
            ("quyeets", "quyết"),
        ),
        *(
            ("hoas", "hóa"),
            ("toans", "toán"),
            ("quanr", "quản"),
            ("mêmf", "mềm"),
            ("giaos", "giáo"),
        ),
        *(("hoc5", "học"), ("tap65", "tập"), ("suot61", "suốt"), ("d9o72i", "đời")),
        *(("d9u7o7ng2", "đường"), ("cu7u5", "cựu"), ("nga6n", "ngân"), ("sach1", "sách")),
    ],
)
def test_keys_become_the_syllable(typed: str, meant: str) -> None:
    assert decoded(typed) == meant


@pytest.mark.parametrize(
    "word", ["hoc", "tap", "gia", "4", "70", "qd387", "tt25", "website", "zalo", ""]
)
def test_what_means_nothing_stays(word: str) -> None:
    assert decoded(word) is None


@given(st.text(alphabet="abcdeghiklmnopqrstuvxyzwfjđêô0123456789", max_size=14))
def test_only_syllables_come_out(word: str) -> None:
    syllable = decoded(word)
    assert syllable is None or is_syllable(syllable)
