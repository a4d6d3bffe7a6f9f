"""`python -m bench.scans`: how well, how fast and in how much memory scanned pages are read.

It prints a table of resolution × damage (letters that are wrong, confidence, share of well-formed
syllables), and pages a minute and the peak of memory over a scan of many pages.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench import letter, paper
from bench.letter_errors import character_error
from bench.paper import Damage
from content.documents.quality import measure
from content.scans import engine, judging
from content.scans.page_text import PageText

RESOLUTIONS = (300, 200, 150, 100, 75)
DAMAGES = {
    "clean": Damage(),
    "skew +0.5": Damage(skew=0.5),
    "skew -3": Damage(skew=-3),
    "grain 0.3": Damage(noise=0.3),
    "blur 1.5": Damage(blur=1.5),
    "JPEG 30": Damage(jpeg=30),
    "faded": Damage(ink=0.3),
    "fax": Damage(fax=True),
    "copy of a copy": Damage(skew=1.5, noise=0.3, jpeg=40, blur=1.2, ink=0.6),
    "ruined": Damage(skew=-2, noise=0.3, jpeg=20, blur=2.0, ink=0.5),
}


def main() -> None:
    """Measure in a folder that is removed afterwards."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=100, help="of the long scan; 0 for none")
    parser.add_argument("--no-table", action="store_true")
    options = parser.parse_args()
    if sentence := engine.available():
        raise SystemExit(sentence)
    with tempfile.TemporaryDirectory() as name:
        if not options.no_table:
            table(Path(name), letter.printed(), letter.text())
        if options.pages:
            long_scan(Path(name), options.pages)


def table(folder: Path, pdf: bytes, truth: str) -> None:
    """Print how each damage at each resolution is read; truth: the text of the PDF's first page."""
    kinds = [(dpi, name) for dpi in RESOLUTIONS for name in DAMAGES]
    scan = folder / "damaged.pdf"
    scan.write_bytes(paper.bound([paper.scanned(pdf, 1, d, DAMAGES[n]) for d, n in kinds]))
    print(f"{'dpi':>4} {'damage':16} {'wrong %':>8} {'sure':>6} {'syllables':>9}  judged")
    read = {page.number: page for page in recognised(scan)}
    for number, (dpi, name) in enumerate(kinds, start=1):
        page = read[number]
        wrong = 100 * character_error(page.text, truth)
        share = measure(page.text).share_of_valid_syllables
        verdict = page.reason or ("poor" if judging.is_poor(page) else "good")
        print(f"{dpi:4} {name:16} {wrong:8.2f} {page.confidence:6.1f} {share:9.3f}  {verdict}")


def long_scan(folder: Path, count: int) -> None:
    """Print pages a minute and the peak of memory over a scan of `count` pages at 200 dpi."""
    scan = folder / "long.pdf"
    page = paper.scanned(letter.printed(), 1, 200, Damage(skew=0.7, noise=0.1))
    scan.write_bytes(paper.bound([page] * count))
    own = _resident(os.getpid())
    with _Watch() as watch:
        start = time.perf_counter()
        pages = list(recognised(scan))
        seconds = time.perf_counter() - start
    minute = 60 * len(pages) / seconds
    print(
        f"{len(pages)} pages in {seconds:.0f} s: {minute:.1f} a minute, {engine.at_once()} at once"
    )
    print(f"memory: {watch.peak / 2**20:.0f} MB at most in all processes, {own / 2**20:.0f} before")


def recognised(scan: Path) -> Iterator[PageText]:
    """All pages of a scan."""
    pages: list[PageText] = []
    engine.recognise(scan, None, keep=pages.append)
    return iter(pages)


class _Watch(threading.Thread):
    """Adds up, many times a second, the memory of this process and all its descendants."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peak = 0
        self._end = threading.Event()

    def __enter__(self) -> _Watch:
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._end.set()
        self.join()

    def run(self) -> None:
        """Look until the end."""
        while not self._end.wait(0.05):
            self.peak = max(self.peak, sum(map(_resident, _family(os.getpid()))))


def _family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found.extend(map(int, task.read_text().split()))
            except OSError:  # it ended meanwhile
                continue
    return found


def _resident(pid: int) -> int:
    """Bytes of memory a process holds, shared ones by its share; 0 for one that has ended.

    Not all that is resident: a process that was just started still shares all of its parent's.
    """
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))


if __name__ == "__main__":
    main()
