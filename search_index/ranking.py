"""Ranking: which passages are worth a look for a plan, what they are worth, and items by them.

All sums are whole numbers. Weights of terms were worked out at indexing (streams), rarity comes
from the live passages, so the answer does not depend on the order in which the texts came, and the
static copy computes the same (hub/face/static/find.js). Ties go to the newer item, then by address.

Vietnamese syllables are so common that most passages have some of any question. So passages are
first sifted by bits, all at once: how much of the question they have, and how rare that is. Only
the best of them are ranked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from search_index.plan import Group, Index, Layer, Plan, Unit
from search_index.sieve import Sieve
from search_index.streams import LEVELS, SCANS
from search_index.view import View, Wide, numbers_of

# Saturation (k1 of BM25) in 64ths, by level of the weight.
_K1 = 90
_SATURATED = [64 * weight * (100 + _K1) // (100 * (weight + _K1)) for weight in LEVELS]
# A passage that has all words of the question beats one that has some of them more often.
# Coverages are in 256ths.
_ALL = 256
_BASE, _BY_PASSAGE, _BY_ITEM = 25, 55, 20
# Passages that have less of the question than this part (in hundredths) of what the best one has
# are no answer.
_LEAST_COVERAGE = 35
# So many passages are ranked.
MOST_RANKED = 500
_MOST_RARITY = 831
# How scores are told to people and programs: a word as rare as can be, well hit, is about 10.
_SCORE_UNIT = 10_000


class Ranked(NamedTuple):
    """An item by its number in the view, and the number of the passage that speaks for it."""

    item: int
    passage: int
    score: float
    coverage: float


class Sifted(NamedTuple):
    """Passages (as bits) that answer at all, and how telling what they have is."""

    answers: int
    telling: Sieve


class _Hits(NamedTuple):
    """For one group: the value in each passage, and how well it covers its words there (0–256)."""

    values: dict[int, int]
    covered: dict[int, int]


def sifted(plan: Plan, view: View) -> Sifted:
    """The passages that have enough of the question, judged by bits alone."""
    index = Index(view)
    words = [0] * len(plan.counts)
    telling, covering = Sieve(), Sieve()
    for group in plan.groups:
        held = 0
        for layer in _layers(group):
            held |= view.bitmap(layer.stream, layer.term, layer.exact)
        telling.add(held, max(1, min(63, _footing(group, index)[0] >> 11)))
        for at in group.covers:
            words[at] |= held
    most = max(plan.counts, default=1) or 1
    for held, count in zip(words, plan.counts, strict=True):
        covering.add(held, max(1, 64 * count // most))
    return Sifted(covering.at_least(_LEAST_COVERAGE), telling)


def ranked(plan: Plan, view: View, answers: Sifted, within: int) -> list[Ranked]:
    """The items that answer best, best first, of the passages `within` (bits)."""
    if not plan.counts:
        return []
    chosen = numbers_of(answers.telling.most(answers.answers & within, MOST_RANKED))
    values, covered = _evaluate(plan, view, chosen)
    total = sum(plan.counts)
    best: dict[int, tuple[int, int, int]] = {}
    by_item: dict[int, list[int]] = defaultdict(list)
    for number in chosen:
        by_item[view.item_of[number]].append(number)
    for item, numbers in by_item.items():
        whole = _coverage(plan, total, (covered[n] for n in numbers))
        for number in numbers:
            own = _coverage(plan, total, (covered[number],))
            worth = _BASE * _ALL * _ALL + _BY_PASSAGE * own * own + _BY_ITEM * whole * whole
            score = values[number] * worth // (100 * _ALL * _ALL)
            if item not in best or score > best[item][0]:
                best[item] = (score, number, whole)
    rows = sorted((-score, item, number, whole) for item, (score, number, whole) in best.items())
    return [
        Ranked(item, number, round(-score / _SCORE_UNIT, 4), whole / _ALL)
        for score, item, number, whole in rows
    ]


def _coverage(plan: Plan, total: int, passages: Iterable[Mapping[int, int]]) -> int:
    """The part of the question's words, by how much they count, that these passages have."""
    reached: dict[int, int] = {}
    for passage in passages:
        for at, part in passage.items():
            if part > reached.get(at, 0):
                reached[at] = part
    return sum(plan.counts[at] * part for at, part in reached.items()) // total


