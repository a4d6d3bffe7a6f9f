"""A plan in any form an office has says the same as its text. HUB_PLANS adds real plans.

Each plan is typed, saved, printed and encoded anew, then read as an upload would be. What a form
cannot hold is taken from both before they are compared, so every other difference fails.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from content.documents.plan import parse
from content.loading.texts import is_markdown
from content.reading.reader import read_file
from content.reading.result import Reading
from tests.rounds.conftest import Office
from tests.turning.comparing import differences
from tests.turning.forms import FORMS, SAVED, Form, in_print
from tests.turning.originals import CLEAN, ORIGINALS

# (form, plan) → fields that differ and why; a field that stops differing fails, too.
NAMED: dict[tuple[str, str], dict[str, str]] = {}
ROUNDS = [(f, name) for f in FORMS for name in (CLEAN if f.encoding else ORIGINALS)]
# LibreOffice needs seconds to open each of these again: one kind a plan, in turn.
REOPENED = ("doc", "rtf", "odt")
SAVED_ROUNDS = [
    *(("pdf", name) for name in ORIGINALS),
    *((REOPENED[number % len(REOPENED)], name) for number, name in enumerate(ORIGINALS)),
]


def read(name: str, data: bytes) -> Reading:
    """The document that a file holds, or that the letter it is brings."""
    reading = read_file(name, data)
    if reading.kind == "eml":
        (enclosed,) = reading.enclosed
        return read_file(enclosed.name, enclosed.data)
    return reading


def check(form: str, name: str, reading: Reading, blurs: Callable[[str], str]) -> None:
    """Nothing differs but what is named, and what is named does."""
    found = parse(reading.text, markdown=is_markdown(reading))
    unlike = {
        each.field: (each.was, each.now) for each in differences(ORIGINALS[name].plan, found, blurs)
    }
    named = NAMED.get((form, name), {})
    assert {field: values for field, values in unlike.items() if field not in named} == {}
    assert named.keys() == unlike.keys()


@pytest.mark.parametrize(("form", "name"), ROUNDS, ids=lambda part: getattr(part, "name", part))
def test_a_form_says_what_its_plan_says(form: Form, name: str) -> None:
    reading = read(f"van-ban{form.ending}", form.turn(ORIGINALS[name]))
    converted = [each.encoding for each in reading.letters if each.sure]
    assert converted == ([form.encoding] if form.encoding else [])
    check(form.name, name, reading, form.blurs)


@pytest.mark.parametrize(("ending", "name"), SAVED_ROUNDS)
def test_a_file_that_libreoffice_saved_says_what_its_plan_says(
    ending: str, name: str, office: Office
) -> None:
    wanted = [each for kind, each in SAVED_ROUNDS if kind == ending]
    reading = read(f"van-ban.{ending}", office.file(ending, name, wanted))
    check(ending, name, reading, in_print if ending == "pdf" else str)


def test_every_named_difference_belongs_to_a_round() -> None:
    rounds = {(form.name, name) for form, name in ROUNDS} | set(SAVED_ROUNDS)
    assert NAMED.keys() <= rounds
    assert {ending for ending, _ in SAVED_ROUNDS} == set(SAVED)
    assert all(reason for fields in NAMED.values() for reason in fields.values())
