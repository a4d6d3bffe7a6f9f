"""Words and their keys: offsets are true, spellings that mean the same meet, others do not."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis import bigrams, is_poor, keys_of, skeleton, tokens


@given(st.text())
def test_a_token_is_what_stands_at_its_offsets(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    for word in tokens(text):
        assert text[word.start : word.start + len(word.text)] == word.text
        assert word.start + len(word.text) <= word.end <= len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("uỷ", "ủy"), ("quí", "quý"), ("lí", "lý"), ("KĨ", "kỹ"), ("Đường", "đường")],
)
def test_spellings_of_one_word_have_one_exact_key(one: str, other: str) -> None:
    assert keys_of(one).exact == keys_of(other).exact


@pytest.mark.parametrize(("one", "other"), [("đường", "dương"), ("bản", "ban"), ("học", "hóc")])
def test_other_words_share_the_folded_key_only_if_they_fold_alike(one: str, other: str) -> None:
    assert keys_of(one).exact != keys_of(other).exact
    assert keys_of("bản").folded == keys_of("ban").folded == "ban"


def test_short_words_and_numbers_are_words() -> None:
    assert [word.folded for word in tokens("Ý an to 4.0, 70% ở")] == [
        *("i", "an", "to", "4", "0", "70", "o")
    ]


def test_pairs_are_of_neighbours() -> None:
    assert bigrams(["a", "b", "c"]) == ["a_b", "b_c"]
    assert bigrams(["a"]) == []


def test_a_bad_scan_keeps_its_skeleton() -> None:
    assert skeleton("tap") == skeleton("tip")
    assert skeleton("mo") == skeleton("m6")
    assert skeleton("hoc") != skeleton("hop")


def test_text_without_marks_is_poor_and_short_text_is_not_judged() -> None:
    assert is_poor(tokens("ke hoach day manh phong trao hoc tap suot doi trong gia dinh"))
    assert not is_poor(tokens("kế hoạch đẩy mạnh phong trào học tập suốt đời trong gia đình"))
    assert not is_poor(tokens("KE HOACH"))
