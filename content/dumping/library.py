"""The library in a dump: each file under its key, with what is said of it, as `media.toml`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from content import files
from content.database import db
from content.publishing.media_assets import MediaAsset

NAME = "media.toml"


def tables(keep: Callable[[str, str], str], *, earlier: bool) -> list[dict[str, Any]]:
    """One table for each file, by key. keep: writes a content and gives its path in the dump.

    earlier: also the contents that were replaced; they were often taken down for a reason. A file
    that is gone from the disk, and shown nowhere, is left out.
    """
    query = sa.select(MediaAsset).order_by(MediaAsset.key)
    return [
        _table(asset, keep, earlier)
        for asset in db.session.scalars(query)
        if files.path_of(asset.file.sha256).exists()
    ]


def _table(asset: MediaAsset, keep: Callable[[str, str], str], earlier: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "key": asset.key,
        "file": keep(asset.file.sha256, asset.file_name),
        "title": asset.title,
        "alt": asset.alt,
        "credit": asset.credit,
        "licence": asset.licence,
        "topics": [topic.slug for topic in asset.topics],
        "earlier": [
            keep(content.file.sha256, asset.file_name)
            for content in reversed(asset.contents)
            if earlier
            and content.file_id != asset.file_id
            and files.path_of(content.file.sha256).exists()
        ],
    }
    return {key: value for key, value in entry.items() if value not in ("", [])}
