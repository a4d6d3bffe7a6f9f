"""Whose site this is now: the row once somebody saved it, what the settings say before that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from content import trail
from content.database import db
from content.files import StoredFile
from content.identity import defaults
from content.identity.fields import PARTS, SiteFields
from content.identity.models import Site

# There is one site; its number is fixed, so that two first saves cannot make two rows.
THE_ONE = 1
SAVED = "site.saved"


def row() -> Site | None:
    """The row, as the database has it now; None before anything was saved or loaded."""
    return db.session.get(Site, THE_ONE)


def current(settings: SiteFields) -> SiteFields:
    """The identity in force. settings: what the environment says, which holds until a name is
    saved; menu and home page come from the starter until the row has its own."""
    found = row()
    if found is None:
        return replace(defaults.starter(), **_said(settings))
    fields = fields_of(found)
    return fields if fields.name else replace(fields, **_said(settings))


def fields_of(found: Site) -> SiteFields:
    """The row as plain values."""
    return SiteFields.from_json(
        {
            "name": found.name,
            "place": found.place,
            "organisation": found.organisation,
            "logo": found.logo.sha256 if found.logo else "",
            "address": found.address,
            "phone": found.phone,
            "email": found.email,
            "hours": found.hours,
            "officers": found.officers,
            "footer": found.footer,
            "menu": found.menu,
            "blocks": found.blocks,
            "set_up": found.set_up,
        }
    )


def version() -> int:
    """The version to pass as `seen_version`; 0 before there is a row."""
    found = row()
    return 0 if found is None else found.version


def saved_parts() -> set[str]:
    """The parts of PARTS that somebody has saved at the desk."""
    acts = trail.of_subject("site", THE_ONE, limit=1000)
    return {str(a.detail.get("part")) for a in acts if a.action == SAVED} & set(PARTS)


def logo(sha_prefix: str) -> StoredFile | None:
    """The picture in force, when its hash begins with these 16 hex digits."""
    query = sa.select(StoredFile).join(Site, Site.logo_id == StoredFile.id)
    found = db.session.scalar(query)
    wanted = len(sha_prefix) == 16 and found is not None and found.sha256.startswith(sha_prefix)
    return found if wanted else None


def _said(settings: SiteFields) -> dict[str, Any]:
    names = (*PARTS["name"], "address", "phone", "email")
    return {name: getattr(settings, name) for name in names}
