"""What is looked up for a question: groups of variants of units of layers.

A layer is one posting list and what a hit in it is worth. A unit (a word, a pair of neighbours, a
number) takes its best layer: as written, without marks, another spelling, a bad scan. A variant is
a way to say something, the sum of its units; a group takes its best variant: the words themselves,
what the abbreviation stands for, a synonym.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from search_index.analysis import Token, skeleton
from search_index.codes import Code, own_name
from search_index.query import Query
from search_index.spelling import alternatives, mended
from search_index.streams import CODES, PAIRS, SCANS, WORDS
from search_index.synonyms import synonyms
from search_index.view import View

# All figures of a plan are whole hundredths, so that the static copy computes the same.
# What a hit is worth beside one with the marks as typed: without the typed marks in a text that has
# marks, and in a text that lost them.
FOLDED_WORTH, FOLDED_WORTH_POOR = 45, 85
OTHER_SPELLING = 60
SCAN_WORTH = 50
BEGINNING_WORTH = 80
ABBREVIATION_WORTH, AMBIGUOUS_WORTH, SYNONYM_WORTH = 95, 85, 65
WORD_WEIGHT, PAIR_WEIGHT, CODE_WEIGHT = 100, 130, 300
WEAK_WEIGHT = 20
INSIDE_CODE = 30
# The name of a place in a question is a wish about where, more than two words among others.
PLACE_WEIGHT = 200
# Rarities are in 64ths of a bit (see `rarity`).
_LEAST_PLACE_RARITY, _MOST_RARITY, _RARITY_OF_ALL = 185, 554, 46
_MOST_BEGINNINGS = 24
_MOST_SPELLINGS = 6
# Of the words that may have been meant the most frequent are tried beside their neighbours.
_MOST_TRIED = 12


class Layer(NamedTuple):
    """One posting list: of a folded key, or of one exact spelling of it; `poor` is the worth in a
    passage that lost its marks.
    """

    stream: str
    term: str
    exact: str
    worth: int
    poor: int


@dataclass(frozen=True, slots=True)
class Unit:
    """Something looked up: its layers, best first, and how much it counts."""

    layers: tuple[Layer, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Variant:
    """A way to say what a group means."""

    units: tuple[Unit, ...]
    worth: int = 100


@dataclass(frozen=True, slots=True)
class Group:
    """Variants of which the best counts, and the places of the words in the question it covers."""

    variants: tuple[Variant, ...]
    covers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All groups, how much each word counts for coverage, and the words to mark in a snippet."""

    groups: tuple[Group, ...]
    counts: tuple[int, ...]
    words: tuple[Token, ...]
    marks: frozenset[str] = field(default_factory=frozenset)


class Index:
    """The view as the planner asks it."""

    def __init__(self, view: View) -> None:
        self.view = view

    def frequency(self, stream: str, term: str, exact: str = "") -> int:
        """In how many live passages a term stands."""
        return len(self.view.postings(stream, term, exact))

    def rarity(self, stream: str, term: str, exact: str = "") -> int:
        """How rare a term is among passages or among items, whichever is more.

        The number of a long document stands in each of its passages and is rare all the same; a
        word that every item has somewhere still tells its passages apart.
        """
        passages = self.frequency(stream, term, exact)
        items = self.view.items_with(stream, term, exact)
        return max(rarity(passages, self.view.count), rarity(items, self.view.items))

    def knows(self, folded: str) -> bool:
        """Whether a live text has the word."""
        return folded in self.view.words and self.frequency(WORDS, folded) > 0

    def knows_pair(self, first: str, second: str) -> bool:
        """Whether a live text has the two words side by side."""
        return self.frequency(PAIRS, f"{first}_{second}") > 0

    def how_often(self, folded: str) -> int:
        """In how many passages a word stands, those that are no longer live among them."""
        return self.view.words.get(folded, 0)


def plan(query: Query, view: View, places: Collection[tuple[str, ...]] = ()) -> Plan:
    """What to look up for a question in this index; `places`: folded words of names of places."""
    return _Planner(query, view, places).plan()


