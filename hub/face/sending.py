"""Sending kept files so that no browser takes them for a page of ours."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from urllib.parse import quote

from flask import Response, send_file

from content import files
from content.vietnamese import tidy

# A withdrawn file must be gone soon; what is kept is asked about by its hash, which costs little.
FRESH_SECONDS = 300
# No script, no form, no origin; what is left is what browsers show pictures, PDFs and sound with.
SANDBOX = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
# Browsers fetch sound and pictures that move as their own origin; scripts stay forbidden.
MEDIA_SANDBOX = "sandbox allow-same-origin; default-src 'none'; media-src 'self'"
_FORBIDDEN_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|;]+')
_LONGEST_NAME = 120


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
