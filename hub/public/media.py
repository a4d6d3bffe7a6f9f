"""The library for readers: renditions of pictures, and how a text shows the pictures it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from flask import abort
from flask.typing import ResponseReturnValue

from content.publishing import library_addresses
from content.publishing.library_addresses import Drawn
from hub.face.sending import sent
from hub.public.addresses import Address, Route

# The text stands in a column of 42rem at most; on a telephone it takes the width of the screen.
SIZES = "(min-width: 46rem) 42rem, calc(100vw - 2rem)"
_PICTURE = re.compile(
    r'<img src="(?P<src>/tep/(?P<prefix>[0-9a-f]{16})/[a-z0-9.-]+)" alt="(?P<alt>[^"]*)"'
    r' loading="lazy">(?:<figcaption>(?P<caption>.*?)</figcaption>)?'
)


def show(sha256: str, width: int) -> ResponseReturnValue:
    """A rendition of a picture of a visible item, by the picture's hash and the width."""
    picture = library_addresses.rendition(sha256, width) if width < 10_000 else None
    if picture is None:
        abort(404)
    return sent(picture, f"rong-{width}.webp", "")


def dressed(html: str) -> str:
    """The HTML of a text whose pictures come in the width that the screen needs.

    Each gets its size, so that nothing jumps; words for it from the library, where the text gives
    none; and below a captioned one its author.
    """
    if "<img " not in html:
        return html
    prefixes = {found["prefix"] for found in _PICTURE.finditer(html)}
    known = library_addresses.drawn(prefixes)
    return _PICTURE.sub(lambda found: _dressed(found, known.get(found["prefix"])), html)


def _dressed(found: re.Match[str], drawn: Drawn | None) -> str:
    if drawn is None:
        return found[0]
    alt = found["alt"] or escape(drawn.alt)
    sources = list(drawn.sources)
    if sources and sources[-1][1] < min(drawn.width, 1280):  # the picture itself is the lightest
        sources.append((found["src"], drawn.width))
    many = ", ".join(f"{path} {width}w" for path, width in sources)
    srcset = f' srcset="{many}" sizes="{SIZES}"' if sources else ""
    image = (
        f'<img src="{found["src"]}"{srcset} width="{drawn.width}" height="{drawn.height}"'
        f' alt="{alt}" loading="lazy" decoding="async">'
    )
    if found["caption"] is None:
        return image
    credit = f" <small>Ảnh: {escape(drawn.credit, quote=False)}</small>" if drawn.credit else ""
    return f"{image}<figcaption>{found['caption']}{credit}</figcaption>"


def addresses() -> Iterator[Address]:
    """Every rendition of every picture of visible items."""
    for sha256, width in library_addresses.every_rendition():
        yield Address(library_addresses.rendition_path(sha256, width))


ROUTES = (Route("/tep/<sha256>/rong/<int:width>.webp", "rendition", show),)
