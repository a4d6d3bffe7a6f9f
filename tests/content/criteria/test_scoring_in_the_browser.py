"""Python and JavaScript say the same of the same answers, on questions that hypothesis made."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from content.criteria import portable, toml_format, words
from content.criteria.scoring import assess, hundredths
from content.criteria.sets import (
    Band,
    Criterion,
    Group,
    Indicator,
    Level,
    LevelsRule,
    PointsRule,
    Special,
    Version,
)
from hub.face import assets
from tests.content.criteria.samples import levels_set, points_set

KINDS = (("truong", "Trường"), ("co-quan", "Cơ quan"))
NUMBERS = st.integers(0, 10_000).map(words.points)
ODD = st.sampled_from(
    ["", " ", "yes", "no", " yes ", "7,5", "7.25", "07", "1e1", "-1", "x", "10,001", "٣", "100"]
)
HALVES = st.integers(0, 40).map(lambda n: n * 250)


def texts(letters="abAB đĐ“”{}"):
    return st.text(letters, min_size=1, max_size=6).filter(str.strip).map(str.strip)


@st.composite
def points_versions(draw):
    asked = tuple(
        Indicator(
            f"1.{n}",
            "Việc",
            most=draw(HALVES) + 250,
            applies_when=draw(st.sampled_from([(), ("truong",), ("co-quan", "truong")])),
        )
        for n in range(draw(st.integers(1, 5)))
    )
    bands = draw(
        st.lists(
            st.builds(Band, texts(), st.integers(0, 60).map(lambda n: n * 250), st.booleans()),
            max_size=3,
            unique_by=lambda band: band.least,
        )
    )
    rule = PointsRule(
        draw(st.one_of(st.just(0), HALVES)),
        draw(st.sampled_from([0, 250, 500])),
        tuple(bands),
        draw(st.sampled_from([(), (Special("vung", "Vùng", 500),)])),
    )
    return version(rule, asked)


@st.composite
def levels_versions(draw):
    levels = tuple(Level(n, f"Mức {n}") for n in range(1, draw(st.integers(1, 3)) + 1))
    numbers = [level.number for level in levels]
    asked = []
    for n in range(draw(st.integers(1, 5))):
        answer = draw(st.sampled_from(["yes", "share"]))
        least = tuple((k, draw(HALVES)) for k in numbers) if answer == "share" else ()
        at = tuple(draw(st.lists(st.sampled_from(numbers), unique=True)))
        whom = draw(st.sampled_from([(), ("truong",)]))
        asked.append(Indicator(f"1.{n}", "Việc", answer, 0, least, at, whom))
    return version(LevelsRule(levels), tuple(asked))


def version(rule, asked):
    groups = (Group("I", "Chung", (Criterion("1", "Một", asked),)),)
    return Version("mau", "1", "MẪU", "sample", rule, groups, kinds=KINDS)


@st.composite
def questions(draw):
    made = draw(st.one_of(points_versions(), levels_versions()))
    ids = [each.id for each in made.indicators()]
    answers = draw(st.dictionaries(st.sampled_from(ids), st.one_of(NUMBERS, ODD)))
    kind = draw(st.sampled_from(["", "truong", "co-quan", "khac"]))
    return made, answers, kind, draw(st.sampled_from(["", "vung", "constructor"]))


@pytest.fixture(scope="module")
def page(chromium: Browser):
    context = chromium.new_context()
    tab = context.new_page()
    tab.add_script_tag(path=assets.FOLDER / "scoring.js")
    yield tab
    context.close()


def in_python(made, answers, kind, special):
    result = assess(made, answers, kind=kind, special=special)
    return {
        **dataclasses.asdict(result),
        "missing": [dataclasses.asdict(each) for each in result.missing],
        "told": {
            "verdict": words.verdict(made, result),
            "heading": words.heading(result),
            "missing": [words.missing(each) for each in result.missing],
        },
    }


def in_browser(page: Page, asked):
    """The answers to many questions in one call."""
    return page.evaluate(
        """(asked) => asked.map(([rule, answers, kind, special]) => {
          const result = scoring.assess(rule, answers, kind, special);
          return { ...result, told: scoring.told(rule, result) };
        })""",
        asked,
    )


def test_both_say_the_same(page: Page):
    made: list = []

    @settings(
        max_examples=600,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(questions())
    def gather(question):
        made.append(question)

    gather()
    asked = [[portable.scoring(each[0]), *each[1:]] for each in made]
    for question, answer in zip(made, in_browser(page, asked), strict=True):
        assert answer == in_python(*question), (toml_format.write(question[0]), question[1:])
    assert len({answer["told"]["verdict"] for answer in in_browser(page, asked)}) > 20


@pytest.mark.parametrize("sample", [points_set, levels_set])
def test_the_samples_too(page: Page, sample):
    made = sample()
    answers = {each.id: "yes" if each.answer == "yes" else "8" for each in made.indicators()}
    asked = [[portable.scoring(made), answers, "", ""]]
    assert in_browser(page, asked) == [in_python(made, answers, "", "")]


def test_numbers_are_read_and_written_alike(page: Page):
    typed = [
        *(words.points(n) for n in range(0, 10_001, 7)),
        *("", "7,", ",5", "0,05", " 9 ", "\u00a07", "9\n", "12.345", "1234567", "5 0", "１"),
    ]
    found = page.evaluate("(typed) => typed.map((text) => scoring.hundredths(text))", typed)
    assert found == [hundredths(text) for text in typed]
    numbers = list(range(0, 100_000, 37))
    shown = page.evaluate("(numbers) => numbers.map((n) => scoring.points(n))", numbers)
    assert shown == [words.points(number) for number in numbers]
