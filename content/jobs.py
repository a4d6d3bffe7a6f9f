"""Jobs: work asked for now and carried out later, by the server's worker or by `hub due`."""

from __future__ import annotations

import datetime as dt
import math
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import Row, UTCDateTime, db, utc_now

# A worker that died leaves its job "running"; after this long another may take it.
LEASE = dt.timedelta(minutes=30)
# Kinds whose workers say after each page that they live (`renew`): silence is noticed sooner.
RENEWED = frozenset({"recognise"})
SHORT_LEASE = dt.timedelta(minutes=3)
MOST_ATTEMPTS = 3


class Postponed(Exception):
    """Raised by a worker that was asked to stop: its job goes on waiting, nothing has failed."""


class Continued(Postponed):
    """Raised by a worker whose turn is over: its job goes on once the others had theirs."""


class Job(Row):
    """A piece of work. `state`: waiting, running, done or failed."""

    __tablename__ = "job"

    kind: orm.Mapped[str] = orm.mapped_column(sa.String(40))
    arguments: orm.Mapped[dict[str, Any]] = orm.mapped_column(sa.JSON, default=dict)
    state: orm.Mapped[str] = orm.mapped_column(sa.String(10), default="waiting", index=True)
    asked_by_id: orm.Mapped[int | None]
    asked_at: orm.Mapped[dt.datetime] = orm.mapped_column(UTCDateTime, default=lambda: utc_now())
    started_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    finished_at: orm.Mapped[dt.datetime | None] = orm.mapped_column(UTCDateTime)
    attempts: orm.Mapped[int] = orm.mapped_column(default=0)
    message: orm.Mapped[str] = orm.mapped_column(sa.Text, default="")


def ask(kind: str, arguments: Mapping[str, Any] | None = None, *, by: int | None = None) -> Job:
    """Ask for work and commit; an equal job that still waits is returned instead of a second."""
    wanted = dict(arguments or {})
    for waiting in db.session.scalars(
        sa.select(Job).where(Job.kind == kind, Job.state == "waiting")
    ):
        if waiting.arguments == wanted:
            return waiting
    job = Job(kind=kind, arguments=wanted, asked_by_id=by)
    db.session.add(job)
    db.session.commit()
    return job


def add(kind: str, arguments: Mapping[str, Any], *, by: int | None = None) -> Job:
    """Ask for work in the running transaction, together with what makes it needed."""
    job = Job(kind=kind, arguments=dict(arguments), asked_by_id=by)
    db.session.add(job)
    db.session.flush()
    return job


def renew(job_id: int) -> None:
    """Say that the worker of a long job got on; commits. Tries are counted from here again."""
    got_on = sa.update(Job).where(Job.id == job_id).values(started_at=utc_now(), attempts=1)
    db.session.execute(got_on)
    db.session.commit()


def live(job_id: int) -> None:
    """Say that the worker of a job lives, though it did not get on; commits."""
    db.session.execute(sa.update(Job).where(Job.id == job_id).values(started_at=utc_now()))
    db.session.commit()


def remember(job_id: int, **facts: Any) -> None:
    """Keep with a job, among its arguments, what its worker wants to know at its next turn."""
    job = db.session.get_one(Job, job_id)
    job.arguments = {**job.arguments, **facts}
    db.session.commit()


def by_id(job_id: int) -> Job | None:
    """One job, as the database has it now."""
    return db.session.get(Job, job_id, populate_existing=True)


def newest(kind: str, limit: int = 10) -> list[Job]:
    """The latest jobs of one kind, newest first."""
    query = sa.select(Job).where(Job.kind == kind).order_by(Job.id.desc()).limit(limit)
    return list(db.session.scalars(query))


def carry_out(
    workers: Mapping[str, Callable[[Mapping[str, Any]], str]],
    limit: int = 50,
    *,
    only: Sequence[int] | None = None,
    seconds: float = math.inf,
) -> int:
    """Carry out waiting jobs whose kind has a worker; returns how many were tried.

    A worker takes the arguments, with the job's id as "job", and returns a Vietnamese sentence for
    the desk. Its failure is kept on the job; the next job goes on. only: ids of jobs to choose
    from. seconds: by the clock on the wall, after which no further job is begun; it may have been
    begun before, and have let the others have their turn.
    """
    tried: set[int] = set()
    end = time.monotonic() + seconds
    while len(tried) < limit and (job := _take(list(workers), only)) is not None:
        tried.add(job.id)
        if not _run(job, workers[job.kind]) or time.monotonic() >= end:
            break
    return len(tried)


def _take(kinds: list[str], only: Sequence[int] | None) -> Job | None:
    """Claim a job that waits or whose worker died, by one atomic UPDATE.

    It is the one that waits the longest since it was asked for, or had its last turn.
    """
    now = utc_now()
    over = sa.case((Job.kind.in_(RENEWED), now - SHORT_LEASE), else_=now - LEASE)
    free = sa.or_(
        Job.state == "waiting",
        sa.and_(Job.state == "running", Job.started_at < over),
    )
    wanted = (
        sa.select(Job.id)
        .where(
            Job.kind.in_(kinds),
            free,
            Job.attempts < MOST_ATTEMPTS,
            sa.true() if only is None else Job.id.in_(only),
        )
        .order_by(sa.func.coalesce(Job.started_at, Job.asked_at), Job.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    job_id = db.session.scalar(wanted)
    if job_id is None:
        db.session.rollback()
        return None
    claimed = db.session.execute(
        sa.update(Job)
        .where(Job.id == job_id, free)
        .values(state="running", started_at=now, attempts=Job.attempts + 1)
    )
    db.session.commit()
    if not claimed.rowcount:  # type: ignore[attr-defined]  # CursorResult of an UPDATE
        return None
    return db.session.get(Job, job_id, populate_existing=True)


def _run(job: Job, worker: Callable[[Mapping[str, Any]], str]) -> bool:
    """Carry out one job; False when somebody asked for a stop and wants no further one."""
    job_id = job.id
    try:
        state, message = "done", worker({**job.arguments, "job": job_id})
    except (Postponed, KeyboardInterrupt) as stopped:
        _put_back(job_id)
        if isinstance(stopped, KeyboardInterrupt):
            raise
        return isinstance(stopped, Continued)
    except Exception as error:  # the failure belongs to the job, not to the queue
        db.session.rollback()
        state, message = "failed", str(error) or type(error).__name__
    job = db.session.get_one(Job, job_id)
    job.state, job.message, job.finished_at = state, message, utc_now()
    db.session.commit()
    return True


def _put_back(job_id: int) -> None:
    db.session.rollback()
    job = db.session.get_one(Job, job_id)
    job.state, job.attempts = "waiting", job.attempts - 1
    db.session.commit()