class _Planner:
    def __init__(self, query: Query, view: View, places: Collection[tuple[str, ...]]) -> None:
        self.index = Index(view)
        self.query = query
        self.words = mended(query.words, self.index)
        self.synonyms = synonyms()
        self.spellings: dict[int, list[str]] = {}
        self.placed = self._placed(places)
        self.inside = [self._is_inside_code(word) for word in self.words]

    def plan(self) -> Plan:
        """Groups of words with their synonyms, of pairs, and of numbers."""
        self._find_spellings()
        groups = [*self._word_groups(), *self._pair_groups(), *self._code_groups()]
        counts = tuple(self._count(at) for at in range(len(self.words)))
        marks = frozenset(term for group in groups for term in _marks(group))
        return Plan(tuple(groups), counts, tuple(self.words), marks)

    # ---- words ----------------------------------------------------------------------------------

    def _placed(self, places: Collection[tuple[str, ...]]) -> frozenset[int]:
        """Which words of the question belong to the name of a place."""
        folded = tuple(word.folded for word in self.words)
        return frozenset(
            at
            for name in places
            for start in range(len(folded) - len(name) + 1)
            if folded[start : start + len(name)] == name
            for at in range(start, start + len(name))
        )

    def _is_weak(self, word: Token) -> bool:
        if word.marked:
            return word.exact in self.synonyms.weak
        return word.folded in self.synonyms.weak_folded

    def _is_inside_code(self, word: Token) -> bool:
        return any(c.start <= word.start and word.end <= c.end for c in self.query.codes)

    def _count(self, at: int) -> int:
        word = self.words[at]
        count = min(self.index.rarity(WORDS, word.folded), _MOST_RARITY) + _RARITY_OF_ALL
        if at in self.placed:
            return max(count, _LEAST_PLACE_RARITY) * PLACE_WEIGHT
        return count * self._word_weight(word)

    def _find_spellings(self) -> None:
        """For a word that the texts do not know, or not beside its neighbours: what was meant."""
        for at, word in enumerate(self.words):
            beside = [self.words[n] for n in (at - 1, at + 1) if 0 <= n < len(self.words)]
            known = self.index.knows(word.folded)
            if known and (not beside or self._fits(at, word.folded)):
                continue
            found = alternatives(word.folded, self.index)[:_MOST_TRIED]
            fitting = [other for other in found if self._fits(at, other)]
            if not known and not fitting:
                fitting = sorted(found, key=lambda other: (-self.index.how_often(other), other))
            self.spellings[at] = fitting[:_MOST_SPELLINGS]

    def _fits(self, at: int, folded: str) -> bool:
        before = at > 0 and self.index.knows_pair(self.words[at - 1].folded, folded)
        after = at + 1 < len(self.words)
        return before or (after and self.index.knows_pair(folded, self.words[at + 1].folded))

    def _word_groups(self) -> Iterator[Group]:
        folded = tuple(word.folded for word in self.words)
        at = 0
        while at < len(self.words):
            length, others = self.synonyms.at(folded, at)
            span = range(at, at + max(length, 1))
            own = Variant(tuple(self._own_units(span)))
            variants = [own]
            variants += [self._other(sequence, SYNONYM_WORTH) for sequence in others]
            if len(span) == 1:
                meant = self.synonyms.expansions(folded[at])
                worth = ABBREVIATION_WORTH if len(meant) == 1 else AMBIGUOUS_WORTH
                variants += [self._other(sequence, worth) for sequence in meant]
            yield Group(tuple(variants), tuple(span))
            at = span.stop

    def _own_units(self, span: range) -> Iterator[Unit]:
        for at in span:
            word = self.words[at]
            extra = [_layer(WORDS, other, OTHER_SPELLING) for other in self._others(at)]
            weight = self._word_weight(word)
            if self.inside[at]:
                weight = weight * INSIDE_CODE // 100
            if at in self.placed:
                weight = weight * PLACE_WEIGHT // 100
            yield Unit((*_word_layers(word), *extra), weight)

    def _others(self, at: int) -> list[str]:
        """Other spellings of a word; of the last one, also what begins so."""
        found = list(self.spellings.get(at, []))
        last = at == len(self.words) - 1 and self.query.open_end
        word = self.words[at].folded
        if last and len(word) > 1 and not self.index.knows(word):
            found += self.index.view.beginning_with(word, _MOST_SPELLINGS)
        return found

    def _word_weight(self, word: Token) -> int:
        return WEAK_WEIGHT if self._is_weak(word) else WORD_WEIGHT

    def _other(self, sequence: Sequence[Token], worth: int) -> Variant:
        words = [Unit(_word_layers(word), self._word_weight(word)) for word in sequence]
        pairs = [
            Unit(tuple(_pair_layers(first, second)), PAIR_WEIGHT)
            for first, second in pairwise(sequence)
        ]
        return Variant((*words, *pairs), worth)

    # ---- pairs and numbers ----------------------------------------------------------------------

    def _pair_groups(self) -> Iterator[Group]:
        for at in range(len(self.words) - 1):
            first, second = self.words[at], self.words[at + 1]
            weak = self._is_weak(first) + self._is_weak(second)
            weight = PAIR_WEIGHT * (10, 8, 3)[weak] // 10
            if self.inside[at] and self.inside[at + 1]:
                weight = weight * INSIDE_CODE // 100
            if self.placed.issuperset((at, at + 1)):
                weight = weight * PLACE_WEIGHT // 100
            layers = (*_pair_layers(first, second), *self._other_pairs(at))
            yield Group((Variant((Unit(layers, weight),)),), (at, at + 1))

    def _other_pairs(self, at: int) -> Iterator[Layer]:
        firsts = [self.words[at].folded, *self.spellings.get(at, [])]
        seconds = [self.words[at + 1].folded, *self.spellings.get(at + 1, [])]
        for first in firsts:
            for second in seconds:
                if (first, second) != (firsts[0], seconds[0]) and self.index.knows_pair(
                    first, second
                ):
                    yield _layer(PAIRS, f"{first}_{second}", OTHER_SPELLING)
        last = at + 2 == len(self.words) and self.query.open_end
        if last and not self.index.knows_pair(firsts[0], seconds[0]):
            for word in self.index.view.beginning_with(seconds[0], _MOST_BEGINNINGS):
                if self.index.knows_pair(firsts[0], word):
                    yield _layer(PAIRS, f"{firsts[0]}_{word}", BEGINNING_WORTH)

    def _code_groups(self) -> Iterator[Group]:
        for code in self.query.codes:
            covers = tuple(
                at
                for at, word in enumerate(self.words)
                if code.start <= word.start and word.end <= code.end
            )
            if covers:
                layers = tuple(
                    _layer(CODES, name, 100 - 30 * rank) for rank, name in enumerate(code.names[:3])
                )
                yield Group((Variant((Unit(layers, CODE_WEIGHT),)),), covers)
                yield from self._own_group(code, covers)

    def _own_group(self, code: Code, covers: tuple[int, ...]) -> Iterator[Group]:
        """Who asks for a number means the document that has it before those that cite it."""
        layers = tuple(
            _layer(CODES, own_name(name), 100 - 30 * rank)
            for rank, name in enumerate(code.names[:3])
            if name.startswith("n:")
        )
        if layers:
            yield Group((Variant((Unit(layers, CODE_WEIGHT),)),), covers)


