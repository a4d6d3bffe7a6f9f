"""The text over the pages: found where it stands, unseen, and the original stays byte for byte."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from content.errors import BadInput
from content.scans import layer
from content.scans.page_text import PageText, PlacedLine

CLEAN, SKEWED, HEADLONG = 1, 2, 3
SOUGHT = "Hội Khuyến học xã"


@pytest.fixture(scope="module")
def searchable(scan: bytes, read: dict[int, PageText]) -> bytes:
    return layer.searchable(scan, list(read.values()))


def test_the_original_is_the_beginning_and_little_is_added(scan: bytes, searchable: bytes) -> None:
    assert searchable.startswith(scan)
    assert len(searchable) - len(scan) < 6_000 * 5


@pytest.mark.parametrize("number", [CLEAN, SKEWED, HEADLONG])
def test_words_are_found_over_the_ink_that_shows_them(searchable: bytes, number: int) -> None:
    document = pypdfium2.PdfDocument(searchable)
    page = document[number - 1]
    box = _found(page, SOUGHT)
    picture = page.render(scale=2, grayscale=True).to_pil()
    ink = picture.crop(_pixels(box, picture.height, 2)).getextrema()
    assert ink[0] < 100  # dark letters lie under the box
    bottom = page.get_height() - box[1]
    assert (bottom > page.get_height() / 2) is (number != HEADLONG)  # below the middle, or above
    document.close()


def test_nothing_that_is_seen_changes(scan: bytes, searchable: bytes) -> None:
    for number in range(3):
        assert _drawn(scan, number) == _drawn(searchable, number)


def test_all_text_of_a_page_can_be_copied(searchable: bytes, read: dict[int, PageText]) -> None:
    document = pypdfium2.PdfDocument(searchable)
    text = document[0].get_textpage().get_text_range()
    assert text.split() == read[CLEAN].text.split()
    document.close()


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_photograph_becomes_a_page_that_stands_upright(orientation: int) -> None:
    turn = {1: 0, 3: 180, 6: 90, 8: -90}[orientation]
    upright = Image.new("L", (600, 900), 255)
    upright.paste(0, (60, 90, 240, 130))  # a dark bar at the upper left
    exif, out = Image.Exif(), io.BytesIO()
    exif[0x0112] = orientation
    upright.rotate(turn, expand=True).save(out, "JPEG", exif=exif)
    bar = PlacedLine("thanh đậm", 1000, 1000, 3000, 444)
    made = layer.searchable(out.getvalue(), [PageText(1, bar.text, 90.0, "thử", lines=(bar,))])
    assert out.getvalue() in made  # not encoded anew
    document = pypdfium2.PdfDocument(made)
    page = document[0]
    assert page.get_width() < page.get_height()
    picture = page.render(scale=1, grayscale=True).to_pil()
    assert picture.getpixel((round(picture.width * 0.2), round(picture.height * 0.12))) < 60
    assert picture.getpixel((round(picture.width * 0.8), round(picture.height * 0.88))) > 200
    assert _seen(page, "thanh đậm") == pytest.approx((0.1, 0.1), abs=0.03)
    document.close()


def test_a_tiff_of_two_pages_becomes_two(tmp_path: Path) -> None:
    pages = [Image.new("1", (600, 900), 1) for _ in range(2)]
    pages[0].save(tmp_path / "two", "TIFF", save_all=True, append_images=pages[1:])
    line = PlacedLine("trang hai", 1000, 1000, 3000, 300)
    read = PageText(2, line.text, 90.0, "thử", lines=(line,))
    document = pypdfium2.PdfDocument(layer.searchable((tmp_path / "two").read_bytes(), [read]))
    assert [page.get_textpage().get_text_range() for page in document] == ["", "trang hai"]
    document.close()


def test_more_letters_than_a_font_holds_are_all_found() -> None:
    letters = "".join(chr(0x4E00 + number) for number in range(600))
    lines = tuple(
        PlacedLine(letters[start : start + 20], 1000, 200 + 15 * start, 8000, 200)
        for start in range(0, 600, 20)
    )
    out = io.BytesIO()
    Image.new("L", (600, 900), 255).save(out, "PNG")
    made = layer.searchable(out.getvalue(), [PageText(1, letters, 90.0, "thử", lines=lines)])
    document = pypdfium2.PdfDocument(made)
    assert "".join(document[0].get_textpage().get_text_range().split()) == letters
    document.close()


@pytest.mark.parametrize("data", [b"%PDF-1.4 cut", b"nothing", b""])
def test_what_is_no_scan_is_one_sentence(data: bytes) -> None:
    with pytest.raises(BadInput, match="không ghép được lớp chữ"):
        layer.searchable(data, [])


def _found(page: pypdfium2.PdfPage, sought: str) -> tuple[float, float, float, float]:
    text = page.get_textpage()
    hit = text.search(sought).get_next()
    assert hit is not None
    assert text.count_rects(*hit) == 1
    return tuple(text.get_rect(0))  # type: ignore[return-value]


def _seen(page: pypdfium2.PdfPage, sought: str) -> tuple[float, float]:
    """Where a text begins for who looks at the page: shares of its width and height."""
    left, bottom, right, top = _found(page, sought)
    width, height = page.get_size()
    x, y = {
        0: (left, height - top),
        90: (bottom, left),
        180: (width - right, bottom),
        270: (width - top, height - right),
    }[page.get_rotation()]
    return x / width, y / height


def _pixels(
    box: tuple[float, float, float, float], height: int, scale: int
) -> tuple[int, int, int, int]:
    left, bottom, right, top = (round(value * scale) for value in box)
    return left, height - top, right, height - bottom


def _drawn(pdf: bytes, number: int) -> bytes:
    document = pypdfium2.PdfDocument(pdf)
    picture = document[number].render(scale=1).to_pil().tobytes()
    document.close()
    return picture
