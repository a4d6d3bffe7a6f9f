"""Renders the readers' rooms into a folder with Frozen-Flask, in one process or in several."""

from __future__ import annotations

import ctypes
import datetime as dt
import multiprocessing
import os
import signal
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from http import HTTPStatus
from itertools import islice
from pathlib import Path

from flask import Flask, Response, request
from flask_frozen import Freezer, MissingURLGeneratorWarning
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter, RequestRedirect

from content.database import db
from content.errors import HubError
from hub.export import links

BATCH = 40
FILES = "/tep/"  # attachments, pictures of pages, packages of sets
_PARENT_DEATH = 1  # prctl: PR_SET_PDEATHSIG


class ExportError(HubError):
    """The copy could not be made; the one that readers see stays."""


class PageFreezer(Freezer):  # type: ignore[misc]  # Frozen-Flask publishes no types
    """Freezes listed addresses; an endpoint that nothing froze is an error, but for live ones."""

    def __init__(self, app: Flask, paths: Iterable[str], *, statics: bool, live: set[str]) -> None:
        super().__init__(
            app, with_static_files=statics, with_no_argument_rules=False, log_url_for=False
        )
        self._live = live
        self._paths = paths
        self._map: MapAdapter = app.url_map.bind("")
        self.register_generator(self._addresses)

    def _addresses(self) -> Iterator[str]:
        # As written, not as an endpoint: two rules of one endpoint would both become the first.
        for path in self._paths:
            try:
                self._map.match(path, method="GET")
            except (HTTPException, RequestRedirect) as error:
                raise ExportError(f"Địa chỉ {path} được liệt kê nhưng không có trang.") from error
            yield path

    def _build_one(self, url: str, last_modified: dt.datetime | None = None) -> Path:
        """As Frozen-Flask, but files go to the disk piece by piece, whatever their size."""
        if not url.startswith(FILES):
            made: Path = super()._build_one(url, last_modified)
            return made
        path: Path = self.root / self.urlpath_to_filepath(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        with self.app.test_client().get(url) as response, path.open("wb") as out:
            if response.status_code != HTTPStatus.OK:
                raise ValueError(f"{response.status} on {url}")
            for piece in response.iter_encoded():
                out.write(piece)
        return path

    def _check_endpoints(self, seen_endpoints: set[str]) -> None:
        super()._check_endpoints(seen_endpoints | self._live)


def configure(app: Flask, folder: Path) -> None:
    """Make an application answer as a static copy: relative links, files in `folder`."""
    app.config.update(
        FREEZER_DESTINATION=str(folder),
        FREEZER_REMOVE_EXTRA_FILES=False,
        FREEZER_IGNORE_MIMETYPE_WARNINGS=True,  # a web server decides by the ending
        FREEZER_REDIRECT_POLICY="error",
        TRUSTED_HOSTS=None,  # no request comes from outside
    )


def relativise(app: Flask, outside: Callable[[str], bool], site_url: str) -> None:
    """Turn each local address of a page into a relative one; live-only ones lead to the site."""

    def change(url: str) -> str:
        if not url.startswith("/") or url.startswith("//"):
            return url
        return site_url + url if outside(url) else links.relative(url, request.path)

    def rewrite(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.set_data(links.rewrite_html(response.get_data(as_text=True), change))
        elif response.mimetype == "text/css":
            response.direct_passthrough = False
            response.set_data(links.rewrite_css(response.get_data(as_text=True), change))
        return response

    app.after_request(rewrite)


def freeze(
    app: Flask,
    paths: Sequence[str],
    *,
    jobs: int,
    live: set[str],
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write every path and the static files. ExportError names the page that could not be made.

    live: endpoints that only a server can answer. Endpoints with arguments may have no page yet (a
    hub without attached files); a test of the house holds them to account over full content.
    """
    seen: set[str] = set()
    done = 0
    for count, endpoints in _batches(app, paths, jobs):
        seen |= endpoints
        done += count
        if progress:
            progress(done, len(paths))
    _freeze_rest(app, seen | live | {r.endpoint for r in app.url_map.iter_rules() if r.arguments})


def _freeze_rest(app: Flask, seen: set[str]) -> None:
    """The static files, and the check that no endpoint was forgotten."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", MissingURLGeneratorWarning)
        try:
            PageFreezer(app, (), statics=True, live=seen).freeze()
        except MissingURLGeneratorWarning as error:
            raise ExportError(f"Có trang mà bản tĩnh không liệt kê: {error}") from error


def _batches(app: Flask, paths: Sequence[str], jobs: int) -> Iterator[tuple[int, set[str]]]:
    if jobs <= 1:
        for batch in _cut(paths):
            yield _freeze_batch(app, batch)
        return
    db.session.remove()
    db.engine.dispose()  # connections do not survive a fork
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, context, _start_worker, (app, os.getpid())) as pool:
        yield from pool.map(_freeze_in_worker, _cut(paths))


_worker_app: list[Flask] = []


def _start_worker(app: Flask, parent: int) -> None:
    """A worker ends with its parent: a killed export leaves no process that holds its lock."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    _worker_app[:] = [app]


def _freeze_in_worker(batch: list[str]) -> tuple[int, set[str]]:
    with _worker_app[0].app_context():
        return _freeze_batch(_worker_app[0], batch)


def _freeze_batch(app: Flask, batch: list[str]) -> tuple[int, set[str]]:
    adapter = app.url_map.bind("")
    freezer = PageFreezer(app, batch, statics=False, live=set(app.view_functions))
    try:
        freezer.freeze()
    except OSError as error:
        reason = error.strerror or error
        raise ExportError(f"Không ghi được bản tĩnh: {reason}; bản cũ vẫn còn.") from error
    except (ValueError, UnicodeError) as error:  # Frozen-Flask's word for a page that is not 200
        raise ExportError(f"Có trang không dựng được: {error}") from error
    return len(batch), {adapter.match(path, method="GET")[0] for path in batch}


def _cut(paths: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(paths)
    while batch := list(islice(rest, BATCH)):
        yield batch
