"""What is known of the recognised pages of a file."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from content.database import db
from content.files import StoredFile
from content.scans import judging
from content.scans.models import RecognisedPage
from content.scans.page_text import PageText


def pages_of(sha256: str) -> list[PageText]:
    """The recognised pages of a file, in their order; empty when none is."""
    query = sa.select(RecognisedPage).join(RecognisedPage.file)
    query = query.where(StoredFile.sha256 == sha256).order_by(RecognisedPage.number)
    return [row.page for row in db.session.scalars(query)]


def recognised(sha256s: Collection[str]) -> set[str]:
    """Those of some files of which at least one page was recognised."""
    query = sa.select(StoredFile.sha256).join(
        RecognisedPage, RecognisedPage.file_id == StoredFile.id
    )
    return set(db.session.scalars(query.where(StoredFile.sha256.in_(sha256s)).distinct()))


def confidence_of(sha256: str) -> float | None:
    """The confidence over all letters of a file, 0–100; None when nothing of it was recognised."""
    return judging.confidence_of(pages_of(sha256))


def missing_pages(sha256: str, scanned: Sequence[int]) -> list[int]:
    """Which of the scanned pages were not recognised so far. A page that failed is not missing."""
    numbers = sa.select(RecognisedPage.number).join(RecognisedPage.file)
    done = set(db.session.scalars(numbers.where(StoredFile.sha256 == sha256)))
    return [number for number in scanned if number not in done]
