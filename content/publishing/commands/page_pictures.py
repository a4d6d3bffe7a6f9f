"""Pictures of pages: made after publication, away from any request, from the files readers see."""

from __future__ import annotations

import io

import sqlalchemy as sa
from PIL import Image

from content import changes, files
from content.database import db
from content.files import PagePicture, StoredFile
from content.publishing import page_rendering
from content.publishing.models import Attachment, Item
from content.publishing.visibility import visible

_PDF = "application/pdf"
_SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def catch_up(most: int = 20) -> int:
    """Make the pictures that visible files still lack, at most of `most` files; how many it did.

    Each file is a commit of its own, and no lock is held while it is drawn. A presentation waits
    until the machine has LibreOffice; a file that cannot be drawn is not tried again.
    """
    done = 0
    for sha256, media_type in _wanted(most):
        draw = page_rendering.render if media_type == _PDF else page_rendering.render_slides
        _keep(sha256, draw(files.path_of(sha256)))
        done += 1
    return done


def _wanted(most: int) -> list[tuple[str, str]]:
    types = [_PDF, _SLIDES] if page_rendering.can_slides() else [_PDF]
    query = (
        sa.select(StoredFile.sha256, StoredFile.media_type)
        .where(
            StoredFile.media_type.in_(types),
            StoredFile.pictured.is_(False),
            StoredFile.id.in_(sa.select(Attachment.file_id).join(Item).where(visible())),
        )
        .order_by(StoredFile.id)
        .limit(most)
    )
    found = [(sha256, media_type) for sha256, media_type in db.session.execute(query)]
    db.session.rollback()  # nothing is held while pages are drawn
    return found


def _keep(sha256: str, pictures: list[bytes]) -> None:
    row = files.by_sha256(sha256)
    if row is None or row.pictured:
        db.session.rollback()
        return
    for number, data in enumerate(pictures, start=1):
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
        kept = files.add(data, "image/webp")
        db.session.add(
            PagePicture(
                file_id=row.id, number=number, picture_id=kept.id, width=width, height=height
            )
        )
    row.pictured = True
    if pictures:
        holders = sa.select(Item.id, Item.version).join(Attachment)
        rows = db.session.execute(holders.where(Attachment.file_id == row.id)).all()
        changes.note_many(("item", i, version, "changed") for i, version in rows)
    db.session.commit()
