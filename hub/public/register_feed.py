"""The feed of the register: decisions as they are announced, with counts and without names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from content.publishing import queries
from content.recognition import register_queries
from content.recognition.register_queries import Listed
from hub.face import site
from hub.face.decision_words import heading_of, name_of
from hub.face.words import number
from hub.public import feeds
from hub.public.addresses import Address, Route
from hub.public.feeds import NEWEST, Entry, legal
from hub.public.register import FEED, PATH, listed_titles


def show() -> ResponseReturnValue:
    """The decisions that were announced last."""
    site_url = site.current().site_url
    entries = [_entry(listed, site_url) for listed in register_queries.newest(NEWEST)]
    return feeds.feed(FEED, PATH, _("Sổ công nhận"), entries)


def _entry(listed: Listed, site_url: str) -> Entry:
    decision = listed.decision
    counted = "; ".join(f"{title.title}: {number(count)}" for title, count in listed.titles)
    told = decision.announced_at or decision.created_at
    return Entry(
        id=feeds.tag(site_url, told.date(), f"decision-{decision.id}"),
        title=legal(heading_of(decision, listed_titles(listed))),
        url=site_url + decision.path,
        summary=legal(f"{name_of(decision)}. {counted}."),
        published=told,
        updated=max(told, decision.updated_at),
        topics=[],
    )


def addresses() -> Iterator[Address]:
    """The one feed of this room."""
    yield Address(FEED, _changed())


def _changed() -> dt.datetime:
    return register_queries.last_change() or queries.last_change()


ROUTES = (Route(FEED, "register_feed", show),)
