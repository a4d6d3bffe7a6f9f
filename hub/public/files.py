"""Files: of visible items and shown works, and those of the media library, at their addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask import abort
from flask.typing import ResponseReturnValue

from content.catalogue import reader_queries
from content.publishing import file_titles, library_addresses, queries
from hub.face.sending import sent
from hub.public.addresses import Address, Route

_FILE = re.compile(r'(?:src|href)="(/tep/[0-9a-f]{16}/[a-z0-9.-]+)"')


def show(sha256: str, name: str) -> ResponseReturnValue:
    """An attachment of a visible item, by the first 16 digits of its hash and its file name."""
    attachment = queries.attachment(sha256, name)
    if attachment is not None:
        return sent(attachment.file, attachment.file_name, attachment.title)
    asset = library_addresses.at(sha256, name)
    if asset is not None:
        return sent(asset.file, name, asset.title)
    kept = reader_queries.file_at(sha256, name)
    if kept is None:
        abort(404)
    return sent(kept.file, kept.name, kept.title)


def addresses() -> Iterator[Address]:
    """The attachments of every visible item, what texts name, what was replaced, works; each once.

    A picture that texts show under its permanent address stands in the copy there alone.
    """
    named = _named()
    seen = set()
    for attachment in queries.every_attachment():
        path, shown = attachment.path, attachment.title == file_titles.SHOWN
        known = library_addresses.prefixes_of([attachment.file_id]) if shown else {}
        others = known.get(attachment.file_id, set()) - {path.split("/")[2]}
        if path not in seen and (path in named or not others & {n.split("/")[2] for n in named}):
            seen.add(path)
            yield Address(path, attachment.file.added_at)
    for path in sorted(named - seen):
        _, _, prefix, name = path.split("/")
        asset = library_addresses.at(prefix, name)
        if asset is not None:
            seen.add(path)
            yield Address(path, asset.updated_at)
    for asset, path in library_addresses.earlier_addresses():
        if path not in seen:
            seen.add(path)
            yield Address(path, asset.updated_at)
    works = {kept.path: kept.file.added_at for kept in reader_queries.every_file()}
    yield from (Address(path, added) for path, added in works.items() if path not in seen)


def _named() -> set[str]:
    return {path for item in queries.every_visible() for path in _FILE.findall(item.html)}


ROUTES = (Route("/tep/<sha256>/<name>", "file", show),)
