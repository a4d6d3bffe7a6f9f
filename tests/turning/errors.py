"""How many characters of a recognised text are wrong."""

from __future__ import annotations

import re


def error_rate(was: str, now: str) -> float:
    """Letters to put in, take out or change, for each letter of the original; spaces as one."""
    one, other = (re.sub(r"\s+", " ", text).strip() for text in (was, now))
    return distance(one, other) / max(1, len(one))


def distance(one: str, other: str) -> int:
    """Levenshtein's distance, by Myers' bits (1999) in Hyyrö's form: a column at a time."""
    places: dict[str, int] = {}
    for at, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << at
    full = (1 << len(one)) - 1
    up, down, count = full, 0, len(one)
    for letter in other:
        same = places.get(letter, 0)
        across = (((same & up) + up) ^ up) | same | down
        right, left = down | (full & ~(across | up)), up & across
        if len(one):
            count += (right >> (len(one) - 1) & 1) - (left >> (len(one) - 1) & 1)
        right = (right << 1 | 1) & full
        up = (left << 1 & full) | (full & ~(same | down | right))
        down = right & (same | down)
    return count if one else len(other)
