"""Merging: what one side changed is taken over, what both changed is decided, nothing is lost."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from content.publishing import merging
from content.publishing.merging import LINE, is_clean, merge, merged

BASE = "Một.\n\nHai.\n\nBa.\n\nBốn."
# Few different paragraphs, so that equal ones, moves and empty ones come about.
texts = st.lists(st.sampled_from(["a", "b", "c", "d", "", "\n"]), max_size=8).map("\n\n".join)


def kinds(parts: list[merging.Part]) -> list[str]:
    return [part.kind for part in parts]


def test_different_paragraphs_merge_by_themselves() -> None:
    mine = BASE.replace("Một.", "Một, của tôi.")
    theirs = BASE.replace("Bốn.", "Bốn, của họ.\n\nNăm.")
    parts = merge(BASE, mine, theirs)
    assert is_clean(parts)
    assert merged(parts) == "Một, của tôi.\n\nHai.\n\nBa.\n\nBốn, của họ.\n\nNăm."


def test_neighbouring_paragraphs_merge_too() -> None:
    mine, theirs = BASE.replace("Hai.", "Hai tôi."), BASE.replace("Ba.", "Ba họ.")
    assert merged(merge(BASE, mine, theirs)) == "Một.\n\nHai tôi.\n\nBa họ.\n\nBốn."


def test_both_rewriting_a_paragraph_is_asked_and_the_rest_is_not() -> None:
    mine = "Một.\n\nHai tôi.\n\nBa tôi.\n\nBốn."
    theirs = "Một.\n\nHai.\n\nBa họ.\n\nBốn."
    parts = merge(BASE, mine, theirs)
    assert kinds(parts) == ["same", "mine", "clash", "same"]
    assert merged(parts, {2: "both"}) == "Một.\n\nHai tôi.\n\nBa họ.\n\nBa tôi.\n\nBốn."
    assert merged(parts, {2: "theirs"}) == "Một.\n\nHai tôi.\n\nBa họ.\n\nBốn."


def test_both_adding_at_one_place_is_asked_and_may_keep_both() -> None:
    parts = merge("Một.", "Một.\n\nTôi thêm.", "Một.\n\nHọ thêm.")
    assert kinds(parts) == ["same", "clash"]
    assert merged(parts, {1: "both"}) == "Một.\n\nHọ thêm.\n\nTôi thêm."


def test_one_takes_out_what_the_other_changes() -> None:
    parts = merge(BASE, BASE.replace("Hai.\n\n", ""), BASE.replace("Hai.", "Hai họ."))
    assert not is_clean(parts)
    assert merged(parts, {1: "theirs"}) == BASE.replace("Hai.", "Hai họ.")
    assert merged(parts, {1: "mine"}) == BASE.replace("Hai.\n\n", "")


def test_the_same_change_by_both_is_no_question() -> None:
    both = BASE.replace("Ba.", "Ba mới.")
    parts = merge(BASE, both, both)
    assert is_clean(parts)
    assert merged(parts) == both


def test_without_a_base_each_difference_is_asked() -> None:
    parts = merge(None, "Một.\n\nTôi.", "Một.\n\nHọ.")
    assert kinds(parts) == ["same", "clash"]


@given(texts, texts, texts)
def test_all_mine_is_mine_and_all_theirs_is_theirs(base: str, mine: str, theirs: str) -> None:
    for start in (base, None):
        parts = merge(start, mine, theirs)
        for choice, text in (("mine", mine), ("theirs", theirs)):
            assert merged(parts, dict.fromkeys(range(len(parts)), choice)) == text


@given(texts, texts)
def test_where_one_side_did_nothing_the_other_stands(base: str, changed: str) -> None:
    for parts in (merge(base, changed, base), merge(base, base, changed)):
        assert is_clean(parts)
        assert merged(parts) == changed
    assert merged(merge(base, changed, changed)) == changed


@given(texts, texts, texts)
def test_both_keeps_every_paragraph_of_both(base: str, mine: str, theirs: str) -> None:
    parts = merge(base, mine, theirs)
    result = merged(parts, dict.fromkeys(range(len(parts)), "both")).split()
    assert {*mine.split(), *theirs.split()} <= set(result)


def test_words_between_commas_are_added_and_taken_out() -> None:
    assert merging.merge_words("a, b", "a, b, c", "b, d") == "b, d, c"
    assert merging.merge_words("a, b", "b", "a, b, d") == "b, d"
    assert merging.merge_words(None, "a", "b") == "b, a"


def test_one_value_is_whole() -> None:
    assert merging.merge_value("1", "2", "1").kind == "mine"
    assert merging.merge_value("1", "2", "3").kind == "clash"
    assert merging.merge_value(None, "2", "3").kind == "clash"
    assert merging.merge_value("1", "2", "2").kind == "both"


def test_a_hostile_text_does_not_take_the_server_down() -> None:
    """The longest text of alternating lines is one change, not hours of comparing."""
    luck = random.Random(5)
    mine, theirs = (LINE.join(luck.choices("ab", k=90_000)) for _ in range(2))
    parts = merge("a\n" * 90_000, mine, theirs, LINE)
    assert merged(parts, dict.fromkeys(range(len(parts)), "mine"), LINE) == mine
    close = [LINE.join(luck.choices("ab", k=merging.MOST_PIECES // 2)) for _ in range(3)]
    merge(*close, LINE)
