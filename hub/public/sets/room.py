"""Sets to take away: one ZIP of all parts at an address that names its content and size."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from flask import abort, current_app, redirect, send_file
from flask.typing import ResponseReturnValue

from content import changes
from content.publishing import queries, training_queries
from content.publishing.models import Item
from hub.config import Settings
from hub.face.face import section_path
from hub.face.sending import FRESH_SECONDS, SANDBOX, disposition
from hub.public.addresses import Address, Route
from hub.public.sets import archive, cache, contents
from hub.public.sets.archive import Survey

PREFIX = "/tep/bo/"
FOLDER = "packages"  # in the data folder; everything in it can be made again
_KEY_LENGTH = 16
_MOST_REMEMBERED = 256


class Offer(NamedTuple):
    """What a reader is told before the tap: the address, the exact size in bytes, the files."""

    path: str
    size: int
    files: int


def offer_of(item: Item) -> Offer | None:
    """The package of a visible item; None when it is no set, or nothing in it can be seen."""
    if not training_queries.parts_of(item):
        return None
    found = _survey(item)
    return Offer(f"{PREFIX}{found.key[:_KEY_LENGTH]}/{item.slug}.zip", found.size, found.count)


def show(key: str, slug: str) -> ResponseReturnValue:
    """The package of a set. The address of an older one leads on to what the set is now."""
    item = queries.at("training", slug)
    if item is None:
        return _moved(slug)
    offer = offer_of(item)
    if offer is None:
        abort(404)
    if offer.path != f"{PREFIX}{key}/{slug}.zip":
        return redirect(offer.path, code=302)
    found = _survey(item)
    response = send_file(
        cache.kept(_folder(), item.id, found, lambda out: _write(item, out)),
        mimetype="application/zip",
        conditional=True,
        etag=found.key,
        max_age=FRESH_SECONDS,
    )
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = disposition(f"{slug}.zip", item.title, inline=False)
    return response


def tidy() -> int:
    """Remove packages that are not what their set is now, or whose set is gone; how many.

    For scheduled work: what was withdrawn leaves the disk too, though nobody asks for the set.
    """
    kept = cache.item_ids(_folder())
    current = [item for item in training_queries.every_set() if item.id in kept]
    return cache.sweep(_folder(), [cache.name_of(item.id, _survey(item)) for item in current])


def _moved(slug: str) -> ResponseReturnValue:
    """The package of a set whose address changed: on to where it stands now."""
    section = section_path("training")
    target = queries.redirect_target(f"{section}{slug}/") or ""
    item = queries.at("training", target.removeprefix(section).strip("/"))
    offer = offer_of(item) if item is not None else None
    if offer is None:
        abort(404)
    return redirect(offer.path, code=302)


def _write(item: Item, out: IO[bytes]) -> str:
    return archive.write(out, contents.entries(item, _site()), contents.stamp_of(item))


# ---- sizes that are known already ---------------------------------------------------------------

# Making every page of a set to learn its size costs; the answer holds until something changes.
_surveys: OrderedDict[object, Survey] = OrderedDict()


def _survey(item: Item) -> Survey:
    state = _state(item)
    known = _surveys.get(state)
    if known is None:
        known = archive.survey(contents.entries(item, _site()), contents.stamp_of(item))
        _surveys[state] = known
        while len(_surveys) > _MOST_REMEMBERED:
            _surveys.popitem(last=False)
    return known


def _state(item: Item) -> object:
    """All that the package depends on: every change is noted; what the clock shows is in parts."""
    seen = [
        (part.item.id, part.item.version) if part.item else part.file.path
        for part in training_queries.parts_of(item)
    ]
    return (repr(_site()), changes.newest(), item.id, item.version, repr(seen))


def _folder() -> Path:
    return _site().home / FOLDER


def _site() -> Settings:
    settings: Settings = current_app.extensions["hub_settings"]
    return settings


def addresses() -> Iterator[Address]:
    """The package of every visible set."""
    for item in training_queries.every_set():
        offer = offer_of(item)
        if offer is not None:
            yield Address(offer.path, item.updated_at)


ROUTES = (Route(f"{PREFIX}<key>/<slug>.zip", "set_package", show),)
