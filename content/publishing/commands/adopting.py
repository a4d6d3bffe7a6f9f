"""Adopting: each kept file gets its place in the library, whatever door it came through."""

from __future__ import annotations

import sqlalchemy as sa

from content.database import db
from content.files import StoredFile
from content.publishing.media_assets import MediaAsset, MediaContent, key_of


def asset_of(file: StoredFile) -> MediaAsset | None:
    """The asset that has or once had a content."""
    query = sa.select(MediaAsset).join(MediaContent).where(MediaContent.file_id == file.id)
    return db.session.scalar(query)


def adopt(file: StoredFile, file_name: str, *, actor_id: int | None = None) -> MediaAsset:
    """The asset of a content, made where there is none, in the running transaction."""
    known = asset_of(file)
    if known is not None:
        return known
    asset = MediaAsset(
        key=key_of(file.sha256),
        file=file,
        file_name=file_name,
        added_by_id=actor_id,
        contents=[MediaContent(file=file, by_id=actor_id)],
    )
    db.session.add(asset)
    db.session.flush()
    return asset
