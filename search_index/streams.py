"""Streams of the index: for each passage, what each term weighs, worked out once at indexing.

A term's weight joins all parts of the passage (title, headings, text, …) the way BM25F does, but
against fixed usual lengths instead of the corpus' averages. So a passage weighs the same whenever
and in whatever order it is indexed, and a query reads one posting list a term instead of five.
"""

from __future__ import annotations

import math
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from search_index.analysis import Token, is_poor, skeleton_bigrams, tokens
from search_index.codes import codes_of

# Names of the streams (fields of the index). A term of words or pairs is "FOLDED EXACT": all
# spellings of a word lie beside each other, and a word is written once.
WORDS, PAIRS, CODES, SCANS = "words", "pairs", "codes", "scans"
STREAMS = (WORDS, PAIRS, CODES, SCANS)
SPELLED = (WORDS, PAIRS)

# A weight is kept as one of sixteen levels, so that every reader computes the same and a posting of
# the static copy fits two letters. Level n stands for LEVELS[n] hundredths.
LEVELS = (12, 18, 25, 33, 42, 53, 66, 81, 100, 123, 150, 185, 230, 290, 380, 520)
PLAIN_LEVEL = LEVELS.index(100)
_BOUNDS = [math.sqrt(a * b) / 100 for a, b in pairwise(LEVELS)]
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
    """The streams of a passage: for each, term → level of its weight (0–15).

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
    return {
        WORDS: [f"{word.folded} {word.exact}" for word in words],
        PAIRS: [f"{a.folded}_{b.folded} {a.exact}_{b.exact}" for a, b in pairwise(words)],
        CODES: [name for code in codes_of(text) for name in code.names],
        SCANS: skeleton_bigrams([word.folded for word in words]) if poor else (),
    }


def _whole(total: Mapping[str, float]) -> dict[str, int]:
    return {term: bisect(_BOUNDS, value) for term, value in total.items()}
