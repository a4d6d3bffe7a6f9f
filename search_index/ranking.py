"""Ranking: what a passage is worth for a plan, and an item by its best passage.

Weights of terms were worked out at indexing (streams), rarity comes from the live passages, so the
answer does not depend on the order in which the texts came. Ties go to the newer item, then by
address.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from search_index.plan import Group, Index, Layer, Plan, Unit
from search_index.streams import SCAN_PAIRS, UNIT
from search_index.view import View

# Saturation (k1 of BM25), as a table over weights in sixteenths.
_K1 = 0.9
_SATURATED = [weight * (1 + _K1) / (weight + _K1 * UNIT) for weight in range(256)]
# A passage that has all words of the question beats one that has some of them more often.
_BASE, _BY_PASSAGE, _BY_ITEM = 0.25, 0.55, 0.2
_COVERAGE_POWER = 2.0
# Items that cover less of the question than this part of what the best one covers are no answer.
_LEAST_COVERAGE = 0.35
# Beyond so many passages the common words are only looked up for those found by rarer ones.
_ENOUGH = 4000


class Ranked(NamedTuple):
    """An item and the number of the passage that speaks for it."""

    item_id: int
    passage: int
    score: float
    coverage: float


class _Hits(NamedTuple):
    """For one group: the value in each passage, and how well it covers its words there (0–1)."""

    values: dict[int, float]
    covered: dict[int, float]


def ranked(plan: Plan, view: View, allowed: frozenset[int] | None = None) -> list[Ranked]:
    """The items that answer a plan, best first; `allowed` are the ids that may (None: all)."""
    if not plan.counts:
        return []
    values, covered = _evaluate(plan, view)
    total = sum(plan.counts)
    best: dict[int, tuple[float, int, float]] = {}
    by_item: dict[int, list[int]] = defaultdict(list)
    for number in values:
        facts = view.facts[number]
        if facts is not None and (allowed is None or facts.item_id in allowed):
            by_item[facts.item_id].append(number)
    for item_id, numbers in by_item.items():
        whole = _coverage(plan, total, (covered[n] for n in numbers))
        for number in numbers:
            own = _coverage(plan, total, (covered[number],))
            worth = _BASE + _BY_PASSAGE * own**_COVERAGE_POWER + _BY_ITEM * whole**_COVERAGE_POWER
            score = values[number] * worth
            if item_id not in best or (score, -number) > (best[item_id][0], -best[item_id][1]):
                best[item_id] = (score, number, whole)
    return _sorted(best, view)


def _sorted(best: Mapping[int, tuple[float, int, float]], view: View) -> list[Ranked]:
    least = _LEAST_COVERAGE * max((coverage for _, _, coverage in best.values()), default=0.0)
    found = [
        Ranked(item_id, number, round(score, 4), coverage)
        for item_id, (score, number, coverage) in best.items()
        if coverage >= least
    ]

    def order(hit: Ranked) -> tuple[float, int, str]:
        facts = view.facts[hit.passage]
        assert facts is not None
        return -hit.score, -facts.day, facts.path

    return sorted(found, key=order)


def _coverage(plan: Plan, total: float, passages: Iterable[Mapping[int, float]]) -> float:
    """The part of the question's words, by how much they count, that these passages have."""
    reached: dict[int, float] = {}
    for passage in passages:
        for at, part in passage.items():
            if part > reached.get(at, 0.0):
                reached[at] = part
    return sum(plan.counts[at] * part for at, part in reached.items()) / total


def _evaluate(plan: Plan, view: View) -> tuple[dict[int, float], dict[int, dict[int, float]]]:
    """For each passage: the sum of its groups, and how well each word is covered."""
    index = Index(view)
    values: dict[int, float] = defaultdict(float)
    covered: dict[int, dict[int, float]] = defaultdict(dict)
    groups = sorted(plan.groups, key=lambda group: _breadth(group, index))
    for group in groups:
        only = frozenset(values) if len(values) >= _ENOUGH else None
        hits = _group_hits(group, index, only)
        for number, value in hits.values.items():
            values[number] += value
        for number, part in hits.covered.items():
            words = covered[number]
            for at in group.covers:
                if part > words.get(at, 0.0):
                    words[at] = part
    return values, covered


def _breadth(group: Group, index: Index) -> int:
    return sum(
        index.frequency(layer.stream, layer.term)
        for variant in group.variants
        for unit in variant.units
        for layer in unit.layers
    )


def _group_hits(group: Group, index: Index, only: frozenset[int] | None) -> _Hits:
    """The best variant in each passage; all variants on the same footing."""
    tops = [sum(_top(unit, index) for unit in variant.units) for variant in group.variants]
    own_known = any(_is_known(unit, index) for unit in group.variants[0].units)
    footing = tops[0] if own_known else max(tops[1:] or tops)
    footing = max(footing, 0.7 * max(tops))
    values: dict[int, float] = {}
    covered: dict[int, float] = {}
    for variant, top in zip(group.variants, tops, strict=True):
        if top <= 0:
            continue
        sums: dict[int, float] = defaultdict(float)
        reached: dict[int, float] = defaultdict(float)
        for unit in variant.units:
            _add_unit(unit, index, only, sums, reached)
        for number, amount in sums.items():
            value = variant.worth * amount / top * footing
            if value > values.get(number, 0.0):
                values[number] = value
        for number, amount in reached.items():
            part = variant.worth * min(1.0, amount / top)
            if part > covered.get(number, 0.0):
                covered[number] = part
    return _Hits(values, covered)


def _add_unit(
    unit: Unit,
    index: Index,
    only: frozenset[int] | None,
    sums: dict[int, float],
    reached: dict[int, float],
) -> None:
    """Add the best layer of a unit in each passage to the sums of its variant."""
    best: dict[int, float] = {}
    cover: dict[int, float] = {}
    top = _top(unit, index)
    for layer in unit.layers:
        # No other spelling tells more than the word itself, however rare it is.
        rarity = min(unit.weight * index.rarity(layer.stream, layer.term), top)
        for number, weight in _postings(layer, index, only):
            worth = layer.poor if _is_poor(index.view, number) else layer.worth
            value = worth * rarity * _SATURATED[weight]
            if value > best.get(number, 0.0):
                best[number] = value
            part = 0.5 + 0.5 * worth
            if part > cover.get(number, 0.0):
                cover[number] = part
    for number, value in best.items():
        sums[number] += value
        reached[number] += top * cover[number]


def _postings(layer: Layer, index: Index, only: frozenset[int] | None) -> Iterable[tuple[int, int]]:
    postings = index.view.postings(layer.stream, layer.term)
    if only is None or len(postings) < len(only):
        return postings.items()
    return [(number, postings[number]) for number in only if number in postings]


def _is_poor(view: View, number: int) -> bool:
    facts = view.facts[number]
    return facts is not None and facts.poor


def _top(unit: Unit, index: Index) -> float:
    """What a unit is worth where its best known layer is hit."""
    known = [layer for layer in unit.layers if index.frequency(layer.stream, layer.term)]
    layer = known[0] if known else unit.layers[0]
    if layer.stream == SCAN_PAIRS:
        layer = unit.layers[0]
    return unit.weight * min(index.rarity(layer.stream, layer.term), 9.0)


def _is_known(unit: Unit, index: Index) -> bool:
    return any(
        index.frequency(layer.stream, layer.term)
        for layer in unit.layers
        if layer.stream != SCAN_PAIRS
    )
