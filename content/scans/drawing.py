"""The process that draws one page for the recogniser: `python -m content.scans.drawing ASK OUT`.

ASK is a JSON file {"path", "page", "quarter", "soft"}; OUT becomes a grey PNG, upright as far as
asked and straightened, and its JSON file says by how much it was turned. It runs in the cage, so a
file that is made to break its reader breaks this process only.
"""

from __future__ import annotations

import json
import math
import sys
import warnings
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageFilter, ImageOps

from content.scans.straightening import skew_of

DPI = 300  # what the recogniser was taught on; finer costs time and reads no better
MOST_PIXELS = 18_000_000  # of a drawn page: A3 at 300 dpi
_MOST_SOURCE_PIXELS = 60_000_000  # of a picture that comes in: no phone or office scanner has more
_LONG_SIDE = 3508  # pixels of an A4 page at DPI
_SHEET = 842.0  # points of the long side of A4
_MOST_ENLARGED = 3.0
_PICTURES = ("JPEG", "PNG", "TIFF", "WEBP")
_LEAST_SKEW = 0.15  # degrees; less is noise of the measure
# Softening takes the grain out of a bad scan (0009 has the figures): so much where grain is seen
# (its least, in shades of grey), and so much where a first reading went badly.
_LEAST_GRAIN = 3
_SOFT, _SOFTER = 1.4, 2.8
# A page is blank when less than this share of its squares of 8 × 8 pixels is darker than the paper;
# when in doubt it is not: a page nobody could read must not pass for an empty one.
_LEAST_INK = 0.002
_DARKER = 16


class Unreadable(Exception):
    """The page cannot be drawn; the message is the end of a Vietnamese sentence."""


def draw(path: Path, page: int, quarter: int) -> tuple[Image.Image, float]:
    """Page `page` (from 1) as a grey picture, turned by `quarter` degrees and straightened.

    Returns the picture and the degrees (clockwise) by which it was turned in all.
    """
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    picture = _of_pdf(path, page) if is_pdf else _of_picture(path, page)
    if quarter:
        picture = picture.rotate(-quarter, expand=True)
    skew = skew_of(picture)
    if abs(skew) < _LEAST_SKEW:
        return picture, float(quarter)
    straight = picture.rotate(-skew, Image.Resampling.BICUBIC, fillcolor=255)
    return straight, quarter + skew


