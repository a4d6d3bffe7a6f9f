"""The rooms: all of them on one table, and every address that the static copy holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask

from content.publishing import queries
from content.publishing.models import Item
from hub.face import assets, face
from hub.public import (
    contact,
    criteria,
    deadlines,
    decisions,
    discovery,
    documents,
    events,
    feeds,
    files,
    home,
    items,
    lists,
    logo,
    media,
    name_rights,
    page_pictures,
    particulars,
    previews,
    register,
    register_feed,
    search,
    self_assessment,
    training,
)
from hub.public.addresses import Address, Route
from hub.public.library import room as library
from hub.public.oai import room as oai
from hub.public.sets import room as sets
from hub.public.targets import room as targets

# Rooms in the order of their rules; pages stand last, because "/<slug>/" takes what is left.
ROOMS = (
    home,
    feeds,
    discovery,
    search,
    files,
    logo,
    media,
    page_pictures,
    sets,
    previews,
    contact,
    self_assessment,
    criteria,
    register_feed,
    register,
    name_rights,
    decisions,
    events,
    targets,
    deadlines,
    library,
    oai,
    lists,
    documents,
    items,
)
# An editor puts a page into the foot by giving it this topic ("Về trang này").
FOOT_TOPIC, MOST_IN_FOOT = "ve-trang-nay", 8
_ASSETS = Route(assets.RULE, assets.ENDPOINT, assets.show)
ROUTES: tuple[Route, ...] = (_ASSETS, *(route for room in ROOMS for route in room.ROUTES))
# What only a server can answer: the exporter leads links there to the live site.
LIVE_ENDPOINTS = frozenset(route.endpoint for route in ROUTES if route.live)
LIVE_PREFIXES = tuple(route.rule.partition("<")[0] for route in ROUTES if route.live)


def install(app: Flask) -> None:
    """Register the face, every route, and what the layout asks of the rooms."""
    face.install(app)
    app.register_blueprint(Blueprint("rooms", __name__, template_folder="templates"))
    for route in ROUTES:
        app.add_url_rule(route.rule, route.endpoint, route.view, methods=list(route.methods))
    app.jinja_env.globals.update(
        foot_pages=foot_pages,
        path_of=documents.path_of,
        name_of=documents.name_of,
        validity_of=documents.validity_of,
        training_sheet=training.sheet_of,
        training_row=particulars.row_of,
        memberships_of=training.memberships_of,
        **events.WORDS,
        **register.WORDS,
        **deadlines.WORDS,
        pictures_of=page_pictures.of_attachment,
    )


def addresses() -> Iterator[Address]:
    """Every page that the static copy holds."""
    for name in assets.table():
        yield Address(f"/static/{name}")
    for room in ROOMS:
        yield from room.addresses()


def foot_pages() -> list[Item]:
    """The pages that the foot of each page names: those of its topic, else the newest five."""
    topic = queries.topic_by_slug(FOOT_TOPIC)
    found = queries.listing("page", per_page=MOST_IN_FOOT, topic=topic).items if topic else []
    pages: list[Any] = found or queries.newest(5, ["page"])
    return sorted(pages, key=lambda page: page.title)
