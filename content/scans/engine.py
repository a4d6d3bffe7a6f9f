"""Recognising scanned pages: several at a time, each in processes of its own, caged.

For each page one process draws it and another, Tesseract, reads the drawing; what a page breaks, it
breaks there, and the others go on. Why this way: docs/decisions/0009.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path

from content.errors import BadInput
from content.scans import cores, one_page, tesseract
from content.scans.page_text import PageText

_BEAT = 30.0  # seconds without a ready page after which the caller hears that work goes on
Progress = Callable[[int, int], None]


def available() -> str:
    """ "" when pages can be recognised here, else one Vietnamese sentence on what to install."""
    return tesseract.missing()


def recognise(
    path: Path,
    pages: Sequence[int] | None,
    *,
    keep: Callable[[PageText], None],
    known: Mapping[int, PageText] | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
    enough: Callable[[], bool] | None = None,
    alive: Callable[[], None] | None = None,
) -> None:
    """Recognise pages of a PDF, JPEG, PNG, TIFF or WebP and hand each to `keep` once it is ready.

    pages: their numbers from 1, None for all; those in `known` are done and skipped. keep and
    progress(done, of) are called in the caller's thread, pages in the order they get ready. stop:
    once set, no page is begun, the running ones are broken off, and the call returns; pages
    already kept stay kept. enough: asked before each page; once it says so none is begun, and the
    running ones are kept, too. alive: called now and then while no page gets ready. A page that
    cannot be read is kept with confidence 0 and a reason.
    BadInput when nothing can be recognised here or the file cannot be opened at all.
    """
    if sentence := available():
        raise BadInput(sentence)
    stop = stop or threading.Event()
    wanted = list(pages) if pages is not None else one_page.numbers(path, stop)
    left = [number for number in wanted if number not in (known or {})]
    done = len(wanted) - len(left)
    for page in _read(path, left, stop, enough or (lambda: False)):
        if page is None:
            if alive is not None:
                alive()
            continue
        keep(page)
        done += 1
        if progress is not None:
            progress(done, len(wanted))


def at_once() -> int:
    """How many pages are read at a time."""
    return cores.count()


def _read(
    path: Path, pages: Sequence[int], stop: threading.Event, enough: Callable[[], bool]
) -> Iterator[PageText | None]:
    """Pages as they get ready, None for a while without one.

    When the caller fails or stops listening, running ones are ended.
    """
    waiting = iter(pages)
    running: set[Future[PageText | None]] = set()
    give_up = threading.Event()
    with ThreadPoolExecutor(at_once(), thread_name_prefix="hub-scan") as threads:
        try:
            while True:
                while len(running) < at_once() and not stop.is_set() and not enough():
                    number = next(waiting, None)
                    if number is None:
                        break
                    either = (stop, give_up)
                    running.add(threads.submit(one_page.read, path, number, either))
                if not running:
                    return
                ready, running = wait(running, _BEAT, return_when=FIRST_COMPLETED)
                if not ready:
                    yield None
                for future in ready:
                    if (page := future.result()) is not None:
                        yield page
        finally:
            give_up.set()
