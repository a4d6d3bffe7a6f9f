"""What a site is before anybody said anything: the menu and home page of the starter."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from content.identity import checks, portable
from content.identity.fields import SiteFields


@cache
def starter() -> SiteFields:
    """The starter's site.toml. A hub that is older than it has no row, and reads it from here."""
    text = resources.files("content.starter").joinpath("site.toml").read_text("utf-8")
    fields, _logo = portable.read(tomllib.loads(text), SiteFields())
    return checks.checked(fields)
