"""Files: attachments of visible items, sent so that no browser takes them for a page of ours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Response, abort, send_file
from flask.typing import ResponseReturnValue

from content import files
from content.publishing import queries
from content.vietnamese import tidy
from hub.public.addresses import Address, Route

# A withdrawn file must be gone soon; what is kept is asked about by its hash, which costs little.
FRESH_SECONDS = 300
# No script, no form, no origin; what is left is what browsers show pictures, PDFs and sound with.
SANDBOX = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
# Browsers fetch sound and pictures that move as their own origin; scripts stay forbidden.
MEDIA_SANDBOX = "sandbox allow-same-origin; default-src 'none'; media-src 'self'"
_FORBIDDEN_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|;]+')
_LONGEST_NAME = 120


def show(sha256: str, name: str) -> ResponseReturnValue:
    """An attachment of a visible item, by the first 16 digits of its hash and its file name."""
    attachment = queries.attachment(sha256, name)
    if attachment is None:
        abort(404)
    return sent(attachment.file, attachment.file_name, attachment.title)


def sent(file: files.StoredFile, file_name: str, title: str) -> Response:
    """A kept file as an answer: whole, in ranges, or "not changed". file_name is ASCII."""
    response = send_file(
        files.path_of(file.sha256),
        mimetype=file.media_type,
        conditional=True,
        etag=file.sha256,
        max_age=FRESH_SECONDS,
    )
    response.cache_control.no_cache = None
    response.cache_control.public = True
    is_inline = file.media_type in files.INLINE_TYPES
    is_media = file.media_type.startswith(("audio/", "video/"))
    response.headers["Content-Security-Policy"] = MEDIA_SANDBOX if is_media else SANDBOX
    response.headers["Content-Disposition"] = disposition(file_name, title, inline=is_inline)
    return response


def disposition(file_name: str, title: str, *, inline: bool) -> str:
    """The Content-Disposition (RFC 6266): the ASCII name, and the title where it says more."""
    plain = re.sub(r"[^\x20-\x7e]", "_", _FORBIDDEN_IN_NAMES.sub("_", file_name))
    words = " ".join(_FORBIDDEN_IN_NAMES.sub(" ", tidy(title)).split())[:_LONGEST_NAME].strip(". ")
    ending = PurePosixPath(plain).suffix
    named = words if not words or words.lower().endswith(ending.lower()) else words + ending
    way = f'{"inline" if inline else "attachment"}; filename="{plain}"'
    if not named or named == plain:
        return way
    return f"{way}; filename*=UTF-8''{quote(named, safe='')}"


def addresses() -> Iterator[Address]:
    """The attachments of every visible item, each address once."""
    seen = set()
    for attachment in queries.every_attachment():
        if attachment.path not in seen:
            seen.add(attachment.path)
            yield Address(attachment.path, attachment.file.added_at)


ROUTES = (Route("/tep/<sha256>/<name>", "file", show),)
