"""Snippets are true substrings, and what is marked in them is what was asked."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis import tokens
from search_index.snippets import LENGTH, snippet

_TEXT = st.text(alphabet="họct ậpsuđờiơ.\n,bản ", max_size=1500)


@given(_TEXT, _TEXT, st.integers(0, 400), st.integers(0, 1500))
def test_a_snippet_is_a_substring_of_its_passage(
    source: str, asked: str, start: int, length: int
) -> None:
    source = unicodedata.normalize("NFC", source)
    start = min(start, len(source))
    end = min(start + length, len(source))
    cut = snippet(source, start, end, tokens(unicodedata.normalize("NFC", asked)))
    assert source[cut.start : cut.end] == cut.text
    assert start <= cut.start <= cut.end <= max(end, cut.start)
    assert len(cut.text) <= LENGTH
    assert all(0 <= a < b <= len(cut.text) for a, b in cut.marks)
    assert all(a[1] < b[0] for a, b in zip(cut.marks, cut.marks[1:], strict=False))


def _marked(source: str, asked: str) -> list[str]:
    cut = snippet(source, 0, len(source), tokens(asked))
    return [cut.text[a:b] for a, b in cut.marks]


def test_words_are_marked_and_neighbours_joined() -> None:
    assert _marked("Phong trào học tập suốt đời ở xã Mẫu", "hoc tap xa") == ["học tập", "xã"]


def test_a_word_that_stands_as_typed_hides_its_other_spellings() -> None:
    assert _marked("Ban văn hóa của bản", "bản") == ["bản"]
    assert _marked("Ban văn hóa", "bản") == ["Ban"]


def test_a_synonym_of_several_words_is_marked_as_a_whole_only() -> None:
    source = "Tổ dân phố số 2 mời dân đến phố."
    cut = snippet(source, 0, len(source), tokens("thôn"), {"to_dan", "dan_pho"})
    assert [cut.text[a:b] for a, b in cut.marks] == ["Tổ dân phố"]


def test_the_window_is_where_most_words_stand() -> None:
    filler = "Một câu khác không nói gì về việc đó cả. " * 20
    source = f"{filler}Xe thư viện lưu động về xã Mẫu. {filler}"
    assert "thư viện lưu động" in snippet(source, 0, len(source), tokens("thư viện lưu động")).text
