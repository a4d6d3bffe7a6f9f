"""Posting lists as letters come back as they were; the letters need no escaping."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from search_index import packing
from search_index.streams import PLAIN_LEVEL


@given(st.dictionaries(st.integers(0, 90_000), st.integers(0, 15), max_size=60))
def test_a_list_comes_back(levels: dict[int, int]) -> None:
    text = packing.postings(levels)
    assert packing.read_postings(text) == levels
    assert json.dumps(text) == f'"{text}"'


@given(st.sets(st.integers(0, 500), min_size=100))
def test_a_crowded_list_of_one_level_takes_a_bit_a_passage(places: set[int]) -> None:
    text = packing.postings(dict.fromkeys(places, PLAIN_LEVEL))
    assert packing.read_postings(text) == dict.fromkeys(places, PLAIN_LEVEL)
    assert len(text) <= 2 * len(places)


@given(st.lists(st.integers(0, 1_000_000)))
def test_numbers_come_back(values: list[int]) -> None:
    assert list(packing.read_numbers(packing.numbers(values))) == values
