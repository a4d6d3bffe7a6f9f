"""Paper of the tests: a letter printed and scanned in many ways, read once for all of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from bench import letter, paper
from bench.paper import Damage
from content.scans import engine
from content.scans.page_text import PageText

CLEAN, SKEWED, HEADLONG, RUINED, BLANK_PAGE = range(1, 6)
FONT = "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"


@pytest.fixture(scope="session")
def scan() -> bytes:
    """Five pages: clean, askew, on its head, ruined, blank."""
    pdf = letter.printed()
    ruined = Damage(skew=-2, noise=0.4, jpeg=15, blur=2.4, ink=0.4)
    good = paper.scanned(pdf, 1, 150)
    empty = Image.new("L", Image.open(io.BytesIO(good)).size, 248)
    pages = [
        good,
        paper.scanned(pdf, 1, 150, Damage(skew=2)),
        as_jpeg(Image.open(io.BytesIO(good)).rotate(180)),
        paper.scanned(pdf, 1, 75, ruined),
        as_jpeg(empty),
    ]
    return paper.bound(pages)


@pytest.fixture(scope="session")
def read(scan: bytes, tmp_path_factory: pytest.TempPathFactory) -> dict[int, PageText]:
    """The five pages as they are recognised, by number."""
    path = tmp_path_factory.mktemp("scan") / "scan"
    path.write_bytes(scan)
    pages: list[PageText] = []
    engine.recognise(path, None, keep=pages.append)
    return {page.number: page for page in pages}


@pytest.fixture
def slip(tmp_path: Path) -> Iterator[Callable[..., Path]]:
    """Makes small multi-page TIFFs with one line on each page: quick to read."""

    def make(lines: list[str], name: str = "slip") -> Path:
        first, *others = map(slip_of_paper, lines)
        path = tmp_path / name
        first.save(path, "TIFF", save_all=True, append_images=others)
        return path

    yield make


def slip_of_paper(line: str) -> Image.Image:
    picture = Image.new("L", (1400, 160), 255)
    font = ImageFont.truetype(FONT, 48)
    ImageDraw.Draw(picture).text((40, 40), line, font=font, fill=0)
    return picture


def as_jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85, dpi=(150, 150))
    return out.getvalue()
