"""Compression: readers' pages leave as gzip where the browser takes it; a slow line is the rule.

The desk's pages are left alone: they carry form tokens beside text that others typed, and the
length of a compressed page would tell of both. Its scripts and styles hold nothing of anybody.
"""

from __future__ import annotations

import gzip
from functools import lru_cache

from flask import Response, request

from hub.face import assets

_TYPES = frozenset(
    {"text/html", "text/css", "text/javascript", "application/javascript", "image/svg+xml"}
    | {"application/json", "application/atom+xml", "application/xml", "text/xml"}
)
_ASSETS = frozenset({assets.ENDPOINT, "desk.static"})
_LEAST_BYTES = 600  # below this the headers weigh more than what is saved
_PAGE_LEVEL, _ASSET_LEVEL = 6, 9


def squeezed(response: Response) -> Response:
    """The answer, compressed when that is worth while and the client asked for it.

    Attachments go as they are: they may be large, and most are compressed inside.
    """
    if not _may_be_smaller(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0:
        return response
    is_asset = request.endpoint in _ASSETS
    response.direct_passthrough = False
    data = response.get_data()
    response.set_data(_asset(data) if is_asset else gzip.compress(data, _PAGE_LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    response.headers.pop("Accept-Ranges", None)
    etag, _ = response.get_etag()
    if etag is not None:
        response.set_etag(etag, weak=True)  # the same words, other bytes
    return response


def _may_be_smaller(response: Response) -> bool:
    if response.status_code in (204, 206, 304) or response.mimetype not in _TYPES:
        return False
    if "Content-Encoding" in response.headers or "Set-Cookie" in response.headers:
        return False
    if response.cache_control.private or request.method not in ("GET", "HEAD"):
        return False
    if request.endpoint in _ASSETS:
        return True
    if response.is_streamed or response.direct_passthrough:
        return False
    return len(response.get_data()) >= _LEAST_BYTES


@lru_cache(maxsize=32)
def _asset(data: bytes) -> bytes:
    return gzip.compress(data, _ASSET_LEVEL, mtime=0)
