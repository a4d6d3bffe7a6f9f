"""Topics: found by what people call them, made when new, renamed and merged; addresses live on."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm.exc import StaleDataError

from content import changes, trail
from content.database import db
from content.errors import BadInput
from content.publishing import checks
from content.publishing.media_assets import MediaAsset
from content.publishing.models import Item, Revision, Topic, item_topic
from content.publishing.old_addresses import FormerTopic
from content.transactions import one_commit
from content.vietnamese import slugify

MOST_DESCRIPTION = 600
_CHANGED = "Có người vừa sửa chủ đề này; chữ bạn gõ còn đây, xem lại rồi lưu lần nữa."


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


def record(
    slug: str,
    name: str,
    *,
    description: str = "",
    position: int = 0,
    former: tuple[str, ...] = (),
    actor_id: int | None = None,
) -> bool:
    """Make the topic of a slug carry these values, as a register has them; commits.

    former: slugs that it had before. Whether anything changed.
    """
    name, address = checks.line(name), slugify(slug)
    checks.check_topic_name(name)
    if not address:
        raise BadInput(f"Địa chỉ chủ đề “{slug}” không có chữ nào; hãy ghi lại.")
    description = _described(description)
    topic = db.session.scalar(sa.select(Topic).where(Topic.slug == address))
    wanted = {slugify(word) for word in former} - {"", address}
    known = _former_of(topic) if topic is not None else set()
    values = (name, description, position)
    same = topic is not None and (topic.name, topic.description, topic.position) == values
    if same and wanted <= known:
        return False
    with one_commit():
        if topic is None:
            topic = _make(address, name, actor_id)
        elif topic.name != name:
            _rename(topic, name, actor_id)
        topic.description, topic.position = description, position
        for word in sorted(wanted - known):
            _lead_from(word, topic)
    return True


def rename(topic_id: int, name: str, *, actor_id: int | None = None) -> Topic:
    """Give a topic another name; its address stays, so that links to it live on. Commits."""
    topic = _known(topic_id)
    return change(
        topic_id,
        name=name,
        slug=topic.slug,
        description=topic.description,
        seen_version=topic.version,
        actor_id=actor_id,
    )


def change(
    topic_id: int,
    *,
    name: str,
    slug: str,
    description: str,
    seen_version: int,
    actor_id: int | None = None,
) -> Topic:
    """Change what a topic is called, its address and what readers are told of it; commits.

    The address that it leaves leads on for ever. BadInput when somebody else changed it meanwhile.
    """
    topic = _known(topic_id)
    name, address = checks.line(name), slugify(slug or name)
    checks.check_topic_name(name)
    if not address:
        raise BadInput("Địa chỉ chủ đề không có chữ nào; hãy ghi lại, ví dụ “cong-dan-hoc-tap”.")
    description = _described(description)
    _refuse_taken(topic, name, address)
    if topic.version != seen_version:
        raise BadInput(_CHANGED)
    try:
        with one_commit():
            if topic.name != name:
                _rename(topic, name, actor_id)
            if topic.slug != address:
                _readdress(topic, address, actor_id)
            if topic.description != description:
                topic.description = description
                trail.write("topic.changed", "topic", topic.id, actor_id=actor_id)
    except StaleDataError:
        raise BadInput(_CHANGED) from None
    return topic


def merge(topic_id: int, into_id: int, *, actor_id: int | None = None) -> Topic:
    """Move every item of a topic to another one and remove the emptied topic; commits.

    Its address, and those it had before, lead to the other one from now on.
    """
    topic, into = db.session.get(Topic, topic_id), db.session.get(Topic, into_id)
    if topic is None or into is None or topic is into:
        raise BadInput("Hãy chọn hai chủ đề khác nhau để gộp.")
    with one_commit():
        _note_items(topic)
        for item in db.session.scalars(
            sa.select(Item).where(Item.topics.any(Topic.id == topic.id))
        ):
            item.topics = [t for t in item.topics if t not in (topic, into)] + [into]
        for asset in _labelled(topic.id):
            asset.topics = [t for t in asset.topics if t not in (topic, into)] + [into]
        detail = {"slug": topic.slug, "into": into.slug}
        trail.write("topic.merged", "topic", topic.id, actor_id=actor_id, detail=detail)
        for row in _former_rows(topic.id):
            row.topic_id = into.id
        gone = topic.slug
        db.session.flush()
        db.session.delete(topic)
        db.session.flush()
        _lead_from(gone, into)
    return into


def arrange(
    topic_ids: list[int], *, seen: list[int] | None = None, actor_id: int | None = None
) -> None:
    """Put topics in this order; those not named come after them by the alphabet. Commits.

    seen: the order that the person had before them; BadInput when it is another one by now.
    """
    query = sa.select(Topic).where(Topic.position > 0).order_by(Topic.position, Topic.slug)
    now = [topic.id for topic in db.session.scalars(query)]
    if seen is not None and now != seen:
        raise BadInput(
            "Có người vừa xếp lại các chủ đề; thứ tự của bạn còn đây, xem lại rồi lưu lần nữa."
        )
    wanted = {topic_id: at for at, topic_id in enumerate(dict.fromkeys(topic_ids), start=1)}
    with one_commit():
        for topic in db.session.scalars(sa.select(Topic)):
            topic.position = wanted.get(topic.id, 0)
        if now != list(wanted):
            trail.write("topic.arranged", "topic", None, actor_id=actor_id)


def drop(topic_id: int, *, actor_id: int | None = None) -> str:
    """Remove a topic that no text carries, in whatever state; its name. Commits."""
    topic = _known(topic_id)
    if count := len(carriers(topic)):
        raise BadInput(f"Còn {count} bài mang chủ đề “{topic.name}”; hãy gộp vào chủ đề khác.")
    name = topic.name
    with one_commit():
        detail = {"slug": topic.slug}
        trail.write("topic.dropped", "topic", topic.id, actor_id=actor_id, detail=detail)
        for asset in _labelled(topic.id):  # a file only loses the label
            asset.topics = [t for t in asset.topics if t != topic]
        for row in _former_rows(topic.id):
            db.session.delete(row)
        db.session.flush()
        db.session.delete(topic)
    return name


def _labelled(topic_id: int) -> list[MediaAsset]:
    """The files of the library that bear a topic."""
    query = sa.select(MediaAsset).where(MediaAsset.topics.any(Topic.id == topic_id))
    return list(db.session.scalars(query))


def carriers(topic: Topic) -> set[int]:
    """The items that carry a topic: on their row, or in the edit that waits beside it."""
    on_row = sa.select(item_topic.c.item_id).where(item_topic.c.topic_id == topic.id)
    found = set(db.session.scalars(on_row))
    waiting = sa.select(Item.id, Revision.fields).join(
        Revision, Revision.id == Item.pending_revision_id
    )
    for item_id, fields in db.session.execute(waiting):
        if topic.slug in fields.get("topics", ()):
            found.add(item_id)
    return found


def find(name: str) -> Topic | None:
    """The topic of a slug or name, as people write it, also of a slug that it had before."""
    by_slug = db.session.scalar(sa.select(Topic).where(Topic.slug == name))
    by_name = by_slug or db.session.scalar(sa.select(Topic).where(Topic.name == name).limit(1))
    if by_name is not None:
        return by_name
    address = slugify(name)
    by_address = db.session.scalar(sa.select(Topic).where(Topic.slug == address))
    former = sa.select(Topic).join(FormerTopic).where(FormerTopic.slug == address)
    return by_address or db.session.scalar(former)


# ---- parts --------------------------------------------------------------------------------------


def _known(topic_id: int) -> Topic:
    topic = db.session.get(Topic, topic_id, populate_existing=True)
    if topic is None:
        raise BadInput("Chủ đề này không còn; hãy tải lại trang.")
    return topic


def _described(text: str) -> str:
    return checks.capped(checks.line(text), "Lời giới thiệu", MOST_DESCRIPTION)


def _refuse_taken(topic: Topic, name: str, address: str) -> None:
    same = sa.or_(Topic.name == name, Topic.slug == address)
    other = db.session.scalar(sa.select(Topic).where(same, Topic.id != topic.id).limit(1))
    if other is not None:
        raise BadInput(f"Đã có chủ đề “{other.name}”; hãy gộp vào chủ đề đó.")
    query = sa.select(Topic).join(FormerTopic).where(FormerTopic.slug == address)
    former = db.session.scalar(query.where(Topic.id != topic.id))
    if former is not None:
        raise BadInput(
            f"Địa chỉ “{address}” từng là của chủ đề “{former.name}” và còn dẫn tới đó; "
            "hãy chọn địa chỉ khác."
        )


def _make(slug: str, name: str, actor_id: int | None) -> Topic:
    topic = Topic(slug=slug, name=name)
    db.session.execute(sa.delete(FormerTopic).where(FormerTopic.slug == slug))
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


def _readdress(topic: Topic, address: str, actor_id: int | None) -> None:
    old, topic.slug = topic.slug, address
    db.session.flush()
    _lead_from(old, topic)
    detail = {"old": old, "slug": address}
    trail.write("topic.changed", "topic", topic.id, actor_id=actor_id, detail=detail)
    _note_items(topic)


def _lead_from(slug: str, topic: Topic) -> None:
    """From now on a slug means this topic; a live topic's own slug is never given away."""
    own = sa.select(Topic.id).where(Topic.slug == slug)
    if db.session.scalar(own) is None:
        row = db.session.scalar(sa.select(FormerTopic).where(FormerTopic.slug == slug))
        row = row or FormerTopic(slug=slug)
        row.topic_id = topic.id
        db.session.add(row)
    back = sa.select(FormerTopic).where(FormerTopic.slug == topic.slug)
    for taken_back in db.session.scalars(back):
        db.session.delete(taken_back)
    db.session.flush()


def _former_rows(topic_id: int) -> list[FormerTopic]:
    return list(db.session.scalars(sa.select(FormerTopic).where(FormerTopic.topic_id == topic_id)))


def _former_of(topic: Topic) -> set[str]:
    return {row.slug for row in _former_rows(topic.id)}


def _note_items(topic: Topic) -> None:
    """Pages and index entries of its items name the topic, so they are to be made anew."""
    query = (
        sa.select(Item.id, Item.version)
        .join(item_topic, item_topic.c.item_id == Item.id)
        .where(item_topic.c.topic_id == topic.id)
    )
    rows = db.session.execute(query).all()
    changes.note_many(("item", item_id, version, "changed") for item_id, version in rows)
