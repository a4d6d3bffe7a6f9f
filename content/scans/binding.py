"""A picture as a PDF, a page for each of its own; the pixels of a JPEG stay as they came. Pure."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

_LONG_SIDE = 842.0  # points: a picture is shown as large as a sheet of A4
_ORIENTATION = 0x0112
_QUARTERS = {1: 0, 3: 180, 6: 90, 8: 270}  # EXIF's orientation as degrees clockwise
_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}


def bound(original: Path) -> bytes:
    """A JPEG, PNG, WebP or TIFF (each of its pages) as a PDF; OSError or ValueError if broken."""
    writer = PdfWriter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow warns of sizes; the reader of scans has its cap
        with Image.open(original, formats=("JPEG", "PNG", "TIFF", "WEBP")) as picture:
            count = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
            for number in range(count):
                picture.seek(number)
                _bind(writer, picture, original)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _bind(writer: PdfWriter, picture: Image.Image, original: Path) -> None:
    """Append what a picture shows as a page."""
    orientation = int(picture.getexif().get(_ORIENTATION, 1))
    if picture.format == "JPEG" and picture.mode in _SPACES and orientation in _QUARTERS:
        _wrap(writer, original.read_bytes(), picture, _QUARTERS[orientation])
        return
    shown = ImageOps.exif_transpose(picture)
    if shown.mode not in ("1", "L", "RGB", "CMYK"):
        shown = shown.convert("RGB")
    # A page of black and white is packed as a fax is; there a quality means nothing.
    ways = {} if shown.mode == "1" else {"quality": 80}
    sheet = io.BytesIO()
    shown.save(sheet, "PDF", resolution=72 * max(shown.size) / _LONG_SIDE, **ways)
    writer.append(PdfReader(sheet))


def _wrap(writer: PdfWriter, original: bytes, picture: Image.Image, quarter: int) -> None:
    """Append a page that draws nothing but the bytes of a JPEG."""
    scale = _LONG_SIDE / max(picture.size)
    width, height = picture.width * scale, picture.height * scale
    sheet = writer.add_blank_page(width, height)
    image = DecodedStreamObject()
    image.set_data(original)
    image.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Image"),
            NameObject("/Width"): NumberObject(picture.width),
            NameObject("/Height"): NumberObject(picture.height),
            NameObject("/ColorSpace"): NameObject(_SPACES[picture.mode]),
            NameObject("/BitsPerComponent"): NumberObject(8),
            NameObject("/Filter"): NameObject("/DCTDecode"),
        }
    )
    drawn = DecodedStreamObject()
    drawn.set_data(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Page Do Q".encode())
    images = DictionaryObject({NameObject("/Page"): writer._add_object(image)})
    sheet[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): images})
    sheet[NameObject("/Contents")] = writer._add_object(drawn)
    if quarter:
        sheet.rotate(quarter)
