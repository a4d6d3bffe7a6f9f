"""Chủ đề: added, put in order, renamed, merged with another one, dropped when nothing is in it."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from admin.cookies import DESK
from admin.moving import moved
from admin.room import Room, expose, me, say
from content import changes
from content.errors import HubError
from content.publishing import desk_queries, topic_queries
from content.publishing.commands import topics
from content.publishing.models import Topic

_TOPIC = "/<int(max=2147483647):topic_id>/"


class Topics(Room):
    """The list of topics in their order, and a page for each."""

    right = "topics"

    @expose("/", ("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Add a topic (`name`)."""
        fault, typed = "", ""
        if request.method == "POST":
            typed = request.form.get("name", "")[:300]
            try:
                _add(typed)
                return redirect(url_for("chu_de.index"))
            except HubError as refused:
                fault = refused.message
        return _list(self, fault=fault, typed=typed)

    @expose("/thu-tu/", ("POST",))
    def arrange(self) -> ResponseReturnValue:
        """Save the order of the sent list; a button that moves a line only shows it moved."""
        order = _sent_order()
        told = moved(order, "topic")
        if told is not None:
            return _list(self, order=told.lines, moved=told.sentence)
        try:
            topics.arrange(order, seen=_numbers("seen"), actor_id=me().id)
        except HubError as refused:
            return _list(self, order=order, fault=refused.message)
        say("Đã lưu thứ tự các chủ đề.")
        return redirect(url_for("chu_de.index"))

    @expose("/theo-van/", ("POST",))
    def by_alphabet(self) -> ResponseReturnValue:
        """Give the order up: by the alphabet again."""
        topics.arrange([], actor_id=me().id)
        say("Các chủ đề xếp theo vần.")
        return redirect(url_for("chu_de.index"))

    @expose(_TOPIC, ("GET", "POST"))
    def topic(self, topic_id: int) -> ResponseReturnValue:
        """One topic: its name, address and what readers are told."""
        topic = _known(topic_id)
        fault = ""
        if request.method == "POST":
            try:
                _change(topic)
                return redirect(url_for("chu_de.topic", topic_id=topic_id))
            except HubError as refused:
                fault = refused.message
        return _page(self, _known(topic_id), fault)

    @expose(f"{_TOPIC}gop/", ("GET", "POST"))
    def merge(self, topic_id: int) -> ResponseReturnValue:
        """Ask, then move everything of a topic to another one (`into`)."""
        topic = _known(topic_id)
        chosen = request.values.get("into", "")
        into = desk_queries.topic_by_id(int(chosen)) if _is_number(chosen) else None
        if into is None or into.id == topic.id:
            return _page(self, topic, "Hãy chọn chủ đề để gộp vào.")
        if request.method == "POST":
            try:
                topics.merge(topic.id, into.id, actor_id=me().id)
                say(f"Đã gộp vào “{into.name}”; địa chỉ cũ dẫn tới chủ đề này.")
                return redirect(url_for("chu_de.topic", topic_id=into.id))
            except HubError as refused:
                return _page(self, topic, refused.message)
        page: str = self.render(
            "desk/rooms/topic_merge.html",
            topic=topic,
            into=into,
            count=len(topics.carriers(topic)),
            both=topic_queries.shared(topic, into),
        )
        return page

    @expose(f"{_TOPIC}xoa/", ("POST",))
    def drop(self, topic_id: int) -> ResponseReturnValue:
        """Drop a topic that nothing carries."""
        try:
            name = topics.drop(topic_id, actor_id=me().id)
        except HubError as refused:
            say(refused.message, "bad")
            return redirect(url_for("chu_de.topic", topic_id=topic_id))
        say(f"Đã xóa chủ đề “{name}”.")
        return redirect(url_for("chu_de.index"))


def room() -> Topics:
    """The topics at /quan-tri/chu-de/."""
    return Topics("Chủ đề", "chu_de", f"{DESK}/chu-de", "list")


def _list(
    room: Room, *, order: list[int] | None = None, fault: str = "", typed: str = "", moved: str = ""
) -> ResponseReturnValue:
    """The list as it is, or in an order that is not saved yet."""
    every = desk_queries.every_topic()
    known = {topic.id: topic for topic in every}
    shown = [known[number] for number in order if number in known] if order else []
    shown += [topic for topic in every if topic not in shown]
    page: str = room.render(
        "desk/rooms/topics.html",
        topics=shown,
        counts=topic_queries.counts(),
        seen=" ".join(str(topic.id) for topic in every if topic.position),
        arranged=any(topic.position for topic in every),
        unsaved=order is not None,
        moved=moved,
        fault=fault,
        typed=typed,
    )
    return page, 400 if fault else 200


def _page(room: Room, topic: Topic, fault: str = "") -> ResponseReturnValue:
    sent = request.form if request.method == "POST" and fault else {}
    page: str = room.render(
        "desk/rooms/topic.html",
        topic=topic,
        name=sent.get("name", topic.name),
        slug=sent.get("slug", topic.slug),
        description=sent.get("description", topic.description),
        others=[other for other in desk_queries.every_topic() if other.id != topic.id],
        count=len(topics.carriers(topic)),
        former=topic_queries.former(topic),
        most=topics.MOST_DESCRIPTION,
        fault=fault,
    )
    return page, 400 if fault else 200


def _add(name: str) -> None:
    before = changes.newest()
    topic = topics.ensure_topic(name, actor_id=me().id)
    if changes.newest() > before:
        say(f"Đã thêm chủ đề “{topic.name}”.")
    else:
        say(f"Chủ đề “{topic.name}” đã có từ trước.")


def _change(topic: Topic) -> None:
    old, seen = topic.slug, request.form.get("version", "")
    changed = topics.change(
        topic.id,
        name=request.form.get("name", "")[:300],
        slug=request.form.get("slug", "")[:300],
        description=request.form.get("description", "")[:5000],
        seen_version=int(seen) if _is_number(seen) else 0,
        actor_id=me().id,
    )
    more = " Địa chỉ cũ dẫn tới địa chỉ mới." if changed.slug != old else ""
    say(f"Đã lưu chủ đề “{changed.name}”.{more}")


def _known(topic_id: int) -> Topic:
    topic = desk_queries.topic_by_id(topic_id)
    if topic is None:
        raise NotFound()
    return topic


def _numbers(name: str) -> list[int]:
    return [int(word) for word in request.form.get(name, "").split()[:2000] if _is_number(word)]


def _sent_order() -> list[int]:
    """The numbers of the sent lines, in the order of their places."""
    numbers = request.form.getlist("topic")[:2000]
    places = request.form.getlist("topic_position")
    lines = [
        (int(place) if _is_number(place) else at, int(number))
        for at, (number, place) in enumerate(zip(numbers, places, strict=False), start=1)
        if _is_number(number)
    ]
    return [number for _place, number in sorted(lines, key=lambda line: line[0])]


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 10
