"""Files: attachments of visible items."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort
from flask.typing import ResponseReturnValue

from content.publishing import queries
from hub.face.sending import sent
from hub.public.addresses import Address, Route


def show(sha256: str, name: str) -> ResponseReturnValue:
    """An attachment of a visible item, by the first 16 digits of its hash and its file name."""
    attachment = queries.attachment(sha256, name)
    if attachment is None:
        abort(404)
    return sent(attachment.file, attachment.file_name, attachment.title)


def addresses() -> Iterator[Address]:
    """The attachments of every visible item, each address once."""
    seen = set()
    for attachment in queries.every_attachment():
        if attachment.path not in seen:
            seen.add(attachment.path)
            yield Address(attachment.path, attachment.file.added_at)


ROUTES = (Route("/tep/<sha256>/<name>", "file", show),)
