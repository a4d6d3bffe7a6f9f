"""The account of words: what was read of a text holds every word of it."""

from __future__ import annotations

import html
import re
from collections import Counter

from content.documents.plan import Plan
from content.vietnamese import tidy


def words_of(text: str) -> Counter[str]:
    """Words with their counts; Markdown marks and the signs around a word are no words."""
    whole = re.sub(r"(?<=\d-)\s*\n\s*(?=\d)", "", tidy(text))  # "2021-" and "2025" are one span
    plain = html.unescape(re.sub(r"\\(?=[\W_])", "", whole.replace("<br>", " ")))
    stripped = (re.sub(r"^[\W_]+|[\W_]+$", "", word) for word in plain.split())
    return Counter(word for word in stripped if word)


def lost(text: str, plan: Plan) -> Counter[str]:
    """Words of the text that stand nowhere in what was read."""
    title = [plan.title] if plan.official else []
    kept = [plan.body_markdown, *title, *plan.head_lines, *plan.foot_lines]
    return words_of(text) - words_of(" ".join([*kept, *(r.text for r in plan.removed)]))
