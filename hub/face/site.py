"""The site as every page sees it: its name, who answers, logo, menu; read once a request."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, NamedTuple

from flask import current_app, has_request_context, request
from sqlalchemy.exc import SQLAlchemyError

from content.database import db
from content.identity import queries
from content.identity.fields import Block, Officer, SiteFields
from hub.face.destinations import KIND_OF, open_ones

LOGO = "/bieu-trung/"  # before the first 16 digits of its hash, and .png
_USED = "hub.site"  # of the request's environment


class Entry(NamedTuple):
    """A line of the menu. kind: of the section it leads to, "contact", or "" for anything else."""

    kind: str
    path: str
    title: str
    icon: str


class Phone(NamedTuple):
    """A telephone number as it is written, and as a telephone dials it."""

    shown: str
    dialled: str


class SiteView:
    """The identity in force under the names that templates use, beside the address of the site."""

    def __init__(self, fields: SiteFields, site_url: str) -> None:
        self.fields = fields
        self.site_url = site_url
        self.site_name = fields.name
        self.site_place = fields.place
        self.organisation = fields.organisation
        self.contact_address = fields.address
        self.contact_phone = fields.phone
        self.contact_email = fields.email
        self.hours = fields.hours
        self.footer = fields.footer
        self.logo = f"{LOGO}{fields.logo[:16]}.png" if fields.logo else ""

    def __repr__(self) -> str:
        """All that a page may show of it: packages that carry these words are made anew by it."""
        return f"SiteView({self.site_url!r}, {self.fields!r})"

    @property
    def officers(self) -> tuple[Officer, ...]:
        """The official contact persons."""
        return self.fields.officers

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the home page, as they were written."""
        return self.fields.blocks

    @property
    def has_contacts(self) -> bool:
        """Whether anybody can be reached by what was entered."""
        return bool(
            self.contact_address or self.contact_phone or self.contact_email or self.officers
        )

    @cached_property
    def menu(self) -> list[Entry]:
        """The entries that lead somewhere now."""
        known = open_ones(entry.path for entry in self.fields.menu)
        return [
            Entry(_kind_of(entry.path), entry.path, entry.title, entry.icon or "arrow")
            for entry in self.fields.menu
            if entry.path in known
        ]


def phones(text: str) -> list[Phone]:
    """The numbers of a line, each ready to be dialled."""
    found = [part.strip() for part in re.split("[;,]", text) if part.strip()]
    return [Phone(shown, re.sub(r"[^\d+]", "", shown)) for shown in found]


def current() -> SiteView:
    """The site of this request. Without a request it is read anew each time.

    Where the database cannot be read the settings speak, so that the page which says so has a
    name.
    """
    if not has_request_context():
        return _read()
    found: SiteView | None = request.environ.get(_USED)
    if found is None:
        found = request.environ[_USED] = _read()
    return found


def menu() -> list[Entry]:
    """The menu of this request, for templates."""
    return current().menu


def of_settings() -> SiteFields:
    """What the settings say of the site."""
    settings: Any = current_app.extensions["hub_settings"]
    # The desk is tested without the whole of the settings.
    return SiteFields(
        name=settings.site_name,
        place=settings.site_place,
        organisation=getattr(settings, "organisation", ""),
        address=getattr(settings, "contact_address", ""),
        phone=getattr(settings, "contact_phone", ""),
        email=getattr(settings, "contact_email", ""),
    )


def _read() -> SiteView:
    settings: Any = current_app.extensions["hub_settings"]
    said = of_settings()
    try:
        fields = queries.current(said)
    except SQLAlchemyError:
        db.session.rollback()
        fields = said
    return SiteView(fields, settings.site_url)


def _kind_of(path: str) -> str:
    if path == "/lien-he/":
        return "contact"
    parts = path.strip("/").split("/")
    return KIND_OF.get(parts[0], "") if len(parts) == 1 else ""
