"""The files of a reading list as one ZIP: a start page with the notes, the files in order.

The address names its content, as that of a training set does, so that it may be kept anywhere.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from flask import abort, current_app, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from content import files
from content.calendar import local
from content.catalogue import shelf_queries
from content.catalogue.models import RecordFile
from content.catalogue.shelf_models import ReadingList
from hub.config import Settings
from hub.face.sending import FRESH_SECONDS, SANDBOX, disposition
from hub.public.addresses import Address
from hub.public.library import reading
from hub.public.library.reading import Entry
from hub.public.sets import archive, cache
from hub.public.sets.archive import Stamp, Survey

PREFIX = "/tep/danh-sach/"
FOLDER = "list-packages"  # in the data folder; everything in it can be made again
START, SHEET = "BAT-DAU.html", "kieu.css"
_KEY_LENGTH = 16
_LONGEST = 80  # letters of a file's name


class Offer(NamedTuple):
    """What a reader is told before the tap: the address, the exact size in bytes, the works."""

    path: str
    size: int
    files: int


class Placed(NamedTuple):
    """An entry with the names of its files in the package."""

    entry: Entry
    files: list[tuple[str, RecordFile]]


def offer_of(found: ReadingList) -> Offer | None:
    """The package of a list; None when none of its files are ours."""
    placed = _placed(reading.entries_of(found))
    count = sum(len(one.files) for one in placed)
    if not count:
        return None
    survey = archive.survey(_entries(found, placed), _stamp(found))
    path = f"{PREFIX}{survey.key[:_KEY_LENGTH]}/{found.slug}.zip"
    return Offer(path, survey.size, count)


def show(key: str, slug: str) -> ResponseReturnValue:
    """The package of a list. The address of an older one leads on to what the list is now."""
    found = shelf_queries.reading_list(slug)
    offer = offer_of(found) if found is not None and found.shown else None
    if found is None or offer is None:
        abort(404)
    if offer.path != f"{PREFIX}{key}/{slug}.zip":
        return redirect(offer.path, code=302)
    placed = _placed(reading.entries_of(found))
    survey = archive.survey(_entries(found, placed), _stamp(found))
    response = send_file(
        _kept(found, placed, survey),
        mimetype="application/zip",
        conditional=True,
        etag=survey.key,
        max_age=FRESH_SECONDS,
    )
    response.cache_control.no_cache = None
    response.cache_control.public = True
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Content-Disposition"] = disposition(f"{slug}.zip", found.title, inline=False)
    return response


def _kept(found: ReadingList, placed: list[Placed], survey: Survey) -> Path:
    def write(out: IO[bytes]) -> str:
        return archive.write(out, _entries(found, placed), _stamp(found))

    return cache.kept(_site().home / FOLDER, found.id, survey, write)


def _placed(entries: list[Entry]) -> list[Placed]:
    """Each file under its place in the list and a name that no other has; each content once."""
    digits = max(2, len(str(len(entries))))
    names: dict[str, str] = {}
    taken: set[str] = set()
    placed = []
    for number, entry in enumerate(entries, 1):
        for one in entry.files:
            if one.file.sha256 not in names:
                name = _free(f"{number:0{digits}d}-{one.file_name}", taken)
                names[one.file.sha256] = name
        placed.append(Placed(entry, [(names[one.file.sha256], one) for one in entry.files]))
    return placed


def _free(name: str, taken: set[str]) -> str:
    path = PurePosixPath(name)
    stem = path.stem[:_LONGEST]
    wanted = itertools.chain([stem], (f"{stem}-{n}" for n in itertools.count(2)))
    free = next(each for each in wanted if each + path.suffix not in taken)
    taken.add(free + path.suffix)
    return free + path.suffix


def _entries(found: ReadingList, placed: list[Placed]) -> Iterator[archive.Entry]:
    return archive.with_sums(_unsummed(found, placed))


def _unsummed(found: ReadingList, placed: list[Placed]) -> Iterator[archive.Entry]:
    start = render_template(
        "package/reading_list.html",
        view=found,
        found=found,
        placed=placed,
        language="vi",
        sheet=SHEET,
        site_url=_site().site_url,
        public_address=_site().site_url + found.path,
    )
    yield archive.page(START, start.encode())
    yield archive.page(SHEET, render_template("package/sheet.css").encode())
    written = set()
    for name, one in itertools.chain.from_iterable(each.files for each in placed):
        if name not in written:
            written.add(name)
            kept = one.file
            yield archive.Entry(name, kept.sha256, kept.size, source=files.path_of(kept.sha256))


def _stamp(found: ReadingList) -> Stamp:
    """The time that each file of the package carries: the day the list was changed."""
    day = local(found.updated_at)
    return (day.year, day.month, day.day, 0, 0, 0)


def _site() -> Settings:
    settings: Settings = current_app.extensions["hub_settings"]
    return settings


def addresses() -> Iterator[Address]:
    """The package of every list that has files of ours."""
    for found in shelf_queries.reading_lists():
        offer = offer_of(found)
        if offer is not None:
            yield Address(offer.path, found.updated_at)
