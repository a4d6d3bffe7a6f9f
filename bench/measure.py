"""`make bench`: load, search and export at a number of articles, figures and ratios in one run."""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from flask import Flask

from bench import articles
from content.loading import loader
from hub.app import create_app
from hub.config import read_settings
from hub.export import exporter
from hub.keeping import backup
from search_index import ask, index


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: seconds for `count` things."""

    name: str
    seconds: float
    count: int

    @property
    def line(self) -> str:
        """The figure for people: in all, and for each thing in milliseconds."""
        each = self.seconds / self.count * 1000
        return f"{self.name:32} {self.seconds:9.2f} s  {each:9.2f} ms each ({self.count})"


def measured(name: str, count: int, work: Callable[[], object]) -> Figure:
    """The time that a piece of work takes, printed at once."""
    start = time.perf_counter()
    work()
    figure = Figure(name, time.perf_counter() - start, count)
    print(figure.line, flush=True)
    return figure


def main() -> None:
    """Measure in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--queries", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        measure(Path(name), options.articles, options.queries)


def measure(folder: Path, count: int, queries: int) -> None:
    """Run every measurement over `count` articles and print figures and ratios."""
    print(f"{count} articles of about 300 words · Python {sys.version.split()[0]}")
    articles.write(folder / "pages", count)
    settings = read_settings({"HUB_HOME": str(folder / "home"), "HUB_STARTER": "0"})
    app = create_app(settings, desk=False)
    with app.app_context():
        load = measured("load", count, lambda: loader.load_paths([folder / "pages"]))
        measured("load again (unchanged)", count, lambda: loader.load_paths([folder / "pages"]))
        indexing = measured("index rebuild", count, index.rebuild)
        slowest = _search(queries)
    full = _export(folder, settings.home, full=True, name="export, all new")
    again = _export(folder, settings.home, full=False, name="export, nothing changed")
    with app.app_context():
        articles.write(folder / "one", 1, seed=1)
        loader.load_paths([folder / "one"])
    one = _export(folder, settings.home, full=False, name="export, one article changed")
    measured("backup", count, lambda: backup.take(settings, folder / "backup.zip"))
    measured("start with nothing to do", 1, lambda: create_app(settings, desk=False))
    print(f"\nindexing / loading            {indexing.seconds / load.seconds:8.2f}")
    print(f"export unchanged / all new    {again.seconds / full.seconds:8.3f}")
    print(f"export one change / all new   {one.seconds / full.seconds:8.3f}")
    print(f"slowest query                 {slowest * 1000:8.1f} ms")


def _search(queries: int) -> float:
    """Ask the queries one by one; returns the seconds of the slowest."""
    times = []

    def work() -> None:
        for query in articles.questions(queries):
            start = time.perf_counter()
            answer = ask.search(query)
            times.append(time.perf_counter() - start)
            assert answer.total, query

    measured("search", queries, work)
    times.sort()
    print(f"{'  median · 95 %':32} {statistics.median(times) * 1000:.1f} ms · ", end="")
    print(f"{times[int(len(times) * 0.95)] * 1000:.1f} ms")
    return times[-1]


def _export(folder: Path, home: Path, *, full: bool, name: str) -> Figure:
    """Export over an application of its own, as the command does: freezing changes it."""
    settings = replace(read_settings({"HUB_HOME": str(home)}), starter=False)
    app: Flask = create_app(settings, desk=False)
    order = exporter.Order(folder / "public", full=full, jobs=2)
    with app.app_context():
        pages = len(list(_addresses()))
        return measured(name, pages, lambda: exporter.export(app, order))


def _addresses() -> list[str]:
    from hub.public import rooms

    return [address.path for address in rooms.addresses()]


if __name__ == "__main__":
    main()
