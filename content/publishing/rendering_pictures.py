"""Renditions: a picture in the widths that pages need, as WebP, made in the cage.

`python -m content.publishing.rendering_pictures SOURCE FOLDER` writes FOLDER/WIDTHxHEIGHT.webp for
each width and, last, FOLDER/size with the picture's own size. What is made holds pixels and the
colour profile, nothing else: no EXIF, no place.
"""

from __future__ import annotations

import contextlib
import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from content.reading import cage, cage_folders

WIDTHS = (320, 640, 960, 1280)
MOST_PIXELS = 50_000_000  # as `pictures`
_QUALITY = 72
_SECONDS = 12
_PATIENCE = 120.0
_MOST_BYTES = 4 * 2**20  # of one rendition
_MOST_SIDE = 16_000  # WebP holds 16,383


@dataclass(frozen=True, slots=True)
class Made:
    """What came of a picture: its own size (0, 0 where it cannot be read), and (width, height,
    WebP) for each rendition that is lighter than the picture, the narrowest first."""

    width: int
    height: int
    renditions: tuple[tuple[int, int, bytes], ...] = ()


def render(source: Path) -> Made | None:
    """The renditions of a kept picture; None where this machine has no cage to work in."""
    if cage.possible():
        return None
    with cage_folders.new("renditions") as folder:
        cage.run(
            cage.module(__name__, str(source.resolve()), os.fspath(folder)),
            folder,
            seconds=_SECONDS,
            memory=cage.MEMORY - 20 * 2**20,  # as `pictures`
            patience=_PATIENCE,
            readable=[source.resolve()],
            name=source.name,
        )
        try:
            size = cage_folders.bytes_of(folder / "size", 40).decode("ascii").split("x")
            width, height = int(size[0]), int(size[1])
        except (OSError, ValueError, IndexError):
            return Made(0, 0)
        return Made(width, height, tuple(_taken(folder, width, height, source.stat().st_size)))


def _taken(folder: Path, width: int, height: int, whole: int) -> list[tuple[int, int, bytes]]:
    """Those that were made and save the reader something."""
    found = []
    for wide in widths_for(width):
        high = height_for(width, height, wide)
        with contextlib.suppress(OSError, ValueError):
            data = cage_folders.bytes_of(folder / _name(wide, high), _MOST_BYTES)
            if data and len(data) < whole:
                found.append((wide, high, data))
    return found


def widths_for(width: int) -> list[int]:
    """The widths for a picture of a width: never more than it has."""
    narrower = [wide for wide in WIDTHS if wide < width]
    return [*narrower, width] if width <= WIDTHS[-1] else narrower


def height_for(width: int, height: int, wide: int) -> int:
    """The height that goes with a width."""
    return max(1, round(height * wide / max(width, 1)))


def _name(width: int, height: int) -> str:
    return f"{width}x{height}.webp"


def main(source: Path, folder: Path) -> int:
    """Write the renditions; runs in the child only."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ours is the stricter cap
            with Image.open(source, formats=["JPEG", "PNG", "WEBP", "GIF"]) as picture:
                return _write(picture, folder)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return 70
    except (Image.DecompressionBombError, MemoryError):
        return 71


def _write(picture: Image.Image, folder: Path) -> int:
    width, height = picture.size
    if width * height > MOST_PIXELS:
        return 71
    if picture.getexif().get(0x0112, 1) in (5, 6, 7, 8):
        width, height = height, width
    moves = getattr(picture, "is_animated", False)
    if not moves and max(width, height) <= _MOST_SIDE * 4:
        picture.draft("RGB", (WIDTHS[-1], WIDTHS[-1]))
        _widths(ImageOps.exif_transpose(picture), width, height, folder)
    (folder / "size").write_text(f"{width}x{height}", encoding="ascii")
    return 0


def _widths(picture: Image.Image, width: int, height: int, folder: Path) -> None:
    """The widest first, each narrower one from it: the large picture is walked over once."""
    profile = picture.info.get("icc_profile")
    ground = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    ground.info = {}
    for wide in reversed(widths_for(width)):
        high = height_for(width, height, wide)
        if high > _MOST_SIDE:
            continue
        ground = ground.resize((wide, high), Image.Resampling.LANCZOS)
        ground.save(
            folder / _name(wide, high), "WEBP", quality=_QUALITY, method=4, icc_profile=profile
        )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
