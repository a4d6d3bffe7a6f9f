"""A picture as a scanned page: how many pages it has and whether it may be opened at all. Pure.

Its text is still to be recognised; nothing is decoded here but its head.
"""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from content.errors import BadInput
from content.letters.result import Wish
from content.reading.result import Note, Reading

MOST_PIXELS = 50_000_000
MOST_PAGES = 500
_FORMATS = ("JPEG", "PNG", "TIFF", "WEBP")
_LEAST_SIDE = 300  # pixels; on less no line of a page can be read


def read(data: bytes, wish: Wish) -> Reading:
    """A picture of one page, or a TIFF of several, all of them still to be recognised."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns of sizes; ours is the stricter cap
            with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
                media_type = Image.MIME[str(picture.format)]
                pages, smallest = _pages(picture)
    except Image.DecompressionBombError:
        raise _too_large() from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError):
        raise BadInput("ảnh hỏng hoặc thiếu dữ liệu; hãy mở ảnh, lưu lại rồi nạp lại.") from None
    return Reading(
        "",
        media_type,
        "picture",
        _notes(media_type, smallest),
        pages=pages,
        scanned=tuple(range(1, pages + 1)),
    )


def _pages(picture: Image.Image) -> tuple[int, int]:
    """The number of pages and the shortest side of any; BadInput for one that is too large."""
    pages = min(getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1, MOST_PAGES + 1)
    if pages > MOST_PAGES:
        raise BadInput(f"ảnh có hơn {MOST_PAGES} trang; hãy chia nhỏ.")
    smallest = min(picture.size)
    for number in range(pages):
        picture.seek(number)
        if picture.width * picture.height > MOST_PIXELS:
            raise _too_large()
        smallest = min(smallest, *picture.size)
    return pages, smallest


def _too_large() -> BadInput:
    most = MOST_PIXELS // 1_000_000
    return BadInput(f"ảnh lớn hơn {most} triệu điểm ảnh mỗi trang; hãy quét lại ở 300 dpi.")


def _notes(media_type: str, smallest: int) -> tuple[Note, ...]:
    notes = []
    if media_type == "image/tiff":
        sentence = "Trình duyệt không hiện được ảnh TIFF: người đọc chỉ tải về được bản gốc."
        notes.append(Note("guessed", sentence))
    if smallest < _LEAST_SIDE:
        notes.append(
            Note("guessed", "Ảnh quá nhỏ để nhận dạng chữ; hãy chụp gần hơn hoặc quét 300 dpi.")
        )
    return tuple(notes)
