"""Work ends at its deadline; one leap of a machine that stood still is forgiven, not two."""

from __future__ import annotations

import time

import pytest

from content.deadlines import OutOfTime, processor_seconds


class Clock:
    """The processor's clock, which leaps by a second at chosen looks."""

    def __init__(self, leaps: set[int]) -> None:
        self.now, self.looks, self.leaps = 0.0, 0, leaps

    def __call__(self) -> float:
        self.looks += 1
        self.now += 1.0 if self.looks in self.leaps else 0.001
        return self.now


def work(calls: int) -> int:
    return sum(len(str(number)) for number in range(calls))


def test_endless_work_ends() -> None:
    with pytest.raises(OutOfTime), processor_seconds(0.05):
        while True:
            work(10)


@pytest.mark.parametrize(("leaps", "ends"), [(set(), False), ({3}, False), ({3, 5}, True)])
def test_one_leap_of_the_clock_is_forgiven(
    monkeypatch: pytest.MonkeyPatch, leaps: set[int], ends: bool
) -> None:
    monkeypatch.setattr(time, "thread_time", Clock(leaps))
    try:
        with processor_seconds(0.5):
            work(2000)
    except OutOfTime:
        assert ends
    else:
        assert not ends
