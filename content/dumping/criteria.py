"""Criteria sets in a dump: each version as the TOML that an office may hand on, and a register.

Who held a version against the official text stays out, as all accounts do: the two pairs of eyes
are of one office, and another one that loads the dump looks for itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from content.criteria import queries
from content.criteria.models import CriteriaSupplement, CriteriaVersion

NAME = "criteria.toml"
FOLDER = "tieu-chi"


def tables(keep: Callable[[str, str], None]) -> dict[str, list[dict[str, Any]]]:
    """The register; nothing where there are no sets. keep: writes a text under its path."""
    sets = queries.every_set()
    if not sets:
        return {}
    versions = [version for each in sets for version in each.versions]
    found = {
        "set": [_filled(slug=s.slug, title=s.title, position=s.position) for s in sets],
        "version": [_version(version, keep) for version in versions],
        "supplement": [_supplement(each, keep) for v in versions for each in v.supplements],
    }
    return {name: entries for name, entries in found.items() if entries}


def _version(row: CriteriaVersion, keep: Callable[[str, str], None]) -> dict[str, Any]:
    path = f"{FOLDER}/{row.set.slug}/{row.slug}.toml"
    keep(path, row.content)
    return _filled(
        file=path,
        state=row.state,
        published_at=row.published_at,
        shipped_sha256=row.shipped_sha256,
    )


def _supplement(row: CriteriaSupplement, keep: Callable[[str, str], None]) -> dict[str, Any]:
    base = row.over_version
    path = f"{FOLDER}/{base.set.slug}/{base.slug}/{row.slug}.toml"
    keep(path, row.content)
    return _filled(file=path, state=row.state, published_at=row.published_at)


def _filled(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", 0)}