def rarity(found: int, of: int) -> int:
    """The inverse document frequency of BM25, log2 of (of + 1) / (found + 1/2), in 64ths.

    Between powers of two the logarithm is taken as straight, which whole numbers can do: the static
    copy computes the same.
    """
    ratio = (2 * of + 2) * 1024 // (2 * found + 1)
    power = ratio.bit_length() - 1
    return (power - 11) * 64 + (ratio * 64 >> power)


def _marks(group: Group) -> Iterator[str]:
    """What a snippet may mark for a group: its own words, and others only side by side."""
    for number, variant in enumerate(group.variants):
        single = number == 0 or len(variant.units) == 1
        for unit in variant.units:
            if unit.weight > WEAK_WEIGHT:
                stream = WORDS if single else PAIRS
                yield from (la.exact or la.term for la in unit.layers if la.stream == stream)


def _layer(stream: str, term: str, worth: int) -> Layer:
    return Layer(stream, term, "", worth, worth)


def _word_layers(word: Token) -> tuple[Layer, ...]:
    if not word.marked:
        return (_layer(WORDS, word.folded, 100),)
    return (
        Layer(WORDS, word.folded, word.exact, 100, 100),
        Layer(WORDS, word.folded, "", FOLDED_WORTH, FOLDED_WORTH_POOR),
    )


def _pair_layers(first: Token, second: Token) -> Iterator[Layer]:
    folded = f"{first.folded}_{second.folded}"
    if first.marked or second.marked:
        yield Layer(PAIRS, folded, f"{first.exact}_{second.exact}", 100, 100)
        yield Layer(PAIRS, folded, "", FOLDED_WORTH, FOLDED_WORTH_POOR)
    else:
        yield _layer(PAIRS, folded, 100)
    if first.folded.isalpha() and second.folded.isalpha():
        yield _layer(SCANS, f"{skeleton(first.folded)}_{skeleton(second.folded)}", SCAN_WORTH)
