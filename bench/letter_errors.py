"""How many letters of a recognised text are wrong: the edit distance, bit-parallel. Pure."""

from __future__ import annotations

from content.vietnamese import nfc


def character_error(found: str, truth: str) -> float:
    """Edits from the true text to the found one for each true character; white space counts as one

    blank. 0.0 for equal texts; above 1.0 is possible.
    """
    found, truth = (" ".join(nfc(text).split()) for text in (found, truth))
    return distance(found, truth) / max(len(truth), 1)


def distance(one: str, other: str) -> int:
    """Levenshtein's distance (Myers 1999: a column of the table is two whole numbers)."""
    if not one:
        return len(other)
    places: dict[str, int] = {}
    for index, letter in enumerate(one):
        places[letter] = places.get(letter, 0) | 1 << index
    everything, last = (1 << len(one)) - 1, 1 << (len(one) - 1)
    plus, minus, score = everything, 0, len(one)
    for letter in other:
        equal = places.get(letter, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        rise = minus | (everything & ~(diagonal | plus))
        fall = plus & diagonal
        score += bool(rise & last) - bool(fall & last)
        rise = (rise << 1 | 1) & everything
        fall = (fall << 1) & everything
        plus = fall | (everything & ~(diagonal | rise))
        minus = rise & diagonal
    return score
