"""The logo: one small picture whose address carries its hash, so that it may be kept for long."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response, abort, send_file
from flask.typing import ResponseReturnValue

from content import files
from content.identity import queries
from hub.face import site
from hub.public.addresses import Address, Route


def show(sha256: str) -> ResponseReturnValue:
    """The logo in force; one that was replaced is gone."""
    file = queries.logo(sha256)
    if file is None:
        abort(404)
    response: Response = send_file(
        files.path_of(file.sha256), mimetype=file.media_type, conditional=True, max_age=31_536_000
    )
    response.cache_control.public = True
    response.cache_control.immutable = True
    return response


def addresses() -> Iterator[Address]:
    """The logo, where there is one."""
    path = site.current().logo
    if path:
        yield Address(path)


ROUTES = (Route(f"{site.LOGO}<sha256>.png", "logo", show),)
