"""Pictures: decoded and encoded anew, so that nothing but the picture stays. Pure."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from content.errors import BadInput
from content.publishing import bare_pictures

MOST_PIXELS = 50_000_000
_MOST_FRAMES = 200
_FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}


def encode_anew(data: bytes, ending: str) -> bytes:
    """The same picture without EXIF, GPS, comments or anything hidden behind its end.

    ending: ".jpg", ".png", ".webp" or ".gif". The orientation that EXIF asked for is carried out;
    the colour profile stays. A JPEG or WebP that is nothing but a picture comes back byte for
    byte, so that a dump stays the same after any number of rounds. BadInput for more than 50
    megapixels or a picture that is broken.
    """
    kind = _FORMATS[ending]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes; ours is the stricter cap
            with Image.open(io.BytesIO(data), formats=[kind]) as picture:
                _refuse_size(picture)
                if bare_pictures.is_bare(data, ending):
                    picture.load()  # a broken one is refused all the same
                    return data
                return _saved(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadInput("Ảnh hỏng hoặc thiếu dữ liệu; hãy mở ảnh, lưu lại rồi tải lên.") from error
    except Image.DecompressionBombError as error:
        raise _too_large() from error


def _refuse_size(picture: Image.Image) -> None:
    frames = getattr(picture, "n_frames", 1)
    if picture.width * picture.height > MOST_PIXELS or frames > _MOST_FRAMES:
        raise _too_large()
    if picture.width * picture.height * frames > 4 * MOST_PIXELS:
        raise _too_large()


def _too_large() -> BadInput:
    return BadInput(
        f"Ảnh lớn hơn {MOST_PIXELS // 1_000_000} triệu điểm ảnh; hãy thu nhỏ ảnh rồi tải lên."
    )


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    profile = picture.info.get("icc_profile")
    if getattr(picture, "is_animated", False) and kind in ("GIF", "WEBP"):
        picture.save(out, kind, save_all=True, exif=b"", xmp=b"", comment=b"")
        return out.getvalue()
    upright = ImageOps.exif_transpose(picture)
    bare = _without_extras(upright, kind)
    bare.save(out, kind, icc_profile=profile, quality=88, optimize=True)
    return out.getvalue()


def _without_extras(picture: Image.Image, kind: str) -> Image.Image:
    """The pixels alone; what stood beside them (EXIF, text chunks, XMP) is left behind."""
    if kind == "JPEG" and picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    bare = picture.copy()
    transparency = picture.info.get("transparency")
    bare.info = {} if transparency is None else {"transparency": transparency}
    return bare
