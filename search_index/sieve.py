"""Sums over all passages at once: a number for each passage, kept as planes of bits.

Plane k holds bit k of every passage's sum, as one big number, so adding a weight to all passages of
a posting list, and finding the best, take a few operations whatever the number of passages.
"""

from __future__ import annotations

from search_index.view import numbers_of


class Sieve:
    """Sums of passages, all 0 at first."""

    def __init__(self) -> None:
        self.planes: list[int] = []

    def add(self, held: int, weight: int) -> None:
        """Add a weight to the sum of each passage in `held` (bits)."""
        place = 0
        while weight >> place:
            if weight >> place & 1:
                self._carry(held, place)
            place += 1

    def at_least(self, part: int) -> int:
        """The passages with a sum above 0 and of `part` hundredths of the highest, rounded up."""
        highest = 0
        left = -1
        for place in range(len(self.planes) - 1, -1, -1):
            if self.planes[place] & left:
                left &= self.planes[place]
                highest |= 1 << place
        return self._from(max(1, -(-highest * part // 100))) if highest else 0

    def most(self, within: int, count: int) -> int:
        """The passages `within` that have the highest sums, at most `count`; of equals the first.

        The planes are gone through from the highest down, as O'Neil and Quass do with bit-sliced
        indexes (1997).
        """
        if within.bit_count() <= count:
            return within
        surely, perhaps = 0, within
        for plane in reversed(self.planes):
            better = surely | perhaps & plane
            if better.bit_count() > count:
                perhaps &= plane
            else:
                surely = better
                perhaps &= ~plane
        for number in numbers_of(perhaps)[: count - surely.bit_count()]:
            surely |= 1 << number
        return surely

    def _carry(self, held: int, place: int) -> None:
        while held:
            while place >= len(self.planes):
                self.planes.append(0)
            self.planes[place], held = self.planes[place] ^ held, self.planes[place] & held
            place += 1

    def _from(self, least: int) -> int:
        """The passages with a sum of at least this."""
        above, equal = 0, -1
        for place in range(max(len(self.planes), least.bit_length()) - 1, -1, -1):
            plane = self.planes[place] if place < len(self.planes) else 0
            if least >> place & 1:
                equal &= plane
            else:
                above |= equal & plane
                equal &= ~plane
        return above | equal
