"""`python -m tests.turning.figures`: letters that recognition gets wrong, by plan and resolution.

Every page of every plan whose letters are known (HUB_PLANS adds a folder of them) is printed,
scanned (150 dpi: askew, with specks; 300 dpi: clean) and recognised.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

from content.documents.plan import Plan, parse
from content.reading.reader import read_file
from content.scans import engine
from content.scans.page_text import PageText
from tests.turning.errors import error_rate
from tests.turning.forms import Original, in_print, scan
from tests.turning.originals import CLEAN
from tests.turning.paper import pieces_of

_ALL_SHEETS = 1_000


class Rescan(NamedTuple):
    """One plan as it was printed and as it was recognised. scanned: the file that was read."""

    scanned: bytes
    printed: Plan
    found: Plan
    pages: int
    confidence: float  # mean over pages, 0–100

    @property
    def wrong(self) -> float:
        """Share of the body's letters to put in, take out or change."""
        return error_rate(words(self.printed), words(self.found))


def rescan(original: Original, dpi: int, sheets: int, folder: Path) -> Rescan:
    """Print the first pages, scan them (below 300 dpi badly) and recognise the scan."""
    scanned, printed = scan(original, dpi=dpi, sheets=sheets, clean=dpi >= 300)
    pages = recognised(scanned, folder)
    return Rescan(
        scanned,
        parse(in_print(read_file("ban-in.pdf", printed).text)),
        parse(in_print("\f".join(page.text for page in pages))),
        len(pages),
        statistics.mean(page.confidence for page in pages),
    )


def recognised(data: bytes, folder: Path) -> list[PageText]:
    """The pages of a scan, as the hub's worker recognises them."""
    path = folder / "ban-quet.pdf"
    path.write_bytes(data)
    pages: list[PageText] = []
    engine.recognise(path, None, keep=pages.append)
    return sorted(pages, key=lambda page: page.number)


def words(plan: Plan) -> str:
    """The body's words without Markdown's marks, row by row where it has tables."""
    pieces = pieces_of(plan.body_markdown)
    return " ".join(" ".join([piece.whole, *map(" ".join, piece.rows)]) for piece in pieces)


def main() -> None:
    """Print the table."""
    if sentence := engine.available():
        raise SystemExit(sentence)
    print(f"{'plan':24} {'dpi':>4} {'pages':>5} {'wrong %':>8} {'sure':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for name, original in CLEAN.items():
            for dpi in (150, 300):
                found = rescan(original, dpi, _ALL_SHEETS, Path(folder))
                figures = f"{found.pages:5} {100 * found.wrong:8.2f} {found.confidence:6.1f}"
                print(f"{name:24} {dpi:4} {figures}", flush=True)


if __name__ == "__main__":
    main()
