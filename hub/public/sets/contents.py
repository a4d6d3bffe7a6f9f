"""What is in the ZIP of a set: a start page, each part as a page with its files, all in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from flask import render_template

from content import files
from content.publishing import library_addresses, training_queries
from content.publishing.detail_fields import TrainingFields
from content.publishing.models import Attachment, Item
from content.publishing.training_queries import Part
from hub.config import Settings
from hub.public import items, particulars
from hub.public.sets import archive
from hub.public.sets.archive import Entry, Stamp
from hub.public.sets.links import Links, is_loopback

START, README, SHEET = "BAT-DAU.html", "DOC-TRUOC.txt", "kieu.css"
PAGE, REST = "bai.html", "tep-kem"
# Windows opens no path of more than 259 letters, the folder it was unpacked to included.
_LONGEST_FOLDER, _LONGEST_FILE = 40, 80


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of the package: the attachment and its name there."""

    attachment: Attachment
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """One part as it lies in the package: a page with files beside it, or one file alone."""

    part: Part
    page: str
    files: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything lies: the parts, the set's other files, and address → name for links."""

    item: Item
    sections: tuple[Section, ...]
    rest: tuple[Placed, ...]
    held: Mapping[str, str]


def stamp_of(item: Item) -> Stamp:
    """The time that each file of the package carries: the day of the set, the same each time."""
    day = item.date
    return (min(max(day.year, 1980), 2107), day.month, day.day, 0, 0, 0)


def layout(item: Item) -> Layout:
    """Where the visible parts of a set and its files lie in the package."""
    parts = training_queries.parts_of(item)
    digits = max(2, len(str(len(parts))))
    sections = tuple(_section(part, f"{part.number:0{digits}d}") for part in parts)
    own = {placed.attachment for section in sections for placed in section.files}
    rest = tuple(_placed((a for a in item.attachments if a not in own), f"{REST}/"))
    return Layout(item, sections, rest, _held(item, sections, rest))


def _section(part: Part, number: str) -> Section:
    if part.item is None:
        return Section(part, "", tuple(_placed([part.file], f"{number}-")))
    folder = f"{number}-{_short(part.item.slug, _LONGEST_FOLDER)}/"
    return Section(part, folder + PAGE, tuple(_placed(part.item.attachments, folder)))


def _placed(attachments: Iterable[Attachment], before: str) -> Iterator[Placed]:
    taken: set[str] = set()
    for attachment in attachments:
        name = PurePosixPath(attachment.file_name)
        stem = _short(name.stem, _LONGEST_FILE)
        wanted = itertools.chain([stem], (f"{stem}-{n}" for n in itertools.count(2)))
        free = next(n for n in wanted if (n + name.suffix).casefold() not in taken)
        taken.add((free + name.suffix).casefold())
        yield Placed(attachment, f"{before}{free}{name.suffix}")


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else name[:most].rsplit("-", 1)[0].rstrip("-.") or name[:most]


def _held(item: Item, sections: tuple[Section, ...], rest: tuple[Placed, ...]) -> dict[str, str]:
    pages = {s.part.item.id: s.page for s in sections if s.part.item is not None}
    members = [s.part.item for s in sections if s.part.item is not None]
    placed = [*rest, *(p for s in sections for p in s.files)]
    held = _names(reversed(placed))
    known = training_queries.addresses_of([item, *members])
    return held | {path: pages.get(found.id, START) for path, found in known.items()}


def _names(placed: Iterable[Placed]) -> dict[str, str]:
    """Address on the site → name in the package, also by the permanent address of the library."""
    given = list(placed)
    by_path = {p.attachment.path: p.name for p in given}
    others = library_addresses.aliases(p.attachment for p in given)
    return {path: by_path[attachment.path] for path, attachment in others.items()} | by_path


# ---- the files, one after the other -------------------------------------------------------------


def entries(item: Item, settings: Settings) -> Iterator[Entry]:
    """Every file of the package in its order; pages are made one at a time, files stay on disk."""
    return archive.with_sums(_entries(layout(item), settings))


def _entries(found: Layout, settings: Settings) -> Iterator[Entry]:
    yield _text(START, _start(found, settings))
    # For Notepad of an old Windows: its line ends, and the mark that says UTF-8.
    readme = render_template("package/readme.txt", item=found.item, start=START, sums=archive.SUMS)
    yield archive.page(README, readme.strip().replace("\n", "\r\n").encode("utf-8-sig") + b"\r\n")
    yield _text(SHEET, render_template("package/sheet.css"))
    for number, section in enumerate(found.sections):
        if section.part.item is not None:
            yield _text(section.page, _page(found, number, settings))
        yield from (_file(placed) for placed in section.files)
    yield from (_file(placed) for placed in found.rest)


def _text(name: str, text: str) -> Entry:
    return archive.page(name, text.encode())


def _file(placed: Placed) -> Entry:
    kept = placed.attachment.file
    return Entry(placed.name, kept.sha256, kept.size, source=files.path_of(kept.sha256))


def _start(found: Layout, settings: Settings) -> str:
    links = Links(START, found.item.path, found.held, settings.site_url)
    view = items.view_of(found.item)
    return render_template(
        "package/start.html",
        layout=found,
        about=particulars.about(view.training or TrainingFields()),
        **_shared(view, found.item.language, links, settings),
    )


def _page(found: Layout, number: int, settings: Settings) -> str:
    section = found.sections[number]
    item = section.part.item
    assert item is not None
    own = _names(section.files)
    links = Links(section.page, item.path, {**found.held, **own}, settings.site_url)
    before, after = _neighbours(found.sections, number)
    return render_template(
        "package/part.html",
        layout=found,
        section=section,
        document=item.document,
        before=before,
        after=after,
        **_shared(items.view_of(item), item.language, links, settings),
    )


def _neighbours(
    sections: tuple[Section, ...], number: int
) -> tuple[Section | None, Section | None]:
    pages = [n for n, section in enumerate(sections) if section.page]
    at = pages.index(number)
    before = sections[pages[at - 1]] if at else None
    after = sections[pages[at + 1]] if at + 1 < len(pages) else None
    return before, after


def _shared(view: items.View, language: str, links: Links, settings: Settings) -> dict[str, Any]:
    public = "" if is_loopback(settings.site_url) else settings.site_url + view.path
    return {
        "view": view,
        "language": language,
        "body": links.rewritten(view.html),
        "beside": links.beside,
        "sheet": links.beside(SHEET),
        "start": links.beside(START),
        "public_address": public,
    }
