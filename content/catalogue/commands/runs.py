"""Runs of sources: begun, noted page by page, ended.

The version of a source is not touched, so that who edits it meanwhile meets no conflict.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from content.catalogue.commands import taking
from content.catalogue.commands.taking import Counts
from content.catalogue.record import Refused, Taken
from content.catalogue.source_models import CatalogueRun, CatalogueSource
from content.database import db, utc_now
from content.errors import BadInput, HubError

MOST_REFUSALS = 200


@dataclasses.dataclass
class Tally:
    """What a run did so far: `Counts`, and how many the filters of the source left out."""

    counts: Counts = dataclasses.field(default_factory=Counts)
    left_out: int = 0
    refusals: list[dict[str, str]] = dataclasses.field(default_factory=list)

    def refuse(self, one: Refused) -> None:
        """Count a refusal and keep the first ones with their reasons."""
        self.counts.refused += 1
        if len(self.refusals) < MOST_REFUSALS:
            self.refusals.append({"where": one.where[:500], "reason": one.reason[:500]})


def begin(source: CatalogueSource, *, by: int | None = None) -> tuple[CatalogueRun, Tally]:
    """The unfinished run of a source, when it left a checkpoint, or a new one. Commits."""
    last = db.session.scalar(
        sa.select(CatalogueRun)
        .where(CatalogueRun.source_id == source.id)
        .order_by(CatalogueRun.id.desc())
        .limit(1)
    )
    if last is not None and last.state in ("running", "stopped") and source.checkpoint:
        last.state, last.finished_at, last.message = "running", None, ""
        db.session.commit()
        return last, _tally(last)
    if last is not None and last.state == "running":  # killed before its first page was kept
        last.state, last.finished_at = "failed", utc_now()
        last.message = "Bị ngắt trước khi đọc xong trang đầu."
    run = CatalogueRun(source_id=source.id, started_at=utc_now(), asked_by_id=by)
    db.session.add(run)
    db.session.commit()
    return run, Tally()


def keep(
    source: CatalogueSource,
    run_id: int,
    batch: Sequence[Taken],
    tally: Tally,
    checkpoint: Mapping[str, Any],
) -> None:
    """Take a page in, then note where the run goes on. A kill between the two reads it twice."""
    source_id = source.id
    tally.counts.add(_taken(source, batch, tally))
    _note(run_id, tally)
    _put(source_id, checkpoint=dict(checkpoint))
    db.session.commit()


def finish(
    source_id: int,
    run_id: int,
    tally: Tally,
    state: str,
    message: str,
    *,
    taken_until: str = "",
) -> CatalogueRun:
    """End a run: "done", "failed" or "stopped", which goes on later. Commits."""
    _note(run_id, tally, state=state, message=message, finished_at=utc_now())
    given: dict[str, Any] = {} if state == "stopped" else {"checkpoint": {}}
    if state == "done" and taken_until:
        given["taken_until"] = taken_until[:40]
    if given:
        _put(source_id, **given)
    db.session.commit()
    run = db.session.get(CatalogueRun, run_id, populate_existing=True)
    if run is None:
        raise BadInput("Nguồn này đã bị xóa giữa chừng; tài liệu đã lấy vẫn còn.")
    return run


def _taken(source: CatalogueSource, batch: Sequence[Taken], tally: Tally) -> Counts:
    """Take a page in; where the whole does not go, one by one, so that one costs only itself."""
    if not batch:
        return Counts()
    try:
        return taking.take_in(source, batch)
    except (HubError, sa.exc.StatementError, ValueError):
        db.session.rollback()
    counts = Counts()
    for one in batch:
        try:
            counts.add(taking.take_in(source, [one]))
        except (HubError, sa.exc.StatementError, ValueError) as fault:
            db.session.rollback()
            reason = fault.message if isinstance(fault, HubError) else "Không ghi được bản ghi này."
            tally.refuse(Refused(one.foreign_id, reason))
    return counts


def _note(run_id: int, tally: Tally, **values: Any) -> None:
    told = dataclasses.asdict(tally.counts) | {"left_out": tally.left_out}
    db.session.execute(
        sa.update(CatalogueRun)
        .where(CatalogueRun.id == run_id)
        .values(counts=told, refusals=list(tally.refusals), **values)
        .execution_options(synchronize_session=False)
    )


def _put(source_id: int, **values: Any) -> None:
    db.session.execute(
        sa.update(CatalogueSource)
        .where(CatalogueSource.id == source_id)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def _tally(run: CatalogueRun) -> Tally:
    known = {one.name for one in dataclasses.fields(Counts)}
    told = run.counts or {}
    counts = Counts(**{name: int(told.get(name, 0)) for name in known})
    return Tally(counts, int(told.get("left_out", 0)), [dict(one) for one in run.refusals])