def count(path: Path) -> int:
    """How many pages a PDF or a picture holds."""
    with path.open("rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    if is_pdf:
        import pypdfium2

        return len(pypdfium2.PdfDocument(path))
    with Image.open(path, formats=_PICTURES) as picture:
        return int(getattr(picture, "n_frames", 1)) if picture.format == "TIFF" else 1


def _of_pdf(path: Path, page: int) -> Image.Image:
    import pypdfium2

    document = pypdfium2.PdfDocument(path)
    if page > len(document):
        raise Unreadable("tệp không có trang này")
    sheet = document[page - 1]
    width, height = sheet.get_size()
    if width * height <= 0:
        raise Unreadable("trang không có kích thước")
    _check_pictures(sheet)
    # A page smaller than a sheet is mostly a sheet whose resolution was noted wrong.
    sheets = min(max(_SHEET / max(width, height), 1.0), _MOST_ENLARGED)
    scale = min(sheets * DPI / 72, math.sqrt(MOST_PIXELS / (width * height)))
    # A coarse scan is drawn as it is and enlarged here: pdfium's enlarging costs four letters in
    # a hundred at 75 dpi.
    own = min(scale, max(_resolution(sheet) / 72, scale / _MOST_ENLARGED))
    bitmap = sheet.render(scale=own, grayscale=True)
    picture: Image.Image = bitmap.to_pil().convert("L").copy()
    if picture.getextrema() == (255, 255):
        _check_decoding(sheet)
    for part in (bitmap, sheet, document):
        part.close()
    return _resized(picture, scale / own) if scale > 1.25 * own else picture


def _pictures_of(sheet: Any) -> list[Any]:
    import pypdfium2.raw

    return list(sheet.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _check_pictures(sheet: Any) -> None:
    """Unreadable for a page that holds a picture of too many points: pdfium leaves it out."""
    for picture in _pictures_of(sheet):
        across, down = picture.get_px_size()
        _check_points(across, down)


def _check_decoding(sheet: Any) -> None:
    """Unreadable when a page is white because its pictures cannot be taken out."""
    import pypdfium2

    for picture in _pictures_of(sheet):
        try:
            picture.get_bitmap().close()
        except pypdfium2.PdfiumError:
            raise Unreadable("ảnh của trang bị hỏng hoặc quá lớn; hãy quét lại ở 300 dpi") from None


def _check_points(width: int, height: int) -> None:
    if width * height > _MOST_SOURCE_PIXELS:
        most = _MOST_SOURCE_PIXELS // 1_000_000
        raise Unreadable(f"ảnh lớn hơn {most} triệu điểm ảnh; hãy quét lại ở 300 dpi")


def _resolution(sheet: Any) -> float:
    """Dots an inch of the finest large picture on a page; DPI where the page holds none."""
    found = []
    width, height = sheet.get_size()
    for picture in _pictures_of(sheet):
        left, bottom, right, top = picture.get_bounds()
        area = (right - left) * (top - bottom)
        if area > 0.3 * width * height:
            across, down = picture.get_px_size()
            found.append(72 * math.sqrt(across * down / area))
    return max(found, default=float(DPI))


def _of_picture(path: Path, page: int) -> Image.Image:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of sizes; ours is the stricter cap
        Image.MAX_IMAGE_PIXELS = None
        with Image.open(path, formats=_PICTURES) as picture:
            if page > 1:
                picture.seek(page - 1)
            _check_points(*picture.size)
            side = _LONG_SIDE
            picture.draft("L", (side, side))  # a JPEG is decoded no larger than it is needed
            return _sized(ImageOps.exif_transpose(_grey(picture)))


def _grey(picture: Image.Image) -> Image.Image:
    """Grey on white paper; what is transparent is paper. EXIF stays with it."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        ink = picture.convert("LA")
        paper = Image.new("L", ink.size, 255)
        paper.paste(ink.getchannel(0), mask=ink.getchannel(1))
        paper.info["exif"] = picture.info.get("exif", b"")
        return paper
    grey = picture.convert("L")
    if picture.mode.startswith("I;16"):
        grey = picture.point(lambda value: value / 256).convert("L")
    return grey


def _sized(picture: Image.Image) -> Image.Image:
    """As large as the page would be at DPI: small scans are enlarged, photographs made smaller."""
    factor = min(_LONG_SIDE / max(picture.size), _MOST_ENLARGED)
    if 0.8 <= factor <= 1.25:
        return picture
    return _resized(picture, factor)


def _resized(picture: Image.Image, factor: float) -> Image.Image:
    size = (max(1, round(picture.width * factor)), max(1, round(picture.height * factor)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _is_blank(picture: Image.Image) -> bool:
    """Is there next to nothing on the page that is darker than its paper?"""
    squares = _squares(picture)
    counts = squares.histogram()
    paper = _middle(squares)
    return sum(counts[: max(0, paper - _DARKER)]) < _LEAST_INK * sum(counts)


def _grain(picture: Image.Image) -> int:
    """By how many shades of grey neighbouring points of bare paper differ."""
    return _middle(_squares(ImageChops.difference(picture, picture.filter(ImageFilter.BoxBlur(1)))))


def _squares(picture: Image.Image) -> Image.Image:
    return picture.reduce(8) if min(picture.size) >= 8 else picture


def _middle(picture: Image.Image) -> int:
    """The shade that half of the points do not exceed; most of a page is paper."""
    counts = picture.histogram()
    return next(value for value in range(256) if 2 * sum(counts[: value + 1]) >= sum(counts))


def main(ask: Path, out: Path) -> None:
    """Draw what is asked; the answer says how it was turned, or why it could not be drawn."""
    wanted = json.loads(ask.read_text(encoding="utf-8"))
    path, answer = Path(wanted["path"]), out.with_suffix(".json")
    try:
        if wanted["page"] is None:
            answer.write_text(json.dumps({"pages": count(path)}), encoding="utf-8")
            return
        picture, turned = draw(path, wanted["page"], wanted["quarter"])
    except Unreadable as error:
        answer.write_text(json.dumps({"reason": str(error)}), encoding="utf-8")
        return
    blank = _is_blank(picture)
    if wanted["soft"] or _grain(picture) >= _LEAST_GRAIN:
        radius = _SOFTER if wanted["soft"] else _SOFT
        picture = picture.filter(ImageFilter.GaussianBlur(radius))
    picture.save(out, "PNG", compress_level=1, dpi=(DPI, DPI))
    facts = {"turned": turned, "width": picture.width, "height": picture.height, "blank": blank}
    answer.write_text(json.dumps(facts), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
