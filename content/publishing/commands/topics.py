"""Topics: found by what people call them, made when new, renamed without losing their address."""

from __future__ import annotations

import sqlalchemy as sa

from content import changes, trail
from content.database import db
from content.errors import BadInput
from content.publishing import checks
from content.publishing.commands.transactions import one_commit
from content.publishing.models import Item, Topic, item_topic
from content.vietnamese import slugify


def ensure_topic(name: str, *, actor_id: int | None = None) -> Topic:
    """The topic of a name or slug, made when there is none; commits."""
    with one_commit():
        topic, _ = find_or_make(name, actor_id=actor_id)
    return topic


def find_or_make(name: str, *, actor_id: int | None = None) -> tuple[Topic, bool]:
    """The topic of a name or slug and whether it is new, in the running transaction."""
    name = checks.line(name)
    checks.check_topic_name(name)
    topic = find(name)
    if topic is not None:
        return topic, False
    return _make(slugify(name), name, actor_id), True


def record(slug: str, name: str, *, actor_id: int | None = None) -> bool:
    """Make the topic of a slug carry this name; commits. Whether anything changed."""
    name, address = checks.line(name), slugify(slug)
    checks.check_topic_name(name)
    if not address:
        raise BadInput(f"Địa chỉ chủ đề “{slug}” không có chữ nào; hãy ghi lại.")
    topic = db.session.scalar(sa.select(Topic).where(Topic.slug == address))
    if topic is not None and topic.name == name:
        return False
    with one_commit():
        if topic is None:
            _make(address, name, actor_id)
        else:
            _rename(topic, name, actor_id)
    return True


def rename(topic_id: int, name: str, *, actor_id: int | None = None) -> Topic:
    """Give a topic another name; its address stays, so that links to it live on. Commits."""
    name = checks.line(name)
    checks.check_topic_name(name)
    topic = db.session.get(Topic, topic_id)
    if topic is None:
        raise BadInput("Chủ đề này không còn; hãy tải lại trang.")
    other = db.session.scalar(sa.select(Topic).where(Topic.name == name, Topic.id != topic_id))
    if other is not None:
        raise BadInput(f"Đã có chủ đề “{name}”; hãy gộp vào chủ đề đó.")
    with one_commit():
        _rename(topic, name, actor_id)
    return topic


def merge(topic_id: int, into_id: int, *, actor_id: int | None = None) -> Topic:
    """Move every item of a topic to another one and remove the emptied topic; commits."""
    topic, into = db.session.get(Topic, topic_id), db.session.get(Topic, into_id)
    if topic is None or into is None or topic is into:
        raise BadInput("Hãy chọn hai chủ đề khác nhau để gộp.")
    with one_commit():
        _note_items(topic)
        for item in db.session.scalars(
            sa.select(Item).where(Item.topics.any(Topic.id == topic.id))
        ):
            item.topics = [t for t in item.topics if t not in (topic, into)] + [into]
        detail = {"slug": topic.slug, "into": into.slug}
        trail.write("topic.merged", "topic", topic.id, actor_id=actor_id, detail=detail)
        db.session.flush()
        db.session.delete(topic)
    return into


def find(name: str) -> Topic | None:
    """The topic of a slug or name, as people write it; None when there is none."""
    by_slug = db.session.scalar(sa.select(Topic).where(Topic.slug == name))
    by_name = by_slug or db.session.scalar(sa.select(Topic).where(Topic.name == name).limit(1))
    return by_name or db.session.scalar(sa.select(Topic).where(Topic.slug == slugify(name)))


def _make(slug: str, name: str, actor_id: int | None) -> Topic:
    topic = Topic(slug=slug, name=name)
    db.session.add(topic)
    db.session.flush()
    trail.write("topic.made", "topic", topic.id, actor_id=actor_id, detail={"slug": slug})
    return topic


def _rename(topic: Topic, name: str, actor_id: int | None) -> None:
    detail = {"from": topic.name, "to": name}
    topic.name = name
    db.session.flush()
    trail.write("topic.renamed", "topic", topic.id, actor_id=actor_id, detail=detail)
    _note_items(topic)


def _note_items(topic: Topic) -> None:
    """Pages and index entries of its items name the topic, so they are to be made anew."""
    query = (
        sa.select(Item.id, Item.version)
        .join(item_topic, item_topic.c.item_id == Item.id)
        .where(item_topic.c.topic_id == topic.id)
    )
    rows = db.session.execute(query).all()
    changes.note_many(("item", item_id, version, "changed") for item_id, version in rows)