def _evaluate(
    plan: Plan, view: View, chosen: list[int]
) -> tuple[dict[int, int], dict[int, dict[int, int]]]:
    """For each chosen passage: the sum of its groups, and how well each word is covered."""
    index = Index(view)
    values: dict[int, int] = defaultdict(int)
    covered: dict[int, dict[int, int]] = defaultdict(dict)
    only = frozenset(chosen)
    for group in plan.groups:
        hits = _group_hits(group, index, only)
        for number, value in hits.values.items():
            values[number] += value
        for number, part in hits.covered.items():
            words = covered[number]
            for at in group.covers:
                if part > words.get(at, 0):
                    words[at] = part
    return values, covered


def _layers(group: Group) -> Iterable[Layer]:
    for variant in group.variants:
        for unit in variant.units:
            yield from unit.layers


def _footing(group: Group, index: Index) -> tuple[int, list[int]]:
    """What the best hit of a group is worth, and each of its variants by itself."""
    tops = [sum(_top(unit, index) for unit in variant.units) for variant in group.variants]
    own_known = any(_is_known(unit, index) for unit in group.variants[0].units)
    footing = tops[0] if own_known else max(tops[1:] or tops)
    return max(footing, 7 * max(tops) // 10), tops


def _group_hits(group: Group, index: Index, only: frozenset[int]) -> _Hits:
    """The best variant in each passage; all variants on the same footing."""
    footing, tops = _footing(group, index)
    values: dict[int, int] = {}
    covered: dict[int, int] = {}
    for variant, top in zip(group.variants, tops, strict=True):
        if top <= 0:
            continue
        sums: dict[int, int] = defaultdict(int)
        reached: dict[int, int] = defaultdict(int)
        for unit in variant.units:
            _add_unit(unit, index, only, sums, reached)
        for number, amount in sums.items():
            value = variant.worth * amount * footing // (100 * top)
            if value > values.get(number, 0):
                values[number] = value
        for number, amount in reached.items():
            part = variant.worth * min(_ALL * 100 * top, _ALL * amount) // (10_000 * top)
            if part > covered.get(number, 0):
                covered[number] = part
    return _Hits(values, covered)


def _add_unit(
    unit: Unit,
    index: Index,
    only: frozenset[int],
    sums: dict[int, int],
    reached: dict[int, int],
) -> None:
    """Add the best layer of a unit in each passage to the sums of its variant.

    Sums are in 64ths of hundredths of rarity, reached tops in hundredths.
    """
    best: dict[int, int] = {}
    cover: dict[int, int] = {}
    facts = index.view.facts
    top = _top(unit, index)
    for layer in unit.layers:
        # No other spelling tells more than the word itself, however rare it is.
        rarity = min(unit.weight * index.rarity(layer.stream, layer.term, layer.exact), top)
        for number, level in _postings(layer, index, only):
            worth = layer.poor if facts[number].poor else layer.worth
            value = worth * rarity * _SATURATED[level] // 6400
            if value > best.get(number, 0):
                best[number] = value
            part = 50 + worth // 2
            if part > cover.get(number, 0):
                cover[number] = part
    for number, value in best.items():
        sums[number] += value
    for number, part in cover.items():
        reached[number] += top * part


def _postings(layer: Layer, index: Index, only: frozenset[int]) -> Iterable[tuple[int, int]]:
    postings = index.view.postings(layer.stream, layer.term, layer.exact)
    if isinstance(postings, Wide):
        held = postings.letters
        return [(number, held[number] - 1) for number in only if held[number]]
    if len(postings) < len(only):
        return [(number, level) for number, level in postings.items() if number in only]
    return [(number, postings[number]) for number in only if number in postings]


def _top(unit: Unit, index: Index) -> int:
    """What a unit is worth where its best known layer is hit."""
    known = [
        layer for layer in unit.layers if index.frequency(layer.stream, layer.term, layer.exact)
    ]
    layer = known[0] if known else unit.layers[0]
    if layer.stream == SCANS:
        layer = unit.layers[0]
    return unit.weight * min(index.rarity(layer.stream, layer.term, layer.exact), _MOST_RARITY)


def _is_known(unit: Unit, index: Index) -> bool:
    return any(
        index.frequency(layer.stream, layer.term, layer.exact)
        for layer in unit.layers
        if layer.stream != SCANS
    )
