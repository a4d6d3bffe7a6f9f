"""Sums by planes of bits are the sums one would count by hand, and so are the best of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from search_index.sieve import Sieve
from search_index.view import bits_of, numbers_of

SIZE = 40
LISTS = st.lists(st.tuples(st.sets(st.integers(0, SIZE - 1)), st.integers(1, 63)), max_size=12)


def _both(lists: list[tuple[set[int], int]]) -> tuple[Sieve, list[int]]:
    sieve, sums = Sieve(), [0] * SIZE
    for held, weight in lists:
        sieve.add(bits_of(held, SIZE), weight)
        for number in held:
            sums[number] += weight
    return sieve, sums


@given(st.sets(st.integers(0, 200)))
def test_bits_stand_for_numbers(numbers: set[int]) -> None:
    assert numbers_of(bits_of(numbers, 201)) == sorted(numbers)


@given(LISTS, st.integers(1, 100))
def test_what_reaches_a_part_of_the_highest(lists: list[tuple[set[int], int]], part: int) -> None:
    sieve, sums = _both(lists)
    least = max(sums) * part / 100
    wanted = [number for number, total in enumerate(sums) if total and total >= least]
    assert numbers_of(sieve.at_least(part)) == wanted


@given(LISTS, st.sets(st.integers(0, SIZE - 1)), st.integers(1, SIZE))
def test_the_best_of_equals_are_the_first(
    lists: list[tuple[set[int], int]], within: set[int], count: int
) -> None:
    sieve, sums = _both(lists)
    best = sorted(within, key=lambda number: (-sums[number], number))[:count]
    assert numbers_of(sieve.most(bits_of(within, SIZE), count)) == sorted(best)
