"""Old addresses beside those that items leave: written down by hand or from a list, and of topics.

An old address of an item is a `Redirect`, which follows the item wherever it goes.
"""

from __future__ import annotations

from typing import ClassVar

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import EditedRow, Row
from content.publishing.models import Topic


class OldAddress(EditedRow):
    """An address of an earlier site that leads to a page which is no item, or to another site.

    target: a path of this site, with what follows it, or a whole https address.
    """

    __tablename__ = "old_address"
    __change_kind__: ClassVar[str] = "old_address"

    old_path: orm.Mapped[str] = orm.mapped_column(sa.String(200), unique=True)
    target: orm.Mapped[str] = orm.mapped_column(sa.String(500))


class FormerTopic(Row):
    """A word that once stood for a topic in addresses: of its own, or of one that went into it."""

    __tablename__ = "former_topic"
    __change_kind__: ClassVar[str] = "former_topic"

    slug: orm.Mapped[str] = orm.mapped_column(sa.String(80), unique=True)
    topic_id: orm.Mapped[int] = orm.mapped_column(sa.ForeignKey("topic.id"), index=True)

    topic: orm.Mapped[Topic] = orm.relationship()
