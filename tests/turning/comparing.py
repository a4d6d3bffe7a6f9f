"""What two readings of one plan differ in, field by field."""

from __future__ import annotations

from collections.abc import Callable
from difflib import SequenceMatcher
from typing import NamedTuple

from content.documents.citations import Citation
from content.documents.plan import Plan
from tests.plan_words import words_of

FIELDS = ("number", "kind", "title", "issuer", "place", "issued", "signer", "signer_role")
# Of a body's words, those that stand in both, at least this share.
WORDS_AT_LEAST = 0.995


class Difference(NamedTuple):
    """One field that is not as it was."""

    field: str
    was: object
    now: object


def differences(was: Plan, now: Plan, blurs: Callable[[str], str] = str) -> list[Difference]:
    """Every field that differs; none when the two say the same.

    blurs: takes from a text what the form of one of them cannot hold; done to every word of both.
    """
    pairs = [
        (name, blurred(one, blurs), blurred(other, blurs)) for name, one, other in _both(was, now)
    ]
    found = [Difference(*pair) for pair in pairs if pair[1] != pair[2]]
    share = likeness(blurs(was.body_markdown), blurs(now.body_markdown))
    if share < WORDS_AT_LEAST:
        found.append(Difference("body", 1.0, round(share, 4)))
    return found


def _both(was: Plan, now: Plan) -> list[tuple[str, object, object]]:
    names = (*FIELDS, "signed_for", "recipients")
    return [
        *((name, getattr(was, name), getattr(now, name)) for name in names),
        ("outline", outline(was), outline(now)),
        ("citations", cited(was.citations), cited(now.citations)),
    ]


def blurred(value: object, blurs: Callable[[str], str]) -> object:
    """A field with every text in it blurred."""
    if isinstance(value, str):
        return blurs(value)
    if type(value) is tuple:  # not a date, which is a tuple of a kind of its own
        return tuple(blurred(each, blurs) for each in value)
    return value


def outline(plan: Plan) -> tuple[str, ...]:
    """The headings as they are read, labels included."""
    return tuple(f"{section.label} {section.title}".strip() for section in plan.sections)


def cited(citations: tuple[Citation, ...]) -> tuple[tuple[object, ...], ...]:
    """What is known of each cited document."""
    return tuple((c.relation, c.number, c.kind, c.date, c.issuer, c.subject) for c in citations)


def likeness(one: str, other: str) -> float:
    """Share of words that both texts hold in the same order, 0–1; marks of Markdown are none."""
    words = [list(words_of(text).elements()) for text in (one, other)]
    if words[0] == words[1]:
        return 1.0
    return SequenceMatcher(None, _in_order(one), _in_order(other), autojunk=False).ratio()


def _in_order(text: str) -> list[str]:
    return [next(iter(words_of(word)), "") for word in text.split() if words_of(word)]
