"""Which template a paper is made of: the office's own, else the one that came with the hub."""

from __future__ import annotations

import sqlalchemy as sa

from content.database import db
from content.recognition.papers import kinds
from content.recognition.papers.models import PaperTemplate


def own(kind: str) -> PaperTemplate | None:
    """The office's own template of a kind."""
    return db.session.scalar(sa.select(PaperTemplate).where(PaperTemplate.kind == kind))


def template_of(kind: str) -> bytes:
    """The template in use."""
    row = own(kind)
    return kinds.shipped(kind) if row is None else row.data
