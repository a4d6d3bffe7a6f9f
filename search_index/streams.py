"""Streams of the index: for each passage, what each term weighs, worked out once at indexing.

A term's weight joins all parts of the passage (title, headings, text, …) the way BM25F does, but
against fixed usual lengths instead of the corpus' averages. So a passage weighs the same whenever
and in whatever order it is indexed, and a query reads one posting list a term instead of five.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from search_index.analysis import Token, bigrams, is_poor, skeleton_bigrams, tokens
from search_index.codes import codes_of

# Names of the streams (fields of the index).
EXACT, FOLDED = "exact", "folded"
EXACT_PAIRS, FOLDED_PAIRS = "exact_pairs", "folded_pairs"
CODES, SCAN_PAIRS = "codes", "scan_pairs"
STREAMS = (EXACT, FOLDED, EXACT_PAIRS, FOLDED_PAIRS, CODES, SCAN_PAIRS)

# Weights are kept as whole numbers of sixteenths, so that every reader computes the same.
UNIT = 16
_MOST = 255
# How much of the length is taken into account (b of BM25).
_LENGTH_SHARE = 0.35

Weights = dict[str, dict[str, int]]


class Part(NamedTuple):
    """A part of a passage: its text, its weight, and how many words such a part usually has."""

    text: str
    weight: float
    usual: int


class Analysed(NamedTuple):
    """The streams of a passage and whether it is a bad scan."""

    streams: Weights
    poor: bool


def analyse(parts: Iterable[Part], own: Iterable[str] = ()) -> Analysed:
    """The streams of a passage: for each, term → weight in sixteenths (1–255).

    own: tokens of the number that the document itself has.
    """
    sums: dict[str, dict[str, float]] = {name: defaultdict(float) for name in STREAMS}
    poor = False
    for part in parts:
        words = tokens(part.text)
        if not words:
            continue
        part_poor = is_poor(words)
        poor = poor or part_poor
        share = 1 - _LENGTH_SHARE + _LENGTH_SHARE * len(words) / part.usual
        for stream, terms in _terms(part.text, words, poor=part_poor).items():
            total = sums[stream]
            for term in terms:
                total[term] += part.weight / share
    for name in own:
        sums[CODES][name] = 1.0
    return Analysed({name: _whole(total) for name, total in sums.items()}, poor)


def _terms(text: str, words: Sequence[Token], *, poor: bool) -> Mapping[str, Iterable[str]]:
    exact = [word.exact for word in words]
    folded = [word.folded for word in words]
    return {
        EXACT: exact,
        FOLDED: folded,
        EXACT_PAIRS: bigrams(exact),
        FOLDED_PAIRS: bigrams(folded),
        CODES: [name for code in codes_of(text) for name in code.names],
        SCAN_PAIRS: skeleton_bigrams(folded) if poor else (),
    }


def _whole(total: Mapping[str, float]) -> dict[str, int]:
    return {term: max(1, min(_MOST, round(UNIT * value))) for term, value in total.items()}
