"""Topics for the desk: how much each carries, and the words that led to it before."""

from __future__ import annotations

import sqlalchemy as sa

from content.database import db
from content.publishing.models import Topic, item_topic
from content.publishing.old_addresses import FormerTopic


def counts() -> dict[int, int]:
    """How many items, in whatever state, each topic has."""
    column = item_topic.c.topic_id
    query = sa.select(column, sa.func.count()).group_by(column)
    return {row[0]: row[1] for row in db.session.execute(query)}


def shared(one: Topic, other: Topic) -> int:
    """How many items carry both topics."""
    first, second = item_topic.alias(), item_topic.alias()
    query = (
        sa.select(sa.func.count())
        .select_from(first.join(second, first.c.item_id == second.c.item_id))
        .where(first.c.topic_id == one.id, second.c.topic_id == other.id)
    )
    return db.session.scalar(query) or 0


def former(topic: Topic) -> list[str]:
    """The slugs that led to a topic before, by the alphabet."""
    query = sa.select(FormerTopic.slug).where(FormerTopic.topic_id == topic.id)
    return sorted(db.session.scalars(query))
