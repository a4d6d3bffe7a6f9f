"""What the search box of the desk finds for an account, group by group, within its rights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa
from flask import current_app, url_for
from sqlalchemy import ColumnElement

from admin import item_questions, rights
from admin.desk_menu import menu
from admin.help import pages as help_pages
from admin.site_steps import STEPS
from content import places
from content.database import db
from content.people import Person
from content.publishing import desk_queries, desk_search, visibility
from content.publishing.models import SECTIONS, STATES, Item
from content.publishing.title_queries import folded, score, words_of

MOST_SUGGESTED, MOST_SHOWN = 4, 20


class Hit(NamedTuple):
    """One thing: its title, where it leads, a line under it, its mark."""

    title: str
    url: str
    line: str = ""
    icon: str = "document"


class Destination(NamedTuple):
    """A page of the readers' site. url: its address there; state: why readers do not see it yet."""

    title: str
    url: str
    kind: str
    state: str = ""


class Group(NamedTuple):
    """Things of one kind; more: the address of all of them, where there are more than shown."""

    title: str
    hits: list[Hit]
    total: int = 0
    more: str = ""


def found(text: str, person: Person, most: int) -> list[Group]:
    """Everything that holds all words of a text; groups with nothing are left out."""
    if not words_of(text):
        return []
    makers = (_items, _rooms, _help, _files, _topics, _places, _people)
    groups = (make(text, person, most) for make in makers)
    return [group for group in groups if group.hits]


def destinations(text: str, person: Person, most: int) -> list[Destination]:
    """Pages of the readers' site to lead to: its rooms, items, then lists of a topic.

    What readers see is everybody's to link to, whatever the limits of the account; of what they do
    not see yet, an account finds what it may see itself.
    """
    words = words_of(text)
    rooms = [
        Destination(title, path, "Mục")
        for path, title in _READERS_ROOMS
        if words and score(words, folded(title))
    ]
    own = sa.and_(sa.true(), *own_or_within(person))
    items, _total = desk_search.items(text, most, (sa.or_(visibility.visible(), own),))
    pages = sorted(map(_of_page, items), key=lambda page: page.state != "")
    chosen, _count = desk_search.topics(text, most)
    topics = [
        Destination(
            f"{SECTIONS[kind][1]}: {topic.name}",
            f"/{SECTIONS[kind][0]}/chu-de/{topic.slug}/",
            "Danh sách theo chủ đề",
        )
        for topic in chosen
        for kind in ("news", "guidance")
    ]
    return [*rooms, *pages, *topics][:most]


def _of_page(item: Item) -> Destination:
    state = "" if visibility.is_visible(item) else f"{STATES[item.state].lower()}, chưa ai mở được"
    return Destination(item.title, item.path, SECTIONS[item.kind][1], state)


def _items(text: str, person: Person, most: int) -> Group:
    scope = own_or_within(person)
    rows, total = desk_search.items(text, most, scope)
    hits = [
        Hit(item.title, url_for("soan_bai.edit", item_id=item.id), _of_item(item)) for item in rows
    ]
    return Group("Bài", hits, total, url_for("noi_dung.index", q=text))


def own_or_within(person: Person) -> tuple[ColumnElement[bool], ...]:
    """What lists ask for an account: its limits, and only its own where it may see no other's."""
    within = rights.within(person)
    return within if person.may("edit_all") else (*within, Item.created_by_id == person.id)


def _of_item(item: Item) -> str:
    state = STATES[desk_queries.state_of(item)]
    place = f" · {item.place.full_name}" if item.place else ""
    return f"{SECTIONS[item.kind][1]} · {state}{place}"


def _rooms(text: str, person: Person, most: int) -> Group:
    """Rooms and settings by name; only those that the account may open."""
    words = words_of(text)
    known = [*_menu(), *_steps(person)]
    scored = [(score(words, folded(hit.title) + folded(hit.line)), hit) for hit in known]
    hits = [hit for points, hit in sorted(scored, key=lambda pair: -pair[0]) if points]
    return Group("Chỗ làm việc", hits[:most], len(hits))


def _menu() -> Iterable[Hit]:
    for entry in menu(current_app._get_current_object()):  # type: ignore[attr-defined]
        yield Hit(entry["title"], entry["url"], "", entry["icon"])


def _steps(person: Person) -> Iterable[Hit]:
    if person.may("settings"):
        for step in STEPS:
            url = url_for("trang_cua_minh.step", step=step.slug)
            yield Hit(step.title, url, f"Trang của chúng tôi: {step.line}", "settings")


def _help(text: str, person: Person, most: int) -> Group:
    """Pages of help by their title, or by what a step is called."""
    words = words_of(text)
    scored = [
        (score(words, folded(page.title)) * 2 + max(score(words, folded(n)) for n in names), page)
        for page in help_pages.every_page()
        if person.may(page.right)
        for names in [[page.line, *(section.title for section in page.sections)]]
    ]
    best = [page for points, page in sorted(scored, key=lambda pair: -pair[0]) if points]
    hits = [
        Hit(page.title, url_for("huong_dan.page", slug=page.slug), page.line, "book")
        for page in best[:most]
    ]
    return Group("Hướng dẫn", hits, len(best), url_for("huong_dan.index"))


def _files(text: str, person: Person, most: int) -> Group:
    rows, total = desk_search.files(text, most, own_or_within(person))
    hits = [
        Hit(
            file.title or file.file_name,
            url_for("soan_bai.edit", item_id=file.item_id),
            f"Tệp trong bài: {file.item.title}",
            "clip",
        )
        for file in rows
    ]
    return Group("Tệp", hits, total)


def _topics(text: str, person: Person, most: int) -> Group:
    rows, total = desk_search.topics(text, most)
    hits = []
    for topic in rows:
        url = item_questions.address({"chu-de": topic.slug})
        if person.may("topics"):
            url = url_for("chu_de.topic", topic_id=topic.id)
        hits.append(Hit(topic.name, url, "Chủ đề", "list"))
    return Group("Chủ đề", hits, total)


def _places(text: str, person: Person, most: int) -> Group:
    scope = rights.scope_of(person)
    ids = scope.place_ids if scope.place_id is not None else None
    rows = desk_search.places_named(text, most, ids)
    hits = [
        Hit(place.name, _place_url(place, person), place.parent.full_name if place.parent else "",
            "pin")
        for place in rows
    ]  # fmt: skip
    return Group("Địa bàn", hits, len(hits))


def _place_url(place: places.Place, person: Person) -> str:
    if person.may("places"):
        return url_for("dia_ban.index", q=place.title)
    return url_for("noi_dung.index", noi=place.slug)


def _people(text: str, person: Person, most: int) -> Group:
    if not person.may("people"):
        return Group("Tài khoản", [])
    words = words_of(text)
    scored = [
        (score(words, folded(f"{one.name} {one.email}")), one)
        for one in db.session.scalars(db.select(Person))
    ]
    rows = [one for points, one in sorted(scored, key=lambda pair: -pair[0]) if points]
    hits = [
        Hit(one.shown_name, url_for("nguoi_dung.person", person_id=one.id), one.email, "person")
        for one in rows[:most]
    ]
    return Group("Tài khoản", hits, len(rows))


_READERS_ROOMS = (
    *((f"/{section}/", title) for section, title in SECTIONS.values() if section),
    ("/", "Trang chủ"),
    ("/lich/", "Lịch hạn nộp và sự kiện"),
    ("/tim-kiem/", "Tìm kiếm"),
    ("/lien-he/", "Liên hệ"),
)
