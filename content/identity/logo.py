"""The logo: any picture people have, made into a small PNG that a slow phone can afford. Pure."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from content.errors import BadInput

MEDIA_TYPE = "image/png"
MOST_BYTES = 10 * 1024 * 1024
# Twice the room it has in the masthead, for dense screens; a wide mark may be wider than high.
HEIGHT, WIDTH = 112, 336
_MOST_PIXELS = 50_000_000


def drawn_anew(data: bytes) -> bytes:
    """The picture as a PNG of at most 336 × 112 pixels, without anything that stood beside it.

    Drawing the result anew gives the same bytes. BadInput for what is no JPEG, PNG, WebP or GIF.
    """
    if len(data) > MOST_BYTES:
        raise BadInput("Ảnh biểu trưng lớn hơn 10 MB; hãy thu nhỏ rồi chọn lại.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes; ours is the stricter cap
            opened = Image.open(io.BytesIO(data), formats=["PNG", "JPEG", "WEBP", "GIF"])
            with opened as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    raise BadInput("Ảnh biểu trưng quá lớn; hãy thu nhỏ rồi chọn lại.")
                return _small(picture)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        raise BadInput("Không đọc được ảnh; dùng ảnh PNG, JPG, WEBP hoặc GIF.") from error
    except Image.DecompressionBombError as error:
        raise BadInput("Ảnh biểu trưng quá lớn; hãy thu nhỏ rồi chọn lại.") from error


def _small(picture: Image.Image) -> bytes:
    upright = _without_rim(ImageOps.exif_transpose(picture).convert("RGBA"))
    if upright.width > WIDTH or upright.height > HEIGHT:
        upright.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
        upright = _without_rim(upright)  # shrinking may leave a faint one
    bare = Image.frombytes("RGBA", upright.size, upright.tobytes())
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def _without_rim(picture: Image.Image) -> Image.Image:
    """Without the empty rim that would push the mark away from the name."""
    drawn = picture.getchannel("A").getbbox()
    if drawn is None:
        raise BadInput("Ảnh biểu trưng trong suốt hoàn toàn; hãy chọn ảnh khác.")
    return picture.crop(drawn)
