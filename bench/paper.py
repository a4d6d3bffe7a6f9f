"""Paper for measuring: pages with known text, printed, scanned at a resolution, and damaged."""

from __future__ import annotations

import html
import io
import random
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2
from PIL import Image, ImageEnhance, ImageFilter
from pypdf import PdfReader, PdfWriter

_STYLE = """
@page { size: A4; margin: 20mm 15mm 20mm 30mm; @bottom-center { content: counter(page) } }
body { font: 13pt/1.35 "Liberation Serif", "Noto Serif", serif; text-align: justify }
p { margin: 0 0 6pt; text-indent: 1cm }
h1 { font-size: 14pt; text-align: center; margin: 12pt 0 } h2 { font-size: 13pt; margin: 6pt 0 }
.two { width: 100%; border-collapse: collapse } .two td { vertical-align: top; padding: 0 2pt }
.head td { text-align: center } .left { width: 42% } .foot .right { text-align: center }
.name { padding-top: 60pt; font-weight: bold }
.grid { width: 100%; border-collapse: collapse; margin: 6pt 0 }
.grid td { border: 1px solid black; padding: 2pt 4pt; text-align: left }
"""


@dataclass(frozen=True, slots=True)
class Damage:
    """What a scanner, a copier or a fax does to a page.

    skew: degrees; noise: 0–1, how much of the picture is grain; jpeg: quality 1–95; ink: 1 for
    black, less for faded; blur: radius in pixels; fax: black and white only, half the lines gone.
    """

    skew: float = 0.0
    noise: float = 0.0
    jpeg: int = 85
    ink: float = 1.0
    blur: float = 0.0
    fax: bool = False


CLEAN = Damage()


def printed(body: str) -> bytes:
    """A PDF of A4 pages, as an office would print it; body: HTML."""
    from weasyprint import HTML

    page = f'<!doctype html><html lang="vi"><style>{_STYLE}</style><body>{body}</body></html>'
    return bytes(HTML(string=page).write_pdf())


def head(left: Sequence[str], right: Sequence[str]) -> str:
    """The head of an official letter: two columns of centred lines."""
    return _two("head", "<br>".join(map(_bold, left)), "<br>".join(map(_bold, right)))


def foot(receivers: Sequence[str], office: Sequence[str], name: str) -> str:
    """The foot of an official letter: who receives it on the left, who signs on the right."""
    left = "<br>".join(map(html.escape, receivers))
    right = f'{"<br>".join(map(_bold, office))}<div class="name">{html.escape(name)}</div>'
    return _two("foot", left, right)


def paragraphs(texts: Sequence[str]) -> str:
    """Plain paragraphs."""
    return "".join(f"<p>{html.escape(text)}</p>" for text in texts)


def grid(rows: Sequence[Sequence[str]]) -> str:
    """A ruled table."""
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in rows)
    return f'<table class="grid">{"".join(f"<tr>{row}</tr>" for row in cells)}</table>'


def scanned(pdf: bytes, number: int, dpi: int, damage: Damage = CLEAN) -> bytes:
    """Page `number` (from 1) of a PDF as the JPEG that a scanner would give, 8 bits grey."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[number - 1].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    document.close()
    out = io.BytesIO()
    _damaged(picture, damage).save(out, "JPEG", quality=damage.jpeg, dpi=(dpi, dpi))
    return out.getvalue()


def bound(pictures: Sequence[bytes]) -> bytes:
    """A PDF without text, one picture a page, each as large as its resolution says."""
    writer = PdfWriter()
    for data in pictures:
        sheet, picture = io.BytesIO(), Image.open(io.BytesIO(data))
        picture.save(sheet, "PDF", dpi=picture.info.get("dpi", (150, 150)), quality=80)
        writer.append(PdfReader(sheet))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _damaged(picture: Image.Image, damage: Damage) -> Image.Image:
    if damage.ink < 1:
        picture = ImageEnhance.Contrast(picture).enhance(damage.ink)
    if damage.skew:
        picture = picture.rotate(damage.skew, Image.Resampling.BICUBIC, fillcolor=255)
    if damage.blur:
        picture = picture.filter(ImageFilter.GaussianBlur(damage.blur))
    if damage.noise:
        picture = Image.blend(picture, _grain(picture.size), damage.noise)
    if damage.fax:
        width, height = picture.size
        picture = picture.resize((width, height // 2)).point(lambda v: 255 if v > 160 else 0)
        picture = picture.resize((width, height))
    return picture


def _grain(size: tuple[int, int]) -> Image.Image:
    """Noise that is the same each time."""
    return Image.frombytes("L", size, random.Random(7).randbytes(size[0] * size[1]))


def _two(kind: str, left: str, right: str) -> str:
    cells = f'<td class="left">{left}</td><td class="right">{right}</td>'
    return f'<table class="two {kind}"><tr>{cells}</tr></table>'


def _bold(text: str) -> str:
    return f"<b>{html.escape(text)}</b>"
