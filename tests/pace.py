"""How dear a piece of work is, in units of work of the same machine at the same moment.

Machines are shared: seconds say more about the neighbours than about the code. A bad answer is
asked again, since what is truly dear stays so.
"""

from __future__ import annotations

import time
from collections.abc import Callable

_ROUNDS = 4
_UNIT = 0.1  # seconds


def times_of(work: Callable[[], object], enough: float) -> float:
    """How many times a tenth of a second's reckoning `work` costs; at best of four tries.

    It is tried again only while the answer is above `enough`.
    """
    least = float("inf")
    for _ in range(_ROUNDS):
        spent = _cost(work)
        # What is cheap on any machine need not be held against anything.
        least = min(least, spent / (_UNIT if spent < enough * _UNIT / 4 else _cost(_reckon)))
        if least <= enough:
            break
    return least


def _reckon() -> int:
    """What a quiet machine of 2024 does in about a tenth of a second."""
    return sum(n * n for n in range(1_500_000))


def _cost(work: Callable[[], object]) -> float:
    begun = time.thread_time()
    work()
    return time.thread_time() - begun
