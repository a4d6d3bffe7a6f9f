"""Pictures: decoded and encoded anew, so that nothing but the picture stays; in the cage.

`python -m content.publishing.pictures FOLDER ENDING` does the work on FOLDER/in. A picture from
outside may be made to break its decoder, or to fill the memory; then that process ends alone.
"""

from __future__ import annotations

import io
import os
import sys
import warnings
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from content.errors import BadInput
from content.publishing import bare_pictures
from content.reading import cage, cage_folders

MOST_PIXELS = 50_000_000
_MOST_TURNED = 30_000_000  # pixels that may be turned: this takes them twice
_MOST_OPTIMISED = 20_000_000
_MOST_FRAMES = 200
_MOST_BYTES = 100 * 2**20
_FORMATS = {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".gif": "GIF"}
_SECONDS = 9
_PATIENCE = 120.0
_BROKEN, _TOO_LARGE = 70, 71  # how the child says it


def encode_anew(data: bytes, ending: str) -> bytes:
    """The same picture without EXIF, GPS, comments or anything hidden behind its end.

    ending: ".jpg", ".png", ".webp" or ".gif". The orientation that EXIF asked for is carried out
    (above 30 megapixels at half the size); the colour profile stays. A JPEG or WebP that is nothing
    but a picture comes back byte for byte, so that a dump stays the same after any number of
    rounds. BadInput for more than 50 megapixels or a picture that is broken.
    """
    return _in_cage(data, ending)


def encode_as(data: bytes, ending: str) -> bytes:
    """A picture of any kind as one of a given kind (".jpg", ".png" or ".webp"); as `encode_anew`.

    Of a picture that moves only the first moment stays; what is transparent becomes white.
    """
    return _in_cage(data, ending, "as")


def _in_cage(data: bytes, ending: str, *how: str) -> bytes:
    if not_here := cage.possible():
        raise BadInput(f"Ảnh: {not_here}")
    with cage_folders.new("picture") as folder:
        (folder / "in").write_bytes(data)
        code = cage.run(
            cage.module(__name__, os.fspath(folder), ending, *how),
            folder,
            seconds=_SECONDS,
            memory=cage.MEMORY - 20 * 2**20,  # the libraries themselves are not counted
            patience=_PATIENCE,
            name=ending,
        )
        if code == 0:
            try:
                return cage_folders.bytes_of(folder / "out", _MOST_BYTES) or data
            except (OSError, ValueError):
                code = _BROKEN
    if code == _BROKEN:
        raise BadInput("Ảnh hỏng hoặc thiếu dữ liệu; hãy mở ảnh, lưu lại rồi tải lên.")
    most = f"{MOST_PIXELS // 1_000_000} triệu điểm ảnh" if code == _TOO_LARGE else "mức đọc được"
    raise BadInput(f"Ảnh lớn hơn {most}; hãy thu nhỏ ảnh rồi tải lên.")


def main(folder: Path, ending: str, how: str = "") -> int:
    """Write FOLDER/out, empty where the picture may stay as it is; the exit code."""
    data = (folder / "in").read_bytes()
    kind = _FORMATS[ending]
    known = list(_FORMATS.values()) if how else [kind]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes; ours is the stricter cap
            with Image.open(io.BytesIO(data), formats=known) as picture:
                if _is_too_large(picture):
                    return _TOO_LARGE
                if how:
                    made = _saved(_still(picture), kind)
                elif bare_pictures.is_bare(data, ending):
                    picture.load()  # a broken one is refused all the same
                    made = b""
                else:
                    made = _saved(picture, kind)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return _BROKEN
    except (Image.DecompressionBombError, MemoryError):
        return _TOO_LARGE
    (folder / "out").write_bytes(made)
    return 0


def _still(picture: Image.Image) -> Image.Image:
    """The first moment of a picture, upright, in colours that every kind of file holds."""
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        whole = upright.convert("RGBA")
        ground = Image.new("RGBA", whole.size, "white")
        return Image.alpha_composite(ground, whole).convert("RGB")
    return upright.convert("RGB")


def _is_too_large(picture: Image.Image) -> bool:
    frames = getattr(picture, "n_frames", 1)
    pixels = picture.width * picture.height
    return pixels > MOST_PIXELS or frames > _MOST_FRAMES or pixels * frames > 4 * MOST_PIXELS


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    profile = picture.info.get("icc_profile")
    if getattr(picture, "is_animated", False) and kind in ("GIF", "WEBP"):
        picture.save(out, kind, save_all=True, exif=b"", xmp=b"", comment=b"")
        return out.getvalue()
    if picture.width * picture.height > _MOST_TURNED and picture.getexif().get(0x0112, 1) != 1:
        picture.draft(None, (picture.width // 2, picture.height // 2))
    ImageOps.exif_transpose(picture, in_place=True)
    bare = _without_extras(picture, kind)
    # The smallest file takes a second pass over all of a picture, held in memory once more.
    small = bare.width * bare.height <= _MOST_OPTIMISED
    try:
        bare.save(
            out,
            kind,
            icc_profile=profile,
            quality=88,
            optimize=small,
            compress_level=6 if small else 3,
        )
    except OSError:
        raise MemoryError from None  # what is decoded can be written, if only there is room
    return out.getvalue()


def _without_extras(picture: Image.Image, kind: str) -> Image.Image:
    """The pixels alone; what stood beside them (EXIF, text chunks, XMP) is left behind."""
    picture.load()  # what stands behind the pixels is met by now, and forgotten below
    if kind == "JPEG" and picture.mode not in ("RGB", "L", "CMYK"):
        picture = picture.convert("RGB")
    transparency = picture.info.get("transparency")
    picture.info = {} if transparency is None else {"transparency": transparency}
    return picture


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), *sys.argv[2:]))
