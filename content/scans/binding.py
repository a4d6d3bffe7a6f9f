"""A picture as a PDF of one page; the pixels of a JPEG stay as they came. Pure."""

from __future__ import annotations

import io

from PIL import Image, ImageOps
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

_LONG_SIDE = 842.0  # points: a picture is shown as large as a sheet of A4
_ORIENTATION = 0x0112
_QUARTERS = {1: 0, 3: 180, 6: 90, 8: 270}  # EXIF's orientation as degrees clockwise
_SPACES = {"L": "/DeviceGray", "RGB": "/DeviceRGB"}


def bound(original: bytes) -> bytes:
    """A JPEG, PNG, WebP or TIFF (each of its pages) as a PDF; OSError or ValueError if broken."""
    with Image.open(io.BytesIO(original), formats=("JPEG", "PNG", "TIFF", "WEBP")) as picture:
        orientation = int(picture.getexif().get(_ORIENTATION, 1))
        if picture.format == "JPEG" and picture.mode in _SPACES and orientation in _QUARTERS:
            return _wrapped(original, picture, _QUARTERS[orientation])
        many = picture.format == "TIFF" and getattr(picture, "n_frames", 1) > 1
        out = io.BytesIO()
        shown = picture if many else ImageOps.exif_transpose(picture)
        if shown.mode in ("RGBA", "LA", "PA", "P", "I;16"):
            shown = shown.convert("RGB")
        resolution = 72 * max(shown.size) / _LONG_SIDE
        shown.save(out, "PDF", save_all=many, resolution=resolution, quality=80)
    return out.getvalue()


def _wrapped(original: bytes, picture: Image.Image, quarter: int) -> bytes:
    """The bytes of a JPEG as the only thing a page draws."""
    scale = _LONG_SIDE / max(picture.size)
    width, height = picture.width * scale, picture.height * scale
    writer = PdfWriter()
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
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
