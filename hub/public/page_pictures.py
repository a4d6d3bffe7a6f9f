"""Pictures of pages: small WebP previews of the PDFs and slides that visible items offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from flask import abort
from flask.typing import ResponseReturnValue

from content.publishing import picture_queries
from content.publishing.models import Attachment
from hub.face.sending import sent
from hub.public.addresses import Address, Route


def show(sha256: str, number: int) -> ResponseReturnValue:
    """The picture of one page of a visible file, by the first 16 digits of the file's hash."""
    is_hash = len(sha256) == 16 and set(sha256) <= set("0123456789abcdef")
    picture = picture_queries.at(sha256, number) if is_hash and number < 1000 else None
    if picture is None:
        abort(404)
    return sent(picture, f"trang-{number}.webp", "")


class Shown(NamedTuple):
    """One picture on a page: its address and its size in pixels."""

    number: int
    path: str
    width: int
    height: int


def of_attachment(attachment: Any) -> list[Shown]:
    """The pictures of an attachment's pages; none for a revision that is only previewed."""
    if not isinstance(attachment, Attachment) or not attachment.file.pictured:
        return []
    found = picture_queries.of_files([attachment.file_id]).get(attachment.file_id, [])
    sha256 = attachment.file.sha256
    return [Shown(p.number, path_of(sha256, p.number), p.width, p.height) for p in found]


def path_of(sha256: str, number: int) -> str:
    """The address of a page's picture."""
    return f"/tep/{sha256[:16]}/trang/{number}.webp"


def addresses() -> Iterator[Address]:
    """Every picture of every visible file."""
    for picture, sha256 in picture_queries.every():
        yield Address(path_of(sha256, picture.number), picture.picture.added_at)


ROUTES = (Route("/tep/<sha256>/trang/<int:number>.webp", "page_picture", show),)
