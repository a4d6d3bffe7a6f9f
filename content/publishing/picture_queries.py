"""Reads of pictures of pages: only those of files that a visible item shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy import orm

from content.database import db
from content.files import PagePicture, StoredFile
from content.publishing.models import Attachment, Item
from content.publishing.visibility import visible


def of_files(file_ids: Iterable[int]) -> dict[int, list[PagePicture]]:
    """The pictures of some files, by file and page."""
    query = (
        sa.select(PagePicture)
        .where(PagePicture.file_id.in_(set(file_ids)))
        .order_by(PagePicture.file_id, PagePicture.number)
        .options(orm.joinedload(PagePicture.picture).defer(StoredFile.text))
    )
    found: dict[int, list[PagePicture]] = {}
    for picture in db.session.scalars(query):
        found.setdefault(picture.file_id, []).append(picture)
    return found


def at(sha_prefix: str, number: int) -> StoredFile | None:
    """The picture of page `number` of a visible file, by the first 16 hex digits of the file's."""
    query = (
        _of_visible()
        .join(StoredFile, StoredFile.id == PagePicture.file_id)
        .where(StoredFile.sha256.startswith(sha_prefix), PagePicture.number == number)
        .limit(1)
    )
    picture: PagePicture | None = db.session.scalar(query)
    return None if picture is None else picture.picture


def every() -> Iterator[tuple[PagePicture, str]]:
    """Each picture of the visible files, with the hash of the file it is a page of."""
    query = (
        sa.select(PagePicture, StoredFile.sha256)
        .join(StoredFile, StoredFile.id == PagePicture.file_id)
        .where(PagePicture.file_id.in_(_visible_files()))
        .order_by(PagePicture.file_id, PagePicture.number)
        .options(orm.joinedload(PagePicture.picture).defer(StoredFile.text))
    )
    yield from ((picture, sha256) for picture, sha256 in db.session.execute(query))


def _of_visible() -> sa.Select[Any]:
    return sa.select(PagePicture).where(PagePicture.file_id.in_(_visible_files()))


def _visible_files() -> sa.Select[Any]:
    return sa.select(Attachment.file_id).join(Item).where(visible())
