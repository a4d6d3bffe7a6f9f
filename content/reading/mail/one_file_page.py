"""Pages saved as one file (.mht): a page and its pictures as parts of a message. Pure."""

from __future__ import annotations

from dataclasses import replace

from content.errors import BadInput
from content.letters.result import Wish
from content.reading.mail.parts import charset_of, content_of, header, leaves, message_of
from content.reading.result import Reading
from content.reading.web.decoding import text_of
from content.reading.web.document import read_page


def read(data: bytes, wish: Wish) -> Reading:
    """The page as Markdown; BadInput when the file holds none."""
    parts = list(leaves(message_of(data)))
    page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    if page is None:
        raise BadInput("tệp .mht không có trang nào bên trong; hãy mở trang rồi in ra PDF.")
    text, met = text_of(content_of(page), wish, charset_of(page))
    pictures: dict[str, bytes] = {}
    for part in parts:
        if part.get_content_maintype() == "image":
            for source in _sources(header(part, "Content-Location"), header(part, "Content-ID")):
                pictures.setdefault(source, content_of(part))
    base = header(page, "Content-Location")
    reading = read_page(text, wish, met=met, pictures=_beside(pictures, base))
    return replace(reading, kind="mhtml", media_type="multipart/related")


def _sources(location: str, identity: str) -> list[str]:
    """How elements of the page may name a part."""
    found = [location] if location else []
    if identity:
        found.append(f"cid:{identity.strip('<> ')}")
    return found


def _beside(pictures: dict[str, bytes], base: str) -> dict[str, bytes]:
    """The pictures also under their addresses as seen from the page: "image001.png"."""
    folder = base.rpartition("/")[0] + "/"
    near = {
        source[len(folder) :]: data
        for source, data in pictures.items()
        if len(folder) > 1 and source.startswith(folder)
    }
    return {**near, **pictures}
