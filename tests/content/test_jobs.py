"""Jobs: asked once, carried out once, failures kept, dead workers replaced."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from content import jobs
from content.database import db, set_clock, utc_now

pytestmark = pytest.mark.usefixtures("session_app")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    yield
    set_clock(None)


def test_an_equal_job_that_waits_is_not_asked_twice() -> None:
    first = jobs.ask("export", {"full": True})
    assert jobs.ask("export", {"full": True}).id == first.id
    assert jobs.ask("export", {"full": False}).id != first.id


def test_jobs_are_carried_out_in_order_and_keep_what_the_worker_said() -> None:
    seen: list[Any] = []

    def worker(arguments: Mapping[str, Any]) -> str:
        seen.append(arguments["n"])
        return f"xong {arguments['n']}"

    for n in (1, 2):
        jobs.ask("count", {"n": n})
    jobs.ask("other")

    assert jobs.carry_out({"count": worker}) == 2
    assert seen == [1, 2]
    assert [(j.state, j.message) for j in jobs.newest("count")] == [
        ("done", "xong 2"),
        ("done", "xong 1"),
    ]
    assert jobs.newest("other")[0].state == "waiting"


def test_a_failure_belongs_to_its_job_and_the_next_goes_on() -> None:
    def worker(arguments: Mapping[str, Any]) -> str:
        if arguments["n"] == 1:
            raise ValueError("đĩa đầy")
        return "xong"

    jobs.ask("count", {"n": 1})
    jobs.ask("count", {"n": 2})
    jobs.carry_out({"count": worker})
    done, failed = jobs.newest("count")
    assert (failed.state, failed.message) == ("failed", "đĩa đầy")
    assert done.state == "done"


def test_the_job_of_a_worker_that_died_is_taken_again_after_its_lease() -> None:
    job = jobs.ask("count", {"n": 1})
    job.state, job.started_at = "running", utc_now()
    db.session.commit()
    assert jobs.carry_out({"count": lambda _: "xong"}) == 0

    later = utc_now() + 2 * jobs.LEASE
    set_clock(lambda: later)
    assert jobs.carry_out({"count": lambda _: "xong"}) == 1


def test_a_worker_that_says_it_lives_keeps_its_job_and_its_silence_is_noticed_soon() -> None:
    job = jobs.add("recognise", {"n": 1})
    job.state, job.started_at = "running", utc_now()
    db.session.commit()
    later = utc_now() + 2 * jobs.SHORT_LEASE
    set_clock(lambda: later)
    jobs.renew(job.id)
    assert jobs.carry_out({"recognise": lambda _: "xong"}) == 0
    much_later = later + 2 * jobs.SHORT_LEASE
    set_clock(lambda: much_later)
    assert jobs.carry_out({"recognise": lambda _: "xong"}) == 1


def test_a_job_that_gets_on_may_be_killed_more_often_than_one_that_does_not() -> None:
    long, stuck = jobs.add("recognise", {"n": 1}), jobs.add("recognise", {"n": 2})
    now = utc_now()
    set_clock(lambda: now)
    for _ in range(2 * jobs.MOST_ATTEMPTS):
        for job in (long, stuck):
            jobs._take(["recognise"], [job.id])  # and the worker dies
        jobs.renew(long.id)
        now += 2 * jobs.SHORT_LEASE
    taken: list[int] = []
    jobs.carry_out({"recognise": lambda given: str(taken.append(given["job"]))})
    assert taken == [long.id]


def test_a_postponed_job_waits_as_before_and_ends_the_round() -> None:
    def worker(_arguments: Mapping[str, Any]) -> str:
        raise jobs.Postponed

    first, second = (jobs.ask("count", {"n": n}) for n in (1, 2))
    for _ in range(jobs.MOST_ATTEMPTS + 1):
        assert jobs.carry_out({"count": worker}) == 1
    kept = [jobs.by_id(job.id) for job in (first, second)]
    assert [(j.state, j.attempts) for j in kept if j] == [("waiting", 0), ("waiting", 0)]


def test_a_job_whose_turn_is_over_goes_behind_the_others() -> None:
    had: list[int] = []

    def worker(given: Mapping[str, Any]) -> str:
        had.append(given["n"])
        if given["n"] == 1 and len(had) < 5:
            raise jobs.Continued
        return "xong"

    for n in (1, 2, 3):
        jobs.ask("count", {"n": n})
    assert jobs.carry_out({"count": worker}) == 3
    assert had == [1, 2, 3, 1, 1]
    assert {(job.state, job.attempts) for job in jobs.newest("count")} == {("done", 1)}


def test_a_worker_keeps_what_it_wants_to_know_and_says_that_it_lives() -> None:
    job = jobs.add("recognise", {"n": 1})
    job.state, job.started_at, job.attempts = "running", utc_now(), 2
    db.session.commit()
    jobs.remember(job.id, spent=3.5)
    later = utc_now() + 2 * jobs.SHORT_LEASE
    set_clock(lambda: later)
    jobs.live(job.id)
    found = jobs.by_id(job.id)
    assert found is not None
    assert found.arguments == {"n": 1, "spent": 3.5}
    assert (found.started_at, found.attempts) == (later, 2)


def test_an_interrupt_puts_the_job_back_and_goes_on_up() -> None:
    def worker(_arguments: Mapping[str, Any]) -> str:
        raise KeyboardInterrupt

    job = jobs.ask("count", {"n": 1})
    with pytest.raises(KeyboardInterrupt):
        jobs.carry_out({"count": worker})
    found = jobs.by_id(job.id)
    assert found is not None
    assert (found.state, found.attempts) == ("waiting", 0)


def test_only_the_named_jobs_are_carried_out_and_each_knows_its_number() -> None:
    first, second = (jobs.ask("count", {"n": n}) for n in (1, 2))
    seen = []
    jobs.carry_out({"count": lambda given: seen.append(given["job"]) or ""}, only=[second.id])
    assert seen == [second.id]
    assert [job.state for job in jobs.newest("count")] == ["done", "waiting"]
    assert first.id != second.id
