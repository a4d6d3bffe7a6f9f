"""Pages as a scanner gives them: askew, with specks, compressed, without a letter of text."""

from __future__ import annotations

import io
import random

import pypdfium2
from PIL import Image

_SKEW = 0.7  # degrees, to the left and to the right in turn
_SPECKS = 24  # how far a grey may stray from what was printed, of 255


def scanned(pdf: bytes, *, dpi: int = 150, pages: int = 2, clean: bool = False) -> bytes:
    """The first pages of a PDF as a PDF of pictures; the same bytes for the same PDF.

    Unless clean: each page askew by 0.7°, every grey off by chance, JPEG of quality 70.
    """
    pictures = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number in range(min(pages, len(document))):
            picture = document[number].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
            pictures.append(picture if clean else _worn(picture, number))
    kept = io.BytesIO()
    first, *rest = pictures
    quality = 95 if clean else 70
    first.save(kept, "PDF", save_all=True, append_images=rest, resolution=dpi, quality=quality)
    return kept.getvalue()


def _worn(picture: Image.Image, number: int) -> Image.Image:
    angle = _SKEW if number % 2 else -_SKEW
    askew = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=250)
    chance = random.Random(number)
    noise = Image.frombytes("L", askew.size, chance.randbytes(askew.width * askew.height))
    return Image.blend(askew, noise, _SPECKS / 255)
