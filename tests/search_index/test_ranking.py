"""Ranking: what a layer, a variant and a group may be worth beside each other."""

from __future__ import annotations

from collections.abc import Callable

from content.publishing.models import Item
from search_index import index
from search_index.plan import Group, Layer, Plan, Unit, Variant
from search_index.ranking import ranked, sifted
from search_index.streams import WORDS
from search_index.view import view

Put = Callable[..., Item]


def _plan(*variants: Variant) -> Plan:
    return Plan((Group(variants, (0,)),), (100,), ())


def _unit(*terms: str) -> Unit:
    return Unit(tuple(Layer(WORDS, term, "", 100, 100) for term in terms), 100)


def _scores(plan: Plan) -> dict[str, float]:
    current = view()
    answers = sifted(plan, current)
    found = ranked(plan, current, answers, answers.answers)
    return {current.facts[hit.passage].path: hit.score for hit in found}


def test_another_spelling_is_worth_no_more_than_the_word_however_rare_it_is(put: Put) -> None:
    for number in range(20):
        put(f"Tin {number}", "Kế hoạch.")
    put("Lạ", "Keho.", slug="la")
    index.rebuild()
    scores = _scores(_plan(Variant((_unit("ke", "keho"),))))
    assert scores["/tin-tuc/la/"] <= 1.2 * scores["/tin-tuc/tin-1/"]


def test_a_common_way_to_say_it_and_a_rare_one_stand_on_the_same_footing(put: Put) -> None:
    for number in range(20):
        put(f"Tin {number}", "Truyền hình.")
    put("Một", "Tivi.", slug="mot")
    index.rebuild()
    own, other = Variant((_unit("tivi"),)), Variant((_unit("truyen"), _unit("hinh")), 65)
    scores = _scores(_plan(own, other))
    assert 0.3 < scores["/tin-tuc/tin-1/"] / scores["/tin-tuc/mot/"] < 1.0
