"""Reading criteria sets: the sets, their versions, and which version holds on a day."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy import orm

from content import calendar
from content.criteria.models import CriteriaSet, CriteriaSupplement, CriteriaVersion
from content.database import db
from content.documents.dates import PartialDate


def every_set() -> list[CriteriaSet]:
    """All sets in their order, with their versions."""
    query = sa.select(CriteriaSet).options(orm.selectinload(CriteriaSet.versions))
    return list(db.session.scalars(query.order_by(CriteriaSet.position, CriteriaSet.slug)))


def by_slug(slug: str) -> CriteriaSet | None:
    """The set of an address."""
    return db.session.scalar(sa.select(CriteriaSet).where(CriteriaSet.slug == slug))


def version(set_slug: str, slug: str) -> CriteriaVersion | None:
    """A version by the two parts of its address, in whatever state."""
    query = sa.select(CriteriaVersion).join(CriteriaSet)
    return db.session.scalar(
        query.where(CriteriaSet.slug == set_slug, CriteriaVersion.slug == slug)
    )


def by_id(version_id: int) -> CriteriaVersion | None:
    """A version by its number."""
    return db.session.get(CriteriaVersion, version_id)


def published(found: CriteriaSet) -> list[CriteriaVersion]:
    """What readers see of a set, the newest first: by the day it holds from, then as it came.

    A version whose day is not known stands where its document was issued.
    """
    shown = [each for each in found.versions if each.state == "published"]
    return sorted(shown, key=lambda v: (v.in_force or _issued(v), v.id), reverse=True)


def _issued(row: CriteriaVersion) -> dt.date:
    document = row.read.document
    try:
        return PartialDate.from_iso(document.issued).earliest if document else dt.date.min
    except ValueError:
        return dt.date.min


def in_force(found: CriteriaSet, on: dt.date | None = None) -> CriteriaVersion | None:
    """The version that holds on a Vietnamese day: the newest that has begun and is not over.

    A version without a day begins where its document was issued, and has always begun where that
    is not known either. None where every one is over or still to come.
    """
    day = on or calendar.today()
    holding = (
        each
        for each in published(found)
        if (each.in_force or _issued(each)) <= day and (each.over is None or day < each.over)
    )
    return next(holding, None)


def shipped(sha256: str) -> CriteriaVersion | None:
    """The version that came from a shipped text of a hash, if it was loaded once."""
    query = sa.select(CriteriaVersion).where(CriteriaVersion.shipped_sha256 == sha256)
    return db.session.scalar(query.limit(1))


def withdrawn_paths() -> list[str]:
    """The addresses of versions that readers saw once and that were taken from them."""
    query = sa.select(CriteriaVersion).where(CriteriaVersion.state == "withdrawn")
    return [each.path for each in db.session.scalars(query.order_by(CriteriaVersion.id))]


def supplement(version_id: int, slug: str) -> CriteriaSupplement | None:
    """A supplement of a version by its name, in whatever state."""
    query = sa.select(CriteriaSupplement).where(
        CriteriaSupplement.version_id == version_id, CriteriaSupplement.slug == slug
    )
    return db.session.scalar(query)


def supplements(found: CriteriaVersion, on: dt.date | None = None) -> list[CriteriaSupplement]:
    """What places lay over a version on a Vietnamese day, published and in force, by place."""
    day = on or calendar.today()
    holding = [
        each
        for each in found.supplements
        if each.state == "published"
        and (each.in_force is None or each.in_force <= day)
        and (each.over is None or day < each.over)
    ]
    return sorted(holding, key=lambda each: (each.place.slug, each.slug))
