"""Makes the static copy: list, render, check, put in place; a fault leaves the old copy as it is.

Incremental by content: when nothing that a page could show has changed, nothing is rendered; else
all pages are rendered, and each file that came out the same is shared with the release before by a
hard link, so releases cost the room of what changed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from flask import Flask

import content
import hub
import search_index
from content import changes
from content.calendar import today
from content.publishing import moved_queries, queries
from content.recognition import register_queries
from hub.config import Settings
from hub.export import check, freeze, redirects, search_data
from hub.export.freeze import ExportError
from hub.export.releases import Release, Releases, files_of, hashes_of
from hub.public import rooms, search
from hub.public.library import record as works

ATTACHMENTS = "/tep/"
TAKEN_DOWN = "taken_down"  # of a manifest: how many names had been taken down before it was made


@dataclass(frozen=True, slots=True)
class Order:
    """What to export. full: render even when nothing changed, share nothing. pages_only: leave the
    attached files out; their links lead to the site. jobs: processes that render."""

    target: Path
    full: bool = False
    pages_only: bool = False
    jobs: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an export: its release, the number of files, how many are not as before, and
    notes: links in texts that lead to no page or no heading."""

    release: Path
    files: int
    changed: int
    rendered: bool
    notes: tuple[str, ...] = ()


def export(app: Flask, order: Order, progress: Callable[[int, int], None] | None = None) -> Report:
    """Export inside an application context; ExportError or BadInput leave the old copy in place."""
    releases = Releases(order.target)
    with releases.held():
        before = None if order.full else releases.current()
        print_of = fingerprint(app, order)
        if before is not None and before.manifest.get("fingerprint") == print_of:
            return Report(before.folder, len(before.files), 0, rendered=False)
        part = releases.begin()
        taken_down = register_queries.taken_down()
        try:
            notes = _write(app, order, part, progress)
            hashes = hashes_of(part)
            changed = _share(part, hashes, before)
            release = releases.put_in_place(part, hashes, _facts(app, print_of, taken_down))
            # A release from before a name was taken down still shows it.
            releases.forget(lambda manifest: manifest.get(TAKEN_DOWN, 0) < taken_down)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ExportError(
                f"Không ghi được bản tĩnh vào {releases.folder}: {reason}; bản cũ vẫn còn nguyên."
            ) from error
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return Report(release.folder, len(release.files), changed, rendered=True, notes=notes)


def fingerprint(app: Flask, order: Order) -> str:
    """A hash of everything a page may depend on: content, the day, settings, the program itself."""
    settings: Settings = app.extensions["hub_settings"]
    shown = [f.name for f in fields(settings) if f.name.startswith(("site", "contact", "organi"))]
    parts: list[Any] = [
        changes.newest(),
        queries.last_change(),
        today(),
        [getattr(settings, name) for name in shown],
        order.pages_only,
        [
            (str(path), path.stat().st_mtime_ns, path.stat().st_size)
            for package in (content, search_index, hub)
            for path in files_of(Path(package.__path__[0]))
            if "__pycache__" not in path.parts
        ],
    ]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _write(
    app: Flask, order: Order, part: Path, progress: Callable[[int, int], None] | None
) -> tuple[str, ...]:
    settings: Settings = app.extensions["hub_settings"]
    paths = list(dict.fromkeys(address.path for address in rooms.addresses()))
    live = set(rooms.LIVE_ENDPOINTS)
    if order.pages_only:
        paths = [path for path in paths if not path.startswith(ATTACHMENTS)]
        live |= {r.endpoint for r in app.url_map.iter_rules() if r.rule.startswith(ATTACHMENTS)}
    site = _Site(app, order, paths)
    freeze.configure(app, part)
    app.config[search.STATIC_DATA] = search_data.write(part, site.is_outside, settings.site_url)
    freeze.relativise(app, site.is_outside, settings.site_url)
    freeze.freeze(app, paths, jobs=order.jobs, live=live, progress=progress)
    redirects.write(part, settings.site_url)
    redirects.write_notices(app, part)
    found = check.examine(part, site.is_gone)
    if found.faults:
        raise ExportError(
            f"Bản tĩnh có {len(found.faults)} lỗi nên không thay bản cũ; lỗi đầu: {found.faults[0]}"
        )
    return tuple(found.notes)


class _Site:
    """Which local addresses the copy holds, which only the live site has, which nobody has."""

    def __init__(self, app: Flask, order: Order, paths: list[str]) -> None:
        settings: Settings = app.extensions["hub_settings"]
        self._start = settings.site_url + "/"
        moved = (way.old for way in moved_queries.every() if way.old.endswith("/"))
        self._held = {*paths, *moved, *(way[0] for way in works.merged_paths())}
        self._static = tuple(
            rule.rule.partition("<")[0]
            for rule in app.url_map.iter_rules()
            if rule.endpoint == "static" or rule.endpoint.endswith(".static")
        )
        self._live = (*rooms.LIVE_PREFIXES, *((ATTACHMENTS,) if order.pages_only else ()))

    def is_outside(self, url: str) -> bool:
        """Whether a local address ("/…") is not in the copy."""
        if url.startswith(self._live):
            return True
        if search.needs_server(url):
            return True
        path = unquote(urlsplit(url).path)
        return path not in self._held and not path.startswith(self._static)

    def is_gone(self, url: str) -> bool:
        """Whether an absolute address is one of ours that neither copy nor live site has."""
        if not url.startswith(self._start):
            return False
        local = url[len(self._start) - 1 :]
        held_back = local.startswith(self._live) or search.needs_server(local)
        return self.is_outside(local) and not held_back


def _share(part: Path, hashes: dict[str, str], before: Release | None) -> int:
    """Replace files that are as they were by links to them; returns how many are not."""
    if before is None:
        return len(hashes)
    known = before.files
    same = [name for name, digest in hashes.items() if known.get(name) == digest]
    for name in same:
        old, new = before.folder / name, part / name
        if old.is_file():  # somebody may have deleted it from the copy by hand
            twin = new.with_name(f".{new.name}.same")
            os.link(old, twin)
            twin.replace(new)
    return len(hashes) - len(same) + len(known.keys() - hashes.keys())


def _facts(app: Flask, print_of: str, taken_down: int) -> dict[str, Any]:
    settings: Settings = app.extensions["hub_settings"]
    return {"fingerprint": print_of, "site_url": settings.site_url, TAKEN_DOWN: taken_down}
