"""What is typed: words, phrases, words not wanted; nothing is an error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_index.query import MOST_CHARACTERS, MOST_WORDS, parse


def _words(typed: str) -> list[str]:
    return [word.text for word in parse(typed).words]


def test_a_phrase_stands_among_the_words_too() -> None:
    query = parse("mở “học tập suốt đời” ở thôn")
    assert [[w.text for w in phrase] for phrase in query.phrases] == [["học", "tập", "suốt", "đời"]]
    assert [w.text for w in query.words] == ["mở", "học", "tập", "suốt", "đời", "ở", "thôn"]


def test_a_minus_before_a_word_or_phrase_excludes_it() -> None:
    query = parse('sách -truyện -"thiếu nhi"')
    assert [[w.text for w in words] for words in query.excluded] == [["truyện"], ["thiếu", "nhi"]]
    assert [w.text for w in query.words] == ["sách"]


def test_a_minus_within_a_range_or_before_a_number_is_none() -> None:
    assert _words("2021-2025 -2030 kinh-tế") == ["2021", "2025", "2030", "kinh", "tế"]


def test_decomposed_letters_are_composed() -> None:
    assert _words("ho\u0323c") == ["học"]


def test_a_long_question_is_cut_and_says_so() -> None:
    assert parse("học " * 200).cut
    assert len(parse("a b " * 70).words) == MOST_WORDS
    assert not parse("học tập").cut


def test_the_last_word_is_open_until_a_space_follows() -> None:
    assert parse("học t").open_end
    assert not parse("học t ").open_end
    assert not parse("").open_end


@given(st.text(max_size=2000))
def test_anything_can_be_typed(typed: str) -> None:
    query = parse(typed)
    assert len(query.text) <= MOST_CHARACTERS
    assert len(query.words) <= MOST_WORDS


@given(st.text(alphabet='"-“” học(*)', max_size=400))
def test_signs_in_any_order_are_no_error(typed: str) -> None:
    parse(typed)
