"""Posting lists and numbers as short strings that a script file can hold.

The twin that reads them is `hub/face/static/find.js`. Letters are ninety printable ones of ASCII,
none of which a string in quotes must escape. A number is written in digits of 45, the last of them
below 45, those before it above; small numbers, the usual case, take one letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from search_index.streams import LEVELS, PLAIN_LEVEL

_LETTERS = "".join(chr(code) for code in range(35, 126) if chr(code) != "\\")
_HALF = 45
_BITS = 6
# A list that begins so has one bit for each passage instead of distances.
BITMAP = "!"
_MOST_HASH = 0xFFFFFFFF


def numbers(values: Iterable[int]) -> str:
    """Whole numbers from 0 on, one after the other."""
    return "".join(map(_number, values))


def read_numbers(text: str) -> Iterator[int]:
    """The numbers of a string that `numbers` made."""
    value, unit = 0, 1
    for letter in text:
        digit = _LETTERS.index(letter)
        value += digit % _HALF * unit
        unit *= _HALF
        if digit < _HALF:
            yield value
            value, unit = 0, 1


def postings(levels: Mapping[int, int]) -> str:
    """A posting list: passage → level of the weight. The shorter of two ways to write it.

    As distances (each with its level), or as bits, where every level is the plain one.
    """
    places = sorted(levels)
    before = -1
    distances = []
    for place in places:
        distances.append((place - before - 1) * len(LEVELS) + levels[place])
        before = place
    written = numbers(distances)
    if places and set(levels.values()) == {PLAIN_LEVEL}:
        bits = _bitmap(places)
        return bits if len(bits) < len(written) else written
    return written


def read_postings(text: str) -> dict[int, int]:
    """The posting list of a string that `postings` made."""
    found: dict[int, int] = {}
    if text.startswith(BITMAP):
        for at, letter in enumerate(text[1:]):
            bits = _LETTERS.index(letter)
            for bit in range(_BITS):
                if bits >> bit & 1:
                    found[at * _BITS + bit] = PLAIN_LEVEL
        return found
    place = -1
    for value in read_numbers(text):
        distance, level = divmod(value, len(LEVELS))
        place += distance + 1
        found[place] = level
    return found


def shard_of(key: str, shards: int) -> int:
    """The number of the file that holds a key: a hash of its UTF-16 units, of 32 bits."""
    found = 0
    units = key.encode("utf-16-le")
    for at in range(0, len(units), 2):
        found = (found * 31 + units[at] + 256 * units[at + 1]) & _MOST_HASH
    return found % shards


def _number(value: int) -> str:
    letters = []
    while value >= _HALF:
        value, digit = divmod(value, _HALF)
        letters.append(_LETTERS[_HALF + digit])
    letters.append(_LETTERS[value])
    return "".join(letters)


def _bitmap(places: list[int]) -> str:
    bits = [0] * (places[-1] // _BITS + 1)
    for place in places:
        bits[place // _BITS] |= 1 << place % _BITS
    return BITMAP + "".join(_LETTERS[value] for value in bits)
