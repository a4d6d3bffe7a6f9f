"""Questions about sources and their runs."""

from __future__ import annotations

import sqlalchemy as sa

from content.catalogue.models import LibraryRecord, RecordOrigin
from content.catalogue.source_models import CatalogueRun, CatalogueSource
from content.database import db


def by_id(source_id: int) -> CatalogueSource | None:
    """One source."""
    return db.session.get(CatalogueSource, source_id)


def last_runs() -> dict[int, CatalogueRun]:
    """The newest run of each source, by the source's id."""
    newest = sa.select(sa.func.max(CatalogueRun.id)).group_by(CatalogueRun.source_id)
    query = sa.select(CatalogueRun).where(CatalogueRun.id.in_(newest))
    return {run.source_id: run for run in db.session.scalars(query)}


def runs(source_id: int, limit: int = 20) -> list[CatalogueRun]:
    """The runs of a source, the newest first."""
    query = sa.select(CatalogueRun).where(CatalogueRun.source_id == source_id)
    return list(db.session.scalars(query.order_by(CatalogueRun.id.desc()).limit(limit)))


def run(source_id: int, run_id: int) -> CatalogueRun | None:
    """One run of a source."""
    found = db.session.get(CatalogueRun, run_id)
    return found if found is not None and found.source_id == source_id else None


def tally(source_id: int) -> dict[str, int]:
    """How many records of a source stand in each state."""
    number = sa.func.count(sa.distinct(LibraryRecord.id))
    query = (
        sa.select(LibraryRecord.state, number)
        .join(RecordOrigin, RecordOrigin.record_id == LibraryRecord.id)
        .where(RecordOrigin.source_id == source_id, RecordOrigin.deleted.is_(False))
        .group_by(LibraryRecord.state)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}
