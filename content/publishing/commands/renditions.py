"""Renditions of the library's pictures: made after they came, away from any request."""

from __future__ import annotations

import sqlalchemy as sa

from content import changes, files
from content.database import db
from content.files import StoredFile
from content.publishing import rendering_pictures
from content.publishing.media_assets import MediaAsset, Rendition
from content.publishing.models import Attachment, Item

TYPES = ("image/jpeg", "image/png", "image/webp", "image/gif")


def catch_up(most: int = 50) -> int:
    """Make the renditions that present pictures still lack, of at most `most`; how many it did.

    Each picture is a commit of its own, and no lock is held while it is drawn. One that cannot be
    read, or is gone from the disk, is not tried again.
    """
    done = 0
    for sha256 in _wanted(most):
        path = files.path_of(sha256)
        made = rendering_pictures.render(path) if path.exists() else rendering_pictures.Made(0, 0)
        if made is None:
            break  # no cage on this machine: pages show the pictures as they are
        _keep(sha256, made)
        done += 1
    return done


def _wanted(most: int) -> list[str]:
    query = (
        sa.select(StoredFile.sha256)
        .join(MediaAsset, MediaAsset.file_id == StoredFile.id)
        .where(
            StoredFile.media_type.in_(TYPES),
            StoredFile.id.not_in(
                sa.select(Rendition.file_id).where(Rendition.picture_id == Rendition.file_id)
            ),
        )
        .order_by(StoredFile.id.desc())
        .limit(most)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()  # nothing is held while pictures are drawn
    return found


def _keep(sha256: str, made: rendering_pictures.Made) -> None:
    row = files.by_sha256(sha256)
    if row is None or db.session.get(Rendition, (row.id, row.id)) is not None:
        db.session.rollback()
        return
    for width, height, data in made.renditions:
        kept = files.add(data, "image/webp")
        if kept.id != row.id:
            db.session.add(
                Rendition(file_id=row.id, picture_id=kept.id, width=width, height=height)
            )
    db.session.add(
        Rendition(file_id=row.id, picture_id=row.id, width=made.width, height=made.height)
    )
    holders = sa.select(Item.id, Item.version).join(Attachment).distinct()
    rows = db.session.execute(holders.where(Attachment.file_id == row.id)).all()
    changes.note_many(("item", i, version, "changed") for i, version in rows)
    db.session.commit()
