"""Rows of the templates that an office put in place of those that came with the hub."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow


class PaperTemplate(EditedRow):
    """A Word template of an office's own; `kind` of `kinds.KINDS`."""

    __tablename__ = "paper_template"

    kind: orm.Mapped[str] = orm.mapped_column(sa.String(40), unique=True)
    file_name: orm.Mapped[str] = orm.mapped_column(sa.String(200))
    data: orm.Mapped[bytes] = orm.mapped_column(sa.LargeBinary)
